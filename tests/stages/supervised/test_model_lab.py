"""The model lab's pictures: one order of classes on every page."""

from __future__ import annotations

import numpy as np

from core.stages.evaluation.threshold.run import scores
from core.stages.evaluation.threshold.scene import draw as draw_threshold
from core.stages.evaluation.threshold.view import ThresholdSettings, at_threshold
from core.stages.supervised.model_lab import scene as model_lab
from core.stages.supervised.model_lab.scene import LabView
from core.tabular.judge.evaluate import ModelLabSettings, shown_order, train
from tests.pages import tables


def test_the_confusion_stands_as_on_threshold_what_is_found_first():
    frame = tables.plain(80).drop(columns="y")
    experiment = tables.fresh(tables.known(frame, "group", "classification"))
    view = LabView(ModelLabSettings(experiment))
    answer = train(view.work, frame)
    row = next(block for block in model_lab.draw(view, answer) if hasattr(block, "items")
               and getattr(block.items[0], "key", "") == "confusion")  # fmt: skip
    picture, grid = row.items
    heat = picture.figure.data[0]
    assert list(heat.x) == list(heat.y) == grid.frame["class"].tolist() == ["yes", "no"]
    settings = ThresholdSettings(experiment, class_="yes")
    judged = at_threshold(settings, scores(settings.scores, frame))
    counts = judged.counts
    there = [[counts.true_positives, counts.false_negatives],
             [counts.false_positives, counts.true_negatives]]  # fmt: skip
    assert heat.customdata[..., 0].tolist() == there
    assert draw_threshold(settings, judged)


def test_more_than_two_classes_stand_in_their_own_order():
    assert shown_order(3) == [0, 1, 2]
    assert np.array_equal(shown_order(2), [1, 0])
