"""Which points are looked at, declared once for every playground without labels."""

from __future__ import annotations

from core.kinds.points import parse_points
from core.settings import Declared, control
from core.unlabelled.shapes import SHAPES

DRAWN, COLUMNS, TABLE = "drawn", "columns", "table"
OWN = (COLUMNS, TABLE)
"""What needs a table."""
LOW, HIGH = -6.0, 6.0
FEWEST_POINTS, MOST_POINTS = 30, 1_000
_MADE = tuple(spec.id for spec in SHAPES)
START_DRAWING = (
    "-3,-2,0;-2.5,-2.6,0;-3.4,-1.4,0;-2.2,-1.8,0;-2.8,-0.9,0;-3.6,-2.4,0;"
    "2,-1,0;2.6,-1.6,0;3,-0.8,0;2.2,-0.2,0;3.4,-1.4,0;2.8,0.2,0;"
    "0,3,0;0.6,3.4,0;-0.5,2.6,0;0.4,2.4,0;-0.2,3.6,0;1,2.8,0"
)
"""Three small clouds: something to look at before the learner draws."""


class PointSettings(Declared):
    """Which points. Equal settings and tables, equal points.

    ``points`` are drawn ones (x1, x2, code); ``x1``, ``x2`` name columns. ``features`` (None: every
    column but the target) and ``target`` ("": none) are the experiment's.
    """

    shape: str = control(
        "Data", "The points to look at.",
        *SHAPES,
        (DRAWN, "Your drawing", "Points you draw yourself."),
        (COLUMNS, "Two columns", "Two columns of the active data set."),
        (TABLE, "Whole table", "Every feature of the active data set."),
        default="blobs",
    )  # fmt: skip
    n_points: int = control(
        "Points", "How many points; of a table, how many rows at most.",
        default=150, low=FEWEST_POINTS, high=MOST_POINTS, step=10,
        when=("shape", (*_MADE, *OWN)),
    )  # fmt: skip
    noise: float = control(
        "Noise", "How far each point is moved at random, in units of the axes.",
        default=0.1, low=0.0, high=1.0, step=0.05, when=("shape", _MADE),
    )  # fmt: skip
    data_seed: int = control(
        "Data seed", "Another seed draws other points, or other rows.",
        default=0, low=0, high=9999, step=1, advanced=True,
    )  # fmt: skip
    points: tuple[tuple[float, float, int], ...] = control(
        "Your points", "Draw the points.",
        ("0", "point"),
        default=START_DRAWING, kind="points", read=parse_points, low=LOW, high=HIGH,
        when=("shape", (DRAWN,)), colours=(0,),
    )  # fmt: skip
    x1: str = control(
        "Across", "The column drawn from left to right.",
        default="", kind="column", role="number", when=("shape", (COLUMNS,)),
    )  # fmt: skip
    x2: str = control(
        "Up", "The column drawn from bottom to top.",
        default="", kind="column", role="second number", when=("shape", (COLUMNS,)),
    )  # fmt: skip
    scaling: str = control(
        "Scaling", "What one step along a column counts.",
        ("standard", "Standardised", "Each column in its own standard deviations."),
        ("none", "As it is", "Each column in its own unit: large numbers rule."),
        default="standard", when=("shape", OWN), advanced=True,
    )  # fmt: skip
    features: tuple[str, ...] | None = None
    target: str = ""


def unread(shape: str) -> frozenset[str]:
    """Return the fields of `PointSettings` that points of this shape are not made of.

    Left at their defaults, equal points have equal settings.
    """
    read = {
        DRAWN: {"points"},
        COLUMNS: {"x1", "x2", "scaling", "n_points", "target"},
        TABLE: {"features", "scaling", "n_points", "target"},
    }.get(shape, {"n_points", "noise"})
    fields = {*(param.id for param in PointSettings.PARAMS), "features", "target"}
    return frozenset(fields - read - {"shape", "data_seed"})
