"""Points a learner draws."""

from __future__ import annotations

from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.kinds.text import checked_text
from core.points import MOST_DRAWN, parse_points, write_points

DRAWN = ((1, 1, 0), (2, 1.5, 0), (-1, -1, 1), (-2, -1.5, 1), (1.5, 2, 0), (-1, -2, 1))
"""Two classes that a line parts, on axes from -3 to 3."""


class Points(Kind):
    """A drawing as text (`core.points`), between ``low`` and ``high`` on both axes.

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


def _ends(param: Spec) -> tuple[float, float]:
    return (
        0.0 if param.low is None else param.low,
        1.0 if param.high is None else param.high,
    )
