"""Small worlds without a grid, written down as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.rl.worlds.model import Action, Model, Outcome


@dataclass(frozen=True)
class SmallWorld:
    """A table of the catalogue and the function that writes it down."""

    id: str
    label: str
    help: str
    source: str
    build: Callable[[], Model]


def maximisation_bias() -> Model:
    """Return the two-state world where a maximum over noise looks like a prize.

    State 0 (A): half of the ten actions end with 0, half lead on with 0 to state 1 (B), where
    every action ends with a reward of -0.1 on average. Departure from the book: +1 or -1 instead
    of a normal reward of variance 1, because a table is finite.
    Source: Sutton & Barto, 2nd ed. (2018), example 6.7.
    """
    end = 2
    left: list[Outcome] = [(1.0, 1, 0.0, False)]
    right: list[Outcome] = [(1.0, end, 0.0, True)]
    noise: list[Outcome] = [(0.45, end, 1.0, True), (0.55, end, -1.0, True)]
    table = [[left] * 5 + [right] * 5, [noise] * 10, [[(1.0, end, 0.0, True)]] * 10]
    names = [f"left {i}" for i in range(1, 6)] + [f"right {i}" for i in range(1, 6)]
    actions = tuple(Action(name) for name in names)
    return Model("bias", table, ((0, 1.0),), actions, (False, False, True), time_limit=10)


SMALL_WORLDS: tuple[SmallWorld, ...] = (
    SmallWorld(
        "bias",
        "Maximisation bias",
        "Left looks good because the best of ten noisy estimates is high; it is not.",
        "Sutton & Barto, 2nd ed. (2018), example 6.7",
        maximisation_bias,
    ),
)
