"""Rows and columns around the data proper: totals, footnotes, empty edges, ragged rows."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow.compute as pc

from core.data.header import Header, drop_rows
from core.data.notes import Notes, quoted, rows_text
from core.data.raw import Raw, holds_value
from core.wording import counted

MAX_TOTALS = 3
MAX_FOOTNOTES = 10
_TOTAL = re.compile(
    r"(grand |sub)?totals?|sums?|mean|average|median|gesamt|summe|insgesamt|mittelwert|"
    r"somme|moyenne|totale|suma|totaal|итого|всего|合計|計|总计|合计",
    re.IGNORECASE,
)


def tidy(header: Header, raw: Raw, keep_totals: bool, notes: Notes) -> tuple[list[str], Raw]:
    """Return the table without empty last rows, footnotes, total lines and empty edge columns.

    Whatever holds a value and is set aside is quoted in a note. Ragged rows stay and are told.
    """
    raw = _without_empty_end(raw, notes)
    raw = _without_footnotes(raw, notes)
    if not keep_totals:
        raw = _without_totals(raw, notes)
    _tell_ragged(header.names, raw, notes)
    return _without_empty_columns(header, raw, notes)


def _without_empty_end(raw: Raw, notes: Notes) -> Raw:
    end = raw.n_rows
    while end and not any(raw.row(end - 1)):
        end -= 1
    n_empty = raw.n_rows - end
    if n_empty and end:
        what = counted(n_empty, "empty row at the end was", "empty rows at the end were")
        notes.say(f"{what} left out.")
    return drop_rows(raw, 0, end) if n_empty and end else raw


def _without_footnotes(raw: Raw, notes: Notes) -> Raw:
    """Set aside last lines of a single cell of words under rows of two or more cells."""
    end = raw.n_rows
    found: list[str] = []
    while end > 1 and len(found) < MAX_FOOTNOTES and raw.short_rows.get(end - 1) == 1:
        words = raw.row(end - 1)[0]
        if raw.n_usual < 2 or not re.search(r"[^\W\d]", words):
            break
        found.append(words)
        end -= 1
    if not found or (raw.n_usual == 2 and not any(" " in words for words in found)):
        return raw
    shown = ", ".join(quoted(words) for words in reversed(found))
    what = counted(len(found), "line after the table was", "lines after the table were")
    notes.say(f"{what} set aside: {shown}.")
    return drop_rows(raw, 0, end)


def _without_totals(raw: Raw, notes: Notes) -> Raw:
    end = raw.n_rows
    while end > 3 and raw.n_rows - end < MAX_TOTALS and _is_total(raw, end - 1):
        end -= 1
    for number in range(end, raw.n_rows):
        cells = "; ".join(cell for cell in raw.row(number) if cell)
        notes.say(
            f"The line {quoted(cells)} at the end looks like a total, not like a row, and was set "
            "aside. Choose “Keep as a row” under total lines if it is data."
        )
    return drop_rows(raw, 0, end) if end < raw.n_rows else raw


def _is_total(raw: Raw, number: int) -> bool:
    """Tell a total line: its first word is *total* or the like, and no other row begins so."""
    cells = raw.row(number)
    place = next((place for place, cell in enumerate(cells) if cell), None)
    if place is None or len([cell for cell in cells if cell]) < 2:
        return False
    word = cells[place].rstrip(": ")
    if not _TOTAL.fullmatch(word):
        return False
    same = pc.sum(pc.match_substring(raw.columns[place], word, ignore_case=True)).as_py()
    return bool(same <= 1)


def _tell_ragged(names: tuple[str, ...], raw: Raw, notes: Notes) -> None:
    if raw.short_rows:
        rows = list(raw.short_rows)
        who = counted(len(rows), "row has", "rows have")
        notes.say(
            f"{who} fewer cells than the others ({rows_text(rows)}); the cells that lack are "
            "missing values."
        )
    if raw.long_rows:
        rows = raw.long_rows
        who = counted(len(rows), "row has", "rows have")
        where = ", ".join(quoted(name) for name in names[raw.n_usual :][:4])
        notes.say(
            f"{who} more cells than the others ({rows_text(rows)}); the extra cells stand in "
            f"{where}. A delimiter inside a cell without quotation marks is a common cause."
        )


def _without_empty_columns(header: Header, raw: Raw, notes: Notes) -> tuple[list[str], Raw]:
    """Drop last columns that have neither a name nor a value: a delimiter ends every line."""
    names = list(header.names)
    while (
        len(names) > 1
        and len(names) - 1 in header.unnamed
        and not holds_value(raw.columns[len(names) - 1])
    ):
        names.pop()
    if len(names) == len(header.names):
        return names, raw
    notes.say("Every line ends with a delimiter; the empty column behind it was left out.")
    return names, replace(raw, columns=raw.columns[: len(names)])
