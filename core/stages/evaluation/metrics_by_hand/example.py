"""Metrics of a confusion matrix, asked of scikit-learn. nan: 0 / 0, there is nothing to say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.metrics_by_hand.run import HandSettings

PERCENTS = (0.1, 1, 10, 50)


def example(settings: HandSettings) -> None:
    """Turn the counts into rows and print what scikit-learn says about them."""
    # One row for each case: its true class, and what was said about it.
    counts = [settings.tp, settings.fn, settings.fp, settings.tn]
    y = np.repeat([1, 1, 0, 0], counts)
    said = np.repeat([1, 0, 1, 0], counts)
    show_metrics(y, said)
    show_averages(y, said)
    if len(np.unique(y)) == 2:
        show_other_shares(y, said)


def show(name: str, value: float) -> None:
    """Print one number, with more digits than the page has."""
    print(f"{name}: {value:.10g}")


def show_metrics(y: NDArray[np.int64], said: NDArray[np.int64]) -> None:
    """Print every metric of class 1."""
    from sklearn.metrics import (
        accuracy_score,
        balanced_accuracy_score,
        cohen_kappa_score,
        f1_score,
        jaccard_score,
        matthews_corrcoef,
        precision_score,
        recall_score,
    )

    precision = precision_score(y, said, zero_division=np.nan)
    recall = recall_score(y, said, zero_division=np.nan)
    specificity = recall_score(y, said, pos_label=0, zero_division=np.nan)
    npv = precision_score(y, said, pos_label=0, zero_division=np.nan)
    both_true, both_said = (len(np.unique(classes)) == 2 for classes in (y, said))
    show("Accuracy", accuracy_score(y, said))
    show("Precision", precision)
    show("Recall", recall)
    show("Specificity", specificity)
    show("F1", f1_score(y, said, zero_division=np.nan))
    show("Negative predictive value", npv)
    show("False positive rate", 1 - specificity)
    show("False negative rate", 1 - recall)
    show("False discovery rate", 1 - precision)
    show("Jaccard index", jaccard_score(y, said) if (y | said).any() else np.nan)
    show("Prevalence", y.mean())
    show("Matthews correlation", matthews_corrcoef(y, said) if both_true and both_said else np.nan)
    show("Balanced accuracy", balanced_accuracy_score(y, said) if both_true else np.nan)
    youden = balanced_accuracy_score(y, said, adjusted=True) if both_true else np.nan
    show("Youden's J", youden)
    is_one_class = len(np.union1d(y, said)) == 1
    show("Cohen's kappa", np.nan if is_one_class else cohen_kappa_score(y, said))


def show_averages(y: NDArray[np.int64], said: NDArray[np.int64]) -> None:
    """Print metrics averaged over the two classes.

    micro: all rows alike; macro: all classes alike; weighted: by the rows of each class.
    """
    from sklearn.metrics import precision_recall_fscore_support

    for average in ("macro", "micro", "weighted"):
        found = precision_recall_fscore_support(
            y, said, labels=[1, 0], average=average, zero_division=0
        )
        for name, value in zip(("Precision", "Recall", "F1"), found[:3], strict=True):
            show(f"{name}, {average}", value)


def show_other_shares(y: NDArray[np.int64], said: NDArray[np.int64]) -> None:
    """Print the precision of the same classifier where the class is rarer or more frequent.

    Rows of the class weigh less and the others more: recall stays, precision does not.
    """
    from sklearn.metrics import precision_score

    for percent in PERCENTS:
        weight = np.where(y == 1, percent / y.sum(), (100 - percent) / (1 - y).sum())
        precision = precision_score(y, said, sample_weight=weight, zero_division=np.nan)
        show(f"Precision, {percent} % of the class", precision)
