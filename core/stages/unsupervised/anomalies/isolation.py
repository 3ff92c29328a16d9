"""How the forest isolates one point: cut by cut in its first tree, then tree after tree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.anomalies.trees import Ints, Trees, cuts_needed, score_of, ways

Floats: TypeAlias = NDArray[np.float64]
MOST_TREES_SHOWN = 32


@dataclass(frozen=True, eq=False)
class Isolation:
    """The way of one point through all trees.

    feature, threshold, below : of each cut of the first tree (n_cuts,); ``below`` is whether the
    point goes to the lower side. left : (n_cuts + 1,) points of the tree that share its box before
    any cut and after each. inside : (n_cuts + 1, n) which of all points lie in the box then. box :
    (n_cuts + 1, 4) x0, x1, y0, y1 of it; NaN where the points have more than two columns.
    last_box : (n_trees, 4) where it ends in every tree. needed : (n_trees,) cuts, with c(points
    left). ordinary : (n_trees,) the same of the most ordinary point. shown : rising numbers of
    trees, from 1, at which a film stops.
    """

    feature: Ints
    threshold: Floats
    below: NDArray[np.bool_]
    left: Ints
    inside: NDArray[np.bool_]
    box: Floats
    last_box: Floats
    needed: Floats
    ordinary: Floats
    shown: Ints
    normal: float
    sample_size: int

    @property
    def n_cuts(self) -> int:
        """Cuts of the first tree."""
        return len(self.feature)

    @property
    def n_trees(self) -> int:
        """How many trees there are."""
        return len(self.needed)

    @property
    def running(self) -> Floats:
        """(n_trees,) the mean of the cuts needed in the trees so far."""
        return _running(self.needed)

    @property
    def ordinary_running(self) -> Floats:
        """(n_trees,) the same of the most ordinary point."""
        return _running(self.ordinary)

    @property
    def mean(self) -> float:
        """The mean of all trees."""
        return float(self.needed.mean())

    @property
    def ordinary_mean(self) -> float:
        """The mean of all trees of the most ordinary point."""
        return float(self.ordinary.mean())

    @property
    def score(self) -> float:
        """2 ** (-mean / c(sample size))."""
        return float(score_of(self.mean, self.sample_size))

    @property
    def scores(self) -> Floats:
        """(n_trees,) the score of the trees so far."""
        found: Floats = np.asarray(score_of(self.running, self.sample_size))
        return found

    @property
    def shortest(self) -> int:
        """Cuts, without c, in the tree that isolates it soonest."""
        return int(np.floor(self.needed.min()))


def isolate(
    trees: Trees,
    X: Floats,
    place: int,
    ordinary: int,
    ranges: tuple[tuple[float, float], tuple[float, float]],
) -> Isolation:
    """Return how the point at ``place`` of X (n, d) is isolated, beside an ``ordinary`` one.

    ranges : of the plane, where the first box begins.
    """
    passed = ways(trees, X[place])
    first = passed[0]
    feature, threshold, below = _cuts(trees, first)
    plane = np.array([*ranges[0], *ranges[1]])
    flat = X.shape[1] <= 2
    last = np.array([_boxes(trees, way, plane)[-1] if flat else plane * np.nan for way in passed])
    n = len(passed)
    return Isolation(
        feature, threshold, below, trees.size[first].astype(np.int64),
        _inside(X, feature, threshold, below),
        _boxes(trees, first, plane) if flat else np.full((len(first), 4), np.nan),
        last, cuts_needed(trees, passed), cuts_needed(trees, ways(trees, X[ordinary])),
        np.unique(np.geomspace(1, n, MOST_TREES_SHOWN).round().astype(np.int64)),
        trees.normal, trees.sample_size,
    )  # fmt: skip


def _cuts(trees: Trees, way: Ints) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    inner = way[:-1]
    return (
        trees.feature[inner].astype(np.int64),
        trees.threshold[inner],
        np.asarray(trees.left[inner] == way[1:]),
    )


def _inside(
    X: Floats, feature: Ints, threshold: Floats, below: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which points are on the way's side of all cuts so far, before any and after each."""
    seen = X.astype(np.float32)
    kept = np.ones(len(X), bool)
    found = [kept]
    for column, height, under in zip(feature, threshold, below, strict=True):
        kept = kept & ((seen[:, column] <= height) == under)
        found.append(kept)
    return np.array(found)


def _boxes(trees: Trees, way: Ints, plane: Floats) -> Floats:
    """Return the box (x0, x1, y0, y1) before any cut and after each."""
    box, found = plane.copy(), [plane]
    for node, child in pairwise(way):
        side = 2 * int(trees.feature[node]) + int(child == trees.left[node])
        box = box.copy()
        box[side] = trees.threshold[node]
        found.append(box)
    return np.array(found)


def _running(values: Floats) -> Floats:
    found: Floats = np.cumsum(values) / np.arange(1, len(values) + 1)
    return found
