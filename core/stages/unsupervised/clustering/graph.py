"""Spectral clustering: a graph of neighbours, the slow waves of its Laplacian, and k-means there
(Shi and Malik, 2000; Ng, Jordan and Weiss, 2001; von Luxburg, 2007).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from core.stages.unsupervised.clustering.distances import distances

MOST_MOVES = 100


def neighbour_graph(away: Any, n_neighbors: int) -> Any:
    """Return weights (n, n): 1 where both count each other among their nearest, ½ where one does.

    away : (n, n) distances. A point is the first of its own neighbours, as in scikit-learn; its
    edge to itself has no weight.
    """
    n = len(away)
    order = np.argsort(away, axis=1, kind="stable")[:, : min(n_neighbors, n)]
    named = np.zeros((n, n))
    np.put_along_axis(named, order, 1.0, axis=1)
    np.fill_diagonal(named, 0.0)
    return (named + named.T) / 2


def heat_graph(away: Any, gamma: float) -> Any:
    """Return weights exp(−γ d²) (n, n), 0 from a point to itself."""
    weights = np.exp(-gamma * away**2)
    np.fill_diagonal(weights, 0.0)
    return weights


def n_pieces(weights: Any) -> int:
    """Return in how many pieces a graph falls."""
    seen, pieces = np.zeros(len(weights), bool), 0
    for first in range(len(weights)):
        if seen[first]:
            continue
        pieces += 1
        fire = np.zeros(len(weights), bool)
        fire[first] = True
        while fire.any():
            seen |= fire
            fire = (weights[fire] > 0).any(axis=0) & ~seen
    return pieces


def spectrum(weights: Any, most: int) -> tuple[Any, Any]:
    """Return the ``most`` smallest eigenvalues (m,) and eigenvectors (n, m) of the Laplacian.

    L = I − D^-½ W D^-½. Each vector is divided by the roots of the degrees, so the first is
    constant where the graph is whole; its largest entry is positive.
    """
    from scipy.linalg import eigh

    degree = weights.sum(axis=1)
    root = np.where(degree > 0, np.sqrt(degree), 1.0)
    laplacian = np.eye(len(weights)) - weights / root[:, None] / root[None, :]
    laplacian[degree == 0, degree == 0] = 0.0
    last = min(most, len(weights)) - 1
    values, vectors = eigh(laplacian, subset_by_index=(0, last))
    vectors = vectors / root[:, None]
    top = np.abs(vectors).argmax(axis=0)
    return values, vectors * np.where(vectors[top, np.arange(len(top))] < 0, -1.0, 1.0)


def farthest_first(points: Any, k: int) -> Any:
    """Return ``k`` of the points, each as far from those before as can be: no chance in it."""
    middle = points.mean(axis=0, keepdims=True)
    chosen = [int(distances(points, middle)[:, 0].argmax())]
    near = distances(points, points[chosen])[:, 0]
    while len(chosen) < k:
        chosen.append(int(near.argmax()))
        near = np.minimum(near, distances(points, points[chosen[-1:]])[:, 0])
    return points[chosen].copy()


def moves(points: Any, k: int) -> Iterator[tuple[Any, Any]]:
    """Yield the centres (k, d) and the label of each point (n,), until nothing moves any more."""
    centres, before = farthest_first(points, k), None
    for _ in range(MOST_MOVES):
        labels = distances(points, centres).argmin(axis=1)
        yield centres.copy(), labels
        if before is not None and np.array_equal(before, labels):
            return
        before = labels
        for one in np.unique(labels):
            centres[one] = points[labels == one].mean(axis=0)


def spectral(weights: Any, k: int) -> tuple[Any, Any]:
    """Return the k + 1 smallest eigenvalues and each point's cluster (n,) of a graph (n, n)."""
    values, vectors = spectrum(weights, k + 1)
    *_, (_, labels) = moves(vectors[:, :k], k)
    return values, labels
