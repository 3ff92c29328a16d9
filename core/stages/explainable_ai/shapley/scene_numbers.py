"""A game's numbers as they stand side by side: all with as many decimals, and sums that hold.

Worths are rounded once, to whole units of the last decimal, and all other numbers follow from them:
a gain is the difference of two worths as they are shown, and shares are rounded so that they add up
to what is shared (by the largest remainder).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from core.stages.explainable_ai.shapley.coalitions import joinings
from core.stages.explainable_ai.shapley.run import Moment, Shared
from core.stages.explainable_ai.shapley.settings import COALITIONS, SAMPLE
from core.stages.explainable_ai.shapley.shares import weight

MOST_DECIMALS = 12
TYPED_DECIMALS = 6
"""So many decimals of a worth that was typed are shown."""
NOISE = 1e-6
"""Of a unit: what arithmetic leaves over."""


@dataclass(frozen=True)
class Tally:
    """A game in whole units of its last decimal.

    places : decimals. worths : (2**n,) as in the game; shares : (n,), they add up to the last worth
    less the first. Where ``whole`` is true, shares are fractions and stand for themselves.
    """

    places: int
    whole: bool
    worths: tuple[int, ...]
    shares: tuple[int, ...]

    @property
    def total(self) -> int:
        """What is shared."""
        return self.worths[-1] - self.worths[0]

    def units(self, value: float) -> float:
        """Return a number in units, not rounded."""
        return float(value * 10.0**self.places)

    def spelled(self, units: int, raw: float = 1.0, *, sign: bool = False) -> str:
        """Return so many units as a number; 0 only where ``raw``, what was rounded, is nothing."""
        if not units and raw == 0:
            return "0"
        plus = "+" if sign and units > 0 else ""
        return _with_minus(f"{plus}{units / 10**self.places:,.{self.places}f}")


@lru_cache(maxsize=8)
def tally(answer: Shared) -> Tally:
    """Return a game as it is shown."""
    places = _places(answer)
    scale = 10.0**places
    worths = _worths(answer, scale)
    fixed = {i: worths[1 << i] - worths[0] for i in answer.dummies}
    shares = _fitted([v * scale for v in answer.values], worths[-1] - worths[0], fixed)
    return Tally(places, all(answer.fractions), worths, shares)


def _places(answer: Shared) -> int:
    """Return how many decimals show the largest gain by three digits, and what was typed."""
    if all(answer.fractions):
        return 0
    gain = max(map(abs, (*answer.lowest, *answer.highest)), default=0.0)
    places = min(max(2 - math.floor(math.log10(gain)), 0), MOST_DECIMALS) if gain else 3
    return places if answer.row is not None else max(places, _typed(answer.game.worths))


def _typed(worths: Sequence[float]) -> int:
    """Return how many decimals it takes to write all worths."""
    enough = (p for p in range(TYPED_DECIMALS) if all(round(w, p) == w for w in worths))
    return next(enough, TYPED_DECIMALS)


def _worths(answer: Shared, scale: float) -> tuple[int, ...]:
    """Round every worth so that a dummy adds the same to everybody as it is shown, too."""
    raw, last = answer.game.worths, len(answer.game.worths) - 1
    idle = sum(1 << i for i in answer.dummies)
    whole = [round(worth * scale) for worth in raw]
    adds = [(raw[1 << i] - raw[0]) * scale for i in answer.dummies]
    none = {k: 0 for k, i in enumerate(answer.dummies) if i in answer.idle}
    added = _fitted(adds, whole[last] - whole[last & ~idle], none)
    extra = dict(zip(answer.dummies, added, strict=True))
    return tuple(
        whole[c & ~idle] + sum(units for i, units in extra.items() if c >> i & 1)
        for c in range(len(raw))
    )


def _fitted(
    values: Sequence[float], total: int, fixed: dict[int, int] | None = None
) -> tuple[int, ...]:
    """Round numbers so that they add up to ``total``, by the largest remainder.

    fixed : by place, what is settled already.

    >>> _fitted([1.4, 1.4, 1.2], 4), _fitted([-0.5, 0.2], 0), _fitted([], 0)
    ((2, 1, 1), (0, 0), ())
    """
    settled = fixed or {}
    free = [i for i in range(len(values)) if i not in settled]
    found = [settled.get(i, math.floor(v + NOISE)) for i, v in enumerate(values)]
    left = total - sum(found)
    free.sort(key=lambda i: (round(found[i] - values[i], 6), i), reverse=left < 0)
    for k in range(abs(left) if free else 0):
        found[free[k % len(free)]] += 1 if left > 0 else -1
    return tuple(found)


def worth(answer: Shared, coalition: int) -> str:
    """Return what a coalition is worth; 0 only for nothing at all."""
    known = tally(answer)
    return known.spelled(known.worths[coalition], answer.game.worths[coalition])


def total(answer: Shared) -> str:
    """Return what there is to share."""
    known = tally(answer)
    return known.spelled(known.total, answer.game.total)


def gain(answer: Shared, player: int, before: int, *, sign: bool = False) -> str:
    """Return what a player adds to a coalition; 0 only for nothing at all."""
    after, known, raw = before | 1 << player, tally(answer), answer.game.worths
    return known.spelled(
        known.worths[after] - known.worths[before], raw[after] - raw[before], sign=sign
    )


def span(answer: Shared, player: int) -> tuple[str, str]:
    """Return the least and the most that a player adds."""
    known, joined = tally(answer), [c for i, c in joinings(answer.game.n) if i == player]
    found = sorted(joined, key=lambda c: known.worths[c | 1 << player] - known.worths[c])
    return gain(answer, player, found[0]), gain(answer, player, found[-1])


def exact(answer: Shared, i: int, *, sign: bool = False) -> str:
    """Return a player's value, as a fraction where all worths are whole."""
    known = tally(answer)
    if known.whole:
        return spelled_fraction(Fraction(answer.fractions[i]))
    return known.spelled(known.shares[i], answer.values[i], sign=sign)


def _with_minus(text: str) -> str:
    """Return a number with its minus sign; units are whole, so there is no negative nothing."""
    return text.replace("-", "−")


def spelled_fraction(value: Fraction) -> str:
    """Return a fraction as it is written by hand.

    >>> spelled_fraction(Fraction(-1000, 3)), spelled_fraction(Fraction(5))
    ('−1,000/3', '5')
    """
    under = "" if value.denominator == 1 else f"/{value.denominator}"
    return _with_minus(f"{value.numerator:,}{under}")


def arrived(answer: Shared, k: int, player: int) -> str:
    """Return what a player adds in the k-th order."""
    order = answer.orders[k]
    before = sum(1 << i for i in order[: order.index(player)])
    return gain(answer, player, before)


def so_far(answer: Shared, moment: Moment, *, sign: bool = False) -> tuple[str, ...]:
    """Return each player's mean so far, or sum of weighed gains; "" before the first."""
    if any(map(math.isnan, moment.so_far)):
        return ("",) * answer.game.n
    known = tally(answer)
    if known.whole:
        return _whole_so_far(answer, moment)
    if answer.way == COALITIONS:
        units = tuple(_summed(answer, i, moment) for i in range(answer.game.n))
    elif all(math.isclose(a, b) for a, b in zip(moment.so_far, answer.values, strict=True)):
        units = known.shares
    else:
        fixed = {i: known.shares[i] for i in answer.dummies}
        units = _fitted([known.units(v) for v in moment.so_far], known.total, fixed)
    pairs = zip(units, moment.so_far, strict=True)
    return tuple(known.spelled(u, v, sign=sign) for u, v in pairs)


def _whole_so_far(answer: Shared, moment: Moment) -> tuple[str, ...]:
    """Return fractions, of drawn orders decimals."""
    if answer.way != SAMPLE:
        most = math.factorial(answer.game.n)
        return tuple(spelled_fraction(Fraction(v).limit_denominator(most)) for v in moment.so_far)
    largest = max(map(abs, moment.so_far))
    places = max(2 - math.floor(math.log10(largest)), 0) if largest else 0
    units = _fitted([v * 10.0**places for v in moment.so_far], tally(answer).total * 10**places)
    return tuple(_with_minus(f"{unit / 10**places:,.{places}f}") if unit else "0" for unit in units)


def product(answer: Shared, player: int, before: int) -> str:
    """Return a weighed gain; those of a player add up to its value."""
    known, n = tally(answer), answer.game.n
    if known.whole:
        adds = known.worths[before | 1 << player] - known.worths[before]
        share = Fraction(adds, round(1 / weight(before.bit_count(), n)))
        return spelled_fraction(share)
    raw = answer.game.worths
    return known.spelled(_products(answer, player)[before], raw[before | 1 << player] - raw[before])


@lru_cache(maxsize=32)
def _products(answer: Shared, player: int) -> dict[int, int]:
    """Return a player's weighed gains in units, by the coalition that is joined."""
    known, n = tally(answer), answer.game.n
    worths = answer.game.worths
    joined = [c for i, c in joinings(n) if i == player]
    adds = [(worths[c | 1 << player] - worths[c]) * weight(c.bit_count(), n) for c in joined]
    none = {k: 0 for k, add in enumerate(adds) if not add}
    units = _fitted([known.units(add) for add in adds], known.shares[player], none)
    return dict(zip(joined, units, strict=True))


def _summed(answer: Shared, player: int, moment: Moment) -> int:
    """Return the sum of a player's products that have been looked at."""
    seen = joinings(answer.game.n)[: moment.n_done]
    return sum(_products(answer, player)[c] for i, c in seen if i == player)


def terms(answer: Shared, player: int, coalitions: Sequence[int], rest: float) -> tuple[str, ...]:
    """Return a player's shares of dividends, and of all the rest: they add up to its value."""
    shares = [answer.dividends[c] / c.bit_count() for c in coalitions]
    known = tally(answer)
    if known.whole:
        own = [Fraction(round(answer.dividends[c]), c.bit_count()) for c in coalitions]
        left = Fraction(answer.fractions[player]) - sum(own)
        return tuple(spelled_fraction(share) for share in (*own, left))
    units = _fitted([known.units(v) for v in (*shares, rest)], known.shares[player])
    return tuple(known.spelled(unit) for unit in units)
