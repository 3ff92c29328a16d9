"""Game tree: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.reinforcement.game_tree import match
from core.stages.reinforcement.game_tree import scene as rl_tree
from core.stages.reinforcement.game_tree.example import example, thought_of

PLAYGROUND = Playground(
    params=match.MATCH_PARAMS,
    settings=lambda _context, values: match.match_settings(values),
    work=match.match,
    draw=rl_tree.draw,
    notice=rl_tree.notice,
    pick=match.picked,
    operate=rl_tree.operate,
    code=lambda settings, answer: Example(example, match.script_of(settings, answer), thought_of),
    needs_table=False,
    sources=(
        Source("Kocsis and Szepesvári (2006), Bandit Based Monte-Carlo Planning"),
        Source("Browne et al. (2012), A Survey of Monte Carlo Tree Search Methods"),
        Source("Silver et al. (2016), Mastering the game of Go: AlphaGo"),
    ),
)
