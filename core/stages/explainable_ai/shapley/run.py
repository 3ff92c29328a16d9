"""A game shared out: its film, order by order or coalition by coalition, and its values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from core.compute.film import Film, record
from core.stages.explainable_ai.shapley.coalitions import joinings
from core.stages.explainable_ai.shapley.games import Game, game_of
from core.stages.explainable_ai.shapley.settings import (
    COALITIONS,
    SAMPLE,
    GameSettings,
    RowSettings,
    Settings,
)
from core.stages.explainable_ai.shapley.shares import (
    alike,
    banzhaf,
    by_coalitions,
    by_orders,
    dividends,
    dummies,
    gains_of,
    gains_to,
    weight,
)

if TYPE_CHECKING:
    import pandas as pd

Order = tuple[int, ...]
NOBODY = -1


@dataclass(frozen=True)
class Moment:
    """What has been seen so far.

    order : the one that is walked, of which ``n_joined`` have come; () where coalitions are looked
    at. player : who joined last, making ``after`` of ``before`` and adding ``gain``; -1 at first.
    weight : of that gain, NaN in an order. n_done : whole orders, or coalitions, so far. so_far :
    (n,) each player's mean gain over whole orders, NaN before the first; or the sum of weighed
    gains.
    """

    order: Order
    n_joined: int
    player: int
    before: int
    after: int
    gain: float
    weight: float
    n_done: int
    so_far: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class RowFacts:
    """The row of the learner's model that is shared out.

    row : (1, n_columns) raw frame. label : what is predicted. others : columns that do not play.
    unheard : players that the model does not get. prediction : of the row, in the worths' unit.
    keeps : whether the others have the row's values.
    """

    row: pd.DataFrame
    position: int
    label: str
    class_: str | None
    prediction: float
    others: tuple[str, ...]
    unheard: tuple[str, ...]
    n_background: int
    keeps: bool


@dataclass(frozen=True, eq=False)
class Shared:
    """A game and what each of its n players gets.

    orders : those that the film walks, gains : (n,) for each of them. values : Shapley's, of all
    ``n_orders``; fractions : the same as "2/3" where all worths are whole, else "". lowest,
    highest : a player's least and largest gain. pivots : in how many orders a player adds anything.
    ``alike`` and ``dummies`` as in `core.stages.explainable_ai.shapley.shares`. row : whose
    prediction it is, None for a game.
    """

    game: Game
    way: str
    film: Film[Moment]
    orders: tuple[Order, ...]
    gains: tuple[tuple[float, ...], ...]
    n_orders: int
    values: tuple[float, ...]
    fractions: tuple[str, ...]
    by_coalition: tuple[float, ...]
    lowest: tuple[float, ...]
    highest: tuple[float, ...]
    pivots: tuple[int, ...]
    banzhaf: tuple[float, ...]
    dividends: tuple[float, ...]
    equal: float
    alike: tuple[tuple[int, ...], ...]
    dummies: tuple[int, ...]
    row: RowFacts | None = None

    @property
    def found(self) -> tuple[float, ...]:
        """What the film comes to: the values, or what the drawn orders make of them."""
        return self.film.last.so_far

    @property
    def first(self) -> int:
        """Who gets most of what there is to share; of a row, who moves it most."""
        up = 1 if self.game.total >= 0 else -1
        size = abs if self.row is not None else (lambda value: up * value)
        return max(range(self.game.n), key=lambda i: size(self.values[i]))

    @property
    def idle(self) -> tuple[int, ...]:
        """Null players: they add nothing at all."""
        return tuple(i for i in self.dummies if not self.pivots[i])

    @property
    def error(self) -> float:
        """How far the film's end is from the values at most."""
        return max(abs(a - b) for a, b in zip(self.found, self.values, strict=True))


def play_game(settings: GameSettings) -> Shared:
    """Share a game out; raise `BadGame`."""
    settings.check()
    return shared(game_of(settings), settings)


def play_row(settings: RowSettings, frame: pd.DataFrame) -> Shared:
    """Share one row's prediction out among columns; raises as `row.row_game` does."""
    from core.stages.explainable_ai.shapley.row import row_game

    settings.check()
    game, row = row_game(settings, frame)
    return shared(game, settings, row)


def shared(game: Game, settings: Settings, row: RowFacts | None = None) -> Shared:
    """Share any game out, and film it in the way that was asked for."""
    worths, n = game.worths, game.n
    orders = walked(n, settings)
    values = tuple(by_orders(worths))
    everything = [gains_of(worths, order) for order in permutations(range(n))]
    joined = [gains_to(worths, i) for i in range(n)]
    return Shared(
        game=game,
        way=settings.way,
        film=record(moments(worths, orders, settings.way), most=MOST_MOMENTS),
        orders=orders,
        gains=tuple(tuple(gains_of(worths, order)) for order in orders),
        n_orders=len(everything),
        values=values,
        fractions=tuple(fraction(value, worths, n) for value in values),
        by_coalition=tuple(by_coalitions(worths)),
        lowest=tuple(map(min, joined)),
        highest=tuple(map(max, joined)),
        pivots=tuple(sum(gains[i] != 0 for gains in everything) for i in range(n)),
        banzhaf=tuple(banzhaf(worths)),
        dividends=tuple(dividends(worths)),
        equal=game.total / n,
        alike=alike(worths),
        dummies=dummies(worths),
        row=row,
    )


MOST_MOMENTS = 240


def walked(n: int, settings: Settings) -> tuple[Order, ...]:
    """Return the orders that a film walks: all of them, or some drawn with repetition."""
    every = tuple(permutations(range(n)))
    if settings.way != SAMPLE:
        return every
    draw = np.random.default_rng(settings.draw_seed)
    return tuple(every[i] for i in draw.integers(len(every), size=settings.n_draws).tolist())


def moments(worths: Sequence[float], orders: Sequence[Order], way: str) -> Iterator[Moment]:
    """Return the film's frames: arrival by arrival, coalition by coalition, or draw by draw."""
    if way == COALITIONS:
        return coalition_moments(worths)
    return order_moments(worths, orders, whole=way == SAMPLE)


def order_moments(
    worths: Sequence[float], orders: Sequence[Order], *, whole: bool = False
) -> Iterator[Moment]:
    """Walk orders of arrival; ``whole`` : a frame for each of them, else for each arrival."""
    n = len(orders[0])
    sums, so_far = [0.0] * n, (math.nan,) * n
    yield Moment(orders[0], 0, NOBODY, 0, 0, math.nan, math.nan, 0, so_far)
    for n_done, order in enumerate(orders):
        before = 0
        for place, player in enumerate(order, start=1):
            after = before | 1 << player
            gain = worths[after] - worths[before]
            sums[player] += gain
            if place == n:
                so_far = tuple(total / (n_done + 1) for total in sums)
            if place == n or not whole:
                done = n_done + (place == n)
                yield Moment(order, place, player, before, after, gain, math.nan, done, so_far)
            before = after


def coalition_moments(worths: Sequence[float]) -> Iterator[Moment]:
    """Look at every coalition that each player can join, one player after the other."""
    n = len(worths).bit_length() - 1
    sums = [0.0] * n
    yield Moment((), 0, NOBODY, 0, 0, math.nan, math.nan, 0, tuple(sums))
    for n_done, (player, before) in enumerate(joinings(n), start=1):
        after = before | 1 << player
        gain, share = worths[after] - worths[before], weight(before.bit_count(), n)
        sums[player] += share * gain
        yield Moment((), 0, player, before, after, gain, share, n_done, tuple(sums))


def fraction(value: float, worths: Sequence[float], n: int) -> str:
    """Return a value as it is written by hand, "" where some worth is no whole number.

    >>> fraction(2 / 3, (0, 1), 3), fraction(5.0, (0, 1), 3), fraction(0.3, (0, 0.5), 3)
    ('2/3', '5', '')
    """
    if any(worth != round(worth) for worth in worths):
        return ""
    return str(Fraction(value).limit_denominator(math.factorial(n)))
