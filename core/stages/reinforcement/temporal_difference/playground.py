"""Temporal difference: what its page shows, and how."""

from __future__ import annotations

from core.export.script import CodeBy
from core.playground import Playground, Source
from core.rl.td.run import run as learn
from core.rl.td.settings import TdSettings
from core.rl.worlds.brush import picked
from core.stages.reinforcement.temporal_difference import scene as td_scene
from core.stages.reinforcement.temporal_difference import settings as td
from core.stages.reinforcement.temporal_difference import steps
from core.stages.reinforcement.temporal_difference.code import td_script
from core.stages.reinforcement.temporal_difference.run import td_film
from core.stages.reinforcement.temporal_difference.steps import StepSettings

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


PLAYGROUND = Playground(
    params=td.PLAYGROUND_PARAMS,
    settings=lambda _context, values: td.playground_settings(values),
    work={TdSettings: td_film, StepSettings: steps.run},
    work_settings=lambda settings: settings.work,
    draw=td_scene.draw,
    notice=td_scene.notice,
    live={TdSettings: learn, StepSettings: steps.run},
    pace=1,
    change=td.change,
    pick=lambda settings, _answer, click: picked(settings.brush, click),
    operate=td_scene.operate,
    code=lambda settings, film: CodeBy(td_script, td.script_of(settings, film.last.n_episodes)),
    needs_table=False,
    sources=(
        BOOK,
        Source("Watkins (1989), Learning from Delayed Rewards: Q-learning"),
        Source("Rummery and Niranjan (1994): SARSA"),
    ),
)
