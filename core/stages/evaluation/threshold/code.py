"""The threshold playground's numbers: one class against the rest, at one threshold."""

from __future__ import annotations

from collections.abc import Mapping

from core.export.scene import Scene, write_fit
from core.export.scores import SHOW, ask, write_class
from core.stages.evaluation.threshold.run import NoThreshold
from core.stages.evaluation.threshold.settings import PARAMS
from core.value import Value

_CLASS_SETTINGS = ("class_", "positive")


def threshold(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the fit and the counts, rates, areas and costs at ``threshold``.

    values : ``class_`` (or ``positive``; by default the second class), ``threshold``,
    ``cost_miss``, ``cost_alarm``. Raises `NoThreshold`.
    """
    if not scene.is_classification:
        raise NoThreshold(
            "A threshold turns probabilities into classes, and a regression has neither. "
            "Choose a classification."
        )
    chosen = {param.id: values.get(param.id, param.default) for param in PARAMS}
    write_fit(scene)
    write_class(scene, class_of(scene, values))
    scene.names(
        "sklearn.metrics:confusion_matrix",
        "sklearn.metrics:roc_auc_score",
        "sklearn.metrics:average_precision_score",
    )
    scene.section(
        "One class against the rest",
        "Rows with at least this probability count as the class.",
        [
            *SHOW,
            "",
            "",
            *ask(scene, "X_test", "predicted", "probabilities"),
            "truth, score = y_test == k, probabilities[:, k]",
            f"threshold = {chosen['threshold']!r}",
            "said = score >= threshold",
            "counts = confusion_matrix(truth, said, labels=[False, True]).ravel()",
            "(tn, fp), (fn, tp) = counts[:2], counts[2:]",
        ],
    )
    scene.section("What the threshold decides", "Counts, then rates.", _COUNTS)
    scene.section(
        "What it does not change",
        "Areas under the curves over all thresholds.",
        [
            "if truth.any() and not truth.all():",
            '    show("ROC-AUC", roc_auc_score(truth, score))',
            '    show("Average precision", average_precision_score(truth, score))',
        ],
    )
    scene.section(
        "What it costs",
        "The cheapest threshold is the one to take, if the costs are right.",
        [
            f"miss, alarm = {chosen['cost_miss']!r}, {chosen['cost_alarm']!r}",
            *_COST,
        ],
    )


def class_of(scene: Scene, values: Mapping[str, Value]) -> str:
    """Return the chosen class, by default the second; raise `NoThreshold` for an unknown one."""
    classes = scene.prepared.classes
    named = [values[name] for name in _CLASS_SETTINGS if values.get(name) is not None]
    chosen = str(named[0]) if named else classes[1]
    if chosen not in classes:
        raise NoThreshold(
            f"The target has no class {chosen!r}. Choose one of: {', '.join(classes)}."
        )
    return chosen


_COUNTS = [
    'show("True positives", tp)',
    'show("False positives", fp)',
    'show("False negatives", fn)',
    'show("True negatives", tn)',
    'with np.errstate(invalid="ignore"):  # 0 / 0: nothing was said, or there is nothing to find',
    '    show("Precision", tp / (tp + fp))',
    '    show("Recall", tp / (tp + fn))',
    '    show("False positive rate", fp / (fp + tn))',
    '    show("F1", 2 * tp / (2 * tp + fp + fn))',
    'show("Accuracy", (tp + tn) / len(truth))',
    'show("Share of rows taken", said.mean())',
]

_COST = [
    'show("Cost", fn * miss + fp * alarm)',
    "levels = np.r_[np.inf, np.unique(score)[::-1]]  # infinity: never say the class",
    "settable = np.round(np.arange(0, 1.005, 0.01), 2)[::-1]  # the steps of the page's slider",
    "costs, costs_settable = (",
    "    [",
    "        (truth & (score < level)).sum() * miss + (~truth & (score >= level)).sum() * alarm",
    "        for level in some",
    "    ]",
    "    for some in (levels, settable)",
    ")",
    'show("Cheapest threshold", min(levels[np.argmin(costs)], 1 + 1e-9))',
    'show("Cost there", min(costs))',
    'show("Cheapest threshold that can be set", settable[np.argmin(costs_settable)])',
    'show("Cost when it is set", min(costs_settable))',
]
