"""Default settings earn no mission, and a wrong answer fails every one of them."""

from __future__ import annotations

import pytest

from core.course import missions
from core.course.missions import Attempt
from core.data import samples
from core.stages.reinforcement.temporal_difference.run import td_film
from core.stages.reinforcement.temporal_difference.settings import (
    PLAYGROUND_PARAMS,
    playground_settings,
)
from core.ui.dataset import FIRST_SAMPLE
from tests.catalogue import playgrounds_by_page, playgrounds_of
from tests.course.attempts import follow
from tests.pages.walk import defaults

PAGES = playgrounds_by_page()
SAMPLES = (FIRST_SAMPLE, "iris", "houses", "churn")
STARTS = [
    pytest.param(slug, playground, Attempt(sample=name), id=f"{slug}-{playground.id}-{name}")
    for slug, playgrounds in PAGES.items()
    for playground in playgrounds
    for name in (SAMPLES if playground.needs_table is True else [""])
    if not name or samples.sample(name).task in playground.tasks
]
"""A learner's first look: on several tables where one is needed, once where none is."""


@pytest.mark.parametrize("slug", PAGES)
def test_every_page_has_at_least_three_missions(slug):
    assert len(missions.of(slug)) >= 3


@pytest.mark.parametrize("slug", PAGES)
def test_every_mission_belongs_to_a_playground_that_exists(slug):
    ids = {playground.id for playground in playgrounds_of(slug)}
    assert {mission.playground for mission in missions.of(slug)} <= ids


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "playground", "attempt"), STARTS)
def test_default_settings_earn_nothing(slug, playground, attempt):
    stop = follow(playground, attempt)
    found = missions.of(slug, playground.id)
    assert missions.earned_at_start(found, stop.settings, stop.answer) == ()


@pytest.mark.parametrize("mission", missions.everything(), ids=lambda mission: mission.id)
def test_an_answer_of_the_wrong_kind_fails(mission):
    wrong = missions.grade((mission,), object(), object())
    assert wrong[mission.id] is missions.Outcome.NOT_YET


def test_nobody_is_fooled_by_noise_that_no_learner_ever_met():
    """With a poor first guess both learners go right from the first episode on."""
    (mission,) = [m for m in missions.of("reinforcement") if m.id == "reinforcement.bias"]
    poor = {"world": "bias", "method_2": "double_q", "epsilon": 0.0, "initial_q": -5.0}
    for seed in range(9):
        settings = playground_settings(
            defaults(PLAYGROUND_PARAMS) | poor | {"n_runs": 1, "seed": seed}
        )
        film = td_film(settings.work)
        if not film.last.visits[:, 1].any():
            break
    assert film.last.visits[:, 1].tolist() == [0, 0]
    assert missions.grade((mission,), settings, film)[mission.id] is missions.Outcome.NOT_YET


def test_the_last_fifty_episodes_of_ninety_are_graded():
    (mission,) = [m for m in missions.of("reinforcement") if m.id == "reinforcement.no_falls"]
    bold = {"alpha": 1.0, "epsilon": 0.0, "method_2": "none", "n_episodes": 90, "n_runs": 1}
    settings = playground_settings(defaults(PLAYGROUND_PARAMS) | bold)
    film = td_film(settings.work)
    assert film.last.recent[0, 0] >= -14
    assert missions.grade((mission,), settings, film)[mission.id] is missions.Outcome.EARNED
