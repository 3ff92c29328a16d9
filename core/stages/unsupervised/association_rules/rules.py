"""Rules out of frequent sets, and the five numbers that are said of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.association_rules.apriori import Items

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Pair: TypeAlias = tuple[Items, Items]


@dataclass(frozen=True, eq=False)
class Rules:
    """Rules left → right among ``n`` baskets, with how many baskets hold each side and both.

    n_left, n_right, n_both : (n_rules,). An empty denominator gives NaN: there is nothing to say.
    """

    pairs: tuple[Pair, ...]
    n: int
    n_left: Ints
    n_right: Ints
    n_both: Ints

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def support(self) -> Floats:
        """Share of all baskets that hold both sides."""
        return self.n_both / self.n

    @property
    def confidence(self) -> Floats:
        """Of the baskets with the left side, the share that holds the right one."""
        return ratio(self.n_both, self.n_left)

    @property
    def lift(self) -> Floats:
        """How many times more often both come together than by chance; 1 is chance."""
        return ratio(self.n_both * self.n, self.n_left * self.n_right)

    @property
    def leverage(self) -> Floats:
        """Share of baskets with both, above what chance would give (Piatetsky-Shapiro, 1991)."""
        return self.support - (self.n_left / self.n) * (self.n_right / self.n)

    @property
    def conviction(self) -> Floats:
        """How often the rule would be wrong by chance over how often it is (Brin and others, 1997).

        Infinite for a rule that is never wrong; NaN where the right side is in every basket.
        """
        chance = 1 - self.n_right / self.n
        wrong = 1 - self.confidence
        found = ratio(chance, wrong)
        found[(wrong == 0) & (chance > 0)] = np.inf
        return found

    def kept(self, which: NDArray[np.bool_] | Ints) -> Rules:
        """Return some of the rules."""
        places = np.arange(len(self))[which]
        pairs = tuple(self.pairs[place] for place in places)
        return Rules(pairs, self.n, self.n_left[which], self.n_right[which], self.n_both[which])


def ratio(top: NDArray[np.generic], bottom: NDArray[np.generic]) -> Floats:
    """Return top / bottom, NaN where the bottom is 0."""
    nothing = np.full(np.shape(bottom), np.nan)
    above, below = np.asarray(top, np.float64), np.asarray(bottom, np.float64)
    found: Floats = np.divide(above, below, out=nothing, where=below != 0)
    return found


def rules_of(sets: Mapping[Items, int], n: int) -> Rules:
    """Return every rule that the frequent ``sets`` make: both sides not empty, no item in both."""
    pairs = tuple(pair for items in sets for pair in parted(items))
    return Rules(
        pairs,
        n,
        np.array([sets[left] for left, _ in pairs], np.int64),
        np.array([sets[right] for _, right in pairs], np.int64),
        np.array([sets[tuple(sorted((*left, *right)))] for left, right in pairs], np.int64),
    )


def parted(items: Items) -> Iterator[Pair]:
    """Yield each way to part a set into a left and a right side."""
    for size in range(1, len(items)):
        for left in combinations(items, size):
            yield left, tuple(item for item in items if item not in left)


def n_rules(sets: Sequence[Items]) -> int:
    """Return how many rules sets make: 2^k - 2 of each of k items."""
    return sum(2 ** len(items) - 2 for items in sets)
