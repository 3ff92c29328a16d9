"""Shapley values of a small game, by every order of arrival and by every coalition."""

from __future__ import annotations

from dataclasses import dataclass

from core.stages.explainable_ai.shapley.coalitions import called
from core.stages.explainable_ai.shapley.games import game_of
from core.stages.explainable_ai.shapley.settings import GameSettings
from core.stages.explainable_ai.shapley.shares import banzhaf, by_coalitions, by_orders


@dataclass(frozen=True)
class Played:
    """Players and the worth of every coalition: i is in coalition S where bit i of S is 1."""

    players: tuple[str, ...]
    worths: tuple[float, ...]


def played(settings: GameSettings) -> Played:
    """Return the game that was chosen; raise `BadGame`."""
    game = game_of(settings)
    return Played(game.symbols, game.worths)


def example(settings: Played) -> None:
    """Print every coalition's worth, and what each player gets, both ways."""
    players, worths = settings.players, settings.worths
    for coalition, worth in enumerate(worths):
        print(f"v({called(players, coalition)}) = {worth:.10g}")
    rules = by_orders(worths), by_coalitions(worths), banzhaf(worths)
    for name, value, again, index in zip(players, *rules, strict=True):
        print(f"{name}: {value:.10g} by orders, {again:.10g} by coalitions, Banzhaf {index:.10g}")
    print(f"in all: {sum(by_orders(worths)):.10g}")
