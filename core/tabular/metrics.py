"""How good predictions are: each metric with a 95 % bootstrap interval, in NumPy.

Every metric is a function of weights ``w`` (n_draws, n_rows): how often each test row counts. One
row of ones gives the metric itself; rows drawn with replacement give its interval (Efron, 1979,
percentile method). So the value and its interval come from the same formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.tabular.experiment import Task

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

INTERVAL = 0.95
_CELLS = 2_000_000
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


@dataclass(frozen=True)
class MetricSpec:
    """One metric: what it is called, which way is better, how it is computed.

    ``compute`` maps a case and weights (n_draws, n_rows) to (n_draws,) values, NaN where it is
    not defined. ``unit``: "target" when it is in the target's unit.
    """

    id: str
    label: str
    help: str
    task: Task
    better: Literal["higher", "lower"]
    compute: Compute
    unit: str = ""


@dataclass(frozen=True)
class Metric:
    """A measured metric with its 95 % interval and what the dumb baseline gets; NaN: undefined."""

    id: str
    label: str
    value: float
    low: float
    high: float
    baseline: float
    better: Literal["higher", "lower"]
    help: str = ""
    unit: str = ""


def measure(
    task: Task, case: Case, baseline: Case, *, seed: int = 0, only: tuple[str, ...] = ()
) -> tuple[Metric, ...]:
    """Return every metric of ``task`` (or ``only`` some) with intervals, beside the baseline's."""
    specs = tuple(spec for spec in METRICS if spec.task == task and (not only or spec.id in only))
    n_rows = len(case.y_true)
    ones = np.ones((1, n_rows))
    draws = [
        [spec.compute(case, weights) for spec in specs] for weights in _resamples(n_rows, seed)
    ]
    found = []
    for i, spec in enumerate(specs):
        low, high = _interval(np.concatenate([draw[i] for draw in draws]))
        value = float(spec.compute(case, ones)[0])
        base = float(spec.compute(baseline, ones)[0])
        found.append(
            Metric(spec.id, spec.label, value, low, high, base, spec.better, spec.help, spec.unit)
        )
    return tuple(found)


def score(metric_id: str, case: Case) -> float:
    """Return one metric without its interval."""
    return float(metric_spec(metric_id).compute(case, np.ones((1, len(case.y_true))))[0])


def metric_spec(metric_id: str) -> MetricSpec:
    """Return the spec of a metric; KeyError if there is none."""
    return _BY_ID[metric_id]


def n_draws(n_rows: int) -> int:
    """Return how many bootstrap draws are made for ``n_rows`` test rows: fewer when many."""
    return 500 if n_rows <= 2_000 else 200 if n_rows <= 20_000 else 100


def confusion_counts(case: Case, weights: Floats) -> Floats:
    """Return (n_draws, n_classes, n_classes) counts, rows true, columns predicted."""
    k = case.n_classes
    cells = case.y_true.astype(np.int64) * k + case.y_pred.astype(np.int64)
    counts: Floats = np.zeros((len(weights), k * k))
    order = np.argsort(cells, kind="stable")
    found, starts = np.unique(cells[order], return_index=True)
    counts[:, found] = np.add.reduceat(weights[:, order], starts, axis=1)
    return counts.reshape(-1, k, k)


def _resamples(n_rows: int, seed: int) -> Iterator[Floats]:
    generator = np.random.default_rng(seed)
    left = n_draws(n_rows)
    while left > 0:
        size = min(left, max(1, _CELLS // n_rows))
        yield np.stack(
            [
                np.bincount(generator.integers(0, n_rows, n_rows), minlength=n_rows)
                for _ in range(size)
            ]
        ).astype(np.float64)
        left -= size


def _interval(values: Floats) -> tuple[float, float]:
    defined = values[np.isfinite(values)]
    if len(defined) == 0:
        return float("nan"), float("nan")
    edge = (1 - INTERVAL) / 2
    low, high = np.quantile(defined, [edge, 1 - edge])
    return float(low), float(high)


def _divide(top: Floats, bottom: Floats, otherwise: float) -> Floats:
    found: Floats = np.full(np.shape(top), otherwise)
    np.divide(top, bottom, out=found, where=bottom > 0)
    return found


def _mean(values: Floats, w: Floats) -> Floats:
    found: Floats = (w @ values) / w.sum(axis=1)
    return found


def _accuracy(case: Case, w: Floats) -> Floats:
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


def _macro(part: int) -> Compute:
    def compute(case: Case, w: Floats) -> Floats:
        found = _per_class(case, w)
        present = found[3]
        return _divide((found[part] * present).sum(axis=1), present.sum(axis=1), np.nan)  # type: ignore[operator]

    return compute


def _balanced_accuracy(case: Case, w: Floats) -> Floats:
    counts = confusion_counts(case, w)
    true = counts.sum(axis=2)
    recall = _divide(np.einsum("bkk->bk", counts), true, 0.0)
    return _divide(recall.sum(axis=1), (true > 0).sum(axis=1), np.nan)


def _ranked(compute: Callable[[Floats, NDArray[np.bool_], Floats], Floats]) -> Compute:
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


def _log_loss(case: Case, w: Floats) -> Floats:
    proba = _proba(case)
    of_truth = proba[np.arange(len(proba)), case.y_true.astype(np.int64)]
    return _mean(-np.log(np.clip(of_truth, _TINY, 1 - _TINY)), w)


def _brier(case: Case, w: Floats) -> Floats:
    proba = _proba(case)
    truth = np.eye(case.n_classes)[case.y_true.astype(np.int64)]
    return _mean(((proba - truth) ** 2).sum(axis=1) / (2 if case.n_classes == 2 else 1), w)


def _errors(case: Case) -> Floats:
    return np.asarray(case.y_true, dtype=np.float64) - np.asarray(case.y_pred, dtype=np.float64)


def _mae(case: Case, w: Floats) -> Floats:
    return _mean(np.abs(_errors(case)), w)


def _rmse(case: Case, w: Floats) -> Floats:
    return np.sqrt(_mean(_errors(case) ** 2, w))


def _r2(case: Case, w: Floats) -> Floats:
    y = np.asarray(case.y_true, dtype=np.float64)
    centred = y - y.mean()
    total = w.sum(axis=1)
    spread = w @ centred**2 - (w @ centred) ** 2 / total
    return 1 - _divide(w @ _errors(case) ** 2, spread, np.nan)


def _mape(case: Case, w: Floats) -> Floats:
    y = np.abs(np.asarray(case.y_true, dtype=np.float64))
    if (y == 0).any():
        return np.full(len(w), np.nan)
    return _mean(np.abs(_errors(case)) / y, w)


def _median_error(case: Case, w: Floats) -> Floats:
    errors = np.abs(_errors(case))
    order = np.argsort(errors)
    below = np.cumsum(w[:, order], axis=1)
    half = below[:, -1:] / 2
    low, high = (below >= half).argmax(axis=1), (below > half).argmax(axis=1)
    found: Floats = (errors[order][low] + errors[order][high]) / 2
    return found


METRICS: tuple[MetricSpec, ...] = (
    MetricSpec(
        "accuracy",
        "Accuracy",
        "Share of rows that are right.",
        "classification",
        "higher",
        _accuracy,
    ),
    MetricSpec(
        "balanced_accuracy",
        "Balanced accuracy",
        "Mean over classes of the share found; a rare class counts as much as a frequent one.",
        "classification",
        "higher",
        _balanced_accuracy,
    ),
    MetricSpec(
        "precision",
        "Precision (macro)",
        "Of rows predicted as a class, the share that are; mean over classes.",
        "classification",
        "higher",
        _macro(0),
    ),
    MetricSpec(
        "recall",
        "Recall (macro)",
        "Of the rows of a class, the share found; mean over classes.",
        "classification",
        "higher",
        _macro(1),
    ),
    MetricSpec(
        "f1",
        "F1 (macro)",
        "Harmonic mean of precision and recall; mean over classes.",
        "classification",
        "higher",
        _macro(2),
    ),
    MetricSpec(
        "roc_auc",
        "ROC-AUC",
        "Chance that a row of the class scores above one that is not; 0.5 is guessing.",
        "classification",
        "higher",
        _ranked(roc_auc),
    ),
    MetricSpec(
        "average_precision",
        "Average precision",
        "Area under the precision-recall curve; guessing gets the class's share.",
        "classification",
        "higher",
        _ranked(average_precision),
    ),
    MetricSpec(
        "log_loss",
        "Log loss",
        "Mean surprise, in nats: being sure and wrong costs most.",
        "classification",
        "lower",
        _log_loss,
    ),
    MetricSpec(
        "brier",
        "Brier score",
        "Mean squared error of the probabilities.",
        "classification",
        "lower",
        _brier,
    ),
    MetricSpec(
        "mae",
        "MAE",
        "Mean absolute error.",
        "regression",
        "lower",
        _mae,
        "target",
    ),
    MetricSpec(
        "rmse",
        "RMSE",
        "Root of the mean squared error: large errors count more.",
        "regression",
        "lower",
        _rmse,
        "target",
    ),
    MetricSpec(
        "r2",
        "R²",
        "Share of the target's variance explained; 0 is the test mean, below 0 is worse.",
        "regression",
        "higher",
        _r2,
    ),
    MetricSpec(
        "mape",
        "MAPE",
        "Mean absolute error as a share of the true value; undefined where that is 0.",
        "regression",
        "lower",
        _mape,
    ),
    MetricSpec(
        "median_ae",
        "Median error",
        "Half of the rows are closer than this.",
        "regression",
        "lower",
        _median_error,
        "target",
    ),
)

_BY_ID = {spec.id: spec for spec in METRICS}
MAIN_METRIC: dict[Task, str] = {"classification": "balanced_accuracy", "regression": "r2"}
