"""Four counts as the page shows them: all metrics, averages, and other shares of the class."""

from __future__ import annotations

from dataclasses import dataclass

from core.stages.evaluation.metrics_by_hand.averages import Averages, averages
from core.stages.evaluation.metrics_by_hand.base_rate import (
    BaseRates,
    base_rates,
    precision_where_rarer,
)
from core.stages.evaluation.metrics_by_hand.run import HandMetric, HandSettings, metrics_by_hand
from core.stages.evaluation.metrics_by_hand.settings import HandView

TIMES_RARER = 10


@dataclass(frozen=True)
class HandAnswer:
    """Every metric of the counts, and precision, recall and F1 averaged over the two classes.

    lazy_accuracy : what always naming the more frequent class would reach. rates : the counts at
    other shares of the class. rarer : precision were the class ten times rarer, NaN where it is
    undefined.
    """

    metrics: tuple[HandMetric, ...]
    averages: tuple[Averages, ...]
    counts: HandSettings
    lazy_accuracy: float
    rates: BaseRates
    rarer: float

    def metric(self, metric_id: str) -> HandMetric:
        """Return one metric by its id."""
        return next(metric for metric in self.metrics if metric.id == metric_id)


def work_out(view: HandView, _nothing: object) -> HandAnswer:
    """Return all metrics of the counts. Raises `BadCounts`."""
    counts = view.counts
    matrix = [[counts.tp, counts.fn], [counts.fp, counts.tn]]
    positives, rest = counts.tp + counts.fn, counts.fp + counts.tn
    metrics = metrics_by_hand(counts)
    lazy = max(positives, rest) / (positives + rest)
    rarer = precision_where_rarer(counts, TIMES_RARER)
    return HandAnswer(metrics, averages(matrix), counts, lazy, base_rates(counts), rarer)
