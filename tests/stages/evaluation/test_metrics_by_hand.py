"""Metrics from counts against scikit-learn; the formula shown evaluates to the number shown."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from core.stages.evaluation.metrics_by_hand.averages import averages
from core.stages.evaluation.metrics_by_hand.run import (
    BadCounts,
    HandSettings,
    metrics_by_hand,
)

COUNT = st.integers(0, 60)


def rows(counts: HandSettings) -> tuple[np.ndarray, np.ndarray]:
    true = [1] * (counts.tp + counts.fn) + [0] * (counts.fp + counts.tn)
    said = [1] * counts.tp + [0] * counts.fn + [1] * counts.fp + [0] * counts.tn
    return np.array(true), np.array(said)


ORACLES = {
    "accuracy": metrics.accuracy_score,
    "precision": lambda y, p: metrics.precision_score(y, p, zero_division=np.nan),
    "recall": lambda y, p: metrics.recall_score(y, p, zero_division=np.nan),
    "specificity": lambda y, p: metrics.recall_score(y, p, pos_label=0, zero_division=np.nan),
    "npv": lambda y, p: metrics.precision_score(y, p, pos_label=0, zero_division=np.nan),
    "f1": lambda y, p: metrics.f1_score(y, p, zero_division=np.nan),
    "jaccard": lambda y, p: metrics.jaccard_score(y, p, zero_division=0),
    "false_positive_rate": lambda y, p: 1 - metrics.recall_score(y, p, pos_label=0),
    "false_negative_rate": lambda y, p: 1 - metrics.recall_score(y, p),
    "false_discovery_rate": lambda y, p: 1 - metrics.precision_score(y, p),
    "prevalence": lambda y, p: y.mean(),
    "mcc": metrics.matthews_corrcoef,
    "balanced_accuracy": metrics.balanced_accuracy_score,
    "youden": lambda y, p: metrics.balanced_accuracy_score(y, p, adjusted=True),
    "kappa": metrics.cohen_kappa_score,
}


def test_every_metric_has_an_oracle() -> None:
    assert {metric.id for metric in metrics_by_hand(HandSettings())} == set(ORACLES)


@settings(max_examples=80, deadline=None)
@given(tp=COUNT, fn=COUNT, fp=COUNT, tn=COUNT)
def test_every_metric_equals_scikit_learns(tp, fn, fp, tn) -> None:
    counts = HandSettings(tp, fn, fp, tn)
    if tp + fn + fp + tn == 0:
        return
    for metric in metrics_by_hand(counts):
        if np.isnan(metric.value):
            assert "undefined" in metric.filled
            continue
        y, said = rows(counts)
        assert metric.value == pytest.approx(ORACLES[metric.id](y, said), abs=1e-12), metric.id


@settings(max_examples=60, deadline=None)
@given(tp=COUNT, fn=COUNT, fp=COUNT, tn=COUNT)
def test_the_formula_with_numbers_evaluates_to_the_value(tp, fn, fp, tn) -> None:
    if tp + fn + fp + tn == 0:
        return
    for metric in metrics_by_hand(HandSettings(tp, fn, fp, tn)):
        if not np.isnan(metric.value):
            tolerance = 5e-3 if metric.id in ("youden", "balanced_accuracy") else 1e-9
            assert latex(metric.filled) == pytest.approx(metric.value, abs=tolerance), metric


def latex(formula: str) -> float:
    """Evaluate the small LaTeX that the formulas use."""
    text = formula.rpartition(" = ")[0].replace(r"\cdot", "*")
    text = re.sub(r"\\sqrt\{([^{}]*)\}", r"((\1)**0.5)", text)
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    return float(eval(text))


def test_numbers_and_synonyms_are_filled_in() -> None:
    recall = next(m for m in metrics_by_hand(HandSettings(40, 10, 20, 130)) if m.id == "recall")
    assert recall.filled == r"\frac{40}{40 + 10} = 0.800"
    assert recall.symbols == r"\frac{TP}{TP + FN}"
    assert "sensitivity" in recall.synonyms


@settings(max_examples=50, deadline=None)
@given(k=st.integers(2, 5), seed=st.integers(0, 999))
def test_averages_are_scikit_learns(k, seed) -> None:
    confusion = np.random.default_rng(seed).integers(0, 9, (k, k))
    confusion[0, 0] += 1
    true = np.repeat(np.arange(k), confusion.sum(axis=1))
    said = np.concatenate([np.repeat(np.arange(k), row) for row in confusion])
    for found in averages(confusion):
        theirs = getattr(metrics, f"{found.id}_score")
        for way in ("macro", "micro", "weighted"):
            expected = theirs(true, said, average=way, labels=range(k), zero_division=0)
            assert getattr(found, way) == pytest.approx(expected), (found.id, way)
        each = theirs(true, said, average=None, labels=range(k), zero_division=0)
        np.testing.assert_allclose(found.per_class, each)
        assert found.macro_filled.endswith(f"= {found.macro:.3f}")


def test_micro_precision_recall_and_f1_are_all_accuracy() -> None:
    found = averages([[5, 1, 2], [0, 7, 3], [4, 4, 4]])
    assert {round(metric.micro, 12) for metric in found} == {round(16 / 30, 12)}


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(BadCounts, match="no row at all"):
        metrics_by_hand(HandSettings(0, 0, 0, 0))
    with pytest.raises(BadCounts, match="cannot be negative"):
        metrics_by_hand(HandSettings(-1, 0, 0, 4))
    with pytest.raises(BadCounts, match="square"):
        averages([[1, 2]])
    with pytest.raises(BadCounts, match="at least one above 0"):
        averages([[0, 0], [0, 0]])


def test_the_controls_are_the_settings() -> None:
    assert {param.id: param.default for param in HandSettings.PARAMS} == vars(HandSettings())
