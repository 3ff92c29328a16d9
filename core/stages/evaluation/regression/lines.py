"""Lines through points, each the best there is by one metric: squares, absolute errors, pinball."""

from __future__ import annotations

from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.regression.scores import pinballs
from core.stages.evaluation.regression.settings import ABSOLUTE, SQUARES

Floats: TypeAlias = NDArray[np.float64]
SAME = 1e-12


def fitted(x: Floats, y: Floats, rule: str, quantile: float) -> Floats:
    """Return (slope, height at 0) of the line with the least MSE, MAE or pinball loss.

    x, y : (n,) with at least two different x. rule : "mse", "mae" or "pinball".
    """
    if rule == SQUARES:
        return least_squares(x, y)
    return least_pinball(x, y, 0.5 if rule == ABSOLUTE else quantile)


def least_squares(x: Floats, y: Floats) -> Floats:
    """Return (slope, height at 0) of the line with the least sum of squares."""
    off = x - x.mean()
    slope = float((off * (y - y.mean())).sum() / (off**2).sum())
    return np.array([slope, float(y.mean()) - slope * float(x.mean())])


def least_pinball(x: Floats, y: Floats, quantile: float) -> Floats:
    """Return (slope, height at 0) of the line with the least pinball loss; at 0.5 the least MAE.

    One of the best lines goes through two of the points (Koenker and Bassett, 1978, theorem 3.1),
    so all pairs are tried: O(n³). Of equally good lines the flattest.
    """
    pairs = np.array([pair for pair in combinations(range(len(x)), 2) if x[pair[0]] != x[pair[1]]])
    first, second = pairs.T
    slopes = (y[second] - y[first]) / (x[second] - x[first])
    heights = y[first] - slopes * x[first]
    errors = y - (slopes[:, None] * x + heights[:, None])  # (n_pairs, n)
    losses = pinballs(errors, quantile).sum(axis=1)
    best = np.flatnonzero(losses <= losses.min() * (1 + SAME) + SAME)
    place = best[np.abs(slopes[best]).argmin()]
    return np.array([slopes[place], heights[place]])
