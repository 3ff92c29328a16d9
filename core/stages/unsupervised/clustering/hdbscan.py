"""The film of HDBSCAN: core distances, the spanning tree, the tree of merges, what is selected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.params import Param
from core.stages.unsupervised.clustering.density import core_distances
from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.frames import ClusterFrame, Floats, Ints, n_found, number
from core.stages.unsupervised.clustering.hierarchy import (
    Branch,
    condense,
    labelled,
    points_of,
    reachability,
    select,
    single_linkage,
    spanning_tree,
)
from core.stages.unsupervised.clustering.hierarchy import hdbscan as labels_of
from core.stages.unsupervised.clustering.refusals import check_apart
from core.stages.unsupervised.clustering.spec import AlgorithmSpec
from core.unlabelled.points import BadData
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

EDGES, MERGES = 40, 24
"""Frames for the spanning tree and for the tree of merges."""
POINTS, CORES, TREE, JOIN, CONDENSE, WEIGH, END = (
    "points", "core distances", "spanning tree", "merges", "condensed tree", "selection", "end",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Parts:
    """All that the film shows, made once. hand : the point whose core distance is told.

    core : (n,). edges : (n - 1, 3) of the spanning tree. merges : (n - 1, 4). branches : of the
    condensed tree, the root first, weighed. numbers : the colour number of each branch.
    """

    hand: int
    core: Floats
    edges: Floats
    merges: Floats
    branches: tuple[Branch, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class HdbscanFrame(ClusterFrame):
    """A moment of HDBSCAN. phase : what it is busy with. n_edges, n_merges, n_branches, n_weighed :
    how much of each there is so far. at : the branch in hand, -1 for none.
    """

    phase: str = POINTS
    n_edges: int = 0
    n_merges: int = 0
    n_branches: int = 0
    n_weighed: int = 0
    at: int = -1
    n_clusters: int = 0
    n_noise: int = 0
    parts: Parts | None = None


def fit_hdbscan(X: Any, min_cluster_size: int, core_samples: int) -> tuple[Ints, dict[str, Any]]:
    """Return the cluster of each point, -1 for noise, and how many of both there are."""
    labels = labels_of(X, min_cluster_size, core_samples)
    return labels, {"n_clusters": int(labels.max()) + 1, "n_noise": int((labels < 0).sum())}


def run_hdbscan(X: Floats, settings: ClusterSettings) -> Iterator[HdbscanFrame]:
    """Yield the five acts, and what is selected in the end."""
    check_apart(X)
    n, k, least = len(X), settings.core_samples, settings.min_cluster_size
    if max(k, least) > n:
        raise BadData(
            f"{n} points are fewer than the {max(k, least)} asked for in one cluster. Ask for "
            f"{n} or fewer, or take more points."
        )
    parts = parts_of(X, k, least)
    nobody = np.full(n, -1)
    said = f"{n} points. The first question is how dense each of them lives."
    yield HdbscanFrame(said, nobody, parts=parts)
    yield HdbscanFrame(_core_said(parts, k), nobody, phase=CORES, parts=parts)
    yield from _tree(parts, nobody)
    yield from _joining(parts, nobody)
    yield from _condensing(parts, nobody, least)
    yield from _weighing(parts, n)
    labels = labelled(list(parts.branches), n)
    noise, found = int((labels < 0).sum()), n_found(labels)
    said = (
        f"Selected: {counted(found, 'branch', 'branches')} of {len(parts.branches)}, so "
        f"{counted(found, 'cluster')}; {counted(noise, 'point')} in none of them "
        f"{'is' if noise == 1 else 'are'} noise."
    )
    yield HdbscanFrame(
        said, labels, "", END, n - 1, n - 1, len(parts.branches), len(parts.branches), -1, found,
        noise, parts,
    )  # fmt: skip


def parts_of(X: Any, core_samples: int, min_cluster_size: int) -> Parts:
    """Return all that HDBSCAN makes of points X (n, d), weighed."""
    away = distances(X)
    core = core_distances(away, core_samples)
    edges = spanning_tree(reachability(away, core))
    merges = single_linkage(edges)
    branches = condense(merges, min_cluster_size)
    for _ in select(branches, "eom"):
        pass
    chosen = [at for at, branch in enumerate(branches) if branch.selected]
    others = [at for at in range(len(branches)) if at not in chosen]
    numbers = {at: place for place, at in enumerate([*chosen, *others])}
    order = tuple(numbers[at] for at in range(len(branches)))
    hand = int(np.argsort(core, kind="stable")[len(core) // 2])
    return Parts(hand, core, edges, merges, tuple(branches), order)


def _core_said(parts: Parts, k: int) -> str:
    thin, dense = int(parts.core.argmax()), int(parts.core.argmin())
    return (
        f"Core distance: how far the {k}th point is, itself counted. It runs from "
        f"{number(parts.core[dense])} at point {dense + 1}, where they live dense, to "
        f"{number(parts.core[thin])} at point {thin + 1}. Two points count as no nearer than "
        "either's core distance: their mutual reachability."
    )


def _tree(parts: Parts, nobody: Any) -> Iterator[HdbscanFrame]:
    n = len(nobody)
    for n_edges in np.unique(np.linspace(1, n - 1, EDGES).astype(int)):
        a, b, length = parts.edges[n_edges - 1]
        away = "its mutual reachability, "
        said = (
            f"Minimum spanning tree, edge {n_edges} of {n - 1}: of all points outside, point "
            f"{int(b) + 1} is nearest to the tree, at point {int(a) + 1}: {away}{number(length)}."
        )
        yield HdbscanFrame(said, nobody, "", TREE, int(n_edges), parts=parts)


def _joining(parts: Parts, nobody: Any) -> Iterator[HdbscanFrame]:
    n = len(nobody)
    for n_merges in np.unique(np.linspace(1, n - 1, MERGES).astype(int)):
        height, size = parts.merges[n_merges - 1, 2:]
        said = (
            f"From short edges to long, merge {n_merges} of {n - 1} at {number(height)}: "
            f"{int(size)} points hold together there. It is DBSCAN for every ε at once."
        )
        yield HdbscanFrame(said, nobody, "", JOIN, n - 1, int(n_merges), parts=parts)


def _condensing(parts: Parts, nobody: Any, least: int) -> Iterator[HdbscanFrame]:
    n = len(nobody)
    splits = [at for at, branch in enumerate(parts.branches) if branch.children]
    shown = 1
    said = (
        f"Now from the top down. A branch is left only where both parts have at least {least} "
        "points; a smaller part just falls out."
    )
    yield HdbscanFrame(said, nobody, "", CONDENSE, n - 1, n - 1, shown, 0, 0, parts=parts)
    for at in splits:
        shown = max(parts.branches[at].children) + 1
        first, second = (parts.branches[child] for child in parts.branches[at].children)
        said = (
            f"A split at distance {number(1 / first.birth)}: {first.size} and {second.size} "
            f"points, both at least {least}. {counted(shown, 'branch', 'branches')} so far."
        )
        yield HdbscanFrame(said, nobody, "", CONDENSE, n - 1, n - 1, shown, 0, at, parts=parts)


def _weighing(parts: Parts, n: int) -> Iterator[HdbscanFrame]:
    total = len(parts.branches)
    held: dict[int, list[int]] = {}
    for n_weighed, at in enumerate(range(total - 1, 0, -1), start=1):
        branch = parts.branches[at]
        below = sum(parts.branches[child].best for child in branch.children)
        if not below > branch.stability:
            held = {other: held[other] for other in held if not _above(parts, at, other)}
            held[at] = points_of(parts.merges, branch.node)
        labels = np.full(n, -1)
        for other, points in held.items():
            labels[points] = parts.numbers[other]
        said = _weighed_said(branch, below)
        yield HdbscanFrame(
            said, labels, "", WEIGH, n - 1, n - 1, total, n_weighed, at, len(held),
            int((labels < 0).sum()), parts,
        )  # fmt: skip


def _above(parts: Parts, at: int, other: int) -> bool:
    """Whether a branch is an ancestor of another."""
    up = parts.branches[other].parent
    while up > at:
        up = parts.branches[up].parent
    return up == at


def _weighed_said(branch: Branch, below: float) -> str:
    own = number(branch.stability)
    if not branch.children:
        return f"A branch of {branch.size} points that splits no more: stability {own}. Kept."
    if below > branch.stability:
        return (
            f"A branch of {branch.size} points: stability {own}, its parts together "
            f"{number(below)}. They last longer, so the parts stay."
        )
    return (
        f"A branch of {branch.size} points: stability {own}, its parts together only "
        f"{number(below)}. It lasts longer, so it takes their place."
    )


SPEC = AlgorithmSpec(
    "hdbscan",
    "HDBSCAN",
    "DBSCAN for every ε at once: the clusters that last longest are kept.",
    "step",
    run_hdbscan,
    ("min_cluster_size", "core_samples"),
    fit_hdbscan,
    Param("min_cluster_size", "smallest", "int", 10, low=2, high=100),
    "Campello, Moulavi and Sander (2013), Density-based clustering based on hierarchical density "
    "estimates; McInnes and Healy (2017), Accelerated hierarchical density based clustering",
    most=200,
    seconds=16.0,
)
