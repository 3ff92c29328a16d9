"""A lesson's functions speak of any answer, and never take their page down."""

from __future__ import annotations

from dataclasses import replace

from core.course import lesson
from tests.stages.lessons import WITH, lesson_of


def _asked() -> lesson.Prediction:
    found = lesson.of("neural_networks", "perceptron")
    assert found is not None
    return found.predictions[0]


def test_a_function_that_fails_says_nothing():
    assert lesson.asked_of("numbers", lambda _settings, answer: answer["no such"], None, {}) is None
    assert lesson.measured(replace(_asked(), measure=lambda *_: 1 / 0), None, None) is None


def test_a_truth_that_is_no_option_is_undecided():
    for wrong in (-1, 4, None):
        assert lesson.truth(replace(_asked(), truth=lambda *_, w=wrong: w), 1, 1) is None
    assert lesson.truth(replace(_asked(), truth=lambda *_: 1), 1, 1) == 1
    assert lesson.truth(replace(_asked(), truth=lambda *_: 1), None, 1) is None


def test_every_prediction_is_found_by_its_name():
    assert lesson.place_of(_asked().id) == ("perceptron", 1)
    assert lesson.place_of("neural_networks.no_such") is None
    assert lesson.place_of("no_such.stage") is None


def test_the_first_option_offered_is_not_always_the_first_written():
    predictions = [asked for place in WITH for asked in lesson_of(place).predictions]
    turned = sum(asked.places[0] != 0 for asked in predictions)
    assert 0.3 < turned / len(predictions) < 0.7
    for asked in predictions:
        assert sorted(asked.places) == list(range(len(asked.options)))
        assert asked.places in (tuple(sorted(asked.places)), tuple(sorted(asked.places))[::-1])
