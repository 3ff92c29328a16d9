"""Every metric against scikit-learn and hand-written formulas; intervals cover what they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as oracle

from core.tabular.judge.metric_formulas import Case, confusion_counts
from core.tabular.judge.metrics import METRICS, measure, metric_spec, score


def classified(n: int, k: int, seed: int) -> Case:
    random = np.random.default_rng(seed)
    y = np.r_[np.arange(k), random.integers(0, k, n - k)]
    proba = random.dirichlet(np.ones(k), n).round(2) + 1e-9
    proba /= proba.sum(axis=1, keepdims=True)
    return Case(y, proba.argmax(axis=1), proba)


def _labels(case: Case) -> tuple:
    return case.y_true, case.y_pred


CLASSIFICATION = {
    "accuracy": lambda c, w: oracle.accuracy_score(*_labels(c), sample_weight=w),
    "balanced_accuracy": lambda c, w: oracle.balanced_accuracy_score(*_labels(c), sample_weight=w),
    "precision": lambda c, w: oracle.precision_score(
        *_labels(c), average="macro", zero_division=0, sample_weight=w
    ),
    "recall": lambda c, w: oracle.recall_score(
        *_labels(c), average="macro", zero_division=0, sample_weight=w
    ),
    "f1": lambda c, w: oracle.f1_score(
        *_labels(c), average="macro", zero_division=0, sample_weight=w
    ),
    "roc_auc": lambda c, w: (
        oracle.roc_auc_score(c.y_true, c.proba[:, 1], sample_weight=w)
        if c.n_classes == 2
        else oracle.roc_auc_score(c.y_true, c.proba, multi_class="ovr", sample_weight=w)
    ),
    "average_precision": lambda c, w: (
        oracle.average_precision_score(c.y_true, c.proba[:, 1], sample_weight=w)
        if c.n_classes == 2
        else oracle.average_precision_score(c.y_true, c.proba, average="macro", sample_weight=w)
    ),
    "log_loss": lambda c, w: oracle.log_loss(
        c.y_true, c.proba, labels=range(c.n_classes), sample_weight=w
    ),
    "brier": lambda c, w: (
        oracle.brier_score_loss(c.y_true, c.proba[:, 1], sample_weight=w)
        if c.n_classes == 2
        else oracle.brier_score_loss(
            c.y_true, c.proba, labels=list(range(c.n_classes)), sample_weight=w
        )
    ),
}
REGRESSION = {
    "mae": oracle.mean_absolute_error,
    "rmse": oracle.root_mean_squared_error,
    "r2": oracle.r2_score,
    "mape": oracle.mean_absolute_percentage_error,
    "median_ae": oracle.median_absolute_error,
}


def test_every_metric_has_an_oracle() -> None:
    assert {spec.id for spec in METRICS} == {*CLASSIFICATION, *REGRESSION}


@settings(max_examples=25, deadline=None)
@given(n=st.integers(12, 80), k=st.integers(2, 5), seed=st.integers(0, 10_000))
def test_classification_metrics_equal_scikit_learns(n, k, seed) -> None:
    case = classified(n, k, seed)
    for name, theirs in CLASSIFICATION.items():
        assert score(name, case) == pytest.approx(theirs(case, None), abs=1e-12), name


@settings(max_examples=15, deadline=None)
@given(k=st.integers(2, 4), seed=st.integers(0, 10_000))
def test_weighted_metrics_equal_scikit_learns_so_intervals_use_the_same_formula(k, seed) -> None:
    case = classified(40, k, seed)
    weights = np.random.default_rng(seed).integers(0, 3, 40).astype(float)
    weights[:k] = 1
    for name, theirs in CLASSIFICATION.items():
        if k > 2 and name == "roc_auc":
            continue  # scikit-learn takes no weights there
        ours = metric_spec(name).compute(case, weights[None, :])[0]
        assert ours == pytest.approx(theirs(case, weights), abs=1e-12), name


@settings(max_examples=25, deadline=None)
@given(n=st.integers(2, 60), seed=st.integers(0, 10_000))
def test_regression_metrics_equal_scikit_learns(n, seed) -> None:
    random = np.random.default_rng(seed)
    case = Case(random.normal(50, 10, n), random.normal(50, 10, n))
    for name, theirs in REGRESSION.items():
        ours = metric_spec(name).compute(case, np.ones((1, n)))[0]
        assert ours == pytest.approx(theirs(case.y_true, case.y_pred), rel=1e-9), name


@settings(max_examples=20, deadline=None)
@given(n=st.integers(3, 30), seed=st.integers(0, 10_000))
def test_a_row_that_counts_twice_is_the_row_repeated(n, seed) -> None:
    random = np.random.default_rng(seed)
    times = random.integers(0, 3, n)
    times[:3] = 1
    case = Case(random.normal(50, 10, n), random.normal(50, 10, n))
    repeated = Case(np.repeat(case.y_true, times), np.repeat(case.y_pred, times))
    for name in REGRESSION:
        ours = metric_spec(name).compute(case, times[None, :].astype(float))[0]
        assert ours == pytest.approx(score(name, repeated), rel=1e-9), name


def test_formulas_by_hand() -> None:
    case = Case(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), np.array([[0.8, 0.2]] * 4))
    assert score("accuracy", case) == 3 / 4
    assert score("precision", case) == (1 / 1 + 2 / 3) / 2
    assert score("recall", case) == (1 / 2 + 2 / 2) / 2
    assert score("log_loss", case) == pytest.approx(-(2 * np.log(0.8) + 2 * np.log(0.2)) / 4)
    assert score("brier", case) == pytest.approx((2 * 0.2**2 + 2 * 0.8**2) / 4)
    assert score("roc_auc", case) == 0.5
    numbers = Case(np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 2.0]))
    assert score("mae", numbers) == 1.0
    assert score("rmse", numbers) == pytest.approx(np.sqrt(5 / 3))
    assert score("median_ae", numbers) == 1.0
    assert score("mape", numbers) == pytest.approx((0 + 1 / 2 + 2 / 4) / 3)


def test_the_confusion_is_scikit_learns() -> None:
    case = classified(50, 4, 3)
    ours = confusion_counts(case, np.ones((1, 50)))[0]
    np.testing.assert_array_equal(ours, oracle.confusion_matrix(case.y_true, case.y_pred))


def test_undefined_metrics_are_nan_and_not_a_number_that_looks_good() -> None:
    case = Case(np.array([0.0, 2.0]), np.array([0.0, 2.0]))
    assert np.isnan(score("mape", case))
    one_class = Case(np.zeros(3, int), np.zeros(3, int), np.full((3, 2), 0.5))
    assert np.isnan(score("roc_auc", one_class))
    assert np.isnan(score("r2", Case(np.ones(3), np.ones(3))))


def test_intervals_hold_the_value_and_shrink_with_rows() -> None:
    widths = []
    for n in (60, 600):
        case = classified(n, 2, 1)
        for metric in measure("classification", case, case, only=("accuracy", "roc_auc", "brier")):
            assert metric.low <= metric.value <= metric.high
        found = measure("classification", case, case, only=("accuracy",))[0]
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 2


def test_the_interval_of_accuracy_is_close_to_the_binomial_one() -> None:
    case = classified(1_000, 2, 4)
    found = measure("classification", case, case, only=("accuracy",))[0]
    half = 1.96 * np.sqrt(found.value * (1 - found.value) / 1_000)
    assert found.high - found.low == pytest.approx(2 * half, rel=0.15)


def test_intervals_are_the_same_for_the_same_seed() -> None:
    case = classified(100, 3, 2)
    first, again = (measure("classification", case, case, seed=7) for _ in range(2))
    assert first == again
    assert first != measure("classification", case, case, seed=8)
