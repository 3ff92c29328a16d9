"""The script of the game tree: rules and search copied, then one search."""

from __future__ import annotations

from core.rl.code import script, sources
from core.stages.reinforcement.game_tree import rules as games
from core.stages.reinforcement.game_tree import search as tree_search
from core.stages.reinforcement.game_tree.tree import TreeSettings, checked

_MAIN = """
rules = {rules!r}
position = Position()
for sign in {moves!r}:
    position = play(rules, position, int(sign))
search = Search(rules, position, {c}, {is_careful}, {seed})
if search.root.untried:
    for _ in range({n_simulations}):
        search.simulate()
for move, child in sorted(search.root.children.items()):
    print(f"move {{move}}: {{child.visits}} visits, value {{child.value:.3f}}")
print("best:", best_move(search.root))
"""


def tree_script(settings: TreeSettings) -> str:
    """Return a script that prints visits and values of every move. Raises like the film."""
    rules, _ = checked(settings)
    parts = (
        games.Position, games.Game, games.bit_of, games.has_won, games.legal, games.play,
        tree_search.Node, tree_search.Simulation, tree_search.make_node, tree_search.Search,
        tree_search.best_move,
    )  # fmt: skip
    main = _MAIN.format(
        rules=rules,
        moves=settings.moves,
        c=settings.c,
        is_careful=settings.rollout == "careful",
        seed=settings.seed,
        n_simulations=settings.n_simulations,
    )
    title = "Monte Carlo tree search (Kocsis & Szepesvári, 2006)."
    return script(title, sources(*parts), main)
