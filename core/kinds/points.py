"""Points a learner draws, as a short text that fits into a link: "-2.5,1.3,0;0,4.1,1"."""

from __future__ import annotations

import re
from typing import TypeAlias

from core.errors import PlaygroundError
from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.kinds.text import checked_text

Point: TypeAlias = tuple[float, float, int]

MOST_DRAWN = 180
"""About 2 KB of link."""
DRAWN = ((1, 1, 0), (2, 1.5, 0), (-1, -1, 1), (-2, -1.5, 1), (1.5, 2, 0), (-1, -2, 1))
"""Two classes that a line parts, on axes from -3 to 3."""
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d)?),(-?\d{1,3}(?:\.\d)?),(\d)")


class BadPoints(PlaygroundError):
    """A text that is no drawing."""


class Points(Kind):
    """A drawing as text, between ``low`` and ``high`` on both axes.

    The ``choices`` name the classes, ``colours`` of the palette show them.
    """

    def check(self, param: Spec, value: object) -> str:
        """Return the text of a drawing that lies within its axes."""
        text = checked_text(param, value)
        low, high = _ends(param)
        points = parse_points(text)
        if any(not (low <= p[0] <= high and low <= p[1] <= high) for p in points):
            raise BadValue(
                f"A point of {param.label} lies outside {low:g} to {high:g}. Draw it again."
            )
        return text

    def tries(self, param: Spec) -> tuple[str, ...]:
        """Return a small drawing in the middle of the axes, and none."""
        low, high = _ends(param)
        middle, unit = (low + high) / 2, min(1.0, (high - low) / 6)
        moved = tuple((middle + unit * x, middle + unit * y, c) for x, y, c in DRAWN)
        return (write_points(moved), "")

    def damaged(self, param: Spec) -> tuple[str, ...]:
        """Return drawings with a point too few, too many, outside and beyond all classes, too."""
        many = ";".join(["0,0,0"] * (MOST_DRAWN + 1))
        return (*super().damaged(param), "1,2", "1,1,0;;x", "999.9,-999.9,9", "0,0,10", many)


def parse_points(text: str) -> tuple[Point, ...]:
    """Return the points (x, y, class) of a drawing. Raises `BadPoints`.

    >>> parse_points("-2.5,1.3,0;0,4.1,1")
    ((-2.5, 1.3, 0), (0.0, 4.1, 1))
    >>> parse_points("1,2")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    core.kinds.points.BadPoints: Point 1 of the drawing cannot be read. Clear the drawing and ...
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


def _ends(param: Spec) -> tuple[float, float]:
    return (
        0.0 if param.low is None else param.low,
        1.0 if param.high is None else param.high,
    )


def _short(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}"
