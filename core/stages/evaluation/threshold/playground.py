"""Threshold: what its page shows, and how."""

from __future__ import annotations

from core.export.script import order
from core.playground import Context, Playground, Source, Values
from core.stages.evaluation.threshold import code
from core.stages.evaluation.threshold import scene as threshold
from core.stages.evaluation.threshold.run import THRESHOLD_PARAMS, scores
from core.stages.evaluation.threshold.view import ThresholdSettings, at_threshold
from core.table_choices import CLASS, of, offer


def _threshold_settings(context: Context, values: Values) -> ThresholdSettings:
    return ThresholdSettings(context.chosen, **values)  # type: ignore[arg-type]


PLAYGROUND = Playground(
    params=(
        *of(THRESHOLD_PARAMS, "threshold"),
        CLASS,
        *of(THRESHOLD_PARAMS, "cost_miss", "cost_alarm"),
    ),
    edits=("model",),
    tasks=("classification",),
    offer=offer,
    settings=_threshold_settings,
    work=scores,
    work_settings=lambda settings: settings.scores,
    derive=at_threshold,
    pick=lambda _settings, _answer, click: {"threshold": round(click.x, 2)},
    draw=threshold.draw,
    notice=threshold.notice,
    code=lambda settings, _answer: order(settings, code.threshold),
    sources=(
        Source(
            "Fawcett (2006), An introduction to ROC analysis",
            "https://doi.org/10.1016/j.patrec.2005.10.010",
        ),
        Source("Davis and Goadrich (2006), Precision-recall and ROC curves"),
        Source("Elkan (2001), The foundations of cost-sensitive learning"),
    ),
)
