"""Everything the threshold page shows at one threshold: small arithmetic on the scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.stages.evaluation.threshold.run import (
    SAME_COST,
    Best,
    Calibration,
    Counts,
    Curve,
    OneClass,
    ScoreAnswer,
    best_threshold,
    calibration,
    confusion_at,
    cost_curve,
    gain,
    lift,
    precision_recall,
    roc,
)
from core.stages.evaluation.threshold.settings import ThresholdSettings
from core.stages.evaluation.threshold.sweep import Sweep, cheapest_settable, sweep


@dataclass(frozen=True, eq=False)
class ThresholdAnswer:
    """Counts and curves of one class; ``cost`` at the threshold.

    ``best`` : the cheapest of all thresholds. ``cheapest`` : of those that can be set.
    ``sweep`` : the same counts at every threshold, in which this one is number ``at``.
    """

    one: OneClass
    counts: Counts
    roc: Curve
    precision_recall: Curve
    gain: Curve
    lift: Curve
    calibration: Calibration
    cost_curve: Curve
    cost: float
    best: Best
    cheapest: Best
    base_rate: float
    sweep: Sweep
    at: int

    @property
    def saving(self) -> float:
        """What the cheapest threshold that can be set saves; 0 where this one is as cheap."""
        saved = self.cost - self.cheapest.cost
        return saved if saved > SAME_COST * self.cost else 0.0


def at_threshold(settings: ThresholdSettings, scores: ScoreAnswer) -> ThresholdAnswer:
    """Return all numbers and curves at the chosen threshold. Raises `NoThreshold`."""
    one = scores.one(settings.class_)
    counts = confusion_at(one, settings.threshold)
    miss, alarm = settings.cost_miss, settings.cost_alarm
    everywhere = sweep(one, settings.threshold)
    return ThresholdAnswer(
        one=one,
        counts=counts,
        roc=roc(one),
        precision_recall=precision_recall(one),
        gain=gain(one),
        lift=lift(one),
        calibration=calibration(one),
        cost_curve=cost_curve(one, miss, alarm),
        cost=counts.cost(miss, alarm),
        best=best_threshold(one, miss, alarm),
        cheapest=cheapest_settable(everywhere, miss, alarm),
        base_rate=float(one.positive.mean()),
        sweep=everywhere,
        at=int(np.searchsorted(everywhere.thresholds, settings.threshold)),
    )
