"""FP-growth as a film: basket by basket into the tree, then set by set out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.association_rules.apriori import Items, least_count
from core.stages.unsupervised.association_rules.fp_growth import (
    Growth,
    Tree,
    grow,
    order_of,
    sorted_by,
)
from core.unlabelled.baskets import Flags

MOST_FILMED = 12
"""Baskets that are laid in before your eyes: a tree of more has no room."""
MOST_GROWN = 60
"""Sets that are read off before your eyes."""
START, LAY, READ = "start", "lay", "read"
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TreeMoment:
    """The tree as far as it has come.

    basket : the one in hand, from 0, -1 before the first. path : its nodes so far, ``new`` of each.
    item, parent, count : (n_nodes,) of the tree, the root first. growth : the set read off, None
    while the tree grows; ``chain`` : the nodes of its last item; n_found : sets so far.
    """

    doing: str
    basket: int
    path: tuple[int, ...]
    new: tuple[bool, ...]
    item: Ints
    parent: Ints
    count: Ints
    growth: Growth | None = None
    chain: tuple[int, ...] = ()
    n_found: int = 0


def filmed_counts(has: Flags, min_support: float) -> tuple[Flags, int]:
    """Return the baskets that are filmed, and how many of these make a set frequent.

    Where only some are filmed a set takes two of them at least: in one basket anything is together.
    """
    if len(has) <= MOST_FILMED:
        return has, least_count(min_support, len(has))
    part = has[:MOST_FILMED]
    return part, max(least_count(min_support, len(part)), 2)


def tree_moments(baskets: list[Items], min_count: int, max_size: int) -> Iterator[TreeMoment]:
    """Yield the frames: the root, every node that a basket runs through, every set read off."""
    counts = Counter(item for basket in baskets for item in basket)
    tree = Tree(order_of(counts, min_count))
    yield _moment(tree, START, -1, (), ())
    for place, basket in enumerate(baskets):
        path, new = list[int](), list[bool]()
        for node, is_new in tree.lay(sorted_by(tree.order, basket)):
            path.append(node)
            new.append(is_new)
            yield _moment(tree, LAY, place, tuple(path), tuple(new))
        if not path:
            yield _moment(tree, LAY, place, (), ())
    for n_found, growth in enumerate(grow(tree, min_count, max_size), 1):
        if n_found > MOST_GROWN:
            return
        chain = tuple(tree.places(growth.items[-1]))
        yield _moment(tree, READ, len(baskets) - 1, (), (), growth, chain, n_found)


def _moment(
    tree: Tree,
    doing: str,
    basket: int,
    path: tuple[int, ...],
    new: tuple[bool, ...],
    growth: Growth | None = None,
    chain: tuple[int, ...] = (),
    n_found: int = 0,
) -> TreeMoment:
    nodes = tree.nodes
    return TreeMoment(
        doing, basket, path, new,
        np.array([node.item for node in nodes], np.int64),
        np.array([node.parent for node in nodes], np.int64),
        np.array([node.count for node in nodes], np.int64),
        growth, chain, n_found,
    )  # fmt: skip
