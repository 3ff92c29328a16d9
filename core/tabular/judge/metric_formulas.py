"""The formulas of the metrics: each a function of weights ``w`` (n_draws, n_rows), in NumPy.

A weight says how often a test row counts; one row of ones gives the metric itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

ROUNDING = 2e-15
"""Numbers that differ by less than this share of their size are the same number, rounded."""

_TINY = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Case:
    """True and predicted values of the test rows.

    Classification: ``y_true``, ``y_pred`` (n_rows,) codes and ``proba`` (n_rows, n_classes).
    Regression: ``y_true``, ``y_pred`` (n_rows,) numbers, ``proba`` None.
    """

    y_true: NDArray[Any]
    y_pred: NDArray[Any]
    proba: Floats | None = None

    @property
    def n_classes(self) -> int:
        """The number of classes; 0 for regression."""
        return 0 if self.proba is None else self.proba.shape[1]


Compute: TypeAlias = Callable[[Case, Floats], Floats]


def confusion_counts(case: Case, weights: Floats) -> Floats:
    """Return (n_draws, n_classes, n_classes) counts, rows true, columns predicted."""
    k = case.n_classes
    cells = case.y_true.astype(np.int64) * k + case.y_pred.astype(np.int64)
    counts: Floats = np.zeros((len(weights), k * k))
    order = np.argsort(cells, kind="stable")
    found, starts = np.unique(cells[order], return_index=True)
    counts[:, found] = np.add.reduceat(weights[:, order], starts, axis=1)
    return counts.reshape(-1, k, k)


def _divide(top: Floats, bottom: Floats, otherwise: float) -> Floats:
    found: Floats = np.full(np.shape(top), otherwise)
    np.divide(top, bottom, out=found, where=bottom > 0)
    return found


def _mean(values: Floats, w: Floats) -> Floats:
    found: Floats = (w @ values) / w.sum(axis=1)
    return found


def accuracy(case: Case, w: Floats) -> Floats:
    """Share of rows that are right."""
    return _mean((case.y_true == case.y_pred).astype(np.float64), w)


def _per_class(case: Case, w: Floats) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Return precision, recall, F1 (n_draws, n_classes) and which classes occur at all."""
    counts = confusion_counts(case, w)
    hits = np.einsum("bkk->bk", counts)
    true, predicted = counts.sum(axis=2), counts.sum(axis=1)
    precision, recall = _divide(hits, predicted, 0.0), _divide(hits, true, 0.0)
    return precision, recall, _divide(2 * hits, true + predicted, 0.0), true + predicted > 0


def per_class(case: Case) -> tuple[Floats, Floats, Floats]:
    """Return (n_classes,) precision, recall and F1; 0 where nothing was predicted or true."""
    precision, recall, f1, _ = _per_class(case, np.ones((1, len(case.y_true))))
    return precision[0], recall[0], f1[0]


def macro(part: int) -> Compute:
    """Return the mean over classes of precision (0), recall (1) or F1 (2)."""

    def compute(case: Case, w: Floats) -> Floats:
        found = _per_class(case, w)
        present = found[3]
        return _divide((found[part] * present).sum(axis=1), present.sum(axis=1), np.nan)  # type: ignore[operator]

    return compute


def balanced_accuracy(case: Case, w: Floats) -> Floats:
    """Mean recall over the classes that occur."""
    counts = confusion_counts(case, w)
    true = counts.sum(axis=2)
    recall = _divide(np.einsum("bkk->bk", counts), true, 0.0)
    return _divide(recall.sum(axis=1), (true > 0).sum(axis=1), np.nan)


def ranked(compute: Callable[[Floats, NDArray[np.bool_], Floats], Floats]) -> Compute:
    """Return the mean over classes (one against the rest); with two classes, of the second."""

    def over_classes(case: Case, w: Floats) -> Floats:
        proba = _proba(case)
        classes = [1] if case.n_classes == 2 else range(case.n_classes)
        found: Floats = np.mean(
            [compute(proba[:, k], case.y_true == k, w) for k in classes], axis=0
        )
        return found

    return over_classes


def _by_score(values: Floats, positive: NDArray[np.bool_], w: Floats) -> tuple[Floats, Floats]:
    """Return weights of positives and of negatives (n_draws, n_scores), highest score first."""
    order = np.argsort(-values, kind="stable")
    ordered = values[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    weights = w[:, order]
    positives = np.add.reduceat(weights * positive[order], starts, axis=1)
    return positives, np.add.reduceat(weights, starts, axis=1) - positives


def roc_auc(values: Floats, positive: NDArray[np.bool_], w: Floats) -> Floats:
    """Return (n_draws,) the chance that a positive scores above a negative, ties count half."""
    positives, negatives = _by_score(values, positive, w)
    below = negatives.sum(axis=1, keepdims=True) - np.cumsum(negatives, axis=1)
    pairs = positives.sum(axis=1) * negatives.sum(axis=1)
    wins = (positives * (below + 0.5 * negatives)).sum(axis=1)
    return _divide(wins, pairs, np.nan)


def average_precision(values: Floats, positive: NDArray[np.bool_], w: Floats) -> Floats:
    """Return (n_draws,) Σ (R_i - R_{i-1}) P_i over thresholds, highest first."""
    positives, negatives = _by_score(values, positive, w)
    hits = np.cumsum(positives, axis=1)
    precision = _divide(hits, hits + np.cumsum(negatives, axis=1), 0.0)
    return _divide((positives * precision).sum(axis=1), positives.sum(axis=1), np.nan)


def _proba(case: Case) -> Floats:
    if case.proba is None:
        raise ValueError("this metric needs probabilities")
    return case.proba


def log_loss(case: Case, w: Floats) -> Floats:
    """Mean of -log p of the true class, in nats."""
    proba = _proba(case)
    of_truth = proba[np.arange(len(proba)), case.y_true.astype(np.int64)]
    return _mean(-np.log(np.clip(of_truth, _TINY, 1 - _TINY)), w)


def brier(case: Case, w: Floats) -> Floats:
    """Mean squared error of the probabilities; halved for two classes."""
    proba = _proba(case)
    truth = np.eye(case.n_classes)[case.y_true.astype(np.int64)]
    return _mean(((proba - truth) ** 2).sum(axis=1) / (2 if case.n_classes == 2 else 1), w)


def _errors(case: Case) -> Floats:
    return np.asarray(case.y_true, dtype=np.float64) - np.asarray(case.y_pred, dtype=np.float64)


def mae(case: Case, w: Floats) -> Floats:
    """Mean |error|."""
    return _mean(np.abs(_errors(case)), w)


def rmse(case: Case, w: Floats) -> Floats:
    """Root of the mean squared error."""
    return np.sqrt(_mean(_errors(case) ** 2, w))


def r2(case: Case, w: Floats) -> Floats:
    """1 - Σ error² / Σ (y - mean)²; NaN when all y that count are equal but for rounding.

    Every draw is centred on its own mean: the difference of two large sums loses a small spread.
    """
    y = np.asarray(case.y_true, dtype=np.float64)
    off = y - _mean(y, w)[:, None]  # (n_draws, n_rows)
    spread = np.einsum("ij,ij,ij->i", w, off, off)
    narrow = spread <= w.sum(axis=1) * (ROUNDING * np.abs(y).max(initial=0.0)) ** 2
    spread[narrow] = np.where(_all_alike(y, w[narrow]), 0.0, spread[narrow])
    return 1 - _divide(w @ _errors(case) ** 2, spread, np.nan)


def _all_alike(y: Floats, w: Floats) -> NDArray[np.bool_]:
    """Return (n_draws,) whether the values that count are equal but for rounding."""
    counts = w > 0
    highest = np.where(counts, y, -np.inf).max(axis=1)
    lowest = np.where(counts, y, np.inf).min(axis=1)
    alike: NDArray[np.bool_] = highest - lowest <= ROUNDING * np.maximum(abs(highest), abs(lowest))
    return alike


def mape(case: Case, w: Floats) -> Floats:
    """Mean |error / y|; NaN when a y is 0."""
    y = np.abs(np.asarray(case.y_true, dtype=np.float64))
    if (y == 0).any():
        return np.full(len(w), np.nan)
    return _mean(np.abs(_errors(case)) / y, w)


def median_error(case: Case, w: Floats) -> Floats:
    """Median |error|, of the rows as often as they count."""
    errors = np.abs(_errors(case))
    order = np.argsort(errors)
    below = np.cumsum(np.take(w, order, axis=1), axis=1)
    half = below[:, -1] / 2
    low = [row.searchsorted(at) for row, at in zip(below, half, strict=True)]
    high = [row.searchsorted(at, "right") for row, at in zip(below, half, strict=True)]
    found: Floats = (errors[order][low] + errors[order][high]) / 2
    return found
