"""A sheet of an Excel workbook into columns of text."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from core.data.formulas import WAY_OUT, find_formulas, tell_formulas
from core.data.limits import Limits
from core.data.notes import Notes, quoted
from core.data.options import BadOverride, Overrides
from core.data.raw import Raw, check_size
from core.data.sheets import first_table
from core.data.table import UnreadableTable
from core.wording import counted

EXCEL_ROWS = 1_048_576  # more rows than Excel has: a damaged or hostile file
MAX_PREAMBLE = 30
Cells = tuple[Any, ...]


def read_excel(name: str, content: bytes, overrides: Overrides, limit: Limits, notes: Notes) -> Raw:
    """Return a sheet's rows as columns of text, the header row among them.

    The first sheet that holds a table, or the one named by ``overrides.sheet``; a note names the
    others. Numbers, dates and true/false are written out exactly, so that the rules for text give
    them back. Raises `UnreadableTable`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and forms it drops
            rows = _sheet(name, content, overrides, limit, notes)
    except (UnreadableTable, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 (openpyxl raises any kind on a damaged workbook)
        raise UnreadableTable(
            f"{name} is a damaged Excel workbook ({type(error).__name__}). Open it in a "
            "spreadsheet and save it again, or save the sheet as CSV."
        ) from None
    return _raw(name, rows, limit, notes)


def _sheet(
    name: str, content: bytes, overrides: Overrides, limit: Limits, notes: Notes
) -> list[Cells]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    names = [sheet.title for sheet in book.worksheets]
    wanted = overrides.sheet
    if wanted is not None and wanted not in names:
        known = ", ".join(quoted(sheet) for sheet in names[:10])
        raise BadOverride(f"{name} has no sheet {quoted(wanted)}. Choose one of {known}.")
    asked = names if wanted is None else [wanted]
    title, rows = first_table((sheet, list(_rows(name, book[sheet], limit))) for sheet in asked)
    formulas = {sheet: find_formulas(_xml(book[sheet])) for sheet in ([title] if rows else asked)}
    if not rows:
        raise UnreadableTable(_no_cells(name, sum(len(f.without) for f in formulas.values())))
    others = ", ".join(quoted(sheet) for sheet in names[:11] if sheet != title)
    if others and overrides.header is not False and _is_note(rows):
        raise UnreadableTable(
            f"{name} has column names but no rows in its sheet {quoted(title)}. Choose another "
            f"one under sheet: {others}."
        )
    if others:
        notes.say(
            f"The workbook has {len(names)} sheets; {quoted(title)} was read. Others: {others}. "
            "Choose one under sheet."
        )
    tell_formulas(formulas[title], notes)
    return rows


def _is_note(rows: list[Cells]) -> bool:
    """Tell a sheet with one line of words: no table, nor a row of data."""
    return len(rows) == 1 and all(isinstance(value, str) for value in rows[0] if value is not None)


def _xml(sheet: Any) -> bytes:
    """Return a sheet as it stands in the file: openpyxl gives results or formulas, not both.

    Its reader has no public way to the sheet's own file.
    """
    with sheet._get_source() as source:
        return bytes(source.read())


def _no_cells(name: str, n_formulas: int) -> str:
    if not n_formulas:
        return f"{name} has no cells to read. Choose a sheet with column names and rows."
    what = counted(n_formulas, "cell with a formula", "cells with formulas")
    return f"{name} has {what} but no stored results. {WAY_OUT}"


def _rows(name: str, sheet: Any, limit: Limits) -> Iterator[Cells]:
    """Yield a sheet's rows that hold anything, cut after their last cell."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    n_cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if number >= EXCEL_ROWS:
            raise UnreadableTable(
                f"{name} has a sheet of more than {EXCEL_ROWS:,} rows, Excel's own limit. Save "
                "the sheet as CSV."
            )
        end = next((n for n in range(len(row), 0, -1) if row[n - 1] not in (None, "")), 0)
        if not end:
            continue
        n_cells += end
        check_size(name, 0, end, limit)
        check_size(name, n_cells, 1, limit) if n_cells > limit.n_cells else None
        yield row[:end]


def _raw(name: str, rows: list[Cells], limit: Limits, notes: Notes) -> Raw:
    rows = _without_margin(_without_preamble(rows, notes))
    width = max(map(len, rows))
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    check_size(name, len(rows), width, limit)
    padded = [(*row, *[None] * (width - len(row))) for row in rows]
    columns = list(zip(*padded, strict=True))
    written = frozenset(
        place
        for place, column in enumerate(columns)
        if all(isinstance(value, str) for value in column[1:] if value is not None)
    )
    arrays = [pa.array([_cell(value) for value in column], pa.string()) for column in columns]
    return Raw(arrays, max(usual, _n_named(padded[0])), written=written)


def _n_named(first: Cells) -> int:
    return max((place + 1 for place, value in enumerate(first) if value is not None), default=0)


def _without_preamble(rows: list[Cells], notes: Notes) -> list[Cells]:
    """Set aside titles above the table: first rows with far fewer cells than most."""
    counts = [sum(value is not None for value in row) for row in rows]
    usual = Counter(counts).most_common(1)[0][0]
    start = next((n for n, count in enumerate(counts) if count >= max(2, usual / 2)), 0)
    if not 0 < start <= MAX_PREAMBLE:
        return rows
    lines = [" ".join(_cell(value) for value in row if value is not None) for row in rows[:start]]
    shown = ", ".join(quoted(line) for line in lines[:5])
    what = "1 line" if start == 1 else f"{start} lines"
    notes.say(f"{what} before the table {'was' if start == 1 else 'were'} set aside: {shown}.")
    return rows[start:]


def _without_margin(rows: list[Cells]) -> list[Cells]:
    """Cut empty columns to the left of the table."""
    margin = min(
        next((place for place, value in enumerate(row) if value is not None), len(row))
        for row in rows
    )
    return [row[margin:] for row in rows] if margin else rows


def _date(value: dt.datetime) -> str:
    midnight = value.time() == dt.time()
    return value.date().isoformat() if midnight else value.replace(tzinfo=None).isoformat(" ")


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    str: str,
    bool: str,
    int: str,
    float: repr,
    dt.datetime: _date,
    dt.date: lambda value: value.isoformat(),
    dt.time: lambda value: value.isoformat(),
}


def _cell(value: Any) -> str:
    text = _TEXT_OF.get(type(value), str)(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
