"""The threshold's numbers come out of the script."""

from __future__ import annotations

import pytest

from core.stages.evaluation.threshold.run import (
    NoThreshold,
    ScoreSettings,
    best_threshold,
    confusion_at,
    precision_recall,
    roc,
    scores,
)
from core.stages.evaluation.threshold.sweep import cheapest_settable, sweep
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, MIXED, script

CASES = {
    "two classes": (house("dear", *MIXED), "no", 0.5, 5.0, 1.0),
    "nobody is taken": (house("dear", *MIXED), "yes", 1.0, 1.0, 300.0),
    "one of three": (simple("kind", model="logistic"), "2", 0.13, 7.5, 0.5),
}


@pytest.mark.slow
def test_the_script_prints_counts_rates_areas_and_costs(tmp_path):
    codes = {
        name: script(
            case, "threshold", class_=class_, threshold=at, cost_miss=miss, cost_alarm=alarm
        )
        for name, (case, class_, at, miss, alarm) in CASES.items()
    }
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, (case, class_, at, miss, alarm) in CASES.items():
        one = scores(ScoreSettings(case), FRAMES[case.table_name]()).one(class_)
        counts, best = confusion_at(one, at), best_threshold(one, miss, alarm)
        cheapest = cheapest_settable(sweep(one, at), miss, alarm)
        expected = {
            "True positives": counts.true_positives,
            "False positives": counts.false_positives,
            "False negatives": counts.false_negatives,
            "True negatives": counts.true_negatives,
            "Precision": counts.precision,
            "Recall": counts.recall,
            "False positive rate": counts.false_positive_rate,
            "F1": counts.f1,
            "Accuracy": counts.accuracy,
            "ROC-AUC": roc(one).area,
            "Average precision": precision_recall(one).area,
            "Cost": counts.cost(miss, alarm),
            "Cheapest threshold": best.threshold,
            "Cost there": best.cost,
            "Cheapest threshold that can be set": cheapest.threshold,
            "Cost when it is set": cheapest.cost,
        }
        printed = said[name].numbers
        for label, value in expected.items():
            assert printed[label] == pytest.approx(value, rel=1e-9, nan_ok=True), (name, label)


@pytest.mark.slow
def test_a_row_right_at_the_threshold_counts_as_the_class(tmp_path):
    case = house("dear", *MIXED)
    one = scores(ScoreSettings(case), messy()).one("yes")
    at = float(sorted(one.score)[len(one.score) // 2])
    code = script(case, "threshold", class_="yes", threshold=at)
    printed = run_alone(tmp_path, {"messy": messy()}, {"at": code})["at"].numbers
    assert printed["Share of rows taken"] == pytest.approx((one.score >= at).mean())
    assert printed["Share of rows taken"] > (one.score > at).mean()


def test_a_regression_has_no_threshold():
    with pytest.raises(NoThreshold, match="a regression has neither"):
        script(house("price"), "threshold")


def test_an_unknown_class_is_refused_with_those_that_exist():
    with pytest.raises(NoThreshold, match=r"no class 'maybe'\. Choose one of: no, yes\."):
        script(house("dear"), "threshold", class_="maybe")
