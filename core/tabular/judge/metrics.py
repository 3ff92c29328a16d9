"""How good predictions are: each metric with a 95 % bootstrap interval, in NumPy.

Every metric is a function of weights ``w`` (n_draws, n_rows): how often each test row counts. One
row of ones gives the metric itself; rows drawn with replacement give its interval (Efron, 1979,
percentile method). So the value and its interval come from the same formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.data.task import Task
from core.tabular.judge.defined import defined, is_defined
from core.tabular.judge.metric_formulas import (
    Case,
    Compute,
    Floats,
    accuracy,
    average_precision,
    balanced_accuracy,
    brier,
    log_loss,
    macro,
    mae,
    mape,
    median_error,
    r2,
    ranked,
    rmse,
    roc_auc,
)

INTERVAL = 0.95
_CELLS = 2_000_000
_ONE_SIDED = "a class has no row there, or all of them"


@dataclass(frozen=True)
class MetricSpec:
    """One metric: what it is called, which way is better, how it is computed.

    ``compute`` maps a case and weights (n_draws, n_rows) to (n_draws,) values, NaN where it is
    not defined. ``unit``: "target" when it is in the target's unit. ``undefined``: of which rows it
    has no value, as a reason.
    """

    id: str
    label: str
    help: str
    task: Task
    better: Literal["higher", "lower"]
    compute: Compute
    unit: str = ""
    undefined: str = ""


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
        value = float(spec.compute(case, ones)[0])
        low, high = _interval(value, np.concatenate([draw[i] for draw in draws]))
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


def _interval(value: float, draws: Floats) -> tuple[float, float]:
    """Return the percentiles of the draws that are defined; what has no value has no interval."""
    known = defined(draws)
    if not is_defined(value) or len(known) == 0:
        return float("nan"), float("nan")
    edge = (1 - INTERVAL) / 2
    low, high = np.quantile(known, [edge, 1 - edge])
    return float(low), float(high)


METRICS: tuple[MetricSpec, ...] = (
    MetricSpec(
        "accuracy",
        "Accuracy",
        "Share of rows that are right.",
        "classification",
        "higher",
        accuracy,
    ),
    MetricSpec(
        "balanced_accuracy",
        "Balanced accuracy",
        "Mean over classes of the share found; a rare class counts as much as a frequent one.",
        "classification",
        "higher",
        balanced_accuracy,
    ),
    MetricSpec(
        "precision",
        "Precision (macro)",
        "Of rows predicted as a class, the share that are; mean over classes.",
        "classification",
        "higher",
        macro(0),
    ),
    MetricSpec(
        "recall",
        "Recall (macro)",
        "Of the rows of a class, the share found; mean over classes.",
        "classification",
        "higher",
        macro(1),
    ),
    MetricSpec(
        "f1",
        "F1 (macro)",
        "Harmonic mean of precision and recall; mean over classes.",
        "classification",
        "higher",
        macro(2),
    ),
    MetricSpec(
        "roc_auc",
        "ROC-AUC",
        "Chance that a row of the class scores above one that is not; 0.5 is guessing.",
        "classification",
        "higher",
        ranked(roc_auc),
        undefined=_ONE_SIDED,
    ),
    MetricSpec(
        "average_precision",
        "Average precision",
        "Area under the precision-recall curve; guessing gets the class's share.",
        "classification",
        "higher",
        ranked(average_precision),
        undefined=_ONE_SIDED,
    ),
    MetricSpec(
        "log_loss",
        "Log loss",
        "Mean surprise, in nats: being sure and wrong costs most.",
        "classification",
        "lower",
        log_loss,
    ),
    MetricSpec(
        "brier",
        "Brier score",
        "Mean squared error of the probabilities.",
        "classification",
        "lower",
        brier,
    ),
    MetricSpec(
        "mae",
        "MAE",
        "Mean absolute error.",
        "regression",
        "lower",
        mae,
        "target",
    ),
    MetricSpec(
        "rmse",
        "RMSE",
        "Root of the mean squared error: large errors count more.",
        "regression",
        "lower",
        rmse,
        "target",
    ),
    MetricSpec(
        "r2",
        "R²",
        "Share of the target's variance explained; 0 is the test mean, below 0 is worse.",
        "regression",
        "higher",
        r2,
        undefined="all their true values are equal",
    ),
    MetricSpec(
        "mape",
        "MAPE",
        "Mean absolute error as a share of the true value; undefined where that is 0.",
        "regression",
        "lower",
        mape,
        undefined="a true value there is 0",
    ),
    MetricSpec(
        "median_ae",
        "Median error",
        "Half of the rows are closer than this.",
        "regression",
        "lower",
        median_error,
        "target",
    ),
)

_BY_ID = {spec.id: spec for spec in METRICS}
MAIN_METRIC: dict[Task, str] = {"classification": "balanced_accuracy", "regression": "r2"}
