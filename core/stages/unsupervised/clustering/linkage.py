"""Agglomerative clustering: the two nearest clusters merge, again and again (Ward, 1963).

How far a merged cluster lies from another follows from how far its two parts did: Lance and
Williams (1967), A general theory of classificatory sorting strategies.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.stages.unsupervised.clustering.distances import distances

WARD, COMPLETE, AVERAGE, SINGLE = "ward", "complete", "average", "single"


def merged(kind: str, a: Any, b: Any, ab: float, n_a: int, n_b: int, n_c: Any) -> Any:
    """Return the distances from a merged cluster to all others (Lance and Williams).

    a, b : from its two parts to the others; ab : between the parts; n_a, n_b, n_c : numbers of
    points. Of Ward's linkage the distances are squares.
    """
    if kind == SINGLE:
        return np.minimum(a, b)
    if kind == COMPLETE:
        return np.maximum(a, b)
    if kind == AVERAGE:
        return (n_a * a + n_b * b) / (n_a + n_b)
    return ((n_a + n_c) * a + (n_b + n_c) * b - n_c * ab) / (n_a + n_b + n_c)


def linkage(X: Any, kind: str) -> Any:
    """Return every merge, lowest first: (n - 1, 4) cluster, cluster, height and points in both.

    X : (n, d) float64. kind : "ward", "complete", "average" or "single". Points are clusters 0 to
    n - 1, the cluster of merge i is n + i, as in SciPy's linkage matrix.
    """
    n = len(X)
    away = distances(X) ** (2 if kind == WARD else 1)
    np.fill_diagonal(away, np.inf)
    near, size, name = away.argmin(axis=1), np.ones(n, np.int64), np.arange(n)
    least = away[np.arange(n), near]
    merges = np.empty((n - 1, 4))
    for step in range(n - 1):
        i = int(least.argmin())
        j = int(near[i])
        height, pair = least[i], sorted((name[i], name[j]))
        merges[step] = *pair, np.sqrt(height) if kind == WARD else height, size[i] + size[j]
        row = merged(kind, away[i], away[j], height, size[i], size[j], size)
        row[~np.isfinite(away[i]) | ~np.isfinite(away[j])] = np.inf
        away[i], away[:, i], away[j], away[:, j] = row, row, np.inf, np.inf
        size[i], size[j], name[i], least[j] = size[i] + size[j], 0, n + step, np.inf
        stale = np.flatnonzero(((near == i) | (near == j)) & (size > 0))
        stale = np.union1d(stale, [i])
        near[stale] = away[stale].argmin(axis=1)
        least[stale] = away[stale, near[stale]]
        closer = (row < least) & (size > 0)
        near[closer], least[closer] = i, row[closer]
    return merges


def cut(merges: Any, k: int) -> Any:
    """Return the cluster of each point (n,) when only ``k`` are left, 0 the one of the first point.

    >>> cut(linkage(np.array([[0.0], [1.0], [9.0]]), "ward"), 2).tolist()
    [0, 0, 1]
    """
    n = len(merges) + 1
    return named(members(merges, n - k))


def members(merges: Any, n_merges: int) -> Any:
    """Return the id of each point's cluster (n,) after the first ``n_merges`` merges."""
    n = len(merges) + 1
    top = np.arange(n + n_merges)
    for step in range(n_merges - 1, -1, -1):
        top[merges[step, :2].astype(int)] = top[n + step]
    return top[:n]


def named(ids: Any) -> Any:
    """Return clusters numbered by their first points; -1 stays -1.

    >>> named(np.array([7, -1, 4, 7])).tolist()
    [0, -1, 1, 0]
    """
    _, first, back = np.unique(ids, return_index=True, return_inverse=True)
    order = np.argsort(np.where(ids[first] < 0, -1, first), kind="stable")
    number = np.empty(len(first), np.int64)
    number[order] = np.arange(len(first)) - int((ids < 0).any())
    return number[back]
