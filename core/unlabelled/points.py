"""A set of points that nobody labelled: a shape, the learner's drawing, or rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.unlabelled.plane import Plane, plane_of
from core.unlabelled.settings import DRAWN, OWN, PointSettings
from core.unlabelled.shapes import SHAPE_BY_ID
from core.wording import counted

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

FEWEST = 3


class BadData(PlaygroundError):
    """Points in which nothing can be looked for."""


@dataclass(frozen=True, eq=False)
class PointSet:
    """Points, and what is known of them beside their places.

    X : (n, d) float64, what an algorithm sees. raw : (n, d) the same in the columns' own units.
    names : (d,) of the columns of X. labels : (n,) codes of ``classes``, None where no groups are
    known; they are for comparison only. along : (n,) the place on a curve or surface in [0, 1], or
    None. rows : (n,) row numbers in the table, or 0..n-1. scaled : whether X is standardised.
    dates : those of ``names`` that are dates, ``raw`` in days since 1970-01-01.
    note : what of a table was left out, filled or drawn, "" where nothing was.
    """

    X: Floats
    raw: Floats
    names: tuple[str, ...]
    rows: Ints
    labels: Ints | None = None
    classes: tuple[str, ...] = ()
    along: Floats | None = None
    scaled: bool = False
    note: str = ""
    dates: tuple[str, ...] = ()

    @cached_property
    def plane(self) -> Plane:
        """The plane in which the points are drawn."""
        return plane_of(self.X, self.names, scaled=self.scaled)


def make_points(settings: PointSettings, frame: pd.DataFrame | None = None) -> PointSet:
    """Return the points of ``settings``; ``frame`` is the table, where they are rows of one.

    Raises `BadData` for an unknown shape, fewer than three points, and columns without numbers.
    """
    if settings.shape in OWN:
        from core.unlabelled.columns import table_points  # it knows this module

        return table_points(settings, frame)
    if settings.shape == DRAWN:
        return _drawn(settings)
    if settings.shape not in SHAPE_BY_ID:
        raise BadData(f"There is no shape named {settings.shape!r}. Choose one from the list.")
    return _shaped(settings)


def _shaped(settings: PointSettings) -> PointSet:
    spec = SHAPE_BY_ID[settings.shape]
    X, known = shape_points(
        settings.shape, settings.n_points, settings.noise, seed=settings.data_seed
    )
    names = tuple(f"x{place}" for place in range(1, spec.n_dims + 1))
    rows = np.arange(len(X))
    if not spec.n_groups:
        return PointSet(X, X, names, rows, along=known)
    classes = tuple(f"group {code + 1}" for code in range(spec.n_groups))
    return PointSet(X, X, names, rows, known.astype(np.int64), classes)


def shape_points(shape: str, n_points: int, noise: float, *, seed: int) -> tuple[Floats, Any]:
    """Return the points (n, d) of a shape, moved by ``noise``, and what is known of each (n,).

    noise : one standard deviation of the move, in units of the axes.
    """
    rng = np.random.default_rng(seed)
    X, known = SHAPE_BY_ID[shape].draw(rng, n_points)
    return X + rng.normal(0, 1, X.shape) * noise, known


def _drawn(settings: PointSettings) -> PointSet:
    X = np.array([point[:2] for point in settings.points], float).reshape(-1, 2)
    check_enough(len(X), "Draw")
    return PointSet(X, X, ("x1", "x2"), np.arange(len(X)))


def check_enough(n_points: int, verb: str) -> None:
    """Raise `BadData` for fewer points than `FEWEST`. verb : what a learner does to have more."""
    if n_points < FEWEST:
        raise BadData(
            f"{counted(n_points, 'point is', 'points are')} too few to find anything in. "
            f"{verb} at least {FEWEST}."
        )
