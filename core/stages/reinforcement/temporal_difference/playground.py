"""Temporal difference: what its page shows, and how."""

from __future__ import annotations

from typing import Any

from core.compute.film import Film
from core.export.script import Example
from core.playground import Playground, Source
from core.rl.td.run import run as learn
from core.rl.td.settings import TdSettings
from core.rl.worlds.brush import picked
from core.stages.reinforcement.temporal_difference import scene as td_scene
from core.stages.reinforcement.temporal_difference import settings as td
from core.stages.reinforcement.temporal_difference import steps
from core.stages.reinforcement.temporal_difference.example import example, learning_of, recorded
from core.stages.reinforcement.temporal_difference.run import td_film
from core.stages.reinforcement.temporal_difference.steps import StepSettings

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


def _code(settings: td.PlaygroundSettings, film: Film[Any]) -> Example:
    """Return the order for the code of a race: from steps of their own or from one recording."""
    race = td.script_of(settings, film.last.n_episodes)
    return Example(recorded if race.source == "recorded" else example, race, learning_of)


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
    code=_code,
    needs_table=False,
    sources=(
        BOOK,
        Source("Watkins (1989), Learning from Delayed Rewards: Q-learning"),
        Source("Rummery and Niranjan (1994): SARSA"),
    ),
)
