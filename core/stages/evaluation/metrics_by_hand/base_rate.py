"""The same classifier where its class is rarer or more frequent: what stays, what falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.metrics_by_hand.run import HandSettings, metric_values

Floats: TypeAlias = NDArray[np.float64]

MANTISSAS = (1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0, 2.25, 2.5, 2.8, 3.2, 3.6, 4.0, 4.5, 5.0, 5.6,
             6.3, 7.0, 8.0, 9.0)  # fmt: skip
PERCENTS = (*(round(10.0**power * m, 4) for power in (-1, 0, 1) for m in MANTISSAS), 95, 98, 99)
"""Shares of the class in percent, 20 to a power of ten, so that rare ones have room."""


@dataclass(frozen=True, eq=False)
class BaseRates:
    """Four counts carried over to other shares of the class, recall and specificity kept.

    percents : (n,) rising, in (0, 100). tp, fn, fp, tn : (n,) rows to expect out of as many as the
    counts have, fractions of a row among them. values : each metric's (n,) values by its id, NaN
    where 0 / 0. lazy : (n,) accuracy of always naming the more frequent class. own : where the
    counts' own share stands.
    """

    percents: Floats
    tp: Floats
    fn: Floats
    fp: Floats
    tn: Floats
    values: Mapping[str, Floats]
    lazy: Floats
    own: int

    @property
    def has_others(self) -> bool:
        """Whether there are other shares than the counts' own."""
        return len(self.percents) > 1

    def at(self, metric_id: str, percent: float) -> float:
        """Return a metric at the share nearest to ``percent``."""
        return float(self.values[metric_id][np.abs(self.percents - percent).argmin()])


def base_rates(counts: HandSettings) -> BaseRates:
    """Return the counts at every share of the class; at their own alone where one has no row.

    Bayes' rule in counts: of n rows with a share p of the class, n p recall are found and
    n (1 - p) (1 - specificity) are false alarms.
    """
    positives, rest = counts.tp + counts.fn, counts.fp + counts.tn
    n = positives + rest
    own = 100.0 * positives / n
    percents = np.array(sorted({*PERCENTS, own}) if positives and rest else [own])
    of_class, of_rest = n * percents / 100, n * (1 - percents / 100)
    table = {
        "TP": of_class * (counts.tp / max(positives, 1)),
        "FN": of_class * (counts.fn / max(positives, 1)),
        "FP": of_rest * (counts.fp / max(rest, 1)),
        "TN": of_rest * (counts.tn / max(rest, 1)),
    }
    return BaseRates(
        percents,
        table["TP"],
        table["FN"],
        table["FP"],
        table["TN"],
        metric_values(table),
        np.maximum(percents, 100 - percents) / 100,
        int(np.searchsorted(percents, own)),
    )


def precision_where_rarer(counts: HandSettings, times: float) -> float:
    """Return precision with the class ``times`` as rare, by Bayes' rule; NaN where 0 / 0.

    >>> round(precision_where_rarer(HandSettings(40, 10, 20, 130), 10), 3)
    0.133
    """
    positives, rest = counts.tp + counts.fn, counts.fp + counts.tn
    if positives == 0 or rest == 0 or counts.tp + counts.fp == 0:
        return float("nan")
    share = positives / (positives + rest) / times
    right, wrong = share * counts.tp / positives, (1 - share) * counts.fp / rest
    return right / (right + wrong)
