"""Default settings earn no mission, and a wrong answer fails every one of them."""

from __future__ import annotations

import pytest

from core.learn import missions
from core.ui.dataset import FIRST_SAMPLE
from tests.catalogue import playgrounds_by_page
from tests.pages.walk import defaults, facts, start, walk

PAGES = playgrounds_by_page()


@pytest.mark.parametrize("slug", PAGES)
def test_every_page_has_at_least_three_missions(slug):
    assert len(missions.of(slug)) >= 3


@pytest.mark.parametrize("slug", PAGES)
def test_every_mission_belongs_to_a_playground_that_exists(slug):
    ids = {playground.id for playground in PAGES[slug]}
    assert {mission.playground for mission in missions.of(slug)} <= ids


@pytest.mark.slow
@pytest.mark.parametrize("name", [FIRST_SAMPLE, "iris", "houses", "churn"])
@pytest.mark.parametrize("slug", PAGES)
def test_default_settings_earn_nothing(slug, name):
    table, frame = facts(name)
    experiment = start(table)
    for playground in PAGES[slug]:
        if playground.needs_table and experiment.task not in playground.tasks:
            continue
        params = (
            playground.offered(table, experiment) if playground.needs_table else (playground.params)
        )
        stop = walk(playground, defaults(params), experiment, frame, table)
        found = missions.of(slug, playground.id)
        assert missions.earned_at_start(found, stop.settings, stop.answer) == ()


@pytest.mark.parametrize("mission", missions.everything(), ids=lambda mission: mission.id)
def test_an_answer_of_the_wrong_kind_fails(mission):
    wrong = missions.grade((mission,), object(), object())
    assert wrong[mission.id] is missions.Outcome.NOT_YET
