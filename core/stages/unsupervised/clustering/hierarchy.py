"""HDBSCAN: DBSCAN for every ε at once, and the clusters that last longest (Campello, Moulavi and
Sander, 2013; McInnes, Healy and Astels, 2017).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.stages.unsupervised.clustering.density import core_distances
from core.stages.unsupervised.clustering.distances import distances


def reachability(away: Any, core: Any) -> Any:
    """Return the mutual reachability distances (n, n): at least the core distance of either."""
    return np.maximum(away, np.maximum(core[:, None], core[None, :]))


def spanning_tree(reach: Any) -> Any:
    """Return the minimum spanning tree as Prim grows it from the first point: (n - 1, 3).

    Each row is a point of the tree, the point it takes in, and their distance.
    """
    n = len(reach)
    out = np.ones(n, bool)
    near, source = np.full(n, np.inf), np.zeros(n, np.int64)
    edges, newest = np.empty((n - 1, 3)), 0
    for step in range(n - 1):
        out[newest] = False
        closer = out & (reach[newest] < near)
        near[closer], source[closer] = reach[newest][closer], newest
        newest = int(np.where(out, near, np.inf).argmin())
        edges[step] = source[newest], newest, near[newest]
    return edges


def single_linkage(edges: Any) -> Any:
    """Return the merges that the edges make, short ones first, as a linkage matrix (n - 1, 4)."""
    n = len(edges) + 1
    top, size = np.arange(2 * n - 1), np.ones(2 * n - 1, np.int64)
    merges = np.empty((n - 1, 4))
    order = np.argsort(edges[:, 2])  # edges of one length in scikit-learn's order
    for step, (a, b, height) in enumerate(edges[order]):
        pair = _top(top, int(a)), _top(top, int(b))
        size[n + step] = size[pair[0]] + size[pair[1]]
        merges[step] = *pair, height, size[n + step]
        top[list(pair)] = n + step
    return merges


def _top(top: Any, node: int) -> int:
    while top[node] != node:
        top[node] = top[top[node]]
        node = int(top[node])
    return node


@dataclass
class Branch:
    """A cluster of the condensed tree. λ is 1 / distance: how dense points must lie.

    birth : the λ where it parts from its parent, 0 of the root. node : its node in the tree of
    merges. left : (point, λ) of each point that leaves it. death : λ where it splits or ends.
    stability : the sum of λ − birth over its points, each until it leaves. best : the same, or what
    its children have together. selected : whether it is a cluster in the end.
    """

    parent: int
    birth: float
    node: int
    size: int
    left: list[tuple[int, float]] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    death: float = 0.0
    stability: float = 0.0
    best: float = 0.0
    selected: bool = False


def condense(merges: Any, min_cluster_size: int) -> list[Branch]:
    """Return the branches that are left when fewer than ``min_cluster_size`` points do not count.

    From the top down: a merge of two large parts is a split, else the small part falls out.
    """
    n = len(merges) + 1
    branches = [Branch(-1, 0.0, 2 * n - 2, n)]
    waiting = [(2 * n - 2, 0)]
    for node, at in waiting:  # grows while it is walked
        branch = branches[at]
        *parts, height, _ = merges[node - n]
        density = 1 / float(height) if height > 0 else float("inf")
        sides = [int(part) for part in parts]
        large = [side for side in sides if size_of(merges, side) >= min_cluster_size]
        branch.death = max(branch.death, density)
        for side in sides:
            if len(large) == 2:
                branch.children.append(len(branches))
                branches.append(Branch(at, density, side, size_of(merges, side)))
            elif side not in large:
                branch.left.extend((point, density) for point in points_of(merges, side))
            if side in large and side >= n:
                waiting.append((side, branch.children[-1] if len(large) == 2 else at))
            elif side in large:  # a point alone, where even one is large enough
                branches[branch.children[-1] if len(large) == 2 else at].left.append(
                    (side, density)
                )
    return branches


def size_of(merges: Any, node: int) -> int:
    """Return how many points are in a node of the tree of merges."""
    n = len(merges) + 1
    return 1 if node < n else int(merges[node - n, 3])


def points_of(merges: Any, node: int) -> list[int]:
    """Return the points in a node of the tree of merges."""
    n = len(merges) + 1
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        if one < n:
            found.append(one)
        else:
            waiting.extend(int(part) for part in merges[one - n, :2])
    return found


def select(branches: list[Branch], method: str) -> Iterator[int]:
    """Choose the branches that are clusters, in place; yield each as it was weighed, leaves first.

    method : "eom" (excess of mass) keeps a branch unless its children are more stable together;
    "leaf" keeps the ends. The root is never chosen.
    """
    for branch in branches:
        ends = [density for _, density in branch.left]
        for child in branch.children:
            ends.extend([branches[child].birth] * branches[child].size)
        lasts = np.array(ends) - branch.birth if np.isfinite(branch.birth) else np.zeros(1)
        branch.stability = branch.best = float(np.sum(lasts))
    for at in range(len(branches) - 1, 0, -1):
        branch = branches[at]
        below = sum(branches[child].best for child in branch.children)
        keeps = not branch.children if method == "leaf" else not below > branch.stability
        branch.best = branch.stability if keeps else below
        branch.selected = keeps
        if keeps:
            for child in under(branches, at):
                branches[child].selected = False
        yield at


def under(branches: list[Branch], at: int) -> list[int]:
    """Return all branches below one."""
    found = list(branches[at].children)
    for child in found:  # grows while it is walked
        found.extend(branches[child].children)
    return found


def labelled(branches: list[Branch], n: int) -> Any:
    """Return the number of the selected branch that each point is in (n,), -1 for noise."""
    chosen = {at: i for i, at in enumerate(i for i, b in enumerate(branches) if b.selected)}
    labels = np.full(n, -1)
    for at, branch in enumerate(branches):
        up = at
        while up >= 0 and up not in chosen:
            up = branches[up].parent
        if up >= 0:
            labels[[point for point, _ in branch.left]] = chosen[up]
    return labels


def hdbscan(X: Any, min_cluster_size: int, min_samples: int, method: str = "eom") -> Any:
    """Return the cluster of each point (n,), -1 for noise. X : (n, d)."""
    away = distances(X)
    edges = spanning_tree(reachability(away, core_distances(away, min_samples)))
    branches = condense(single_linkage(edges), min_cluster_size)
    for _ in select(branches, method):
        pass
    return labelled(branches, len(X))
