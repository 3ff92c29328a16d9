"""What a curve of returns is made of: means over a window, lines over gaps."""

from __future__ import annotations

from typing import Any

import numpy as np


def smoothed(curves: Any, window: int) -> Any:
    """Return trailing means over ``window`` points (last axis); NaN where a point has none.

    >>> smoothed(np.array([1.0, 3.0, np.nan, 5.0]), 2).tolist()
    [1.0, 2.0, nan, 5.0]
    """
    known = np.isfinite(curves)
    sums, counts = np.cumsum(np.where(known, curves, 0.0), -1), np.cumsum(known, -1)
    if window < curves.shape[-1]:
        sums[..., window:] = sums[..., window:] - sums.copy()[..., :-window]
        counts[..., window:] = counts[..., window:] - counts.copy()[..., :-window]
    return np.where(known, sums / np.maximum(counts, 1), np.nan)


def joined(curves: Any) -> Any:
    """Return curves (..., n) with straight lines over the gaps between their known points.

    A good agent's episodes are longer than a point of the curve: without, its line would vanish.

    >>> joined(np.array([np.nan, 1.0, np.nan, 3.0, np.nan])).tolist()
    [nan, 1.0, 2.0, 3.0, nan]
    """
    places = np.arange(curves.shape[-1])

    def filled(row: Any) -> Any:
        known = np.isfinite(row)
        if not known.any():
            return row
        return np.interp(places, places[known], row[known], left=np.nan, right=np.nan)

    return np.apply_along_axis(filled, -1, curves)
