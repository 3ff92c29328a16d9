"""Leak detector: what its page shows, and how."""

from __future__ import annotations

from dataclasses import replace

from core.export.ending import Ending
from core.export.script import ExportSettings, order
from core.playground import Playground, Source
from core.stages.preprocessing.leak_detector import scene as leak
from core.stages.preprocessing.leak_detector.example import chosen, example
from core.stages.preprocessing.leak_detector.run import detect_leak
from core.stages.preprocessing.leak_detector.settings import LeakSettings


def _code(settings: LeakSettings) -> ExportSettings:
    """Return the order for a script without the experiment's recipe: the leak has its own."""
    plain = replace(settings.experiment, recipe=())
    return order(replace(settings, experiment=plain), Ending(example, chosen))


PLAYGROUND = Playground(
    params=LeakSettings.PARAMS,
    edits=("model", "seed"),
    settings=lambda context, values: LeakSettings.of(values, experiment=context.chosen),
    work=detect_leak,
    draw=leak.draw,
    notice=leak.notice,
    code=lambda settings, _answer: _code(settings),
    sources=(
        Source(
            "Kaufman et al. (2012), Leakage in data mining",
            "https://doi.org/10.1145/2382577.2382579",
        ),
        Source("Hastie et al. (2009), The Elements of Statistical Learning, section 7.10.2"),
        Source("Kapoor and Narayanan (2023), Leakage and the reproducibility crisis"),
    ),
)
