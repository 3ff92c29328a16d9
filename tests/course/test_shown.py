"""A mission that was shown counts once it was left and reached again."""

from __future__ import annotations

from core.course.missions import Outcome
from core.course.shown import still_shown

ONE, TWO = "sql.one", "sql.two"
EARNED, NOT_YET = Outcome.EARNED, Outcome.NOT_YET
THERE = {ONE: "here"}


def test_nothing_is_shown_unless_it_was_asked_for():
    assert still_shown({}, {ONE: EARNED, TWO: NOT_YET}, "here") == {}


def test_what_was_asked_for_is_shown_and_so_is_what_is_reached_with_it():
    assert still_shown({}, {ONE: EARNED, TWO: NOT_YET}, "here", ONE) == THERE
    assert still_shown({}, {ONE: EARNED, TWO: EARNED}, "here", ONE) == {ONE: "here", TWO: "here"}


def test_a_run_that_has_yet_to_reach_it_is_not_left():
    assert still_shown({}, {ONE: NOT_YET}, "here", ONE) == THERE
    assert still_shown(THERE, {ONE: NOT_YET, TWO: NOT_YET}, "here") == THERE
    assert still_shown(THERE, {ONE: EARNED, TWO: EARNED}, "here") == {ONE: "here", TWO: "here"}


def test_a_change_that_still_reaches_it_is_not_the_learners_own():
    assert still_shown(THERE, {ONE: EARNED}, "there") == THERE


def test_settings_that_do_not_reach_it_leave_it():
    assert still_shown(THERE, {ONE: NOT_YET}, "there") == {}


def test_another_playground_and_a_missing_answer_leave_nothing():
    assert still_shown(THERE, {TWO: NOT_YET}, "there") == THERE
    assert still_shown(THERE, {ONE: Outcome.NOT_TRIED}, "there") == THERE


def test_a_mission_of_another_playground_is_not_shown_here():
    assert still_shown({}, {TWO: EARNED}, "here", ONE) == {}
