"""Threshold: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Playground, Source
from core.stages.evaluation.threshold import scene as threshold
from core.stages.evaluation.threshold.example import chosen, example
from core.stages.evaluation.threshold.run import scores
from core.stages.evaluation.threshold.settings import PARAMS, ThresholdSettings
from core.stages.evaluation.threshold.view import at_threshold

PLAYGROUND = Playground(
    params=PARAMS,
    edits=("model",),
    tasks=("classification",),
    settings=lambda context, values: ThresholdSettings.of(values, experiment=context.chosen),
    work=scores,
    work_settings=lambda settings: settings.scores,
    derive=at_threshold,
    pick=lambda _settings, _answer, click: {"threshold": round(click.x, 2)},
    draw=threshold.draw,
    notice=threshold.notice,
    code=lambda settings, _answer: order(settings, Ending(example, chosen)),
    sources=(
        Source(
            "Fawcett (2006), An introduction to ROC analysis",
            "https://doi.org/10.1016/j.patrec.2005.10.010",
        ),
        Source("Davis and Goadrich (2006), Precision-recall and ROC curves"),
        Source("Elkan (2001), The foundations of cost-sensitive learning"),
    ),
)
