"""Metrics of a regression, which row makes up how much of each, and the best constant for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.tabular.judge.metrics import score

Floats: TypeAlias = NDArray[np.float64]

IDS = ("mae", "mse", "rmse", "median_ae", "mape", "pinball", "r2")
NOTHING = 1e-12
"""Errors that sum to less than this share of the values are none: they were only rounded."""


@dataclass(frozen=True)
class Scores:
    """The metrics of some predictions; NaN where one is not defined.

    mae, rmse, median_ae, pinball >= 0 in the target's unit, mse >= 0 in its square, mape >= 0 as
    a share, r2 <= 1.
    """

    mae: float
    mse: float
    rmse: float
    median_ae: float
    mape: float
    pinball: float
    r2: float

    def of(self, metric: str) -> float:
        """Return one metric by its id."""
        return float(getattr(self, metric))


def scores(y: Floats, predicted: Floats, quantile: float) -> Scores:
    """Return every metric of (n_rows,) true and predicted values.

    quantile : in (0, 1). Pinball loss by Koenker and Bassett (1978).

    >>> found = scores(np.array([3.0, -0.5, 2, 7]), np.array([2.5, 0.0, 2, 8]), 0.5)
    >>> found.mae, found.mse, found.pinball, round(found.r2, 4)
    (0.5, 0.375, 0.25, 0.9486)
    """
    from core.tabular.judge.metric_formulas import Case

    case = Case(y, predicted)
    rmse = score("rmse", case)
    return Scores(
        mae=score("mae", case),
        mse=float(np.mean((y - predicted) ** 2)),
        rmse=rmse,
        median_ae=score("median_ae", case),
        mape=score("mape", case),
        pinball=float(pinballs(y - predicted, quantile).mean()),
        r2=_unless_rounded(score("r2", case)),
    )


def _unless_rounded(r2: float) -> float:
    """Return R², 0 where it is that but for rounding: so it is for the mean of the rows."""
    return 0.0 if abs(r2) < NOTHING else r2


def pinballs(errors: Floats, quantile: float) -> Floats:
    """Return what each true-minus-predicted error costs: q times it above, 1 - q below."""
    found: Floats = np.where(errors >= 0, quantile * errors, (quantile - 1) * errors)
    return found


def blame(metric: str, y: Floats, predicted: Floats, quantile: float) -> Floats:
    """Return the (n_rows,) shares, summing to 1, that rows make up of a metric; zeros if perfect.

    RMSE and R² rise and fall with the sum of squares, so they blame as MSE does. The median error
    blames the row or the two rows in the middle. MAPE with a true value of 0 has no shares: NaN.
    """
    errors = y - predicted
    parts: Floats = np.abs(errors)
    if metric in ("mse", "rmse", "r2"):
        parts = errors**2
    elif metric == "pinball":
        parts = pinballs(errors, quantile)
    elif metric == "mape":
        parts = np.abs(errors / y) if y.all() else np.full(len(y), np.nan)
    elif metric == "median_ae":
        parts = _in_the_middle(parts)
    whole = parts.sum()
    return parts / whole if whole > 0 or np.isnan(whole) else np.zeros(len(y))


def _in_the_middle(sizes: Floats) -> Floats:
    order = np.argsort(sizes, kind="stable")
    middle = np.zeros(len(sizes))
    middle[order[[(len(sizes) - 1) // 2, len(sizes) // 2]]] = 1.0
    return middle


def constants(y: Floats, quantile: float) -> dict[str, float]:
    """Return, for each metric that has a known one, the constant that makes it least on ``y``.

    The mean for squares; the median for MAE; the quantile for the pinball loss (the lowest of
    equals, an observed value); for MAPE the median with weights 1 / |y|, NaN with a 0 among them.
    """
    mean, median = float(y.mean()), float(np.median(y))
    return {
        "mae": median,
        "mse": mean,
        "rmse": mean,
        "mape": _weighted_median(y),
        "pinball": float(np.quantile(y, quantile, method="inverted_cdf")),
        "r2": mean,
    }


def _weighted_median(y: Floats) -> float:
    if not y.all():
        return float("nan")
    order = np.argsort(y, kind="stable")
    weights = np.cumsum(1 / np.abs(y[order]))
    return float(y[order][np.searchsorted(weights, weights[-1] / 2 * (1 - NOTHING))])


def of_constants(y: Floats, found: dict[str, float], quantile: float) -> dict[str, float]:
    """Return, for each constant, what its own metric is on ``y`` when that is always said."""
    known = {value for value in found.values() if np.isfinite(value)}
    each = {value: scores(y, np.full(len(y), value), quantile) for value in known}
    return {
        metric: each[value].of(metric) if value in each else float("nan")
        for metric, value in found.items()
    }
