"""The graph along which colour flows, weighted as scikit-learn weights it."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


def neighbour_graph(X: Any, n_neighbors: int) -> Any:
    """Return weights (n, n): 1 from each point to its nearest ones, of which it is the first.

    Row i is whom point i listens to; that one need not listen back.
    """
    away = ((X[:, None] - X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(away, -1.0)
    order = np.argsort(away, axis=1, kind="stable")[:, :n_neighbors]
    weights = np.zeros_like(away)
    np.put_along_axis(weights, order, 1.0, axis=1)
    return weights


def distance_graph(X: Any, gamma: float) -> Any:
    """Return weights exp(−γ d²) (n, n)."""
    return np.exp(-gamma * ((X[:, None] - X[None]) ** 2).sum(axis=2))


def spreading_matrix(weights: Any) -> Any:
    """Return S = D^-½ W D^-½ (n, n) with no weight from a point to itself.

    D are the sums of the columns: how many listen to each point.
    Source: Zhou et al. (2004), step 2; of a graph whose edges have a direction, scikit-learn.
    """
    others = weights * (1 - np.eye(len(weights)))
    degree = others.sum(axis=0)
    root = np.sqrt(np.where(degree > 0, degree, 1.0))
    return others / root[:, None] / root[None, :]


def propagation_matrix(weights: Any) -> Any:
    """Return T = D⁻¹ W (n, n), whose rows sum to 1. Source: Zhu and Ghahramani (2002), step 1."""
    return weights / weights.sum(axis=1, keepdims=True)


def reached(matrix: Any, first: Any) -> Any:
    """Return which points (n,) a label can come to, along edges of positive weight.

    first : (n,) which points have a label.
    """
    known = np.asarray(first, bool).copy()
    fire = known
    while fire.any():
        fire = (matrix[:, fire] > 0).any(axis=1) & ~known
        known = known | fire
    return known
