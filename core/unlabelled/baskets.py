"""Baskets: who bought what; drawn by chance with rules planted in them, or with none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Planted:
    """A planted rule: whoever takes ``left`` takes ``right`` as well, with this ``chance``.

    left_share, right_share : how often each is taken anyway, in (0, 1).
    """

    left: str
    right: str
    chance: float
    left_share: float
    right_share: float

    @property
    def confidence(self) -> float:
        """The share of baskets with ``left`` that hold ``right``, of infinitely many."""
        return self.right_share + (1 - self.right_share) * self.chance

    @property
    def lift(self) -> float:
        """How many times more often both come together than they would by chance."""
        right = self.right_share + (1 - self.right_share) * self.left_share * self.chance
        return self.confidence / right


@dataclass(frozen=True, eq=False)
class BasketSet:
    """Baskets as a table: ``has`` (n_baskets, n_items) says which of the ``items`` each holds.

    items : by name, rising. planted : the rules they were drawn with. known : whether it is known
    what was planted, () included. note : what was done to a learner's table, a sentence each.
    """

    items: tuple[str, ...]
    has: Flags
    planted: tuple[Planted, ...] = ()
    known: bool = False
    note: tuple[str, ...] = ()

    @property
    def n_baskets(self) -> int:
        """How many there are."""
        return len(self.has)

    def part(self, rows: NDArray[np.int64] | slice) -> BasketSet:
        """Return some of the baskets, of the same items."""
        return BasketSet(self.items, self.has[rows], self.planted, self.known, self.note)


SHARES = {
    "apples": 0.35, "beer": 0.14, "bread": 0.45, "butter": 0.2, "cheese": 0.2, "coffee": 0.3,
    "crisps": 0.15, "eggs": 0.3, "milk": 0.42, "pasta": 0.22, "sauce": 0.15, "wine": 0.15,
}  # fmt: skip
"""How often each thing is bought when nothing else matters."""
CHANCES = (("pasta", "sauce", 0.7), ("wine", "cheese", 0.6), ("beer", "crisps", 0.65),
           ("bread", "butter", 0.5))  # fmt: skip
"""Rules that can be planted: no thing stands in two of them."""


def planted_rules(n: int) -> tuple[Planted, ...]:
    """Return the first ``n`` rules, 0 to 4.

    >>> planted_rules(1)[0].right, round(planted_rules(1)[0].lift, 3)
    ('sauce', 2.652)
    """
    return tuple(Planted(a, b, p, SHARES[a], SHARES[b]) for a, b, p in CHANCES[:n])


def draw_baskets(rng: np.random.Generator, n: int, rules: Collection[Planted]) -> BasketSet:
    """Return ``n`` baskets: every item by its own chance alone, but for the planted ``rules``."""
    items = tuple(sorted(SHARES))
    has = rng.random((n, len(items))) < np.array([SHARES[name] for name in items])
    more = rng.random((n, len(CHANCES)))
    for rule, draw in zip(rules, more.T, strict=False):
        left, right = items.index(rule.left), items.index(rule.right)
        has[:, right] |= has[:, left] & (draw < rule.chance)
    return BasketSet(items, has, tuple(rules), known=True)


def true_lift(rules: Collection[Planted], left: Collection[str], right: Collection[str]) -> float:
    """Return the lift of a rule in infinitely many such baskets: 1 unless a planted pair is parted.

    A pair whose halves stand on both sides multiplies it by its own lift; whole on one side, or not
    there, it changes nothing, for no item stands in two pairs.

    >>> round(true_lift(planted_rules(4), ["pasta", "milk"], ["sauce"]), 3)
    2.652
    >>> true_lift(planted_rules(4), ["pasta", "sauce"], ["milk"])
    1.0
    """
    found = 1.0
    for rule in rules:
        if (rule.left in left and rule.right in right) or (
            rule.left in right and rule.right in left
        ):
            found *= rule.lift
    return found
