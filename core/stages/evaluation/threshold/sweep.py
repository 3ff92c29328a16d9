"""What every threshold does, all at once: confusions and histograms along the whole slider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.settings import param
from core.stages.evaluation.threshold.run import SAME_COST, Best, OneClass
from core.stages.evaluation.threshold.settings import ThresholdSettings

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

N_BINS = 25
SETTABLE = param(ThresholdSettings, "threshold").settable()
"""The thresholds that the slider, and so whoever takes advice, can set."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """One class against the rest at every threshold of a rising row of them.

    thresholds : (n,) in [0, 1]. positives, negatives : (n_bins,) rows by their score, in bins of
    equal width. found, alarms : (n, n_bins) those of them with at least the threshold.
    """

    thresholds: Floats
    positives: Ints
    negatives: Ints
    found: Ints
    alarms: Ints

    @property
    def edges(self) -> Floats:
        """The (n_bins + 1,) edges of the bins."""
        return np.linspace(0, 1, len(self.positives) + 1)

    @property
    def counts(self) -> Ints:
        """(n, 2, 2) rows: of the class found, missed; of the rest false alarms, left alone."""
        found, alarms = self.found.sum(axis=1), self.alarms.sum(axis=1)
        rows = (found, self.positives.sum() - found, alarms, self.negatives.sum() - alarms)
        return np.stack(rows, axis=1).reshape(-1, 2, 2)

    @property
    def recall(self) -> Floats:
        """(n,) TP / (TP + FN); NaN where there is none of the class."""
        return _ratio(self.counts[:, 0, 0], self.positives.sum())

    @property
    def false_positive_rate(self) -> Floats:
        """(n,) FP / (FP + TN)."""
        return _ratio(self.counts[:, 1, 0], self.negatives.sum())

    @property
    def precision(self) -> Floats:
        """(n,) TP / (TP + FP); NaN where nothing is called the class."""
        return _ratio(self.counts[:, 0, 0], self.counts[:, :, 0].sum(axis=1))

    @property
    def f1(self) -> Floats:
        """(n,) 2 TP / (2 TP + FP + FN)."""
        (hits, misses), alarms = self.counts[:, 0].T, self.counts[:, 1, 0]
        return _ratio(2 * hits, 2 * hits + misses + alarms)

    @property
    def taken(self) -> Floats:
        """(n,) the share of all rows that is called the class."""
        return _ratio(self.counts[:, :, 0].sum(axis=1), self.counts[0].sum())

    def cost(self, miss: float, alarm: float) -> Floats:
        """Return the (n,) total costs of misses and false alarms."""
        return self.counts[:, 0, 1] * miss + self.counts[:, 1, 0] * alarm


def sweep(one: OneClass, threshold: float) -> Sweep:
    """Return what the `SETTABLE` thresholds, and ``threshold``, do. One pass over the rows."""
    thresholds = np.unique(np.append(SETTABLE, threshold))
    bins = np.minimum((one.score * N_BINS).astype(np.int64), N_BINS - 1)
    taken_by = np.searchsorted(thresholds, one.score, side="right")  # so many take this row
    found, alarms = (
        _called(taken_by[rows], bins[rows], len(thresholds))
        for rows in (one.positive, ~one.positive)
    )
    return Sweep(thresholds, found[0], alarms[0], found[1:], alarms[1:])


def cheapest_settable(swept: Sweep, miss: float, alarm: float) -> Best:
    """Return the cheapest threshold of those that can be set; of equally cheap ones the highest."""
    settable = np.isin(swept.thresholds, SETTABLE)
    thresholds, costs = swept.thresholds[settable], swept.cost(miss, alarm)[settable]
    place = np.flatnonzero(costs <= costs.min() * (1 + SAME_COST))[-1]
    return Best(float(thresholds[place]), float(costs[place]))


def _called(taken_by: Ints, bins: Ints, n: int) -> Ints:
    """Return rows by bin, (n + 1, n_bins): all of them, then those each threshold takes."""
    table = np.bincount(taken_by * N_BINS + bins, minlength=(n + 1) * N_BINS)
    called: Ints = table.reshape(n + 1, N_BINS)[::-1].cumsum(axis=0)[::-1]
    return called


def _ratio(top: Ints, bottom: Ints | np.int64) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.asarray(top / bottom, np.float64)
    return found
