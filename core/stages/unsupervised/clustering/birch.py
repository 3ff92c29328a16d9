"""The film of BIRCH: points are read one by one, a tree of summaries grows, then those merge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.params import Param
from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.frames import ClusterFrame, Floats, Ints, n_found, number
from core.stages.unsupervised.clustering.refusals import check_apart
from core.stages.unsupervised.clustering.spec import AlgorithmSpec
from core.stages.unsupervised.clustering.summaries import (
    Insertion,
    Node,
    groups,
    insertions,
    leaves,
)
from core.stages.unsupervised.clustering.summaries import birch as labels_of
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

MOST = 120


@dataclass(frozen=True, eq=False)
class Tree:
    """The tree as it stands: level (n_nodes,) from 0 at the root, parent (n_nodes,) its place here.

    The last level are the summaries: size, centre and radius of each.
    """

    level: Ints
    parent: Ints
    size: Ints
    centre: Floats
    radius: Floats


@dataclass(frozen=True, eq=False)
class BirchFrame(ClusterFrame):
    """After a point was read. point : which, -1 for none. tree : as it stands then.

    each : points read for one summary. pairs : the share of all pairs that are of summaries.
    cluster_of : (n_summaries,) the cluster of each summary, -1 before they merge.
    """

    point: int = -1
    n_read: int = 0
    n_summaries: int = 0
    n_splits: int = 0
    n_levels: int = 0
    n_clusters: int = 0
    each: float = float("nan")
    pairs: float = float("nan")
    tree: Tree | None = None
    cluster_of: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


def shuffled(n: int, seed: int) -> Ints:
    """Return the order in which points are read."""
    order: Ints = np.random.default_rng(seed).permutation(n)
    return order


def fit_birch(
    X: Any, threshold: float, branching: int, n_clusters: int, seed: int
) -> tuple[Ints, dict[str, Any]]:
    """Return the cluster of each point and how many summaries there are."""
    order = shuffled(len(X), seed)
    labels = np.empty(len(X), np.int64)
    centres, labels[order] = labels_of(X[order], threshold, branching, n_clusters)
    return labels, {"n_summaries": len(centres)}


def run_birch(X: Floats, settings: ClusterSettings) -> Iterator[Any]:
    """Yield the tree after every point, then the clusters of its summaries."""
    check_apart(X)
    n, order = len(X), shuffled(len(X), settings.seed)
    nobody, n_splits, root = np.full(n, -1), 0, Node()
    reading = insertions(X[order], settings.threshold, settings.branching)
    for n_read, (point, inserted) in enumerate(zip(order, reading, strict=True), start=1):
        root, n_splits = inserted.root, n_splits + inserted.n_splits
        yield _Reading(inserted, int(point), n_read, n_splits, settings.threshold, nobody)
    centres = np.array([leaf.centre for leaf in leaves(root)])
    cluster_of = groups(centres, settings.n_clusters)
    labels = cluster_of[distances(X, centres).argmin(axis=1)]
    found, tree = n_found(labels), tree_of(root)
    pairs = n_pairs(len(centres)) / n_pairs(n)
    yield BirchFrame(
        _end_said(n, len(centres), settings.n_clusters, found), labels, "", -1, n, len(centres),
        n_splits, int(tree.level.max()) + 1, found, n / len(centres), pairs, tree, cluster_of,
    )  # fmt: skip


def n_pairs(n: int) -> int:
    """Return how many pairs there are among n.

    >>> n_pairs(4)
    6
    """
    return n * (n - 1) // 2


@dataclass(frozen=True, eq=False)
class _Reading:
    """What makes the frame of a point that was read, if it is kept."""

    inserted: Insertion
    point: int
    n_read: int
    n_splits: int
    threshold: float
    nobody: Ints

    def __call__(self) -> BirchFrame:
        tree = tree_of(self.inserted.root)
        n_summaries = len(tree.size)
        said = _read_said(self.inserted, self.point, self.n_read, n_summaries, self.threshold)
        return BirchFrame(
            said, self.nobody, "", self.point, self.n_read, n_summaries, self.n_splits,
            int(tree.level.max()) + 1, 0, self.n_read / n_summaries, 1.0, tree,
            np.full(n_summaries, -1),
        )  # fmt: skip


def tree_of(root: Node) -> Tree:
    """Return a tree of nodes as arrays: the root, level by level, its summaries last."""
    level, parent, found = [0], [-1], []
    waiting = [(root, 0)]
    for node, at in waiting:  # grows while it is walked
        for part in node.parts:
            level.append(level[at] + 1)
            parent.append(at)
            if part.child is not None:
                waiting.append((part.child, len(level) - 1))
            else:
                found.append(part)
    return Tree(
        np.array(level),
        np.array(parent),
        np.array([part.n for part in found]),
        np.array([part.centre for part in found]),
        np.array([part.radius for part in found]),
    )


def _read_said(inserted: Insertion, point: int, n_read: int, n: int, threshold: float) -> str:
    who = f"Point {point + 1}, read as number {n_read}"
    have = f"{counted(n_read, 'point')} {'is' if n_read == 1 else 'are'} now " + counted(
        n, "summary", "summaries"
    )
    if inserted.kind == "first":
        return f"{who}, is the first summary: a count, a sum and a sum of squares."
    radius = number(inserted.radius)
    if inserted.kind == "absorbed":
        return (
            f"{who}: with it the nearest summary has radius {radius}, within {number(threshold)}, "
            f"so it is absorbed and forgotten. {have}."
        )
    split = (
        f" {counted(inserted.n_splits, 'node')} was too full and split."
        if inserted.n_splits
        else ""
    )
    if inserted.n_splits > 1:
        split = f" {inserted.n_splits} nodes were too full and split."
    return (
        f"{who}: with it the nearest summary would have radius {radius}, above "
        f"{number(threshold)}, so it starts a summary of its own.{split} {have}."
    )


def _end_said(n: int, n_summaries: int, k: int, found: int) -> str:
    if n_summaries <= k:
        return (
            f"{n} points are {counted(n_summaries, 'summary', 'summaries')}, no more than the {k} "
            "clusters you ask for, so each is one. A lower threshold keeps more of them."
        )
    return (
        f"{n} points have become {n_summaries} summaries. Ward's linkage merges their centres into "
        f"{counted(found, 'cluster')}; every point goes with the nearest summary."
    )


SPEC = AlgorithmSpec(
    "birch",
    "BIRCH",
    "Points are read once and only summaries are kept, in a tree that splits where it is full.",
    "point",
    run_birch,
    ("threshold", "branching", "n_clusters"),
    fit_birch,
    Param("threshold", "threshold", "float", 0.5, low=0.05, high=5.0, step=0.05),
    "Zhang, Ramakrishnan and Livny (1996), BIRCH: an efficient data clustering method for very "
    "large databases",
    most=MOST,
    count="n_read",
    draws=True,
    seconds=12.0,
)
