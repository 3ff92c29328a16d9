"""Whoever sets what a hint of Metrics by hand names earns its mission."""

from __future__ import annotations

import re

import pytest

from core.course import missions
from core.course.missions import Outcome, grade
from core.stages.evaluation.metrics_by_hand.run import HandSettings
from core.stages.evaluation.metrics_by_hand.settings import HandView
from core.stages.evaluation.metrics_by_hand.view import work_out

NAMED = re.compile(r"\b(TP|FN|FP|TN) (\d+)")


def earned(mission_id: str, counts: HandSettings) -> bool:
    view = HandView(counts, "accuracy")
    graded = grade((missions.by_id(mission_id),), view, work_out(view, None))
    return graded[mission_id] is Outcome.EARNED


@pytest.mark.parametrize("name", ["evaluation.accuracy_lies", "evaluation.guessing"])
def test_the_counts_that_a_hint_names_earn_it(name):
    named = {cell.lower(): int(n) for cell, n in NAMED.findall(missions.by_id(name).hints[-1])}
    assert set(named) == {"tp", "fn", "fp", "tn"}
    assert earned(name, HandSettings(**named))
    assert not earned(name, HandSettings())


def test_as_many_false_positives_as_false_negatives_earn_all_one():
    assert earned("evaluation.balance", HandSettings(40, 15, 15, 130))
    assert not earned("evaluation.balance", HandSettings(40, 0, 0, 130)), "some of each"
