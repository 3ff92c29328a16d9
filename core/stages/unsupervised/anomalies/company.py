"""The neighbours that the local outlier factor compares a point with, and how dense it is there.

Reach of p from o: the larger of their distance and o's distance to its own k-th neighbour. Local
reachability density of p: 1 / its mean reach from its k neighbours. LOF: the neighbours' mean
density over the point's own. Source: Breunig, Kriegel, Ng and Sander (2000), definitions 5 to 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Company:
    """A point and its neighbours.

    places : (k,) of the neighbours, the nearest first. density : the local reachability density of
    the point, per unit of distance. theirs : the mean one of its neighbours.
    """

    places: Ints
    density: float
    theirs: float


def company_of(X: Floats, learnt: Ints, place: int, k: int, factor: float) -> Company:
    """Return the company of the point at ``place`` of X (n, d) among the ``learnt`` points.

    k : how many neighbours. factor : the point's local outlier factor, from which the neighbours'
    density follows.
    """
    others = learnt[learnt != place]
    k = min(k, len(others))
    far = np.linalg.norm(X[others] - X[place], axis=1)
    nearest = np.argsort(far, kind="stable")[:k]
    places = others[nearest]
    reach = np.maximum(far[nearest], [_kth(X, learnt, int(one), k) for one in places])
    density = 1.0 / max(float(reach.mean()), 1e-10)
    return Company(places, density, factor * density)


def _kth(X: Floats, learnt: Ints, place: int, k: int) -> float:
    """Return a learnt point's distance to its k-th neighbour, itself left out."""
    others = learnt[learnt != place]
    far = np.linalg.norm(X[others] - X[place], axis=1)
    k = min(k, len(others))
    return float(np.partition(far, k - 1)[k - 1])
