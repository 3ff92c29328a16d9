"""Metrics by hand: the film begins at the learner's counts, a clicked bar is spelled out."""

from __future__ import annotations

import numpy as np
import pytest

from core.figures.blocks import Moving, Words
from core.figures.encoding import encode
from core.figures.film import Spots, Texts
from core.stages.evaluation.metrics_by_hand import scene as by_hand
from core.stages.evaluation.metrics_by_hand.playground import PLAYGROUND
from core.stages.evaluation.metrics_by_hand.run import HandSettings
from core.stages.evaluation.metrics_by_hand.settings import HandView
from core.stages.evaluation.metrics_by_hand.view import work_out
from core.ui.player import Pick
from core.ui.trip import film_name


def drawn(view):
    answer = work_out(view, None)
    blocks = by_hand.draw(view, answer)
    picture = next(block.picture for block in blocks if isinstance(block, Moving))
    return answer, blocks, picture


def layers(picture, kind):
    return [layer for panel in picture.panels for layer in panel.layers if isinstance(layer, kind)]


def test_it_begins_at_the_learners_counts():
    _, _, picture = drawn(HandView(HandSettings(40, 10, 20, 130), "recall"))
    at = picture.begin
    assert picture.steps[at] == 25
    numbers = next(layer for layer in layers(picture, Texts) if layer.bold)
    assert numbers.texts[at] == ("40", "10", "20", "130")
    assert picture.captions[at].startswith("Your counts at 25 % of the class: 60 rows")
    assert encode(picture)["meta"]["begin"] == at


def test_the_film_keeps_its_place_when_another_metric_is_spelled_out():
    views = [HandView(HandSettings(), metric) for metric in ("recall", "mcc")]
    assert len({film_name(PLAYGROUND, view) for view in views}) == 1
    assert len({encode(drawn(view)[2])["meta"]["look"] for view in views}) == 2
    others = HandView(HandSettings(tp=41), "recall")
    assert film_name(PLAYGROUND, others) != film_name(PLAYGROUND, views[0])


def test_every_bar_that_is_clicked_is_spelled_out():
    view = HandView(HandSettings(), "accuracy")
    answer, _, picture = drawn(view)
    (spots,) = layers(picture, Spots)
    assert list(spots.labels) == [metric.label for metric in answer.metrics]
    for place, metric in enumerate(answer.metrics):
        click = Pick("metric", 0.0, 0.0, 25, "metrics", place)
        assert by_hand.picked(view, answer, click) == {"metric": metric.id}
        again = HandView(HandSettings(), metric.id)
        assert metric.label in drawn(again)[1][0].text


@pytest.mark.parametrize("index", [-1, 99])
def test_a_click_on_nothing_changes_nothing(index):
    view = HandView(HandSettings(), "accuracy")
    answer = work_out(view, None)
    assert by_hand.picked(view, answer, Pick("metric", 0.0, 0.0, 25, "", index)) == {}


@pytest.mark.parametrize("counts", [HandSettings(0, 0, 3, 4), HandSettings(3, 4, 0, 0)])
def test_one_class_alone_is_a_still_picture_that_says_why(counts):
    _, blocks, picture = drawn(HandView(counts, "precision"))
    assert len(picture.steps) == 1
    assert not any(panel.scrub for panel in picture.panels)
    assert "give both classes a row" in [b.text for b in blocks if isinstance(b, Words)][-1]
    assert encode(picture)["blob"]


def test_the_sentence_foretells_what_the_film_shows_of_a_rarer_class():
    view = HandView(HandSettings(40, 10, 20, 130), "precision")
    answer, _, _ = drawn(view)
    there = np.interp(2.5, answer.rates.percents, answer.rates.values["precision"])
    assert f"would be {there:.3f} instead of 0.667" in by_hand.notice(view, answer)
