"""Monte Carlo tree search (Kocsis & Szepesvári, 2006)."""

from __future__ import annotations

from dataclasses import dataclass

from core.stages.reinforcement.game_tree.rules import Game, Position, play
from core.stages.reinforcement.game_tree.search import PLAYOUTS, Playout, Search, best_move
from core.stages.reinforcement.game_tree.tree import TreeSettings, checked


@dataclass(frozen=True)
class Thought:
    """A search from the board after ``moves``, one digit each; ``playout`` ends its games."""

    rules: Game
    playout: Playout
    moves: str = ""
    n_simulations: int = 500
    c: float = 1.4
    seed: int = 0


def thought_of(settings: TreeSettings) -> Thought:
    """Return the search that a learner watched; raise `BadValue` or `BadMoves`."""
    rules, _ = checked(settings)
    names = ("moves", "n_simulations", "c", "seed")
    chosen = {name: getattr(settings, name) for name in names}
    return Thought(rules, PLAYOUTS[settings.rollout], **chosen)


def example(settings: Thought) -> None:
    """Search, and print how often every move was tried and how its games ended."""
    position = Position()
    for sign in settings.moves:
        position = play(settings.rules, position, int(sign))
    search = Search(settings.rules, position, settings.c, settings.playout, settings.seed)
    for _ in range(settings.n_simulations):
        search.simulate()

    for move, child in sorted(search.root.children.items()):
        print(f"move {move}: {child.visits} visits, value {child.value:.3f}")
    print("best:", best_move(search.root))
