"""Every mission can be earned by settings a learner can reach, and not by a near miss."""

from __future__ import annotations

import re

import pytest

from core.course import missions
from core.course.missions import Attempt, Outcome
from core.playground import load
from core.stages.neural_networks.playground.presets import PRESET_BY_ID
from tests.course.attempts import follow, outcome


def test_a_hint_names_a_run_worth_seeing_as_the_page_does():
    for name, preset in (
        ("spirals", "spirals_8_8"),
        ("tamed", "overfit"),
        ("stopped", "overfit_stopped"),
    ):
        hints = " ".join(missions.by_id(f"neural_networks.{name}").hints)
        assert f"“{PRESET_BY_ID[preset].name}”" in hints


@pytest.mark.parametrize("mission", missions.everything(), ids=lambda mission: mission.id)
def test_a_mission_says_what_reaches_it_and_a_near_miss(mission):
    reached, missed = map(missions.attempt, (mission.reached, mission.missed))
    where = f"core/stages/{mission.stage}/{mission.playground}/missions.py, {mission.id}"
    assert reached != Attempt(), f"{where}: say in reached= what the hints say"
    assert missed != reached, f"{where}: say in missed= what nearly reaches it"


@pytest.mark.parametrize("rate", [0.5, 1.0, 10.0, 100.0])
def test_every_rate_lowers_the_error_of_the_sigmoid_as_the_hint_says(rate):
    attempt = Attempt({"n_steps": 2, "activation": "sigmoid", "learning_rate": rate})
    assert outcome(missions.by_id("neural_networks.overshot"), attempt) is Outcome.NOT_YET


@pytest.mark.parametrize("algorithm", ["line", "boosting"])
def test_the_number_that_a_hint_refers_to_stands_in_the_sentence_and_does_it(algorithm):
    said = follow(load("supervised", "how_it_learns"), Attempt({"algorithm": algorithm})).sentence
    if algorithm == "line":
        name, found = "overshoot", float(re.search(r"every rate above ([\d.]+)", said)[1])
        values = {"learning_rate": round(1.5 * found, 2)}
    else:
        name, found = "in_time", int(re.search(r"lowest at round (\d+)", said)[1])
        values = {"n_rounds": found}
    attempt = Attempt({"algorithm": algorithm, **values})
    assert outcome(missions.by_id(f"supervised.{name}"), attempt) is Outcome.EARNED


@pytest.mark.slow
@pytest.mark.parametrize("mission", missions.everything(), ids=lambda mission: mission.id)
def test_it_is_earned_by_reaching_the_goal_and_not_by_a_near_miss(mission, caplog):
    assert outcome(mission, missions.attempt(mission.reached)) is Outcome.EARNED
    assert outcome(mission, missions.attempt(mission.missed)) is Outcome.NOT_YET
    raised = [record for record in caplog.records if record.name == missions.__name__]
    assert raised == [], "the near miss was none: the predicate raised"
