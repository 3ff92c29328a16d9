"""How many are flagged, how many of them rightly, and how far detectors agree."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def threshold_of(score: Floats, contamination: float) -> float:
    """Return the score above which a share ``contamination`` of the points lies.

    Between two points it lies on the straight line through both, as scikit-learn's ``offset_`` (of
    the opposite sign) does. NaN where there are no scores.
    """
    if not np.isfinite(score).all():
        return float("nan")
    return -float(np.percentile(-score, 100.0 * contamination))


def flagged_by(score: Floats, threshold: float) -> Flags:
    """Return which points are more unusual than the threshold."""
    flags: Flags = score > threshold
    return flags


def precision_at(score: Floats, planted: Flags, k: int) -> float:
    """Return the share of planted ones among the ``k`` most unusual points; NaN for none.

    Of equal scores the expected share is counted, so that no order of rows matters.
    """
    if k < 1 or not np.isfinite(score).all():
        return float("nan")
    kth = -np.partition(-score, k - 1)[k - 1]
    above, level = score > kth, score == kth
    n_above = int(above.sum())
    drawn = (k - n_above) * planted[level].mean()
    return float((planted[above].sum() + drawn) / k)


def average_precision(score: Floats, planted: Flags) -> float:
    """Return the mean, over the planted points, of the precision down to each; NaN without any.

    Sum over distinct scores, falling, of (recall - recall before) times precision.
    """
    n = int(planted.sum())
    if not n or not np.isfinite(score).all():
        return float("nan")
    order = np.argsort(-score, kind="stable")
    found = np.cumsum(planted[order])
    last = np.r_[np.diff(score[order]) != 0, True]
    hits, taken = found[last], np.flatnonzero(last) + 1.0
    return float((np.diff(hits, prepend=0) / n * hits / taken).sum())


def precision_curve(score: Floats, planted: Flags, ks: NDArray[np.int64]) -> Floats:
    """Return the precision among the k most unusual points for each of ``ks``."""
    return np.array([precision_at(score, planted, int(k)) for k in ks])


def robust_z(raw: Floats) -> Floats:
    """Return how far each value (n, d) lies from its column's middle.

    In robust standard deviations: 1.4826 times the median distance to the median (that is one
    standard deviation of a bell). Where more than half of a column is one value, in plain
    standard deviations from the mean; 0 in a constant one.
    """
    middle = np.median(raw, axis=0)
    spread = 1.4826 * np.median(np.abs(raw - middle), axis=0)
    flat = spread <= 0
    middle = np.where(flat, raw.mean(axis=0), middle)
    spread = np.where(flat, raw.std(axis=0), spread)
    far: Floats = (raw - middle) / np.where(spread > 0, spread, 1.0)
    return far
