"""World editor: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.rl.planning.sweeps import PlanningSettings, run_lazily
from core.stages.reinforcement.beat_the_agent import example as duel_example
from core.stages.reinforcement.world_editor import scene as rl_editor
from core.stages.reinforcement.world_editor.example import example, planning_of
from core.stages.reinforcement.world_editor.run import duel_of, walk
from core.stages.reinforcement.world_editor.settings import (
    EDITOR_PARAMS,
    EditorSettings,
    WalkSettings,
    editor_settings,
    picked,
)

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


def _code(settings: EditorSettings) -> Example:
    """Return the order for the code of the planning, or of the walker's episode."""
    work = settings.work
    if isinstance(work, PlanningSettings):
        return Example(example, work, planning_of)
    return Example(duel_example.example, duel_of(work), duel_example.meeting_of)


PLAYGROUND = Playground(
    params=EDITOR_PARAMS,
    settings=lambda _context, values: editor_settings(values),
    work={PlanningSettings: run_lazily, WalkSettings: walk},
    work_settings=lambda settings: settings.work,
    draw=rl_editor.draw,
    notice=rl_editor.notice,
    pick=lambda settings, _answer, click: picked(settings, click),
    operate=rl_editor.operate,
    code=lambda settings, _answer: _code(settings),
    needs_table=False,
    sources=(
        BOOK,
        Source("Puterman (1994), Markov Decision Processes"),
        Source("Karpathy, REINFORCEjs: GridWorld", "https://cs.stanford.edu/people/karpathy/"),
    ),
)
