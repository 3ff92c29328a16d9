"""Cells of a sheet that hold a formula but no result: no program has calculated them yet.

A spreadsheet stores each formula's last result beside it. Libraries that write workbooks store
none, or 0.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from core.data.notes import Notes
from core.wording import counted

SHOWN_RANGES = 6
WAY_OUT = "Open the workbook in a spreadsheet, save it and load it again."
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_PLACE = re.compile(r"([A-Z]+)(\d+)")


@dataclass
class Formulas:
    """Places of a sheet's formulas, such as "C2": without a result, and with the result 0."""

    n: int = 0
    without: list[str] = field(default_factory=list)
    zero: list[str] = field(default_factory=list)


def find_formulas(sheet: bytes) -> Formulas:
    """Return the formulas of a sheet's XML; an empty text is a result like others."""
    found = Formulas()
    if not _FORMULA.search(sheet):
        return found
    for cell in _cells(sheet):
        parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
        if "f" not in parts:
            continue
        found.n += 1
        is_text = cell.get("t") == "str" and "v" in parts
        if parts.get("v") == "0":
            found.zero.append(cell.get("r", "?"))
        elif not parts.get("v") and not is_text:
            found.without.append(cell.get("r", "?"))
    return found


def _cells(sheet: bytes) -> Iterator[ElementTree.Element]:
    for _, element in ElementTree.iterparse(io.BytesIO(sheet)):  # noqa: S314 (openpyxl read it so)
        tag = element.tag.rpartition("}")[2]
        if tag == "c":
            yield element
        elif tag == "row":
            element.clear()


def tell_formulas(found: Formulas, notes: Notes) -> None:
    """Say which cells lack their result, or hold the 0 of a program that does not calculate."""
    if found.without:
        verb = "has no stored result and was" if len(found.without) == 1 else _MANY
        notes.say(f"{_named(found.without)} {verb} read as missing. {WAY_OUT}")
    if found.n > 1 and len(found.zero) == found.n:
        notes.say(
            f"All {_named(found.zero)} have the stored result 0, as written by programs that do "
            f"not calculate. {WAY_OUT}"
        )


_MANY = "have no stored result and were"


def _named(cells: Sequence[str]) -> str:
    spans = ranges(cells)
    more = f" and {len(spans) - SHOWN_RANGES} more" if len(spans) > SHOWN_RANGES else ""
    what = counted(len(cells), "cell with a formula", "cells with formulas")
    return f"{what} ({', '.join(spans[:SHOWN_RANGES])}{more})"


def ranges(cells: Iterable[str]) -> list[str]:
    """Return cells as a spreadsheet names them, those below each other as one range.

    >>> ranges(["C2", "D2", "C3", "D4"])
    ['C2:C3', 'D2', 'D4']
    """
    matches = (_PLACE.fullmatch(cell) for cell in cells)
    places = sorted((len(m[1]), m[1], int(m[2])) for m in matches if m)
    spans = []
    for (_, column, _), run in itertools.groupby(
        enumerate(places), lambda pair: (*pair[1][:2], pair[1][2] - pair[0])
    ):
        rows = [row for _, (_, _, row) in run]
        last = f":{column}{rows[-1]}" if len(rows) > 1 else ""
        spans.append(f"{column}{rows[0]}{last}")
    return spans
