"""Apriori: frequent sets level by level (Agrawal and Srikant, 1994).

A set can be frequent only if every part of it is. So level k is joined of the frequent sets of
level k - 1, those with an infrequent part are pruned, and only the rest is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import TypeAlias

import numpy as np

from core.unlabelled.baskets import Flags

Items: TypeAlias = tuple[int, ...]
"""A set of items by their places, rising."""
Bits: TypeAlias = Sequence[int]
"""Each item as one whole number: bit i says whether basket i holds it."""


@dataclass(frozen=True)
class Candidate:
    """A set that might be frequent.

    parents : the two sets it was joined of, () for a single item. missing : a part of it that is
    not frequent, which pruned it, () where there is none. count : how many baskets hold it, -1
    where it was pruned and so never counted.
    """

    items: Items
    parents: tuple[Items, ...] = ()
    missing: Items = ()
    count: int = -1

    @property
    def pruned(self) -> bool:
        """Whether it was given up without counting."""
        return bool(self.missing)


@dataclass(frozen=True)
class Level:
    """All candidates of one ``size`` in the order they were joined, and how many were frequent."""

    size: int
    candidates: tuple[Candidate, ...]
    min_count: int

    @property
    def counted(self) -> tuple[Candidate, ...]:
        """Those that were counted in the baskets."""
        return tuple(found for found in self.candidates if not found.pruned)

    @property
    def frequent(self) -> tuple[Candidate, ...]:
        """Those that enough baskets hold."""
        return tuple(found for found in self.candidates if found.count >= self.min_count)

    @property
    def tally(self) -> tuple[int, int, int, int]:
        """How many were joined, pruned, counted, kept."""
        n, counted = len(self.candidates), len(self.counted)
        return n, n - counted, counted, len(self.frequent)


Watch: TypeAlias = Callable[[Iterator[Candidate]], Iterator[Candidate]]


def bits_of(has: Flags) -> tuple[int, ...]:
    """Return each column of ``has`` (n_baskets, n_items) as one whole number.

    >>> bits_of(np.array([[True, False], [True, True]]))
    (3, 2)
    """
    packed = np.packbits(has, axis=0, bitorder="little")
    return tuple(int.from_bytes(column.tobytes(), "little") for column in packed.T)


def least_count(min_support: float, n_baskets: int) -> int:
    """Return how many baskets make a set frequent, at least 1.

    >>> least_count(0.25, 12), least_count(0.1, 3), least_count(0.07, 100)
    (3, 1, 7)
    """
    return max(ceil(min_support * n_baskets - 1e-9), 1)


def apriori(baskets: Bits, min_count: int, max_size: int, watched: Watch = iter) -> Iterator[Level]:
    """Yield the levels, from single items up to sets of ``max_size`` or until none can be joined.

    watched : what the candidates of each level run through before they are counted.
    """
    kept: dict[Items, int] = {}
    for size in range(1, max_size + 1):
        joined = join(tuple(kept), size) if size > 1 else single_items(len(baskets))
        level, kept = counted(watched(joined), kept, baskets, min_count)
        if level:
            yield Level(size, tuple(level), min_count)
        if len(kept) <= 1:
            return


def single_items(n: int) -> Iterator[Candidate]:
    """Yield the candidates of the first level."""
    return (Candidate((item,)) for item in range(n))


def join(frequent: Sequence[Items], size: int) -> Iterator[Candidate]:
    """Yield sets of ``size`` out of two frequent ones that differ in their last item alone.

    frequent : rising. Those with another part that is not frequent come pruned.
    """
    known = set(frequent)
    for place, first in enumerate(frequent):
        for second in frequent[place + 1 :]:
            if second[:-1] != first[:-1]:
                break
            items = (*first, second[-1])
            parts = (part for part in combinations(items, size - 1) if part not in known)
            yield Candidate(items, (first, second), next(parts, ()))


def counted(
    joined: Iterator[Candidate], before: dict[Items, int], baskets: Bits, min_count: int
) -> tuple[list[Candidate], dict[Items, int]]:
    """Return the candidates, counted but for the pruned ones, and the bits of those to keep."""
    level, kept = list[Candidate](), dict[Items, int]()
    for found in joined:
        if found.pruned:
            level.append(found)
            continue
        items = found.items
        both = before[items[:-1]] & baskets[items[-1]] if len(items) > 1 else baskets[items[0]]
        count = both.bit_count()
        level.append(Candidate(items, found.parents, (), count))
        if count >= min_count:
            kept[items] = both
    return level, kept


def frequent_sets(levels: Sequence[Level]) -> dict[Items, int]:
    """Return every frequent set with the number of baskets that hold it."""
    return {found.items: found.count for level in levels for found in level.frequent}
