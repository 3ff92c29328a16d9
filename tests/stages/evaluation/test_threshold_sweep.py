"""Everything along the slider equals one threshold after another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stages.evaluation.threshold.run import OneClass, confusion_at
from core.stages.evaluation.threshold.sweep import N_BINS, sweep


def one(seed: int, n: int = 120) -> OneClass:
    random = np.random.default_rng(seed)
    score = random.choice([random.random(n), np.round(random.random(n), 2)])
    return OneClass("yes", random.random(n) < score, score)


@given(seed=st.integers(0, 999), threshold=st.floats(0, 1))
def test_every_threshold_has_the_confusion_it_has_alone(seed, threshold) -> None:
    case = one(seed)
    swept = sweep(case, threshold)
    assert threshold in swept.thresholds
    for i, at in enumerate(swept.thresholds):
        alone = confusion_at(case, at)
        assert swept.counts[i].tolist() == [
            [alone.true_positives, alone.false_negatives],
            [alone.false_positives, alone.true_negatives],
        ]
        for name in ("recall", "precision", "f1", "false_positive_rate"):
            np.testing.assert_equal(getattr(swept, name)[i], getattr(alone, name))
        assert swept.cost(5, 2)[i] == alone.cost(5, 2)


def test_the_histograms_are_numpys() -> None:
    case = one(3)
    swept = sweep(case, 0.5)
    inside = case.score * N_BINS % 1 > 1e-9  # a score on an edge may fall to either side
    case = OneClass("yes", case.positive[inside], case.score[inside])
    swept = sweep(case, 0.5)
    for i, at in enumerate(swept.thresholds):
        called = case.score >= at
        for rows, ours, every in (
            (case.positive, swept.found, swept.positives),
            (~case.positive, swept.alarms, swept.negatives),
        ):
            theirs, _ = np.histogram(case.score[rows & called], swept.edges)
            assert ours[i].tolist() == theirs.tolist()
            assert every.tolist() == np.histogram(case.score[rows], swept.edges)[0].tolist()


def test_one_class_alone_has_no_rate_of_the_other() -> None:
    swept = sweep(OneClass("yes", np.array([True, True]), np.array([0.2, 1.0])), 0.5)
    assert np.isnan(swept.false_positive_rate).all()
    assert swept.recall[[0, 50, 100]].tolist() == pytest.approx([1.0, 0.5, 0.5])
    assert swept.taken[-1] == 0.5
