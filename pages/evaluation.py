"""Stage: model evaluation. One threshold, metrics by hand, honest validation."""

from __future__ import annotations

from core.export.order import order
from core.export.plain import metrics_by_hand_script
from core.figures.scenes import metrics_by_hand as hand_scene
from core.figures.scenes import threshold, validation
from core.tabular.experiment import Experiment
from core.tabular.judge.cross_validate import VALIDATION_PARAMS, ValidationSettings, cross_validate
from core.tabular.judge.hand_view import HandView, work_out
from core.tabular.judge.metrics_by_hand import HAND_PARAMS, HandSettings, metrics_by_hand
from core.tabular.judge.threshold import THRESHOLD_PARAMS, scores
from core.tabular.judge.threshold_view import ThresholdSettings, at_threshold
from core.ui import shell
from core.ui.playground import Playground, Source, Values
from core.ui.table_choices import CLASS, choice, of, offer, validation_offer

METRIC = choice("metric", "Spell out", *((m.id, m.label) for m in metrics_by_hand(HandSettings())))


def threshold_settings(experiment: Experiment, values: Values) -> ThresholdSettings:
    return ThresholdSettings(experiment, **values)  # type: ignore[arg-type]


def hand_settings(_experiment: object, values: Values) -> HandView:
    counts = {name: values[name] for name in ("tp", "fn", "fp", "tn")}
    return HandView(HandSettings(**counts), str(values["metric"]))  # type: ignore[arg-type]


def validation_settings(experiment: Experiment, values: Values) -> ValidationSettings:
    return ValidationSettings(experiment, **values)  # type: ignore[arg-type]


PLAYGROUNDS = (
    Playground(
        id="threshold",
        title="Threshold",
        question="Where do you draw the line between yes and no, and what does it cost?",
        params=(
            *of(THRESHOLD_PARAMS, "threshold"),
            CLASS,
            *of(THRESHOLD_PARAMS, "cost_miss", "cost_alarm"),
        ),
        edits=("model",),
        tasks=("classification",),
        offer=offer,
        settings=threshold_settings,
        work=scores,
        work_settings=lambda settings: settings.scores,
        derive=at_threshold,
        pick=lambda _settings, _answer, click: {"threshold": round(click.x, 2)},
        draw=threshold.draw,
        notice=threshold.notice,
        code=lambda settings, _answer: order(settings, "threshold"),
        sources=(
            Source(
                "Fawcett (2006), An introduction to ROC analysis",
                "https://doi.org/10.1016/j.patrec.2005.10.010",
            ),
            Source("Davis and Goadrich (2006), Precision-recall and ROC curves"),
            Source("Elkan (2001), The foundations of cost-sensitive learning"),
        ),
    ),
    Playground(
        id="metrics_by_hand",
        title="Metrics by hand",
        question="What does each metric make of the same four counts?",
        params=(*HAND_PARAMS, METRIC),
        settings=hand_settings,
        derive=work_out,
        pick=hand_scene.picked,
        draw=hand_scene.draw,
        notice=hand_scene.notice,
        code=lambda view, _answer: metrics_by_hand_script(view.counts),
        needs_table=False,
        sources=(
            Source("Powers (2011), Evaluation: from precision, recall and F-measure to ROC"),
            Source(
                "Chicco and Jurman (2020), Matthews correlation",
                "https://doi.org/10.1186/s12864-019-6413-7",
            ),
        ),
    ),
    Playground(
        id="validation",
        title="Validation",
        question="How sure can you be of a score before anybody sees the test rows?",
        params=VALIDATION_PARAMS,
        edits=("model", "split"),
        offer=validation_offer,
        settings=validation_settings,
        work=cross_validate,
        draw=validation.draw,
        notice=validation.notice,
        code=lambda settings, _answer: order(settings, "validation"),
        sources=(
            Source("Stone (1974), Cross-validatory choice and assessment"),
            Source("Kohavi (1995), A study of cross-validation and bootstrap"),
            Source("Bengio and Grandvalet (2004), No unbiased estimator of the variance of k-fold"),
        ),
    ),
)

shell.page("evaluation", PLAYGROUNDS)
