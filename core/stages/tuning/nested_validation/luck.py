"""What fewer candidates would have promised and given: exact means over all smaller draws.

Of n scores in rising order, the r-th is the best of a draw of m in C(r-1, m-1) of C(n, m) draws.
So the mean over all draws of m candidates needs no new fit, and no drawing.
"""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def best_of(n: int) -> Floats:
    """Return (n, n) chances: row m-1, column r-1: the r-th of n in rising order is the best of m.

    >>> best_of(3).round(3).tolist()
    [[0.333, 0.333, 0.333], [0.0, 0.333, 0.667], [0.0, 0.0, 1.0]]
    """
    return np.array(
        [[comb(r, m) / comb(n, m + 1) for r in range(n)] for m in range(n)], dtype=np.float64
    )


def rising(scores: Floats) -> NDArray[np.int64]:
    """Return the places of scores from worst to best; of equal ones the first counts as better.

    >>> rising(np.array([0.5, 0.9, 0.9])).tolist()
    [0, 2, 1]
    """
    places = np.arange(len(scores))
    return np.lexsort((-places, scores))


def expected(chosen_by: Floats, got: Floats) -> Floats:
    """Return (n,): the mean of ``got`` at the best ``chosen_by``, over all draws of 1 … n.

    chosen_by, got : (n_candidates,), higher is better.

    >>> expected(np.array([1.0, 2.0, 3.0]), np.array([0.0, 6.0, 3.0])).round(3).tolist()
    [3.0, 4.0, 3.0]
    """
    found: Floats = best_of(len(got)) @ got[rising(chosen_by)]
    return found
