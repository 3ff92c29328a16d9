"""Points a learner draws, as a short text that fits into a link: "-2.5,1.3,0;0,4.1,1"."""

from __future__ import annotations

import re
from typing import TypeAlias

from core.errors import PlaygroundError

Point: TypeAlias = tuple[float, float, int]

MOST_DRAWN = 180
"""About 2 KB of link."""
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d)?),(-?\d{1,3}(?:\.\d)?),(\d)")


class BadPoints(PlaygroundError):
    """A text that is no drawing."""


def parse_points(text: str) -> tuple[Point, ...]:
    """Return the points (x, y, class) of a drawing. Raises `BadPoints`.

    >>> parse_points("-2.5,1.3,0;0,4.1,1")
    ((-2.5, 1.3, 0), (0.0, 4.1, 1))
    >>> parse_points("1,2")
    Traceback (most recent call last):
    ...
    core.points.BadPoints: Point 1 of the drawing cannot be read. Clear the drawing and draw again.
    """
    parts = [part for part in text.split(";") if part]
    if len(parts) > MOST_DRAWN:
        raise BadPoints(
            f"{len(parts)} points are too many for a drawing; the limit is {MOST_DRAWN}. "
            "Erase some of them."
        )
    points = []
    for place, part in enumerate(parts, start=1):
        found = _POINT.fullmatch(part)
        if found is None:
            raise BadPoints(
                f"Point {place} of the drawing cannot be read. Clear the drawing and draw again."
            )
        points.append((float(found[1]), float(found[2]), int(found[3])))
    return tuple(points)


def write_points(points: tuple[Point, ...]) -> str:
    """Return the text of points, to a tenth.

    >>> write_points(((-2.54, 1.3, 0), (0, 4.06, 1)))
    '-2.5,1.3,0;0,4.1,1'
    """
    return ";".join(f"{_short(x)},{_short(y)},{c}" for x, y, c in points)


def _short(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}"
