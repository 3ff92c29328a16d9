"""The groups that an eye would find in a map, and whether they are there in all dimensions."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

MOST_GROUPS, FEWEST = 6, 3


def best_clumps(places: Floats, X: Floats) -> tuple[int, float, float]:
    """Return how many groups of k-means stand apart best in a map, and how far.

    places : (n, 2). X : (n, d). The silhouette of these groups in the map, from -1 to 1, then that
    of the same groups in all dimensions. Fewer than three dots are no group. 0 groups and NaN where
    there are none.
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    most = min(MOST_GROUPS, len(np.unique(places.round(12), axis=0)) - 1)
    best, found = -np.inf, None
    for k in range(2, most + 1):
        groups = KMeans(k, n_init=4, random_state=0).fit_predict(places)
        if np.bincount(groups).min() < FEWEST:
            continue
        score = float(silhouette_score(places, groups))
        if score > best:
            best, found = score, groups
    if found is None:
        return 0, float("nan"), float("nan")
    return len(np.unique(found)), best, float(silhouette_score(X, found))
