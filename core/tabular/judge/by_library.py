"""The metrics as a library call each, for code that a learner takes away.

Each is a function of ``y`` (n_rows,) and what ``answers`` gives: ``predicted`` (n_rows,) and, of
classes, ``chances`` (n_rows, n_classes). Classes are codes from 0.
The server names these functions too, so each imports its library when it is called.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.data.task import Task
from core.tabular.judge.metrics import METRICS

Array: TypeAlias = NDArray[Any]
Score: TypeAlias = Callable[..., float]


def accuracy(y: Array, predicted: Array, _chances: Array) -> float:
    """Share of rows that are right."""
    from sklearn.metrics import accuracy_score

    return float(accuracy_score(y, predicted))


def balanced_accuracy(y: Array, predicted: Array, _chances: Array) -> float:
    """Mean over classes of the share found."""
    from sklearn.metrics import balanced_accuracy_score

    return float(balanced_accuracy_score(y, predicted))


def precision(y: Array, predicted: Array, _chances: Array) -> float:
    """Of the rows predicted as a class, the share that are; mean over classes."""
    from sklearn.metrics import precision_score

    return float(precision_score(y, predicted, average="macro", zero_division=0))


def recall(y: Array, predicted: Array, _chances: Array) -> float:
    """Of the rows of a class, the share found; mean over classes."""
    from sklearn.metrics import recall_score

    return float(recall_score(y, predicted, average="macro", zero_division=0))


def f1(y: Array, predicted: Array, _chances: Array) -> float:
    """Harmonic mean of precision and recall; mean over classes."""
    from sklearn.metrics import f1_score

    return float(f1_score(y, predicted, average="macro", zero_division=0))


def roc_auc(y: Array, _predicted: Array, chances: Array) -> float:
    """Chance that a row of the class scores above one that is not."""
    from sklearn.metrics import roc_auc_score

    return ranking(roc_auc_score, y, chances)


def average_precision(y: Array, _predicted: Array, chances: Array) -> float:
    """Area under the precision-recall curve."""
    from sklearn.metrics import average_precision_score

    return ranking(average_precision_score, y, chances)


def ranking(score: Score, y: Array, chances: Array) -> float:
    """Score each class against the rest and average; of two classes, take the second."""
    n_classes = chances.shape[1]
    chosen = [1] if n_classes == 2 else range(n_classes)
    if not all(0 < (y == k).sum() < len(y) for k in chosen):
        return np.nan  # a class without rows has no ranking
    return float(np.mean([score(y == k, chances[:, k]) for k in chosen]))


def logarithmic_loss(y: Array, _predicted: Array, chances: Array) -> float:
    """Mean surprise, in nats."""
    from sklearn.metrics import log_loss

    return float(log_loss(y, chances, labels=range(chances.shape[1])))


def brier(y: Array, _predicted: Array, chances: Array) -> float:
    """Mean squared error of the probabilities."""
    from sklearn.metrics import brier_score_loss

    return float(brier_score_loss(y, chances, labels=range(chances.shape[1])))


def mae(y: Array, predicted: Array) -> float:
    """Mean distance from the true value, in the target's unit."""
    from sklearn.metrics import mean_absolute_error

    return float(mean_absolute_error(y, predicted))


def rmse(y: Array, predicted: Array) -> float:
    """Root of the mean squared distance, in the target's unit: large misses weigh more."""
    from sklearn.metrics import root_mean_squared_error

    return float(root_mean_squared_error(y, predicted))


def median_ae(y: Array, predicted: Array) -> float:
    """Distance that half of the rows stay below, in the target's unit."""
    from sklearn.metrics import median_absolute_error

    return float(median_absolute_error(y, predicted))


def r2(y: Array, predicted: Array) -> float:
    """Share of the target's variance explained; undefined where all y are alike but for dust."""
    from sklearn.metrics import r2_score

    return float(r2_score(y, predicted)) if np.ptp(y) > 2e-15 * np.abs(y).max() else np.nan


def mape(y: Array, predicted: Array) -> float:
    """Mean absolute error as a share of the true value; undefined where one is 0."""
    from sklearn.metrics import mean_absolute_percentage_error

    return float(mean_absolute_percentage_error(y, predicted)) if (y != 0).all() else np.nan


BY_LIBRARY: dict[str, Score] = {
    "accuracy": accuracy,
    "balanced_accuracy": balanced_accuracy,
    "precision": precision,
    "recall": recall,
    "f1": f1,
    "roc_auc": roc_auc,
    "average_precision": average_precision,
    "log_loss": logarithmic_loss,
    "brier": brier,
    "mae": mae,
    "rmse": rmse,
    "r2": r2,
    "mape": mape,
    "median_ae": median_ae,
}
"""A function for each metric of `core.tabular.judge.metrics`, by its id."""


def scores_of(task: Task) -> Mapping[str, Score]:
    """Return the functions of a task's metrics, by their labels."""
    return {spec.label: BY_LIBRARY[spec.id] for spec in METRICS if spec.task == task}


def interval(
    score: Score, y: Array, told: tuple[Array, ...], *, seed: int, n_draws: int
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a score: rows are drawn with replacement.

    told : what ``answers`` gave for these rows. NaN where the score has no value.
    """
    if not np.isfinite(score(y, *told)):
        return np.nan, np.nan
    random, draws = np.random.default_rng(seed), []
    with warnings.catch_warnings(action="ignore"):  # a draw may lack a class
        for _ in range(n_draws):
            rows = random.integers(0, len(y), len(y))
            draws.append(score(y[rows], *(part[rows] for part in told)))
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return low, high
