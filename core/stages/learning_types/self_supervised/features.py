"""What the features of pictures look like: their principal plane, and who is near whom."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


def principal_plane(features: Floats) -> tuple[Floats, float]:
    """Return the first two principal components (n, 2) of features (n, size), each of any sign.

    Then the share of all variance that they hold, 0 where there is none.
    """
    centred = features - features.mean(axis=0)
    variances, axes = np.linalg.eigh(centred.T @ centred)
    total = float(variances.sum())
    share = float(variances[-2:].sum()) / total if total > 0 else 0.0
    return centred @ axes[:, ::-1][:, :2], share


def turned_to(places: Floats, goal: Floats) -> Floats:
    """Return places (n, 2) turned or mirrored about their middle to lie nearest to ``goal``.

    Orthogonal Procrustes (Schönemann, 1966): distances stay as they are.
    """
    centred = places - places.mean(axis=0)
    left, _, right = np.linalg.svd(centred.T @ (goal - goal.mean(axis=0)))
    found: Floats = centred @ left @ right
    return found


def fitted(places: Floats) -> Floats:
    """Return places (n, 2) as large as they fit between -1 and 1: their own unit means nothing."""
    low, high = places.min(axis=0), places.max(axis=0)
    found: Floats = (places - (low + high) / 2) / (float((high - low).max()) / 2 or 1.0)
    return found


def nearest(features: Floats, k: int) -> Ints:
    """Return the ``k`` nearest of each row (n, k), the nearest first, itself left out."""
    far = features @ (-2 * features.T)
    far += (features**2).sum(axis=1)  # the row's own square would move all of its distances alike
    np.fill_diagonal(far, np.inf)
    found = np.argpartition(far, k, axis=1)[:, :k]
    order = np.argsort(np.take_along_axis(far, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)


def agreeing(near: Ints, digits: Ints) -> float:
    """Return the share of nearest (n, k) that show the same digit as the picture they are of.

    >>> agreeing(np.array([[1], [0], [0]]), np.array([7, 7, 9]))
    0.6666666666666666
    """
    return float((digits[near] == digits[:, None]).mean())
