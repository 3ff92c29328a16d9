"""Coalitions as bits: player i is in coalition S where bit i of S is 1."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache


def members(coalition: int) -> tuple[int, ...]:
    """Return who is in a coalition.

    >>> members(0b101)
    (0, 2)
    """
    return tuple(i for i in range(coalition.bit_length()) if coalition >> i & 1)


@cache
def by_size(n: int) -> tuple[int, ...]:
    """Return all 2^n coalitions of ``n`` players, the smallest first, then by name.

    >>> by_size(2), [members(c) for c in by_size(3)][4:]
    ((0, 1, 2, 3), [(0, 1), (0, 2), (1, 2), (0, 1, 2)])
    """
    return tuple(sorted(range(1 << n), key=lambda c: (c.bit_count(), members(c))))


@cache
def joinings(n: int) -> tuple[tuple[int, int], ...]:
    """Return every (player, coalition that it can join).

    >>> joinings(2)
    ((0, 0), (0, 2), (1, 0), (1, 1))
    """
    return tuple((i, c) for i in range(n) for c in by_size(n) if not c >> i & 1)


def called(symbols: Sequence[str], coalition: int) -> str:
    """Return the name of a coalition.

    >>> called("ABC", 0b101), called("ABC", 0)
    ('AC', '∅')
    """
    return "".join(symbols[i] for i in members(coalition)) or "∅"


def players_of(n_worths: int) -> int:
    """Return how many players have so many coalitions, the empty one not counted; 0 for none.

    >>> players_of(7), players_of(8)
    (3, 0)
    """
    n = (n_worths + 1).bit_length() - 1
    return n if (1 << n) - 1 == n_worths else 0
