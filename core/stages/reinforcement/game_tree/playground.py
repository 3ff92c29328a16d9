"""Game tree: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.reinforcement.game_tree import scene as rl_tree
from core.stages.reinforcement.game_tree.example import example, thought_of
from core.stages.reinforcement.game_tree.run import match, picked, script_of
from core.stages.reinforcement.game_tree.settings import MATCH_PARAMS, match_settings

PLAYGROUND = Playground(
    params=MATCH_PARAMS,
    settings=lambda _context, values: match_settings(values),
    work=match,
    draw=rl_tree.draw,
    notice=rl_tree.notice,
    pick=picked,
    operate=rl_tree.operate,
    code=lambda settings, answer: Example(example, script_of(settings, answer), thought_of),
    needs_table=False,
    sources=(
        Source("Kocsis and Szepesvári (2006), Bandit Based Monte-Carlo Planning"),
        Source("Browne et al. (2012), A Survey of Monte Carlo Tree Search Methods"),
        Source("Silver et al. (2016), Mastering the game of Go: AlphaGo"),
    ),
)
