"""Game tree: what its page shows, and how."""

from __future__ import annotations

from core.playground import Playground, Source
from core.stages.reinforcement.game_tree import match
from core.stages.reinforcement.game_tree import scene as rl_tree
from core.ui import rl_desk

PLAYGROUND = Playground(
    params=match.MATCH_PARAMS,
    settings=lambda _experiment, values: match.match_settings(values),
    work=match.match,
    draw=rl_tree.draw,
    notice=rl_tree.notice,
    pick=match.picked,
    after=rl_desk.game_desk("reinforcement_game_tree"),
    code=match.script_of,
    needs_table=False,
    sources=(
        Source("Kocsis and Szepesvári (2006), Bandit Based Monte-Carlo Planning"),
        Source("Browne et al. (2012), A Survey of Monte Carlo Tree Search Methods"),
        Source("Silver et al. (2016), Mastering the game of Go: AlphaGo"),
    ),
)
