"""Quotation marks that only seem to open a cell: the lines they would swallow are whole rows."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.data.missing import is_sign
from core.data.numbered import is_typed
from core.data.quoting import MARKS, Quoting, lines_of, split

WHOLE_SHARE = 0.9  # of the swallowed lines must be whole rows
MIN_ROWS = 5  # of one line each before they tell how rows of this file look
MAX_ROWS = 1_000  # looked at to tell that
MIN_LINES = 3  # swallowed without a word about how rows look; two may be chance
USUAL_SHARE = 0.2  # of all rows spanning lines: such cells are this file's habit


@dataclass(frozen=True)
class Stray:
    """A mark that opened no cell: its line (from 0), lines it would swallow, if it ever closed."""

    line: int
    n_lines: int
    closed: bool


@dataclass(frozen=True)
class _Text:
    """Lines with their ends and how they are split; ``n_columns`` cells make a whole row."""

    lines: list[str]
    delimiter: str
    quoting: Quoting
    n_columns: int

    def row(self, line: str) -> list[str]:
        """Return a line's cells as if it stood alone."""
        return next(split([self.protected(line)], self.delimiter, self.quoting), [])

    def whole(self, lines: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Return the lines that are whole rows by themselves, with their cells."""
        rows = [(line, self.row(line)) for line in lines]
        return [(line, row) for line, row in rows if len(row) == self.n_columns]

    def open_at(self, line: str) -> int | None:
        """Return where the cell begins whose quotation does not close in this line, or None."""
        mark, start = self.quoting.mark, 0
        while True:
            if self.quoting.spaced:
                start += len(line) - start - len(line[start:].lstrip(" "))
            end = start
            if line.startswith(mark, start):
                end = _closing(line, start + 1, mark)
                if end < 0:
                    return start
            end = line.find(self.delimiter, end)
            if end < 0:
                return None
            start = end + 1

    def protected(self, line: str) -> str:
        """Return a line in which the mark that does not close is an ordinary sign."""
        start = self.open_at(line)
        if start is None:
            return line
        mark, rest = self.quoting.mark, line[start:].rstrip("\r\n")
        end = line[start + len(rest) :]
        cells = [
            f"{mark}{cell.replace(mark, mark * 2)}{mark}" if mark in cell else cell
            for cell in rest.split(self.delimiter)
        ]
        return line[:start] + self.delimiter.join(cells) + end

    def spans(self, start: int) -> Iterator[tuple[int, int]]:
        """Yield (first line, line after the last) of each row from line ``start`` on."""
        rest = map(self.lines.__getitem__, range(start, len(self.lines)))
        reader, before = split(rest, self.delimiter, self.quoting), 0
        for _ in reader:
            yield start + before, start + reader.line_num
            before = reader.line_num

    def suspects(self, start: int) -> Iterator[Stray]:
        """Yield rows of several lines that hold enough delimiters to be rows themselves ...

        ... and the last row if its quotation never closes.
        """
        n_lines = len(self.lines)
        for first, stop in self.spans(start):
            if stop - first == 1 and stop < n_lines:
                continue
            enough = [
                line.count(self.delimiter) + 1 >= self.n_columns for line in self.lines[first:stop]
            ]
            if not enough[0] or sum(enough) < WHOLE_SHARE * len(enough):
                continue
            closed = stop < n_lines or self._closes(first)
            if stop - first > 1 or not closed:
                yield Stray(first, stop - first, closed)

    def _closes(self, first: int) -> bool:
        """Tell whether the quotations from line ``first`` on are closed before the text ends."""
        try:
            for _ in split(self.lines[first:], self.delimiter, self.quoting, strict=True):
                pass
        except csv.Error as error:
            return "end of data" not in str(error)
        return True

    @cached_property
    def habits(self) -> _Habits:
        """How rows of this text look."""
        return _Habits.of(self)


def mend(
    text: str, delimiter: str, quoting: Quoting, n_columns: int
) -> tuple[str, tuple[Stray, ...]]:
    """Return text whose stray marks are quoted, so that any reader takes them for plain signs.

    A quoted cell whose lines are each a whole row of ``n_columns`` cells, like the file's other
    rows, was no quotation. Lines that hold no such cell come back as they are.
    """
    if n_columns < 2 or not quoting.mark or quoting.escaped or quoting.mark not in text:
        return text, ()
    body = _Text(list(lines_of(text)), delimiter, quoting, n_columns)
    found: list[Stray] = []
    start = 0
    while stray := next((row for row in body.suspects(start) if _is_stray(body, row)), None):
        found.append(stray)
        body.lines[stray.line] = body.protected(body.lines[stray.line])
        start = stray.line + 1
    return ("".join(body.lines) if found else text), tuple(found)


def _closing(line: str, start: int, mark: str) -> int:
    """Return where a quotation that began before ``start`` closes in this line, else -1."""
    while (end := line.find(mark, start)) >= 0 and line.startswith(mark, end + 1):
        start = end + 2
    return end


def _is_stray(body: _Text, found: Stray) -> bool:
    """Tell whether the lines of one row are whole rows themselves, alike the file's others."""
    lines = body.lines[found.line : found.line + found.n_lines]
    rows = [body.row(line) for line in lines]
    whole = [len(row) == body.n_columns for row in rows]
    if not whole[0] or sum(whole) < WHOLE_SHARE * len(lines):
        return False
    inner = list(zip(lines, rows, strict=True))[1:]
    alike = sum(body.habits.fits(line, row) for line, row in inner)
    if alike < WHOLE_SHARE * len(inner):
        return False
    chance = len(lines) < MIN_LINES or body.habits.long_rows
    return not found.closed or body.habits.tell or not chance


@dataclass(frozen=True)
class _Habits:
    """How rows of one line look in this file.

    columns : for each column None (nothing to tell), the set of its few values, or an empty set
    for numbers and dates. prose : what stands in prose and not in these rows, a delimiter with a
    space; mark : what nearly every row holds, the mark; both "" if it is not so.
    long_rows : rows of several lines are usual here.
    """

    columns: tuple[frozenset[str] | None, ...]
    prose: str
    mark: str
    long_rows: bool

    @property
    def tell(self) -> bool:
        """Whether any column tells a row from prose."""
        return any(column is not None for column in self.columns)

    @classmethod
    def of(cls, body: _Text) -> _Habits:
        """Learn them from the first rows; of the very first, maybe the header, no types."""
        spans = list(itertools.islice(body.spans(0), MAX_ROWS))
        single = [body.lines[first] for first, stop in spans if stop - first == 1]
        rows = body.whole(single)
        if len(rows) <= MIN_ROWS:  # most are swallowed: lines that look like rows must do
            rows = body.whole(body.lines[:MAX_ROWS])
        n_long = len(spans) - len(single)
        prose, mark = f"{body.delimiter} ", body.quoting.mark
        spaced = sum(prose in line for line, _ in rows)
        marked = sum(mark in line for line, _ in rows)
        cells = zip(*(row for _, row in rows[1:]), strict=True)
        enough = len(rows) > MIN_ROWS
        return cls(
            tuple(_looks(column) for column in cells) if enough else (None,) * body.n_columns,
            prose=prose if rows and 10 * spaced <= len(rows) else "",
            mark=mark if enough and marked > WHOLE_SHARE * len(rows) else "",
            long_rows=n_long >= MIN_LINES and n_long > USUAL_SHARE * len(spans),
        )

    def fits(self, line: str, row: Sequence[str]) -> bool:
        """Tell whether a line looks like the rows of this file; one new value among few is fine."""
        if len(row) != len(self.columns):
            return False
        if self.prose and self.prose in line:
            return False
        if self.mark and line.count(self.mark) < 2:
            return False
        told = [column for column in self.columns if column is not None]
        wrong = [look for cell, look in zip(row, self.columns, strict=True) if _differs(cell, look)]
        new_value = len(told) > 1 and len(wrong) == 1 and wrong[0] != frozenset()
        return not wrong or new_value


def _looks(cells: Sequence[str]) -> frozenset[str] | None:
    """Return what a column's cells have in common, see `_Habits.columns`."""
    filled = [cell.strip() for cell in cells if not is_sign(cell.strip())]
    if len(filled) < MIN_ROWS:
        return None
    if sum(is_typed(cell) for cell in filled) > WHOLE_SHARE * len(filled):
        return frozenset()
    levels = frozenset(filled)
    return levels if 5 * len(levels) <= len(filled) else None


def _differs(cell: str, column: frozenset[str] | None) -> bool:
    """Tell whether a cell is unlike its column's others; a stray mark at its edge says nothing."""
    bare = cell.strip().strip(MARKS).strip()
    if column is None or is_sign(bare):
        return False
    return bare not in column if column else not is_typed(bare)
