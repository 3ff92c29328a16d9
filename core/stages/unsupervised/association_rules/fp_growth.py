"""FP-growth: frequent sets out of a tree of shared prefixes (Han, Pei and Yin, 2000).

Every basket is sorted by how often its items are bought and laid into the tree: baskets that begin
alike share a path. The sets with an item are then read off the paths that lead to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.stages.unsupervised.association_rules.apriori import Items

ROOT = 0


@dataclass
class Node:
    """A node of the tree: ``count`` baskets run through it."""

    item: int
    parent: int
    depth: int
    count: int = 0
    children: dict[int, int] = field(default_factory=dict)


@dataclass
class Tree:
    """A tree of prefixes; ``nodes[0]`` is the root. order : items, the most frequent first."""

    order: Items
    nodes: list[Node] = field(default_factory=lambda: [Node(-1, -1, 0)])

    def lay(self, path: Sequence[int], times: int = 1) -> Iterator[tuple[int, bool]]:
        """Lay one sorted basket in; yield every node it runs through and whether it is new."""
        at = ROOT
        self.nodes[ROOT].count += times
        for item in path:
            new = item not in self.nodes[at].children
            if new:
                self.nodes[at].children[item] = len(self.nodes)
                self.nodes.append(Node(item, at, self.nodes[at].depth + 1))
            at = self.nodes[at].children[item]
            self.nodes[at].count += times
            yield at, new

    def path_above(self, node: int) -> list[int]:
        """Return the nodes above one, the nearest first, without the root."""
        found, at = [], self.nodes[node].parent
        while at > ROOT:
            found.append(at)
            at = self.nodes[at].parent
        return found

    def places(self, item: int) -> list[int]:
        """Return the nodes of an item: what its line in the header table is chained to."""
        return [place for place, node in enumerate(self.nodes) if node.item == item and place]


@dataclass(frozen=True)
class Growth:
    """One frequent set, read off a tree.

    items : the set, in the order it grew from its last item. count : baskets that hold it. paths :
    its pattern base, each the items above one of its nodes with that node's count. tree : what they
    make, the conditional tree; None where no item is left in it.
    """

    items: Items
    count: int
    paths: tuple[tuple[Items, int], ...]
    tree: Tree | None


def order_of(counts: Counter[int], min_count: int) -> Items:
    """Return the frequent items, the most frequent first, equal ones by their place."""
    kept = (item for item, count in counts.items() if count >= min_count)
    return tuple(sorted(kept, key=lambda item: (-counts[item], item)))


def sorted_by(order: Items, basket: Iterable[int]) -> list[int]:
    """Return the frequent items of a basket, the most frequent first."""
    rank = {item: place for place, item in enumerate(order)}
    return sorted((item for item in basket if item in rank), key=rank.__getitem__)


def tree_of(paths: Sequence[tuple[Sequence[int], int]], min_count: int) -> Tree:
    """Return the tree of baskets, each with how many times it counts."""
    counts = Counter[int]()
    for path, times in paths:
        for item in path:
            counts[item] += times
    tree = Tree(order_of(counts, min_count))
    for path, times in paths:
        for _ in tree.lay(sorted_by(tree.order, path), times):
            pass
    return tree


def grow(tree: Tree, min_count: int, max_size: int, suffix: Items = ()) -> Iterator[Growth]:
    """Yield every frequent set: for each item, the rarest first, those that end in it."""
    chained: dict[int, list[int]] = {item: [] for item in tree.order}
    for place, node in enumerate(tree.nodes[1:], 1):
        chained[node.item].append(place)
    for item in reversed(tree.order):
        items, nodes = (item, *suffix), chained[item]
        count = sum(tree.nodes[node].count for node in nodes)
        paths = tuple(_base(tree, node) for node in nodes if tree.nodes[node].parent > ROOT)
        inner = tree_of(paths, min_count) if len(items) < max_size else None
        inner = inner if inner is not None and inner.order else None
        yield Growth(items, count, paths, inner)
        if inner is not None:
            yield from grow(inner, min_count, max_size, items)


def _base(tree: Tree, node: int) -> tuple[Items, int]:
    above = tuple(tree.nodes[place].item for place in reversed(tree.path_above(node)))
    return above, tree.nodes[node].count
