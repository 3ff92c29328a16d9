"""Shapley values of a small game, by every order and by every coalition, and what they promise.

A game is the worth v(S) of each coalition S of n players, as a sequence of 2^n numbers: player i is
in S where bit i of S is 1.

Source: Shapley (1953), A value for n-person games; Harsanyi (1959) for the dividends; Banzhaf
(1965) for his index.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations

from core.stages.explainable_ai.shapley.coalitions import by_size, joinings

Worths = Sequence[float]
SAME = 1e-9
"""Worths that differ by less of the game's span are equal: models round."""


def players_in(worths: Worths) -> int:
    """Return how many players a game has."""
    return len(worths).bit_length() - 1


def gains_of(worths: Worths, order: Sequence[int]) -> list[float]:
    """Return what each player adds when they arrive in ``order``, by player.

    >>> gains_of([0, 0, 0, 1], (1, 0))
    [1, 0]
    """
    gains = [0.0] * len(order)
    before = 0
    for player in order:
        after = before | 1 << player
        gains[player] = worths[after] - worths[before]
        before = after
    return gains


def by_orders(worths: Worths) -> list[float]:
    """Return each player's mean gain over all n! orders of arrival.

    >>> by_orders([0, 0, 0, 1, 0, 1, 0, 1])  # one left glove, two right ones
    [0.6666666666666666, 0.16666666666666666, 0.16666666666666666]
    """
    n = players_in(worths)
    all_gains = [gains_of(worths, order) for order in permutations(range(n))]
    return [math.fsum(gains) / len(all_gains) for gains in zip(*all_gains, strict=True)]


def weight(size: int, n: int) -> float:
    """Return the share of the n! orders in which just ``size`` given players come before one.

    >>> [round(weight(size, 3), 3) for size in range(3)]
    [0.333, 0.167, 0.333]
    """
    return math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)


def by_coalitions(worths: Worths) -> list[float]:
    """Return each player's gains from joining every coalition, weighed and added up."""
    n = players_in(worths)
    values = [0.0] * n
    for player, before in joinings(n):
        gain = worths[before | 1 << player] - worths[before]
        values[player] += weight(before.bit_count(), n) * gain
    return values


def dividends(worths: Worths) -> list[float]:
    """Return what each coalition is worth beyond the dividends of all smaller ones in it.

    >>> dividends([0, 0, 0, 1, 0, 1, 0, 1])
    [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, -1.0]
    """
    found = [0.0] * len(worths)
    for coalition in by_size(players_in(worths)):
        inside = (found[c] for c in range(coalition) if c & coalition == c)
        found[coalition] = worths[coalition] - math.fsum(inside)
    return found


def by_dividends(worths: Worths) -> list[float]:
    """Return values as equal shares of every coalition's dividend: the axioms leave no other way.

    The empty coalition's is nobody's.
    """
    n = players_in(worths)
    shares = [d / max(c.bit_count(), 1) for c, d in enumerate(dividends(worths))]
    return [math.fsum(s for c, s in enumerate(shares) if c >> i & 1) for i in range(n)]


def banzhaf(worths: Worths) -> list[float]:
    """Return each player's plain mean gain over the 2^(n-1) coalitions that it can join.

    >>> banzhaf([0, 0, 0, 1, 0, 1, 0, 1])
    [0.75, 0.25, 0.25]
    """
    n = players_in(worths)
    return [math.fsum(gains_to(worths, player)) / (1 << n - 1) for player in range(n)]


def gains_to(worths: Worths, player: int) -> list[float]:
    """Return what a player adds to every coalition without it, the smallest first."""
    joined = [c for i, c in joinings(players_in(worths)) if i == player]
    return [worths[c | 1 << player] - worths[c] for c in joined]


def dummies(worths: Worths) -> tuple[int, ...]:
    """Return the players that add the same to every coalition: what they are worth alone."""
    n = players_in(worths)
    room = _room(worths)
    return tuple(
        i for i in range(n)
        if n > 1 and max(gains_to(worths, i)) - min(gains_to(worths, i)) <= room
    )  # fmt: skip


def alike(worths: Worths) -> tuple[tuple[int, ...], ...]:
    """Return groups of players that can be exchanged for each other in every coalition."""
    groups: list[list[int]] = []
    for player in range(players_in(worths)):
        home = next((g for g in groups if _exchanged(worths, g[0], player)), None)
        if home is None:
            groups.append([player])
        else:
            home.append(player)
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _exchanged(worths: Worths, i: int, j: int) -> bool:
    """Whether i and j add the same to every coalition that has neither."""
    without = (c for c in range(len(worths)) if not c >> i & 1 and not c >> j & 1)
    room = _room(worths)
    return all(abs(worths[c | 1 << i] - worths[c | 1 << j]) <= room for c in without)


def _room(worths: Worths) -> float:
    return SAME * (max(worths) - min(worths))
