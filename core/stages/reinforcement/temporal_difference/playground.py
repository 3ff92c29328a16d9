"""Temporal difference: what its page shows, and how."""

from __future__ import annotations

from core.playground import Playground, Source
from core.rl.td.settings import TdSettings
from core.rl.worlds.brush import painted_cell, picked
from core.stages.reinforcement.temporal_difference import scene as td_scene
from core.stages.reinforcement.temporal_difference import settings as td
from core.stages.reinforcement.temporal_difference.films import step_film, td_film
from core.stages.reinforcement.temporal_difference.steps import StepSettings
from core.ui import rl_desk

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


PLAYGROUND = Playground(
    params=td.PLAYGROUND_PARAMS,
    settings=lambda _experiment, values: td.playground_settings(values),
    work={TdSettings: td_film, StepSettings: step_film},
    work_settings=lambda settings: settings.work,
    draw=td_scene.draw,
    notice=td_scene.notice,
    live=td.live,
    pace=1,
    change=td.change,
    pick=lambda settings, _answer, click: picked(settings.brush, click),
    after=rl_desk.paint_desk(
        "reinforcement_temporal_difference",
        lambda settings, cell: painted_cell(settings.brush, cell),
    ),
    code=lambda settings, film: td.script_of(settings, film.last.n_episodes),
    needs_table=False,
    sources=(
        BOOK,
        Source("Watkins (1989), Learning from Delayed Rewards: Q-learning"),
        Source("Rummery and Niranjan (1994): SARSA"),
    ),
)
