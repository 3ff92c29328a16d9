"""Where everything stands on the map: a winding road of rows, or one column for a phone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

Anchor = Literal["start", "middle", "end"]

ROWS = (
    ("Start", "Foundations"),
    ("Data", "Core machine learning"),
    ("Deep learning",),
    ("Applications", "Production"),
)
"""The sections of each row of the wide map; others get a row of their own."""

WIDTH, LEFT, RIGHT, TOP, ROW = 1000.0, 84.0, 916.0, 62.0, 136.0
NARROW_WIDTH, STEP, SIGN_STEP = 380.0, 54.0, 58.0


class HasSection(Protocol):
    """What the layout needs to know of a stage."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def section(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Point:
    """A point in the picture's own units; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """One stop: its centre, its label's lines and where they begin, and what may be clicked.

    ``centred``: the label is beside the stop, and moves up to make room for a second line.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    text_x: float
    text_y: float
    anchor: Anchor
    size: float
    leading: float
    target: Box
    centred: bool = False


@dataclass(frozen=True)
class Piece:
    """The road from one stop to the next: a start and an SVG path after it."""

    start: Point
    curve: str


@dataclass(frozen=True)
class Sign:
    """A section's name at its first stop."""

    section: str
    x: float
    y: float
    anchor: Anchor


@dataclass(frozen=True)
class Road:
    """The whole layout. ``band`` is the width of the road's surface; ``legend`` four points."""

    width: float
    height: float
    places: tuple[Place, ...]
    pieces: tuple[Piece, ...]
    signs: tuple[Sign, ...]
    legend: tuple[tuple[float, float], ...]
    band: float
    sign_size: float


def lay(stages: Sequence[HasSection], *, narrow: bool) -> Road:
    """Return the layout for stages given in the course's order."""
    return _lay_narrow(stages) if narrow else _lay_wide(stages)


def wrap(title: str, longest: int) -> tuple[str, ...]:
    """Return a title on as few lines as ``longest`` signs allow, broken at spaces, evenly filled.

    >>> wrap("Model selection and tuning", 13)
    ('Model', 'selection', 'and tuning')
    """
    n_lines = len(_fill(title, longest))
    evenest = next(n for n in range(1, longest + 1) if len(_fill(title, n)) <= n_lines)
    return _fill(title, evenest)


def _fill(title: str, longest: int) -> tuple[str, ...]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= longest or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _lay_wide(stages: Sequence[HasSection]) -> Road:
    rows = _rows(stages)
    places: list[Place] = []
    signs: list[Sign] = []
    for index, row in enumerate(rows):
        leftwards = index % 2 == 1
        y = TOP + index * ROW
        step = (RIGHT - LEFT) / max(1, len(row) - 1)
        for rank, stage in enumerate(row):
            x = RIGHT - rank * step if leftwards else LEFT + rank * step
            if rank == 0 or row[rank - 1].section != stage.section:
                signs.append(_wide_sign(stage.section, x, y, leftwards=leftwards))
            bend = rank == len(row) - 1 and index < len(rows) - 1
            places.append(_wide_place(stage.title, x, y, step, bend=bend))
    foot = TOP + len(rows) * ROW - 34
    return Road(
        width=WIDTH,
        height=foot + 22,
        places=tuple(places),
        pieces=tuple(_wide_piece(a, b) for a, b in pairwise(places)),
        signs=tuple(signs),
        legend=tuple((WIDTH / 2 - 185 + 100 * i, foot) for i in range(4)),
        band=20,
        sign_size=15.5,
    )


def _rows(stages: Sequence[HasSection]) -> list[list[HasSection]]:
    names = list(dict.fromkeys(stage.section for stage in stages))
    known = {name for row in ROWS for name in row}
    grouped = [*ROWS, *((name,) for name in names if name not in known)]
    rows = [[stage for stage in stages if stage.section in row] for row in grouped]
    return [row for row in rows if row]


def _wide_sign(section: str, x: float, y: float, *, leftwards: bool) -> Sign:
    lift = 40 if y == TOP else 33  # the pin of the first stop stands higher than a ring
    return Sign(section, x + (24 if leftwards else -24), y - lift, "end" if leftwards else "start")


def _wide_place(title: str, x: float, y: float, step: float, *, bend: bool) -> Place:
    """Place a stop of the wide map; where the road bends down, its label must stay narrow."""
    dense = step < 120
    lines = wrap(title, 13 if bend or dense else 16)
    width = min(step, 132.0)
    box = Box(x - width / 2, y - 26, width, 52 + 17 * (len(lines) + 1))
    return Place(x, y, lines, x, y + 40, "middle", 13.5 if dense or bend else 14.5, 16.5, box)


def _wide_piece(a: Place, b: Place) -> Piece:
    if a.y == b.y:
        return Piece(Point(a.x, a.y), f"L{b.x:g} {b.y:g}")
    bulge = 82 if a.x > WIDTH / 2 else -92
    return Piece(
        Point(a.x, a.y),
        f"C{a.x + bulge:g} {a.y:g} {b.x + bulge:g} {b.y:g} {b.x:g} {b.y:g}",
    )


def _lay_narrow(stages: Sequence[HasSection]) -> Road:
    places: list[Place] = []
    signs: list[Sign] = []
    y = 12.0
    for index, stage in enumerate(stages):
        if index == 0 or stages[index - 1].section != stage.section:
            y += SIGN_STEP if index else 20
            signs.append(Sign(stage.section, 92, y - 4, "start"))
            y += 34
        else:
            y += STEP
        x = 44 + 14 * math.sin(index * 0.9)
        places.append(_narrow_place(stage.title, x, y))
    foot = y + 62
    return Road(
        width=NARROW_WIDTH,
        height=foot + 24,
        places=tuple(places),
        pieces=tuple(_narrow_piece(a, b) for a, b in pairwise(places)),
        signs=tuple(signs),
        legend=tuple((32 + 88 * i, foot) for i in range(4)),
        band=18,
        sign_size=16,
    )


def _narrow_place(title: str, x: float, y: float) -> Place:
    box = Box(8, y - 27, NARROW_WIDTH - 16, 54)
    return Place(x, y, (title,), 92, y + 5.5, "start", 16.5, 18.5, box, centred=True)


def _narrow_piece(a: Place, b: Place) -> Piece:
    middle = (a.y + b.y) / 2
    return Piece(Point(a.x, a.y), f"C{a.x:g} {middle:g} {b.x:g} {middle:g} {b.x:g} {b.y:g}")
