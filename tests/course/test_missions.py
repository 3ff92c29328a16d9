"""Missions: graded by predicates that can fail but never break a page."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from core.course import missions, roadmap
from core.course.missions import Mission, Outcome, earned_at_start, earned_share, grade


def mission(name: str, done=lambda settings, answer: answer > settings) -> Mission:
    return Mission(f"sql.{name}", name.title(), "Go.", ("Try.",), done)


@pytest.fixture
def sql_missions(monkeypatch):
    """Missions of the playground `editor` of the stage `sql`, as its folder would have them."""
    module = ModuleType("core.stages.sql.editor.missions")
    module.MISSIONS = (mission("one"), mission("two"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(roadmap, "built", lambda slug: ("editor",) if slug == "sql" else ())
    missions._of_stage.cache_clear()
    yield module
    missions._of_stage.cache_clear()


def test_without_an_answer_a_mission_is_not_tried():
    assert grade([mission("a")], 1, None) == {"sql.a": Outcome.NOT_TRIED}


def test_a_mission_is_earned_when_its_predicate_holds_and_not_before():
    assert grade([mission("a")], 1, 2) == {"sql.a": Outcome.EARNED}
    assert grade([mission("a")], 2, 1) == {"sql.a": Outcome.NOT_YET}


def test_an_answer_of_zero_is_an_answer():
    assert grade([mission("a")], -1, 0) == {"sql.a": Outcome.EARNED}


def test_a_numpy_truth_counts():
    found = mission("a", lambda settings, answer: np.bool_(True))
    assert grade([found], 0, 0) == {"sql.a": Outcome.EARNED}


@pytest.mark.parametrize(
    "done",
    [
        lambda settings, answer: answer["nothing"],
        lambda settings, answer: answer.nothing,
        lambda settings, answer: 1 / 0,
        lambda settings, answer: np.array([True, True]),
        lambda settings, answer: (_ for _ in ()).throw(RuntimeError("odd")),
    ],
)
def test_a_predicate_that_raises_counts_as_not_yet(done):
    assert grade([mission("a", done)], {}, {}) == {"sql.a": Outcome.NOT_YET}


def test_missions_that_default_settings_would_earn_are_named():
    found = (mission("hard"), mission("given", lambda settings, answer: True))
    assert earned_at_start(found, 5, 5) == ("sql.given",)


def test_missions_are_found_by_stage_playground_and_id(sql_missions):
    assert [found.id for found in missions.of("sql")] == ["sql.one", "sql.two"]
    assert missions.of("sql", "editor") == missions.of("sql")
    assert {(found.stage, found.playground) for found in missions.of("sql")} == {("sql", "editor")}
    assert missions.of("sql", "plans") == ()
    assert missions.by_id("sql.two").title == "Two"


def test_a_stage_without_missions_has_none_and_an_unknown_id_is_a_key_error():
    missions._of_stage.cache_clear()
    assert missions.of("discrete_math") == ()
    assert missions.of("../secrets") == ()
    with pytest.raises(KeyError):
        missions.by_id("discrete_math.nothing")


def test_the_share_earned_counts_only_missions_that_exist(sql_missions):
    earned = {"sql.one": "2026-01-01", "sql.unknown": "2026-01-01"}
    assert earned_share(earned)["sql"] == 0.5
    assert earned_share({})["sql"] == 0.0
    assert "discrete_math" not in earned_share(earned)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ((mission("one"), mission("one")), "share an id"),
        ((Mission("x.a", "", "", (), bool),), "does not belong"),
    ],
)
def test_a_module_whose_missions_do_not_fit_is_refused(sql_missions, broken, message):
    sql_missions.MISSIONS = broken
    with pytest.raises(ValueError, match=message):
        missions.of("sql")


def test_every_mission_of_the_suite_says_what_to_do():
    missions._of_stage.cache_clear()
    for found in missions.everything():
        assert found.title, found.id
        assert found.goal.endswith((".", "?")), found.id
        assert found.hints, found.id
        assert found.stage in {stage.slug for stage in roadmap.STAGES}
