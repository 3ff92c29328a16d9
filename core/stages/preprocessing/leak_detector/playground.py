"""Leak detector: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Text
from core.export.script import order
from core.playground import Playground, Source
from core.stages.preprocessing.leak_detector import code
from core.stages.preprocessing.leak_detector import scene as leak
from core.stages.preprocessing.leak_detector.run import detect_leak
from core.stages.preprocessing.leak_detector.settings import LeakSettings

PLAYGROUND = Playground(
    params=LeakSettings.PARAMS,
    edits=("model", "seed"),
    settings=lambda context, values: LeakSettings.of(values, experiment=context.chosen),
    work=detect_leak,
    draw=leak.draw,
    notice=leak.notice,
    code=lambda settings, _answer: order(settings, Text(code.leak)),
    sources=(
        Source(
            "Kaufman et al. (2012), Leakage in data mining",
            "https://doi.org/10.1145/2382577.2382579",
        ),
        Source("Hastie et al. (2009), The Elements of Statistical Learning, section 7.10.2"),
        Source("Kapoor and Narayanan (2023), Leakage and the reproducibility crisis"),
    ),
)
