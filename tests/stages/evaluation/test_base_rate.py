"""Counts carried over to other shares of the class, against scikit-learn with weighted rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from core.stages.evaluation.metrics_by_hand.base_rate import PERCENTS, base_rates
from core.stages.evaluation.metrics_by_hand.run import HandSettings, metrics_by_hand
from tests.stages.evaluation.test_metrics_by_hand import ORACLES, rows

COUNT = st.integers(0, 60)
PRECISION, RECALL = metrics.precision_score, metrics.recall_score
WEIGHTED = {
    "accuracy": metrics.accuracy_score,
    "precision": PRECISION,
    "recall": RECALL,
    "specificity": lambda y, p, **how: RECALL(y, p, pos_label=0, **how),
    "npv": lambda y, p, **how: PRECISION(y, p, pos_label=0, **how),
    "f1": metrics.f1_score,
    "jaccard": metrics.jaccard_score,
    "false_positive_rate": lambda y, p, **how: 1 - RECALL(y, p, pos_label=0, **how),
    "false_negative_rate": lambda y, p, **how: 1 - RECALL(y, p, **how),
    "false_discovery_rate": lambda y, p, **how: 1 - PRECISION(y, p, **how),
    "prevalence": lambda y, _p, sample_weight: np.average(y, weights=sample_weight),
    "mcc": metrics.matthews_corrcoef,
    "balanced_accuracy": metrics.balanced_accuracy_score,
    "youden": lambda y, p, **how: metrics.balanced_accuracy_score(y, p, adjusted=True, **how),
    "kappa": metrics.cohen_kappa_score,
}


def test_every_metric_has_a_weighted_oracle():
    assert set(WEIGHTED) == set(ORACLES)


@settings(max_examples=40)
@given(COUNT, COUNT, COUNT, COUNT, st.integers(0, len(PERCENTS) - 1))
def test_every_metric_at_every_share_equals_scikit_learns_on_weighted_rows(tp, fn, fp, tn, place):
    if tp + fn == 0 or fp + tn == 0:
        return
    found = base_rates(HandSettings(tp, fn, fp, tn))
    percent = found.percents[place]
    y, said = rows(HandSettings(tp, fn, fp, tn))
    weight = np.where(y == 1, percent / (tp + fn), (100 - percent) / (fp + tn))
    for name, values in found.values.items():
        if not np.isnan(values[place]):
            expected = WEIGHTED[name](y, said, sample_weight=weight)
            assert values[place] == pytest.approx(expected, abs=1e-9), name


@given(COUNT, COUNT, COUNT, COUNT)
def test_at_their_own_share_the_counts_are_what_they_were(tp, fn, fp, tn):
    counts = HandSettings(tp, fn, fp, tn)
    if tp + fn + fp + tn == 0:
        return
    found = base_rates(counts)
    here = [cell[found.own] for cell in (found.tp, found.fn, found.fp, found.tn)]
    assert here == pytest.approx([tp, fn, fp, tn], abs=1e-9)
    for metric in metrics_by_hand(counts):
        value = found.values[metric.id][found.own]
        assert value == pytest.approx(metric.value, abs=1e-9, nan_ok=True), metric.id


def test_eddys_physicians():
    """Eddy (1982): 1 % ill, 79.2 % of them found, 9.6 % false alarms; 7.7 % of alarms are right."""
    found = base_rates(HandSettings(792, 208, 96, 904))
    assert round(found.at("precision", 1.0), 3) == 0.077


def test_recall_and_specificity_stay_while_precision_rises_with_the_share():
    found = base_rates(HandSettings())
    for name in ("recall", "specificity", "balanced_accuracy", "youden"):
        assert np.ptp(found.values[name]) < 1e-12
    assert (np.diff(found.values["precision"]) > 0).all()
    assert (np.diff(found.percents) > 0).all()


@pytest.mark.parametrize("counts", [HandSettings(0, 0, 3, 4), HandSettings(3, 4, 0, 0)])
def test_one_class_alone_has_no_other_shares(counts):
    found = base_rates(counts)
    assert not found.has_others
    assert [found.tp[0], found.fn[0], found.fp[0], found.tn[0]] == [*vars(counts).values()]
