"""What quotation marks mean in a delimited text, chosen by how well each meaning fits the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

MARKS = "\"'"


class Reader(Protocol):
    """What `csv.reader` returns: an iterator of rows that counts the lines it has read."""

    @property
    def line_num(self) -> int:
        """Lines read so far."""

    def __iter__(self) -> Iterator[list[str]]:
        """Return itself."""

    def __next__(self) -> list[str]:
        """Return the next row."""


@dataclass(frozen=True)
class Quoting:
    """How cells are quoted.

    mark : the sign around cells, doubled inside them; "" where such signs mean nothing.
    spaced : spaces stand between delimiters and marks. escaped : a backslash before a mark, a
    delimiter or a backslash makes it an ordinary sign.
    """

    mark: str = '"'
    spaced: bool = False
    escaped: bool = False


PLAIN = Quoting()
NONE = Quoting("")


def rows_of(
    text: str, delimiter: str, quoting: Quoting = PLAIN, *, strict: bool = False
) -> Iterator[list[str]]:
    """Yield the rows of delimited text, blank lines as empty lists.

    Spaces count as one delimiter however many they are. Raises `csv.Error` in strict mode.
    """
    return split(lines_of(_prepared(text, delimiter, quoting)), delimiter, quoting, strict=strict)


def lines_of(text: str) -> io.StringIO:
    """Return an iterator of lines with their ends; unlike splitlines it knows only CR and LF."""
    return io.StringIO(text, newline="")


def split(
    lines: Iterable[str], delimiter: str, quoting: Quoting, *, strict: bool = False
) -> Reader:
    """Return `csv`'s reader of lines that were prepared for ``quoting``."""
    csv.field_size_limit(2**31 - 1)
    how: dict[str, Any] = {"skipinitialspace": quoting.spaced or delimiter == " "}
    if not quoting.mark:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, **how)
    if quoting.escaped:
        how["escapechar"] = "\\"
    return csv.reader(lines, delimiter=delimiter, quotechar=quoting.mark, strict=strict, **how)


def _prepared(text: str, delimiter: str, quoting: Quoting) -> str:
    """Return text that `csv` reads as meant: no blanks after a mark, only real escapes."""
    sign, mark = re.escape(delimiter), quoting.mark
    if quoting.spaced:
        text = re.sub(rf"(?<!{mark}){mark} +(?={sign}|[\r\n]|\Z)", mark, text)
    if quoting.escaped:
        kept = rf"\\([{mark}\\\r\n]|{sign})|\\"
        text = re.sub(kept, lambda found: found[0] if found[1] else "\\\\", text)
    return text


def same_signs(sample: str, text: str, delimiter: str, asked: str | None = None) -> bool:
    """Tell whether a text gives no other signs of its quoting than its sample does."""
    return _candidates(sample, delimiter, asked) == _candidates(text, delimiter, asked)


def find_quoting(text: str, delimiter: str, asked: str | None = None) -> Quoting:
    """Return the meaning of quotation marks that tears the fewest rows and leaves no marks over.

    asked : the mark that the learner named ("" for none); None to find it. Whatever a text gives
    no sign of is not tried, so that most texts cost a search for a few signs.
    """
    tried = _candidates(text, delimiter, asked)
    if len(tried) == 1:
        return tried[0]
    return min(tried, key=lambda quoting: _misfit(text, delimiter, quoting, asked))


def _candidates(text: str, delimiter: str, asked: str | None) -> list[Quoting]:
    """Return the meanings that a text gives signs of, the most usual first."""
    if asked == "":
        return [NONE]
    found = []
    for mark in MARKS if asked is None else asked:
        plain = Quoting(mark)
        if mark == '"' or asked or _opens(text, delimiter, mark):
            found.append(plain)
        if delimiter != " " and _spaced(text, delimiter, mark):
            found.append(replace(plain, spaced=True))
    first = found[0]
    if f"\\{first.mark}" in text or f"\\{delimiter}" in text:
        found.append(replace(first, escaped=True))
    return found


def _opens(text: str, delimiter: str, mark: str) -> bool:
    return text.startswith(mark) or any(f"{sign}{mark}" in text for sign in (delimiter, *"\r\n"))


def _spaced(text: str, delimiter: str, mark: str) -> bool:
    """Tell whether a space stands between a mark and a delimiter or a line's end."""
    if f" {mark}" not in text and f"{mark} " not in text:
        return False
    sign = re.escape(delimiter)
    found = re.search(rf"{sign} +{mark}|^ +{mark}|{mark} +{sign}|{mark} +$", text, re.MULTILINE)
    return found is not None


def _misfit(text: str, delimiter: str, quoting: Quoting, asked: str | None) -> tuple[float, float]:
    """Return how badly a meaning fits: rows of another length, then rows with marks left over.

    A text that breaks the rules of its marks counts as one more row. Single marks, unless asked
    for, never enclose a line end: apostrophes would.
    """
    try:
        rows, broken = list(rows_of(text, delimiter, quoting, strict=True)), 0
    except csv.Error:
        if quoting.mark == "'":
            return float("inf"), 0.0
        rows, broken = list(rows_of(text, delimiter, quoting)), 1
    if quoting.mark == "'" and asked is None and len(rows) < sum(1 for _ in lines_of(text)):
        return float("inf"), 0.0
    rows = [row for row in rows if any(row)]
    return broken + _n_torn(rows), _n_left(rows)


def _n_torn(rows: list[list[str]]) -> int:
    """Count the rows that have another number of cells than most."""
    tally = Counter(map(len, rows))
    return len(rows) - max(tally.values(), default=0)


def _n_left(rows: list[list[str]]) -> int:
    """Count rows with marks that were not understood: one at a cell's edge, or 'a whole cell'.

    Single marks count if at least half of the rows have a cell between two of them.
    """
    n_double = n_single = 0
    for row in rows:
        cells = [cell.strip() for cell in row]
        n_double += any(cell.startswith('"') or cell.endswith('"') for cell in cells)
        n_single += any(len(cell) > 1 and cell[0] == "'" == cell[-1] for cell in cells)
    return n_double + (n_single if 2 * n_single >= len(rows) else 0)
