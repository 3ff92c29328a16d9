"""The points in an order of their own, and places in their picture in percent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from core.kinds.points import Point, parse_points, write_points
from core.stages.unsupervised.clustering.frames import Floats
from core.unlabelled.plane import Plane
from core.unlabelled.points import PointSet, make_points
from core.unlabelled.settings import PointSettings


def ordered_points(data: PointSettings, frame: pd.DataFrame | None = None) -> PointSet:
    """Return the points sorted by their places, so that chance does not look at their order.

    Raises `core.unlabelled.points.BadData`.
    """
    return in_order(make_points(data, frame))


def in_order(points: PointSet) -> PointSet:
    """Return the points sorted by their places, column after column."""
    order = np.lexsort(points.X.T[::-1])
    labels = None if points.labels is None else points.labels[order]
    along = None if points.along is None else points.along[order]
    return replace(
        points,
        X=points.X[order],
        raw=points.raw[order],
        rows=points.rows[order],
        labels=labels,
        along=along,
    )


def percents(plane: Plane, centres: Any) -> Floats:
    """Return where centres (k, d) stand in the picture (k, 2), in percent from left and below."""
    (x0, x1), (y0, y1) = plane.ranges()
    placed = plane.project(centres)
    found: Floats = 100 * (placed - [x0, y0]) / [x1 - x0, y1 - y0]
    return found


def lifted(plane: Plane, text: str) -> tuple[tuple[float, ...], ...]:
    """Return places in the picture, written in percent, as places (k, d) of the points' space.

    What the picture does not show of a place is the points' mean.
    """
    (x0, x1), (y0, y1) = plane.ranges()
    at = np.array([point[:2] for point in parse_points(text)], float).reshape(-1, 2) / 100
    placed = np.array([x0, y0]) + at * [x1 - x0, y1 - y0]
    return tuple(tuple(map(float, row)) for row in plane.mean + placed @ plane.axes)


def with_moved(plane: Plane, centres: Any, place: int, x: float, y: float) -> str:
    """Return the text of the centres (k, d), one of them moved to x, y of the picture."""
    at = percents(plane, centres)
    (x0, x1), (y0, y1) = plane.ranges()
    at[place] = 100 * (x - x0) / (x1 - x0), 100 * (y - y0) / (y1 - y0)
    points: tuple[Point, ...] = tuple((float(a), float(b), 0) for a, b in np.clip(at, 0, 100))
    return write_points(points)
