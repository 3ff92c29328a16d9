"""Thresholds: every curve against scikit-learn, costs against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.calibration import calibration_curve

from core.stages.evaluation.threshold.run import (
    NoThreshold,
    OneClass,
    ScoreSettings,
    best_threshold,
    calibration,
    confusion_at,
    cost_curve,
    gain,
    lift,
    precision_recall,
    roc,
    scores,
)
from core.tabular.experiment import Step
from core.tabular.fit import fit
from tests.tabular.cases import experiment, messy


def one(n: int = 200, seed: int = 0, digits: int = 2) -> OneClass:
    random = np.random.default_rng(seed)
    score = random.random(n).round(digits)
    positive = random.random(n) < score
    positive[:2] = True, False
    return OneClass("yes", positive, score)


@settings(max_examples=30, deadline=None)
@given(n=st.integers(5, 120), seed=st.integers(0, 999))
def test_roc_and_precision_recall_are_scikit_learns(n, seed) -> None:
    case = one(n, seed)
    x, y, _ = metrics.roc_curve(case.positive, case.score, drop_intermediate=False)
    ours = roc(case)
    np.testing.assert_allclose(ours.x, x)
    np.testing.assert_allclose(ours.y, y)
    assert ours.area == pytest.approx(metrics.roc_auc_score(case.positive, case.score))
    precision, recall, thresholds = metrics.precision_recall_curve(case.positive, case.score)
    ours = precision_recall(case)
    np.testing.assert_allclose(ours.y[::-1], precision[:-1])
    np.testing.assert_allclose(ours.x[::-1], recall[:-1])
    np.testing.assert_allclose(ours.threshold[::-1], thresholds)
    expected = metrics.average_precision_score(case.positive, case.score)
    assert ours.area == pytest.approx(expected)


@settings(max_examples=30, deadline=None)
@given(threshold=st.floats(0, 1), seed=st.integers(0, 999))
def test_the_confusion_at_a_threshold_is_scikit_learns(threshold, seed) -> None:
    case = one(50, seed)
    ours = confusion_at(case, threshold)
    theirs = metrics.confusion_matrix(case.positive, case.score >= threshold, labels=[False, True])
    (tn, fp), (fn, tp) = theirs
    assert (ours.true_negatives, ours.false_positives) == (tn, fp)
    assert (ours.false_negatives, ours.true_positives) == (fn, tp)
    assert ours.n == 50
    if tp + fp:
        assert ours.precision == pytest.approx(tp / (tp + fp))
    assert ours.recall == pytest.approx(tp / (tp + fn))
    assert ours.accuracy == pytest.approx((tp + tn) / 50)


def test_the_chosen_threshold_lies_on_both_curves() -> None:
    case = one()
    counts = confusion_at(case, 0.4)
    curve = roc(case)
    at = np.flatnonzero(curve.threshold >= 0.4)[-1]
    assert (curve.x[at], curve.y[at]) == (counts.false_positive_rate, counts.recall)


def test_calibration_bins_are_scikit_learns() -> None:
    case = one(500, digits=6)
    ours = calibration(case, 10)
    observed, predicted = calibration_curve(case.positive, case.score, n_bins=10)
    np.testing.assert_allclose(ours.observed, observed)
    np.testing.assert_allclose(ours.predicted, predicted)
    assert ours.rows.sum() == 500


@settings(max_examples=30, deadline=None)
@given(miss=st.floats(0, 20), alarm=st.floats(0, 20), seed=st.integers(0, 999))
def test_no_threshold_is_cheaper_than_the_best(miss, alarm, seed) -> None:
    case = one(40, seed)
    best = best_threshold(case, miss, alarm)
    grid = np.unique(np.r_[0, case.score, 1.01])
    brute = [confusion_at(case, t).cost(miss, alarm) for t in grid]
    assert best.cost == pytest.approx(min(brute))
    assert confusion_at(case, best.threshold).cost(miss, alarm) == pytest.approx(best.cost)


def test_the_cost_curve_holds_the_cost_of_its_thresholds() -> None:
    case = one(80)
    curve = cost_curve(case, 5, 1)
    for threshold, cost in zip(curve.x, curve.y, strict=True):
        assert confusion_at(case, threshold).cost(5, 1) == cost
    assert (np.diff(curve.x) > 0).all()


def test_gain_ends_with_everything_and_lift_with_one() -> None:
    case = one()
    curve = gain(case)
    assert (curve.x[0], curve.y[0], curve.x[-1], curve.y[-1]) == (0, 0, 1, 1)
    assert lift(case).y[-1] == 1
    top = case.score >= curve.threshold[10]
    assert curve.y[10] == pytest.approx(case.positive[top].sum() / case.positive.sum())


def test_a_threshold_of_a_free_miss_is_never_to_say_the_class() -> None:
    best = best_threshold(one(), 0.0, 1.0)
    assert best.threshold > 1
    assert best.cost == 0


def test_long_curves_are_thinned_and_keep_their_ends_and_area() -> None:
    case = one(5_000, digits=9)
    curve = roc(case)
    assert len(curve.x) == 1_000
    assert (curve.x[0], curve.x[-1]) == (0, 1)
    assert curve.area == pytest.approx(metrics.roc_auc_score(case.positive, case.score))


def test_scores_are_those_of_the_test_rows() -> None:
    case = experiment("classification", "logistic", Step("median"), Step("standard"))
    fitted = fit(case, messy())
    answer = scores(ScoreSettings(case), messy())
    np.testing.assert_array_equal(answer.proba, fitted.proba(fitted.X_test))
    np.testing.assert_array_equal(np.asarray(answer.classes)[answer.y_true], fitted.y_test)
    yes, no = answer.one("yes"), answer.one("no")
    np.testing.assert_array_equal(yes.positive, ~no.positive)
    assert roc(yes).area == pytest.approx(roc(no).area)


def test_a_regression_and_an_unknown_class_are_refused() -> None:
    with pytest.raises(NoThreshold, match=r"a regression has neither\. Choose a classification"):
        scores(ScoreSettings(experiment("regression")), messy())
    answer = scores(ScoreSettings(experiment()), messy())
    with pytest.raises(NoThreshold, match=r"no class 'maybe'\. Choose one of: no, yes"):
        answer.one("maybe")
