"""One class against the rest: what a threshold decides, and what it costs.

Rows with at least this probability count as the class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.threshold.run import NoThreshold
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the settings, by default with the second class. Raises `NoThreshold`."""
    if not scene.is_classification:
        raise NoThreshold(
            "A threshold turns probabilities into classes, and a regression has neither. "
            "Choose a classification."
        )
    classes = scene.prepared.classes
    named = str(values.get("class_") or classes[1])
    if named not in classes:
        raise NoThreshold(
            f"The target has no class {named!r}. Choose one of: {', '.join(classes)}."
        )
    others = {name: value for name, value in values.items() if name != "class_"}
    return {"class_names": classes, "class_": named, **others}


def example(
    pipeline: Any,
    X_test: pd.DataFrame,
    y_test: NDArray[Any],
    *,
    class_names: Sequence[str],
    class_: str,
    threshold: float = 0.5,
    cost_miss: float = 5.0,
    cost_alarm: float = 1.0,
) -> None:
    """Print counts, rates, the areas that no threshold changes, and costs."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    k = class_names.index(class_)  # the model counts classes from 0, in this order
    truth, score = y_test == k, answers(pipeline, X_test)[1][:, k]
    show_counts(truth, score >= threshold)
    if truth.any() and not truth.all():
        show("ROC-AUC", roc_auc_score(truth, score))
        show("Average precision", average_precision_score(truth, score))
    show("Cost", cost(truth, score >= threshold, cost_miss, cost_alarm))
    show_cheapest(truth, score, cost_miss, cost_alarm)


def show_counts(truth: Flags, said: Flags) -> None:
    """Print the confusion matrix and its rates; 0 / 0 where nothing is said or to be found."""
    from sklearn.metrics import confusion_matrix

    (tn, fp), (fn, tp) = confusion_matrix(truth, said, labels=[False, True])
    show("True positives", tp)
    show("False positives", fp)
    show("False negatives", fn)
    show("True negatives", tn)
    with np.errstate(invalid="ignore"):
        show("Precision", tp / (tp + fp))
        show("Recall", tp / (tp + fn))
        show("False positive rate", fp / (fp + tn))
        show("F1", 2 * tp / (2 * tp + fp + fn))
    show("Accuracy", (tp + tn) / len(truth))
    show("Share of rows taken", said.mean())


def cost(truth: Flags, said: Flags, miss: float, alarm: float) -> float:
    """Return what all misses and false alarms cost."""
    return float((truth & ~said).sum() * miss + (~truth & said).sum() * alarm)


def show_cheapest(truth: Flags, score: Floats, miss: float, alarm: float) -> None:
    """Print the cheapest threshold of all, and of those that the page's slider can be set to."""
    everywhere = np.r_[np.inf, np.unique(score)[::-1]]  # infinity: never say the class
    settable = np.round(np.linspace(1, 0, 101), 2)
    for levels, where in ((everywhere, ""), (settable, " that can be set")):
        costs = [cost(truth, score >= level, miss, alarm) for level in levels]
        show(f"Cheapest threshold{where}", min(levels[np.argmin(costs)], 1 + 1e-9))
        show("Cost when it is set" if where else "Cost there", min(costs))
