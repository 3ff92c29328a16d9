"""World editor: what its page shows, and how."""

from __future__ import annotations

from core.playground import Playground, Source
from core.rl.planning.sweeps import PlanningSettings
from core.stages.reinforcement.world_editor import editor
from core.stages.reinforcement.world_editor import scene as rl_editor
from core.stages.reinforcement.world_editor.films import planning_film

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


PLAYGROUND = Playground(
    params=editor.EDITOR_PARAMS,
    settings=lambda _context, values: editor.editor_settings(values),
    work={PlanningSettings: planning_film, editor.WalkSettings: editor.walk_film},
    work_settings=lambda settings: settings.work,
    draw=rl_editor.draw,
    notice=rl_editor.notice,
    pick=lambda settings, _answer, click: editor.picked(settings, click),
    operate=rl_editor.operate,
    code=lambda settings, _answer: editor.code_of(settings),
    needs_table=False,
    sources=(
        BOOK,
        Source("Puterman (1994), Markov Decision Processes"),
        Source("Karpathy, REINFORCEjs: GridWorld", "https://cs.stanford.edu/people/karpathy/"),
    ),
)
