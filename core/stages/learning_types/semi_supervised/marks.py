"""Labels given by hand, as a short text that fits into a link: "12, 45=1, 7=x"."""

from __future__ import annotations

import re
from typing import TypeAlias

from core.errors import PlaygroundError

OWN, OFF = -1, -2
"""The point's own class is revealed; the label it began with is taken away."""
MOST_MARKS, MOST_PLACES = 300, 9999
Mark: TypeAlias = tuple[int, int]
_MARK = re.compile(r"(\d{1,4})(?:=([0-9x]))?")


class BadMarks(PlaygroundError):
    """A text that names no labels."""


def parse_marks(text: str) -> tuple[Mark, ...]:
    """Return (place of the point from 0, class, `OWN` or `OFF`), the last word on each point.

    Points are written from 1. Raises `BadMarks`.

    >>> parse_marks("12, 45=1, 7=x"), parse_marks("")
    (((11, -1), (44, 1), (6, -2)), ())
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > MOST_MARKS:
        raise BadMarks(f"{len(parts)} labels by hand are too many. Keep to {MOST_MARKS}.")
    found: dict[int, int] = {}
    for place, part in enumerate(parts, start=1):
        mark = _MARK.fullmatch(part)
        if mark is None or mark[1].strip("0") == "":
            raise BadMarks(
                f"Label {place} by hand cannot be read. Write points with commas between them, "
                "such as 12, 45=1: point 12 gets its own class, point 45 class 1."
            )
        found.pop(int(mark[1]) - 1, None)
        found[int(mark[1]) - 1] = _code(mark[2])
    return tuple(found.items())


def _code(sign: str | None) -> int:
    return OWN if sign is None else OFF if sign == "x" else int(sign)


def write_marks(marks: tuple[Mark, ...]) -> str:
    """Return the text of labels by hand.

    >>> write_marks(((11, OWN), (44, 1), (6, OFF)))
    '12, 45=1, 7=x'
    """
    return ", ".join(f"{place + 1}{_ends(code)}" for place, code in marks)


def _ends(code: int) -> str:
    return "" if code == OWN else "=x" if code == OFF else f"={code}"


def toggled(marks: tuple[Mark, ...], place: int, code: int, *, begun: bool, labelled: bool) -> str:
    """Return the text after a click on a point: it gets a label, or loses the one it has.

    code : `OWN` or a class. begun : whether it is among those that begin with a label. labelled :
    whether it has one now.

    >>> toggled((), 4, OWN, begun=False, labelled=False)
    '5'
    >>> toggled(((4, OWN),), 4, OWN, begun=False, labelled=True)
    ''
    >>> toggled((), 4, 1, begun=True, labelled=True)
    '5=x'
    """
    others = tuple(mark for mark in marks if mark[0] != place)
    if labelled:
        return write_marks((*others, (place, OFF)) if begun else others)
    return write_marks(others if begun and code == OWN else (*others, (place, code)))
