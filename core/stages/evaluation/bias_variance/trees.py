"""Regression trees on one feature, for all refits at once, and the mean of a bag of them.

A tree cuts where the squared error falls most, then each half again (Breiman, Friedman, Olshen and
Stone, 1984). On rows sorted by x a node is a run of neighbours, so one pass over running sums finds
the best cut of every node of every tree.
"""

from __future__ import annotations

from typing import Any

import numpy as np

N_BAGGED = 20
"""Trees in a bag."""


def tree_answers(x: Any, y: Any, at: Any, depth: float) -> Any:
    """Return what a tree of ``depth`` says: x, y (n_trees, n), at (n_trees, m) -> (n_trees, m)."""
    order = np.argsort(x, axis=1, kind="stable")
    x, y = np.take_along_axis(x, order, axis=1), np.take_along_axis(y, order, axis=1)
    starts = np.zeros(x.shape, bool)
    starts[:, 0] = True
    for _ in range(int(depth)):
        starts |= best_cuts(x, y, starts)
    middles, says = (x[:, 1:] + x[:, :-1]) / 2, leaf_means(y, starts)
    return np.stack(
        [row[np.searchsorted(m, a)] for row, m, a in zip(says, middles, at, strict=True)]
    )


def best_cuts(x: Any, y: Any, starts: Any) -> Any:
    """Return where each node is cut: True where a new node starts. All (n_trees, n), x sorted.

    ``starts`` : where a node starts. A cut of n rows into two with sums s and t gains
    s²/n_left + t²/n_right - (s + t)²/n. Between equal x there is none.
    """
    begin = np.flatnonzero(starts)
    sizes = np.diff([*begin, y.size])
    node, first = np.repeat(np.arange(len(begin)), sizes), np.repeat(begin, sizes)
    sums = np.concatenate([[0.0], np.cumsum(y)])
    n_left = np.arange(1, y.size + 1) - first
    n_right = np.repeat(sizes, sizes) - n_left
    left = sums[1:] - sums[first]
    right = sums[first + n_left + n_right] - sums[1:]
    gain = left**2 / n_left + right**2 / np.maximum(n_right, 1) - (left + right) ** 2 / sizes[node]
    apart = np.concatenate([np.diff(x, axis=1) > 0, np.zeros((len(x), 1), bool)], axis=1)
    gain[(n_right == 0) | ~apart.ravel() | (gain < 1e-12)] = -1.0
    best = np.maximum.reduceat(gain, begin)
    hits = np.flatnonzero((gain == best[node]) & (gain > 0))
    cut = hits[np.unique(node[hits], return_index=True)[1]]
    found = np.zeros(y.size, bool)
    found[cut + 1] = True
    return found.reshape(y.shape)


def leaf_means(y: Any, starts: Any) -> Any:
    """Return for each row the mean of its node, (n_trees, n)."""
    begin = np.flatnonzero(starts)
    sizes = np.diff([*begin, y.size])
    return np.repeat(np.add.reduceat(y.ravel(), begin) / sizes, sizes).reshape(y.shape)


def bagged_answers(x: Any, y: Any, at: Any, depth: float) -> Any:
    """Return the mean of `N_BAGGED` trees, each of rows drawn with replacement (Breiman, 1996)."""
    n_refits, n = x.shape
    rows = np.random.default_rng(0).integers(n, size=(n_refits, N_BAGGED * n))
    drawn_x, drawn_y = (np.take_along_axis(v, rows, axis=1).reshape(-1, n) for v in (x, y))
    says = tree_answers(drawn_x, drawn_y, np.repeat(at, N_BAGGED, axis=0), depth)
    return says.reshape(n_refits, N_BAGGED, -1).mean(axis=1)
