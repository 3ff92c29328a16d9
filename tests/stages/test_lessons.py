"""Every playground's lesson: complete, of its lengths, and true of what the playground computes."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from core.course import glossary
from core.course.lesson import PLACES as SPOTS
from tests.pages.walk import flatten
from tests.stages.lessons import (
    N_AROUND,
    TAUGHT,
    WITH,
    Class,
    around,
    legal,
    lesson_of,
    outcome,
    outcome_or_none,
    outcomes,
    steps_with_predictions,
)

N_AROUND_QUICK = 4
ASKED = [
    pytest.param(place, step, id=f"{place}-{step.predict.id.partition('.')[2]}")
    for place in WITH
    for step in steps_with_predictions(place)
]
DEPENDING = [param for param in ASKED if not param.values[1].predict.always]
"""The others are the same wherever a learner stands, and their lesson is why."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def words(text: str) -> int:
    return len(re.sub(r"[*`$\\{}]", " ", text).split())


def test_there_are_lessons():
    assert WITH


@pytest.mark.parametrize("place", TAUGHT, ids=str)
def test_every_playground_has_a_whole_lesson_within_its_lengths(place):
    lesson = lesson_of(place)
    assert 60 <= words(lesson.idea) <= 140, words(lesson.idea)
    assert 3 <= len(lesson.tour) <= 6
    assert 1 <= len(lesson.traps) <= 3
    assert 2 <= len(lesson.more) <= 5
    assert lesson.formula
    assert all(book.url.startswith("http") for book in lesson.more)
    assert 8 <= words(lesson.on_the_job) <= 60
    for step in lesson.tour:
        assert 8 <= words(step.text) <= 70, step.text
        assert step.look in (*SPOTS, *(param.id for param in place.playground.params)), step.look
    assert lesson.tour[0].predict is None, "one look before the first guess"
    assert len(lesson.predictions) >= len(lesson.tour) / 2, "most steps ask first"
    for asked in lesson.predictions:
        assert asked.id.startswith(f"{place.slug}."), asked.id
        assert 2 <= len(set(asked.options)) == len(asked.options) <= 4


def test_a_prediction_has_a_name_of_its_own():
    ids = Counter(asked.id for place in WITH for asked in lesson_of(place).predictions)
    assert max(ids.values()) == 1, ids.most_common(3)


@pytest.mark.parametrize("place", WITH, ids=str)
def test_its_words_stand_in_the_glossary(place):
    for word in lesson_of(place).words:
        assert glossary.find(word, place.slug) is not None, word
        assert word.lower() in lesson_of(place).idea.lower(), f"{word} is not in the idea"


@pytest.mark.parametrize("place", WITH, ids=str)
def test_what_steps_and_traps_set_can_be_set(place):
    lesson = lesson_of(place)
    for step in lesson.tour:
        legal(Class(place), step.setting)
        if step.predict is not None:
            change = step.predict.sets
            assert change.values or change.experiment, f"{step.predict.id} changes nothing"
            legal(Class(place).then(step.setting), change)
    for trap in lesson.traps:
        legal(Class(place), trap.setting)


@pytest.mark.slow
@pytest.mark.parametrize(("place", "step"), ASKED)
def test_a_prediction_comes_out_at_its_step(place, step):
    right, why = outcome(Class(place).then(step.setting), step.predict)
    assert right is not None, "undecided at its own step"
    assert NUMBER.search(why), f"a sentence with this answer's numbers, not: {why}"


@pytest.mark.slow
@pytest.mark.parametrize(("place", "step"), ASKED)
def test_a_prediction_is_one_of_its_options_around_its_step(place, step):
    found = outcomes(place, step, N_AROUND_QUICK)
    assert any(right is not None for right in found), "undecided wherever a learner may stand"


@pytest.mark.slow
@pytest.mark.parametrize(("place", "step"), DEPENDING)
def test_a_truth_depends_on_what_is_set_or_says_why_it_does_not(place, step):
    seen = set()
    for learner in around(place, step, N_AROUND):
        seen |= {outcome_or_none(learner, step.predict)} - {None}
        if len(seen) > 1:
            return
    pytest.fail(f"always {seen} of {step.predict.options}: vary the step, or say why in always=")


@pytest.mark.slow
@pytest.mark.parametrize("place", WITH, ids=str)
def test_a_trap_is_refuted_by_what_it_shows(place):
    for trap in lesson_of(place).traps:
        stops = Class(place).then(trap.setting).looks()
        assert any(trap.refuted(stop.settings, stop.answer) for stop in stops), trap.belief


@pytest.mark.slow
@pytest.mark.parametrize("place", WITH, ids=str)
def test_the_formula_in_numbers_has_numbers_of_the_answer(place):
    lesson = lesson_of(place)
    stop = Class(place).look()
    told = [float(number) for number in NUMBER.findall(lesson.numbers(stop.settings, stop.answer))]
    assert told, "the formula in numbers has none"
    known = np.array([*flatten(stop.settings), *flatten(stop.answer)])
    known = known[np.isfinite(known)]
    exact = [n for n in told if abs(n) not in (0, 1, 2)]
    found = [n for n in exact if np.isclose(np.abs(known), abs(n), rtol=5e-3, atol=6e-4).any()]
    assert len(found) >= len(exact) / 2, f"{told}: of the answer only {found}"


@pytest.mark.slow
@pytest.mark.parametrize("place", WITH, ids=str)
def test_what_a_step_waits_for_is_not_there_yet(place):
    for step in lesson_of(place).tour:
        if step.until is not None:
            stop = Class(place).then(step.setting).look()
            assert not step.until(stop.settings, stop.answer), step.text
