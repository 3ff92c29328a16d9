"""Gymnasium's toy-text worlds as transition tables. Gymnasium is imported only in a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

from core.rl.worlds.grid import BadWorld
from core.rl.worlds.model import Action, Model, Outcome, merged

BLACKJACK = "Blackjack-v1"
_UP, _RIGHT = Action("up", -1, 0), Action("right", 0, 1)
_DOWN, _LEFT = Action("down", 1, 0), Action("left", 0, -1)


@dataclass(frozen=True)
class GymWorld:
    """One environment of Gymnasium: its actions in its own order and its grid, if it has one."""

    id: str
    label: str
    help: str
    actions: tuple[Action, ...]
    n_rows: int = 0
    n_cols: int = 0
    time_limit: int = 1000


GYM_WORLDS: tuple[GymWorld, ...] = (
    GymWorld(
        "FrozenLake-v1",
        "FrozenLake",
        "4 by 4 slippery ice, four holes; 1 for the goal.",
        (_LEFT, _DOWN, _RIGHT, _UP),
        4,
        4,
        100,
    ),
    GymWorld(
        "CliffWalking-v1",
        "CliffWalking",
        "4 by 12; every step costs 1, the cliff 100.",
        (_UP, _RIGHT, _DOWN, _LEFT),
        4,
        12,
    ),
    GymWorld(
        "Taxi-v4",
        "Taxi",
        "Fetch a passenger and drop them off; 500 states.",
        (_DOWN, _UP, _RIGHT, _LEFT, Action("pick up"), Action("drop off")),
        time_limit=200,
    ),
    GymWorld(
        BLACKJACK,
        "Blackjack",
        "Beat the dealer without passing 21.",
        (Action("stick"), Action("hit")),
    ),
)


@lru_cache(maxsize=8)
def gym_model(world_id: str) -> Model:
    """Return the table of a Gymnasium world; raise `BadWorld` for an unknown id.

    Blackjack has no table of its own; `blackjack` writes it down from the rules.
    """
    for entry in GYM_WORLDS:
        if entry.id == world_id:
            return maker(entry)()
    known = ", ".join(entry.id for entry in GYM_WORLDS)
    raise BadWorld(f"There is no world named {world_id!r}. Choose one of {known}.")


def maker(entry: GymWorld) -> Callable[[], Model]:
    """Return what builds the table of an entry."""
    if entry.id == BLACKJACK:
        return partial(blackjack, entry.actions)
    shape = {"n_rows": entry.n_rows, "n_cols": entry.n_cols, "time_limit": entry.time_limit}
    return partial(from_gymnasium, entry.id, entry.actions, **shape)


def from_gymnasium(
    name: str,
    actions: tuple[Action, ...],
    *,
    n_rows: int = 0,
    n_cols: int = 0,
    time_limit: int = 1000,
) -> Model:
    """Return the table that an environment of Gymnasium keeps."""
    import gymnasium

    env: Any = gymnasium.make(name).unwrapped
    table = [
        [
            merged((float(p), int(s), float(r), bool(end)) for p, s, r, end in env.P[state][action])
            for action in range(len(actions))
        ]
        for state in range(len(env.P))
    ]
    reached = {o[1] for row in table for outcomes in row for o in outcomes if o[3]}
    ends = tuple(state in reached for state in range(len(table)))
    chances = env.initial_state_distrib
    starts = tuple((int(s), float(chances[s])) for s in np.flatnonzero(chances))
    return Model(name, table, starts, actions, ends, n_rows, n_cols, time_limit)


def describe(world_id: str, state: int) -> str:
    """Return what a player sees of a state, in words; "" where the grid shows it.

    >>> describe("Blackjack-v1", hand_state(14, 10, False))
    'You hold 14; the dealer shows 10.'
    >>> describe("Taxi-v4", 328)
    'Taxi in row 4, column 2. The passenger waits at yellow and wants to go to red.'
    >>> describe("bias", 1)
    'At B, the noisy side.'
    """
    told = _TELLERS.get(world_id)
    return "" if told is None else told(state)


def _taxi(state: int) -> str:
    rest, goal = divmod(state, 4)
    rest, place = divmod(rest, 5)
    row, col = divmod(rest, 5)
    names = ("red", "green", "yellow", "blue")
    who = f"waits at {names[place]}" if place < 4 else "sits in the taxi"
    taxi = f"Taxi in row {row + 1}, column {col + 1}."
    return f"{taxi} The passenger {who} and wants to go to {names[goal]}."


def _hand(state: int) -> str:
    if state == BLACKJACK_END:
        return "The hand is over."
    if state >= N_HANDS:
        return f"You hold a natural 21; the dealer shows {_card(state - N_HANDS + 1)}."
    rest, has_ace = divmod(state, 2)
    total, dealer = divmod(rest, 10)
    hand = f"{total + 4}, an ace counted as 11" if has_ace else f"{total + 4}"
    return f"You hold {hand}; the dealer shows {_card(dealer + 1)}."


def _card(card: int) -> str:
    return "an ace" if card == 1 else str(card)


# Blackjack: states are (player's sum, dealer's card, usable ace), then ten naturals, then the end.

CARDS = tuple((card, 4 / 13 if card == 10 else 1 / 13) for card in range(1, 11))
N_HANDS = 18 * 10 * 2
BLACKJACK_END = N_HANDS + 10


def hand_state(total: int, dealer: int, has_ace: bool) -> int:
    """Return the state of a hand: ``total`` 4 to 21, ``dealer`` 1 (ace) to 10.

    >>> hand_state(4, 1, False), hand_state(21, 10, True)
    (0, 359)
    """
    return ((total - 4) * 10 + dealer - 1) * 2 + has_ace


def blackjack(actions: tuple[Action, ...]) -> Model:
    """Return Blackjack by the rules of S&B example 5.1 (``sab=True``), cards with replacement.

    A natural (an ace and a ten) beats any hand but a natural, so it is a state of its own.
    Source: Sutton & Barto, 2nd ed. (2018), example 5.1; Gymnasium, Blackjack-v1.
    """
    ends = (*[False] * BLACKJACK_END, True)
    return Model(BLACKJACK, blackjack_table(), blackjack_deals(), actions, ends)


def blackjack_table() -> list[list[list[Outcome]]]:
    """Return the table: every hand, then a natural against each card, then the end."""
    dealt = {card: dealer_results(card) for card in range(1, 11)}
    table = [
        [stick(total, dealt[dealer]), hit(total, dealer, bool(has_ace))]
        for total in range(4, 22)
        for dealer in range(1, 11)
        for has_ace in range(2)
    ]
    for dealer in range(1, 11):
        table.append([stick(22, dealt[dealer]), hit(21, dealer, True)])
    table.append([[(1.0, BLACKJACK_END, 0.0, True)]] * 2)
    return table


def dealer_results(shown: int) -> dict[int, float]:
    """Return the chance of each final score: 0 bust, 17 to 21, 22 a natural."""
    results: dict[int, float] = {}

    def draw(total: int, has_ace: bool, n_cards: int, chance: float) -> None:
        score = total + 10 if has_ace and total <= 11 else total
        if n_cards >= 2 and score >= 17:
            final = 22 if n_cards == 2 and score == 21 else score if score <= 21 else 0
            results[final] = results.get(final, 0.0) + chance
            return
        for card, share in CARDS:
            draw(total + card, has_ace or card == 1, n_cards + 1, chance * share)

    draw(shown, shown == 1, 1, 1.0)
    return results


def stick(score: int, dealt: dict[int, float]) -> list[Outcome]:
    """Return the outcomes of standing on ``score``, 22 for a natural."""
    # A dealer's natural draws with a plain 21, as in Gymnasium: only the player's one counts more.
    worth = {final: min(final, 21) if score <= 21 else final for final in dealt}
    return merged(
        (chance, BLACKJACK_END, float((score > worth[final]) - (score < worth[final])), True)
        for final, chance in sorted(dealt.items())
    )


def hit(total: int, dealer: int, has_ace: bool) -> list[Outcome]:
    """Return the outcomes of one more card."""
    found: list[Outcome] = []
    for card, share in CARDS:
        score, ace = total + card, has_ace
        if card == 1 and not has_ace and total <= 10:
            score, ace = total + 11, True
        if score > 21 and ace:
            score, ace = score - 10, False
        is_bust = score > 21
        state = BLACKJACK_END if is_bust else hand_state(score, dealer, ace)
        found.append((share, state, -1.0 if is_bust else 0.0, is_bust))
    return merged(found)


def blackjack_deals() -> tuple[tuple[int, float], ...]:
    """Return (state, probability) of the first two cards against the dealer's first."""
    starts: dict[int, float] = {}
    for dealer, shown in CARDS:
        for first, one in CARDS:
            for second, two in CARDS:
                has_ace = 1 in (first, second)
                total = first + second + 10 * has_ace
                state = N_HANDS + dealer - 1 if total == 21 else hand_state(total, dealer, has_ace)
                starts[state] = starts.get(state, 0.0) + shown * one * two
    return tuple(sorted(starts.items()))


_BIAS = ("At A, the start.", "At B, the noisy side.", "At the end.")
_TELLERS: dict[str, Callable[[int], str]] = {
    BLACKJACK: _hand,
    "Taxi-v4": _taxi,
    "bias": _BIAS.__getitem__,
}
