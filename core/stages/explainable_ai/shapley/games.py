"""Games of two to four players: published ones, and one whose worths the learner sets."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.errors import PlaygroundError
from core.stages.explainable_ai.shapley.coalitions import by_size, members, players_of
from core.stages.explainable_ai.shapley.settings import (
    AIRPORT,
    BANKRUPTCY,
    GLOVE,
    OWN,
    OWNER,
    VOTE,
    GameSettings,
)
from core.untrusted import shown
from core.wording import counted

LETTERS = "ABCD"
BELOW = "₁₂₃₄"
MOST_WORTH = 1e9
N_WORKERS, PIECE = 3, 10.0


class BadGame(PlaygroundError):
    """Numbers that make no game."""


@dataclass(frozen=True)
class Game:
    """Players and the worth of every coalition of them.

    symbols : a short sign for each player; names : what it is. worths : (2**n,), player i is in
    coalition S where bit i of S is 1. told : the rule in a sentence. measure : what worth counts.
    takes : what a player does with its share. verb : joins one player, or many, with ``names``.
    """

    symbols: tuple[str, ...]
    names: tuple[str, ...]
    worths: tuple[float, ...]
    told: str
    measure: str = "worth"
    takes: str = "gets"
    verb: tuple[str, str] = ("is", "are")

    @property
    def n(self) -> int:
        """How many play."""
        return len(self.symbols)

    @property
    def total(self) -> float:
        """What there is to share: the worth of all beyond that of nobody."""
        return self.worths[-1] - self.worths[0]


def game_of(settings: GameSettings) -> Game:
    """Return the game that was chosen; raise `BadGame`."""
    return BUILDERS[settings.game](settings)


def worths_by(n: int, worth: Callable[[tuple[int, ...]], float]) -> tuple[float, ...]:
    """Return the worth of every coalition of ``n`` players, by a rule over its members."""
    return tuple(float(worth(members(coalition))) for coalition in range(1 << n))


def gloves(settings: GameSettings) -> Game:
    """Return the glove market: min(left, right) pairs. Shapley and Shubik (1969)."""
    n_left, n_right = map(int, settings.gloves.split("-"))
    symbols = (*_numbered("L", n_left), *_numbered("R", n_right))
    names = (*("a left glove",) * n_left, *("a right glove",) * n_right)

    def pairs(who: tuple[int, ...]) -> int:
        left = sum(i < n_left for i in who)
        return min(left, len(who) - left)

    told = "Everybody owns one glove; only a pair can be sold, for 1."
    return Game(symbols, names, worths_by(len(symbols), pairs), told, "pairs", verb=("owns", "own"))


def vote(settings: GameSettings) -> Game:
    """Return a weighted vote: 1 from the quota on. Shapley and Shubik (1954)."""
    quota, *votes = read_numbers(settings.votes, "Quota; votes", "51; 50, 49, 1", first=True)
    if not 0 < quota <= sum(votes):
        raise BadGame(
            f"With a quota of {quota:g} and {sum(votes):g} votes in all there is nothing to decide."
            " Choose a quota above 0 and up to all votes."
        )
    told = (
        f"{_plain(quota)} of {_plain(sum(votes))} votes pass a motion: such a coalition is worth 1."
    )
    names = tuple(f"{_plain(v)} vote{'' if v == 1 else 's'}" for v in votes)
    won = worths_by(len(votes), lambda who: sum(votes[i] for i in who) >= quota)
    return Game(_letters(votes), names, won, told, "motions passed", verb=("has", "have"))


def airport(settings: GameSettings) -> Game:
    """Return the runway's costs: those of the longest one needed. Littlechild and Owen (1973)."""
    costs = read_numbers(settings.costs, "Costs", "8, 11, 13, 18")
    told = "A coalition costs what its longest runway costs; what is shared out is the bill."
    names = tuple(f"a runway for {_plain(cost)}" for cost in costs)
    needed = worths_by(len(costs), lambda who: max((costs[i] for i in who), default=0.0))
    return Game(_letters(costs), names, needed, told, "cost", "pays", ("needs", "need"))


def bankruptcy(settings: GameSettings) -> Game:
    """Return what others leave of an estate: max(0, E − their claims). O'Neill (1982)."""
    estate, *claims = read_numbers(
        settings.claims, "Estate; claims", "200; 100, 200, 300", first=True
    )
    if estate > sum(claims):
        raise BadGame(
            f"An estate of {estate:g} covers all claims, {sum(claims):g}: nobody must give way. "
            "Lower the estate or raise a claim."
        )
    told = (
        f"There is {_plain(estate)} for claims of {_plain(sum(claims))}: a coalition is sure "
        "of what is left once all others are paid."
    )
    names = tuple(f"a claim of {_plain(claim)}" for claim in claims)

    def left(who: tuple[int, ...]) -> float:
        return max(0.0, estate - sum(c for i, c in enumerate(claims) if i not in who))

    sure = worths_by(len(claims), left)
    return Game(_letters(claims), names, sure, told, "sure of", verb=("has", "have"))


def owner(_settings: GameSettings) -> Game:
    """Return a firm: each worker makes 10, nobody anything without the owner."""
    symbols = ("O", *_numbered("W", N_WORKERS))
    names = ("the owner", *("a worker",) * N_WORKERS)
    told = f"With the owner, each worker makes {PIECE:g}; without, nobody makes anything."
    made = worths_by(len(symbols), lambda who: PIECE * (len(who) - 1) if 0 in who else 0.0)
    return Game(symbols, names, made, told, "made")


def own(settings: GameSettings) -> Game:
    """Return the learner's own game."""
    worths = read_numbers(settings.worths, "Worths", "10, 20, 0, 30, 40, 50, 90", n_most=15)
    n = players_of(len(worths))
    if n < 2:
        raise BadGame(
            f"Worths has {counted(len(worths), 'number')}; three players need 7 (A, B, C, AB, AC, "
            "BC, ABC), four need 15, two need 3."
        )
    by_coalition = dict(zip(by_size(n), (0.0, *worths), strict=True))
    symbols = tuple(LETTERS[:n])
    called = f"{', '.join(symbols[:-1])} and {symbols[-1]}"
    told = (
        f"Your own game; its players are called {called}, whatever they were before. Click a "
        "coalition in the picture and say what it is worth."
    )
    return Game(symbols, ("",) * n, tuple(by_coalition[c] for c in range(1 << n)), told)


BUILDERS: dict[str, Callable[[GameSettings], Game]] = {
    GLOVE: gloves,
    VOTE: vote,
    AIRPORT: airport,
    BANKRUPTCY: bankruptcy,
    OWNER: owner,
    OWN: own,
}


def write_worths(worths: Sequence[float]) -> str:
    """Return the text of a game's worths, that of nobody taken off.

    >>> write_worths([0.5, 1.5, 2.5, 4])
    '1, 2, 3.5'
    """
    n = len(worths).bit_length() - 1
    return ", ".join(f"{worths[c] - worths[0]:.12g}" for c in by_size(n)[1:])


def read_numbers(
    text: str, label: str, example: str, *, first: bool = False, n_most: int = len(LETTERS)
) -> tuple[float, ...]:
    """Return the numbers of a text, not negative unless they are worths; raise `BadGame`.

    first : one stands before those of the two to four players.
    """
    parts = [part for part in re.split(r"[;,\s]+", text) if part]
    numbers = tuple(_number(part, label, example) for part in parts)
    is_players = n_most == len(LETTERS)
    if is_players and not 2 <= len(numbers) - first <= n_most:
        raise BadGame(
            f"{label} needs {'one number and then ' if first else ''}two to four numbers, not "
            f"{len(numbers)}. Write them like {example}."
        )
    if is_players and min(numbers) < 0:
        raise BadGame(f"{label} cannot be negative, as {min(numbers):g} is. Choose 0 or more.")
    return numbers


def _number(part: str, label: str, example: str) -> float:
    try:
        number = float(part)
    except ValueError:
        number = math.nan
    if not abs(number) <= MOST_WORTH:
        raise BadGame(
            f"{label}: {shown(part)} is no number up to a billion. Write numbers with commas "
            f"between them, like {example}."
        )
    return number


def _plain(number: float) -> str:
    """Return a number as it was typed, thousands grouped."""
    return f"{number:,.10g}"


def _letters(numbers: Sequence[float]) -> tuple[str, ...]:
    return tuple(LETTERS[: len(numbers)])


def _numbered(letter: str, n: int) -> tuple[str, ...]:
    """Return one sign for each of ``n`` alike; a single one needs no number."""
    return tuple(f"{letter}{BELOW[i]}" for i in range(n)) if n > 1 else (letter,)
