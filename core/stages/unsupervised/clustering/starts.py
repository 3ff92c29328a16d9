"""Where a search for centres begins: far apart, anywhere, or where the learner put them."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.stages.unsupervised.clustering.frames import Floats, squared_distances
from core.unlabelled.points import BadData

PLUS, RANDOM, MINE = "plus", "random", "mine"


def first_centres(X: Any, k: int, start: str, own: Any = (), seed: int = 0) -> Floats:
    """Return k first centres (k, d), k at most the number of different points.

    plus : each next one is drawn with a chance in proportion to the squared distance to the nearest
    there is (Arthur and Vassilvitskii, 2007). random : k different points. mine : ``own`` (m, d),
    and for what is missing of k as with plus.
    """
    rng = np.random.default_rng([seed, 3])
    if start == RANDOM:
        different = np.unique(X, axis=0)
        return np.asarray(different[rng.choice(len(different), k, replace=False)], float)
    placed = [np.asarray(centre, float) for centre in own[:k]] if start == MINE else []
    while len(placed) < k:
        chance = np.ones(len(X))
        if placed:
            chance = squared_distances(X, np.array(placed)).min(axis=1)
        if not chance.sum() > 0:  # every point has a centre already
            chance = np.ones(len(X))
        placed.append(X[rng.choice(len(X), p=chance / chance.sum())])
    return np.array(placed, float)


def check_k(X: Any, k: int) -> None:
    """Raise `BadData` where there are fewer different points than clusters."""
    different = len(np.unique(X, axis=0))
    if different < k:
        raise BadData(
            f"There are only {different} different points, too few for {k} clusters. "
            "Take fewer clusters or other points."
        )


def start_said(start: str, k: int) -> str:
    """Return how the first centres came to be, in words."""
    if start == RANDOM:
        return f"{k} points drawn by the seed are the first centres"
    if start == MINE:
        return "the centres stand where you put them"
    return (
        f"{k} first centres, each next one drawn far from those there are (k-means++)"
        if k > 1
        else "one point is the first centre"
    )
