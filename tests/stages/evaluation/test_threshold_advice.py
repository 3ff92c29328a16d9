"""Whoever takes the advice of the threshold's sentence gets the saving it names."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.course import missions
from core.course.missions import Outcome, grade
from core.data.read import read_table
from core.figures.blocks import human
from core.figures.film import Dots
from core.settings import param
from core.stages.evaluation.threshold.run import (
    OneClass,
    ScoreAnswer,
    ScoreSettings,
    confusion_at,
    scores,
)
from core.stages.evaluation.threshold.scene import draw, notice
from core.stages.evaluation.threshold.view import ThresholdAnswer, ThresholdSettings, at_threshold
from tests.pages import tables
from tests.tabular.cases import experiment

FILES = Path(__file__).parents[2] / "faults"
SLIDER = param(ThresholdSettings, "threshold")
GRID = [round(place / 100, 2) for place in range(101)]
ADVICE = re.compile(r"A (lower|higher) threshold of (\S+) would save (\S+), ")
CHEAPEST = (missions.by_id("evaluation.cheapest"),)


def two(one: OneClass) -> ScoreAnswer:
    """The model's answer of which ``one`` is the class "yes"."""
    proba = np.column_stack([1 - one.score, one.score])
    return ScoreAnswer(one.positive.astype(np.int64), proba, ("no", "yes"))


def random_case(seed: int) -> tuple[OneClass, ThresholdSettings]:
    """Scores of every make: fine, coarse, of few values, tiny, all at one end; any costs."""
    random = np.random.default_rng(seed)
    n = int(random.choice([1, 2, 7, 40, 300]))
    fine = random.beta(*random.choice([0.3, 1.0, 5.0], 2), n)
    makes = fine, fine.round(2), fine.round(1), fine / 1000, 1 - fine / 1000, fine.round()
    score = makes[seed % len(makes)]
    positive = random.random(n) < random.choice([score, np.full(n, 0.1), np.full(n, 0.9)])
    miss, alarm = random.choice([0, 0.5, 1, 5, 0.1, 1 / 3, 999.5, 1000], 2)
    at = random.choice([0.5, random.choice(GRID), random.random()])
    return OneClass("yes", positive, score), ThresholdSettings(
        experiment(), "yes", float(at), float(miss), float(alarm)
    )


def cost_at(one: OneClass, settings: ThresholdSettings, threshold: float) -> float:
    return confusion_at(one, threshold).cost(settings.cost_miss, settings.cost_alarm)


def assert_advice_holds(scored: ScoreAnswer, settings: ThresholdSettings) -> bool:
    """Whether there was advice; it gives what it says, and without it nothing is cheaper."""
    answer = at_threshold(settings, scored)
    here, sentence = cost_at(answer.one, settings, settings.threshold), notice(settings, answer)
    least = min(cost_at(answer.one, settings, at) for at in GRID)
    found = ADVICE.search(sentence)
    if found is None:
        assert "would save" not in sentence, sentence
        assert here <= least + 1e-9 * abs(least), sentence
        return False
    where, named, saving = found.groups()
    taken = SLIDER.check(float(named))
    assert taken in GRID, f"{named} is no step of the slider"
    assert (taken < settings.threshold) == (where == "lower"), sentence
    saved = here - cost_at(answer.one, settings, taken)
    assert saved > 0, sentence
    assert saving == human(saved), sentence
    assert cost_at(answer.one, settings, taken) == pytest.approx(least), "something is cheaper"
    return True


def test_taking_the_advice_on_200_random_tables_saves_what_it_says():
    said = 0
    for seed in range(200):
        one, settings = random_case(seed)
        said += assert_advice_holds(two(one), settings)
    assert 60 < said < 200, f"{said} pieces of advice: neither always nor never is a test"


def ill(seed: int) -> ScoreAnswer:
    frame = read_table("36_threshold.csv", (FILES / "36_threshold.csv").read_bytes()).frame
    table = tables.known(frame, "ill")
    return scores(ScoreSettings(replace(tables.fresh(table), seed=seed)), frame)


@pytest.mark.parametrize("seed", range(4))
def test_advice_on_a_real_file_saves_what_it_says_at_every_cost(seed):
    scored = ill(seed)
    for miss, alarm in ((5, 1), (1, 1), (1, 5), (2.5, 1), (10, 0.5), (0, 1), (1, 0), (1, 300)):
        for at in (0.5, 0.12, 0.44, 0.45, 0.0, 1.0):
            settings = ThresholdSettings(experiment(), "yes", at, miss, alarm)
            assert_advice_holds(scored, settings)


def answered(score, positive, **values) -> tuple[ThresholdSettings, ThresholdAnswer]:
    settings = ThresholdSettings(experiment(), "yes", **values)
    one = OneClass("yes", np.array(positive, bool), np.array(score, float))
    return settings, at_threshold(settings, two(one))


def test_a_cut_between_two_steps_of_the_slider_is_not_promised():
    """The best cut lies at 0.44998: at 0.45 the row below it is missed."""
    settings, answer = answered([0.44998, 0.9, 0.1, 0.449], [1, 1, 0, 0])
    assert answer.best.threshold == 0.44998
    assert (answer.cheapest.threshold, answer.cheapest.cost) == (0.44, 1.0)
    assert "A lower threshold of 0.44 would save 4, " in notice(settings, answer)


def test_who_stands_at_the_cheapest_step_gets_no_advice():
    settings, answer = answered([0.1187, 0.9, 0.1150, 0.02], [1, 1, 0, 0], threshold=0.11)
    assert answer.best.cost < answer.cost == answer.cheapest.cost
    text = notice(settings, answer)
    assert text.endswith("With these costs no threshold that you can set is cheaper.")


def test_the_advice_never_to_raise_an_alarm_can_be_taken():
    settings, answer = answered([0.9, 0.8, 0.2], [0, 1, 1], cost_miss=1.0, cost_alarm=50.0)
    assert answer.cheapest.threshold == 1.0
    assert "A higher threshold of 1.00 would save 49, because it raises no alarm" in notice(
        settings, answer
    )


def test_silence_is_not_promised_where_a_sure_row_is_always_taken():
    """At a probability of 1 a row counts as the class at every threshold."""
    settings, answer = answered([1.0, 0.8, 0.2], [0, 1, 1], cost_miss=1.0, cost_alarm=50.0)
    assert answer.best.threshold > 1
    assert (answer.cheapest.threshold, answer.cheapest.cost) == (0.2, 50.0)
    text = notice(settings, answer)
    assert "A lower threshold of 0.20 would save 1, " in text
    assert text.endswith(
        "Never raising an alarm would cost only 2, but a row with a probability of 1 is taken at "
        "every threshold."
    )


@pytest.mark.parametrize("seed", range(24))
def test_the_cheapest_can_be_reached_and_earns_its_mission_when_the_advice_is_silent(seed):
    one, settings = random_case(seed)
    answer = at_threshold(settings, two(one))
    there = replace(settings, threshold=answer.cheapest.threshold)
    at_best = at_threshold(there, two(one))
    assert "would save" not in notice(there, at_best)
    moved = there.threshold != 0.5
    earned = grade(CHEAPEST, there, at_best)["evaluation.cheapest"] is Outcome.EARNED
    assert earned == moved
    advised = "would save" in notice(settings, answer)
    before = grade(CHEAPEST, settings, answer)["evaluation.cheapest"] is Outcome.EARNED
    assert before == (not advised and settings.threshold != 0.5)


def test_one_row_is_not_rows():
    settings, answer = answered([0.9, 0.6], [1, 0])
    text = notice(settings, answer)
    assert text.startswith("At 0.50 you find 1 of 1 row of **yes** and raise 2 alarms, 1 of them")
    settings, answer = answered([0.9, 0.1], [1, 0])
    assert "raise 1 alarm, 0 of them false" in notice(settings, answer)


def test_a_threshold_off_the_slider_is_named_to_its_digits():
    settings, answer = answered([0.9, 0.123], [1, 0], threshold=0.1235)
    assert notice(settings, answer).startswith("At 0.1235 you find")


def test_the_dot_of_the_cost_stands_where_the_sentence_sends_and_costs_show_their_digits():
    settings, answer = answered([0.44998, 0.9, 0.1, 0.449], [1, 1, 0, 0], cost_alarm=0.25)
    film = draw(settings, answer)[0].picture
    panel = next(panel for panel in film.panels if panel.title.startswith("Cost"))
    dot = next(layer for layer in panel.layers if isinstance(layer, Dots))
    assert (dot.x.tolist(), dot.y.tolist()) == ([0.44], [0.25])
    cost = next(readout for readout in film.readouts if readout.label.startswith("cost"))
    assert cost.digits == 2
    assert cost.values[44] == 0.25
