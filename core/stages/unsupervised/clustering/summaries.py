"""BIRCH: points are read once and only summaries are kept, in a tree (Zhang, Ramakrishnan and
Livny, 1996).

A summary is a count, a sum and a sum of squares: enough for its centre and its radius.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.linkage import WARD, cut, linkage


@dataclass(eq=False)
class Summary:
    """What is kept of some points: ``n``, their ``sum`` (d,), and ``squares`` of their lengths.

    child : the node that holds its parts, None in a leaf.
    """

    n: int
    sum: Any
    squares: float
    child: Node | None = None

    @property
    def centre(self) -> Any:
        """The mean of its points (d,)."""
        return self.sum / self.n

    @property
    def radius(self) -> float:
        """The root of the mean squared distance of its points from their centre."""
        return float(np.sqrt(max(self.squares / self.n - self.centre @ self.centre, 0.0)))

    def add(self, other: Summary) -> None:
        """Take in what another stands for."""
        self.n, self.sum = self.n + other.n, self.sum + other.sum
        self.squares += other.squares

    def radius_with(self, other: Summary) -> float:
        """Return the radius that both have together."""
        both = Summary(self.n, self.sum, self.squares)
        both.add(other)
        return both.radius


@dataclass(eq=False)
class Node:
    """Up to ``branching`` summaries; in a leaf they stand for points, else for nodes below."""

    parts: list[Summary] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        """Whether its summaries have no nodes below."""
        return not self.parts or self.parts[0].child is None


@dataclass(frozen=True, eq=False)
class Insertion:
    """What became of one point. kind : "first", "absorbed" or "new". radius : that the nearest
    summary would have with it, NaN for the first. n_splits : how many nodes were too full.
    """

    root: Node
    kind: str
    radius: float
    n_splits: int


def insertions(X: Any, threshold: float, branching: int) -> Iterator[Insertion]:
    """Yield the tree after every point of X (n, d), in rows' order; it changes in place."""
    root = Node()
    for x in X:
        told: list[Any] = ["first", float("nan"), 0]
        if _insert(root, Summary(1, x.copy(), float(x @ x)), threshold, branching, told):
            root = Node(list(_split(root, told)))
        yield Insertion(root, *told)


def _insert(node: Node, one: Summary, threshold: float, branching: int, told: list[Any]) -> bool:
    """Put a point into a node; return whether the node is too full now."""
    if not node.parts:
        node.parts.append(one)
        return False
    centres = np.array([part.centre for part in node.parts])
    at = int(((centres * centres).sum(axis=1) - 2 * centres @ one.sum).argmin())
    near = node.parts[at]
    if near.child is not None:
        if not _insert(near.child, one, threshold, branching, told):
            near.add(one)
            return False
        first, second = _split(near.child, told)
        node.parts[at] = first
        node.parts.append(second)
        return len(node.parts) > branching
    told[1] = near.radius_with(one)
    told[0] = "absorbed" if told[1] <= threshold else "new"
    if told[0] == "absorbed":
        near.add(one)
        return False
    node.parts.append(one)
    return len(node.parts) > branching


def _split(node: Node, told: list[Any]) -> tuple[Summary, Summary]:
    """Deal the summaries of a full node to two: each goes to the nearer of the two farthest."""
    told[2] += 1
    away = distances(np.array([part.centre for part in node.parts]))
    one, other = np.unravel_index(away.argmax(), away.shape)
    nearer = away[one] < away[other]
    nearer[one] = True
    halves = [
        [part for part, is_one in zip(node.parts, nearer, strict=True) if is_one == side]
        for side in (True, False)
    ]
    return _above(Node(halves[0])), _above(Node(halves[1]))


def _above(node: Node) -> Summary:
    first, *rest = node.parts
    whole = Summary(first.n, first.sum.copy(), first.squares, node)
    for part in rest:
        whole.add(part)
    return whole


def leaves(root: Node) -> list[Summary]:
    """Return the summaries of all leaves, from left to right."""
    if root.is_leaf:
        return root.parts
    return [part for above in root.parts if above.child for part in leaves(above.child)]


def groups(centres: Any, k: int) -> Any:
    """Return the cluster of each summary (m,): Ward's linkage of the centres, cut at ``k``.

    As many clusters as summaries where there are no more than ``k``.
    """
    if len(centres) <= k or len(centres) < 2:
        return np.arange(len(centres))
    return cut(linkage(centres, WARD), k)


def birch(X: Any, threshold: float, branching: int, k: int) -> tuple[Any, Any]:
    """Return the centres of the summaries (m, d) and the cluster of each point (n,)."""
    *_, last = insertions(X, threshold, branching)
    centres = np.array([leaf.centre for leaf in leaves(last.root)])
    return centres, groups(centres, k)[distances(X, centres).argmin(axis=1)]
