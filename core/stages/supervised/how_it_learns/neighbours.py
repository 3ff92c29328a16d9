"""k nearest neighbours: the share of each class among the k nearest training points, k growing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.supervised.how_it_learns.data import Floats, Ints, classes_of
from core.stages.supervised.how_it_learns.frames import (
    LearnFrame,
    both_wrong,
    number,
    plane,
    shaded,
    wrong_share,
)
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.supervised.how_it_learns.settings import LearnSettings


@dataclass(frozen=True, eq=False)
class NeighbourFrame(LearnFrame):
    """The model with ``k`` neighbours. ``nearest`` (max_k,) rows of the training points nearest to
    the place asked about, ``distance`` (max_k,) in units; the first k of them have a vote.
    ``share`` : of class 1 among those, the training share before any.
    """

    k: int = 0
    share: float = 0.0
    radius: float = 0.0
    nearest: Ints | None = None
    distance: Floats | None = None


def by_distance(places: Any, X: Any) -> tuple[Any, Any]:
    """Return the training rows from near to far for each place, and their distances."""
    away = np.sqrt(((places[:, None, :] - X[None, :, :]) ** 2).sum(axis=2))
    order = np.argsort(away, axis=1, kind="stable")
    return order, np.take_along_axis(away, order, axis=1)


def running_share(places: Any, X: Any, y: Any, max_k: int) -> Any:
    """Return (n_places, max_k): the share of class 1 among the nearest 1, 2, … max_k points."""
    order = by_distance(places, X)[0][:, :max_k]
    return np.cumsum(y[order], axis=1) / np.arange(1, max_k + 1)


def run_neighbours(settings: LearnSettings) -> Iterator[NeighbourFrame]:
    """Yield the classes' shares without any neighbour, then k = 1, 2, … neighbours."""
    points = classes_of(settings.data)
    X, y = points.X_train, points.y_train
    max_k = min(settings.max_k, len(y))
    at = np.array([[settings.at_x, settings.at_y]])
    order, away = by_distance(at, X)
    nearest, distance = order[0, :max_k], away[0, :max_k]
    base = float(y.mean())
    shares = [running_share(places, X, y, max_k) for places in (X, points.X_test, plane(), at)]
    for k in range(max_k + 1):
        now = [np.full(len(s), base) if k == 0 else s[:, k - 1] for s in shares]
        wrong = both_wrong(now[0], now[1], points)
        radius = float(distance[k - 1]) if k else 0.0
        share = float(now[3][0])
        said = _said(k, share, radius, int(y[nearest[k - 1]]) if k else 0, base, wrong)
        yield NeighbourFrame(
            said, *wrong, shaded(now[2]), "", k, share, radius, nearest.copy(), distance.copy()
        )


def _said(
    k: int, share: float, radius: float, newest: int, base: float, wrong: tuple[float, float]
) -> str:
    if k == 0:
        return (
            f"Nobody is asked yet: every place gets the share of class 1 among all, {base:.1%}, "
            f"and {wrong[1]:.1%} of the test points are wrong."
        )
    return (
        f"k = {k}: the newest voter is {number(radius)} away and of class {newest}; now "
        f"{round(share * k)} of {counted(k, 'neighbour')} {'votes' if k == 1 else 'vote'} for "
        f"class 1. Over the plane {wrong[1]:.1%} of the "
        f"test points are wrong."
    )


def fit_neighbours(
    X: Any, y: Any, X_test: Any, y_test: Any, *, max_k: int, at_x: float, at_y: float
) -> dict[str, float]:
    """Ask the nearest points; return what they say at a place, how far they are, and the errors."""
    k, at = min(max_k, len(y)), np.array([[at_x, at_y]])
    share, on_train, on_test = (running_share(w, X, y, k)[:, -1] for w in (at, X, X_test))
    return {
        "share": share[0],
        "radius": by_distance(at, X)[1][0, k - 1],
        "train_error": wrong_share(on_train, y),
        "test_error": wrong_share(on_test, y_test),
    }
