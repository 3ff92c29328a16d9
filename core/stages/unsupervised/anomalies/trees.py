"""Isolation trees as arrays: how many cuts a point needs until it is alone, and the score of that.

A tree of psi points cuts a random column at a random height, again and again, until each point is
alone or the tree is log2(psi) cuts deep. h(x) is the number of cuts on a point's way, plus
c(points left in its leaf); the score is 2 ** (-mean of h / c(psi)).
Source: Liu, Ting and Zhou (2008), Isolation Forest, equations 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Trees:
    """All trees of a forest, one after the other; node numbers count from 0 over all of them.

    roots : (n_trees,). feature : (n_nodes,), -1 in a leaf. threshold : a point goes left where its
    value, as float32, is at most so large. left, right : children, -1 in a leaf. size : points of
    the tree in the node. sample_size : psi, the points that each tree is grown from.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    size: NDArray[np.int16]
    sample_size: int

    @property
    def n_trees(self) -> int:
        """How many trees there are."""
        return len(self.roots)

    @property
    def normal(self) -> float:
        """c(psi): the cuts that a point needs on average."""
        return float(expected_cuts(self.sample_size))


def expected_cuts(n: Any) -> Any:
    """Return c(n), the mean number of cuts until one of ``n`` points is alone.

    That of an unsuccessful search in a binary tree: 2 H(n - 1) - 2 (n - 1) / n, with
    H(i) = ln(i) + 0.5772 (Euler's constant); 1 for two points, 0 for one.

    >>> [round(float(expected_cuts(n)), 3) for n in (1, 2, 3, 256)]
    [0.0, 1.0, 1.207, 10.245]
    """
    n = np.asarray(n, np.float64)
    several = np.maximum(n, 3.0)
    cuts = 2 * (np.log(several - 1) + np.euler_gamma) - 2 * (several - 1) / several
    return np.where(n <= 1, 0.0, np.where(n == 2, 1.0, cuts))


def score_of(mean_cuts: Any, sample_size: int) -> Any:
    """Return 2 ** (-mean cuts / c(sample size)), in (0, 1]; 1 where a tree has one point."""
    normal = float(expected_cuts(sample_size))
    return 2.0 ** (-np.asarray(mean_cuts, np.float64) / normal) if normal else np.ones_like(
        np.asarray(mean_cuts, np.float64)
    )  # fmt: skip


def ways(trees: Trees, x: Floats) -> list[Ints]:
    """Return the nodes that a point (d,) passes in each tree, from the root to its leaf."""
    x = np.asarray(x, np.float32).astype(np.float64)
    at = trees.roots.astype(np.int64)
    steps = [at]
    while (trees.feature[at] >= 0).any():
        feature = trees.feature[at]
        inner = feature >= 0
        below = x[np.maximum(feature, 0)] <= trees.threshold[at]
        at = np.where(inner, np.where(below, trees.left[at], trees.right[at]), at)
        steps.append(at)
    table = np.array(steps).T
    return [row[: int((trees.feature[row] >= 0).sum()) + 1] for row in table]


def cuts_needed(trees: Trees, passed: list[Ints]) -> Floats:
    """Return h (n_trees,): the cuts on the way, plus c(points left in the leaf)."""
    made = np.array([len(way) - 1 for way in passed], np.float64)
    left = np.array([trees.size[way[-1]] for way in passed])
    needed: Floats = made + expected_cuts(left)
    return needed


def packed(forest: Any) -> Trees:
    """Return the trees of a fitted `sklearn.ensemble.IsolationForest`."""
    own = [one.tree_ for one in forest.estimators_]
    counts = np.array([one.node_count for one in own])
    roots = np.r_[0, np.cumsum(counts)[:-1]]

    def joined(name: str, *, moved: bool = False) -> Any:
        parts = [getattr(one, name) for one in own]
        if moved:
            parts = [np.where(p < 0, -1, p + root) for p, root in zip(parts, roots, strict=True)]
        return np.concatenate(parts)

    feature = joined("feature")
    return Trees(
        roots.astype(np.int32), np.maximum(feature, -1).astype(np.int16), joined("threshold"),
        joined("children_left", moved=True).astype(np.int32),
        joined("children_right", moved=True).astype(np.int32),
        joined("n_node_samples").astype(np.int16), int(forest.max_samples_),
    )  # fmt: skip
