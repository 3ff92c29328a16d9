"""Delimited text into columns of text; nothing is lost, and odd rows are counted."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from core.data.dialect import Dialect, find_dialect
from core.data.limits import Limits
from core.data.notes import Notes
from core.data.options import Overrides
from core.data.quoting import NONE, PLAIN, rows_of
from core.data.raw import Raw, check_size
from core.data.stray import WHOLE_SHARE, Stray, mend
from core.data.table import UnreadableTable
from core.data.told import tell_dialect, tell_quoting, tell_strays

CHUNK_ROWS = 20_000
MAX_RAGGED_SHARE = 0.05  # more ragged rows after an unclosed quote: the file is damaged
_LENIENT = (
    "Some cells have text after their closing quote, or quotes inside that are not doubled; such "
    "quotes were left out."
)
_UNCLOSED = "A quotation mark is never closed; quotation marks were read as ordinary signs."


def read_delimited(
    name: str, text: str, overrides: Overrides, limit: Limits, notes: Notes, *, fast: bool = True
) -> Raw:
    """Return the rows of delimited text as columns of text.

    With ``fast`` plain files (no quotes inside cells, rows of equal length) are split by pyarrow
    in parallel; the result is the same as from Python's `csv`. Raises `UnreadableTable`.
    """
    delimiter, text = named_delimiter(text, overrides.delimiter)
    dialect = find_dialect(name, text, limit, delimiter, overrides.quotes)
    body = text[dialect.n_skip :]
    strays: tuple[Stray, ...] = ()
    if overrides.quotes is None and _may_hold_strays(body, dialect):
        body, strays = mend(body, dialect.delimiter, dialect.quoting, dialect.n_columns)
    raw = _fast(body, dialect) if fast else None
    if raw is None:
        raw = _slow(name, body, dialect, limit, notes)
    check_size(name, raw.n_rows, len(raw.columns), limit)
    tell_dialect(dialect, text, notes)
    tell_strays(strays, text[: dialect.n_skip], notes)
    return raw


def named_delimiter(text: str, delimiter: str | None) -> tuple[str | None, str]:
    """Return the delimiter that Excel's first line ``sep=;`` names, and the text after it."""
    head, _, rest = text[:20].partition("\n")
    line = head.strip().strip('"')
    if len(line) == 5 and line.lower().startswith("sep=") and rest:
        return delimiter or line[4], text[len(head) + 1 :]
    return delimiter, text


def _fast(text: str, dialect: Dialect) -> Raw | None:
    """Return plain text's columns by pyarrow; None if the text is not plain."""
    plain_ends = "\r" not in text or text.count("\r") == text.count("\r\n")
    if not plain_ends or dialect.delimiter == " " or dialect.quoting not in (PLAIN, NONE):
        return None
    from pyarrow import csv as arrow_csv

    body = text.encode()
    has_quotes = dialect.quoting == PLAIN and b'"' in body
    if has_quotes and _pairs(body, dialect.delimiter) is None:
        return None
    names = [str(number) for number in range(dialect.n_columns)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=1 << 22),
            parse_options=arrow_csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char='"' if has_quotes else False,
                newlines_in_values=has_quotes,
                ignore_empty_lines=True,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:  # a row of another length, or longer than a block
        return None
    if not table.num_rows:
        return None
    columns = [_one_array(column) for column in table.columns]
    return Raw(columns, dialect.n_columns, delimiter=dialect.delimiter)


def _pairs(body: bytes, delimiter: str) -> tuple[np.ndarray, np.ndarray] | None:
    """Return where quotations open and close, if every mark does one or the other, in turns.

    The 1st, 3rd, ... stand at the start of a cell and the 2nd, 4th, ... at the end of one; then
    no reader can differ on what they mean. Doubled and stray quotes are left to `csv`: None.
    """
    signs = np.frombuffer(body, np.uint8)
    (places,) = np.nonzero(signs == ord('"'))
    if len(places) % 2 or ord(delimiter) > 127:
        return None
    around = np.array([ord(delimiter), ord("\n"), ord("\r")], np.uint8)
    opening, closing = places[0::2], places[1::2]
    before = signs[opening[opening > 0] - 1]
    after = signs[closing[closing < len(signs) - 1] + 1]
    plain = np.isin(before, around).all() and np.isin(after, around).all()
    return (opening, closing) if plain else None


def _may_hold_strays(text: str, dialect: Dialect) -> bool:
    """Tell whether a quotation may enclose whole rows; False only where none does."""
    if dialect.quoting.mark not in text:
        return False
    body = text.encode()
    pairs = _pairs(body, dialect.delimiter) if dialect.quoting == PLAIN else None
    if pairs is None or text.count("\r") != text.count("\r\n"):
        return True
    signs = np.frombuffer(body, np.uint8)
    starts = np.concatenate([[0], np.nonzero(signs[:-1] == ord("\n"))[0] + 1])
    counts = np.add.reduceat(signs == ord(dialect.delimiter), starts, dtype=np.int32)
    n_whole = np.concatenate([[0], np.cumsum(counts + 1 >= dialect.n_columns)])
    first, last = (np.searchsorted(starts, places, "right") - 1 for places in pairs)
    n_lines = last + 1 - first
    return bool(
        ((n_lines > 1) & (n_whole[last + 1] - n_whole[first] >= WHOLE_SHARE * n_lines)).any()
    )


def _one_array(column: pa.ChunkedArray) -> pa.StringArray:
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def _slow(name: str, body: str, dialect: Dialect, limit: Limits, notes: Notes) -> Raw:
    """Return any text's columns by Python's `csv`, the strictest reading that fits first."""
    for rows, note in _attempts(body, dialect):
        try:
            raw = _collect(name, rows, dialect, limit)
        except csv.Error:
            continue
        if note:
            notes.say(note)
        if note in (_LENIENT, _UNCLOSED):
            _refuse_torn(name, raw)
        return raw
    raise UnreadableTable(f"{name} could not be split into rows. Save it as CSV again.")


def _attempts(body: str, dialect: Dialect) -> Iterator[tuple[Iterator[list[str]], str]]:
    """Yield ways to read quotation marks with what to say, each looser than the one before."""
    quoting = dialect.quoting
    yield rows_of(body, dialect.delimiter, quoting, strict=True), tell_quoting(quoting)
    if not quoting.mark:
        return
    if not _ends_inside_quotes(body, dialect):
        yield rows_of(body, dialect.delimiter, quoting), _LENIENT
    yield rows_of(body, dialect.delimiter, NONE), _UNCLOSED


def _ends_inside_quotes(body: str, dialect: Dialect) -> bool:
    """Tell whether a line appended to the text would be swallowed by an open quote."""
    mark = "\x1e end \x1e"
    last: list[str] = []
    for row in rows_of(f"{body}\n{mark}", dialect.delimiter, dialect.quoting):
        last = row
    return last != [mark] and last != mark.split(dialect.delimiter)


def _refuse_torn(name: str, raw: Raw) -> None:
    n_ragged = len(raw.short_rows) + len(raw.long_rows)
    if n_ragged > max(MAX_RAGGED_SHARE * raw.n_rows, 1):
        raise UnreadableTable(
            f"{name} has a quotation mark that is never closed, so its rows cannot be told apart "
            f"({n_ragged:,} do not fit). Close it, or double quotation marks inside cells."
        )


@dataclass
class _Collected:
    """Chunks of columns while rows are read."""

    width: int
    chunks: list[list[pa.StringArray]] = field(default_factory=list)
    extras: dict[int, list[str]] = field(default_factory=dict)
    short_rows: dict[int, int] = field(default_factory=dict)
    n_rows: int = 0

    def add(self, rows: list[list[str]]) -> None:
        for number, row in enumerate(rows, self.n_rows):
            n_cells = len(row)
            if n_cells < self.width:
                self.short_rows[number] = n_cells
                row.extend([""] * (self.width - n_cells))
            elif n_cells > self.width:
                self.extras[number] = row[self.width :]
                del row[self.width :]
        self.n_rows += len(rows)
        columns = zip(*rows, strict=True)
        self.chunks.append([pa.array(column, pa.string()) for column in columns])


def _collect(name: str, rows: Iterable[list[str]], dialect: Dialect, limit: Limits) -> Raw:
    found = _Collected(dialect.n_columns)
    whole = _whole(rows, dialect)
    while chunk := list(itertools.islice(whole, CHUNK_ROWS)):
        check_size(name, found.n_rows + len(chunk), found.width, limit)
        found.add(chunk)
    if not found.n_rows:
        raise UnreadableTable(f"{name} has no rows. Choose a file with column names and rows.")
    n_extra = max(map(len, found.extras.values()), default=0)
    check_size(name, found.n_rows, found.width + n_extra, limit)
    columns = [pa.concat_arrays(parts) for parts in zip(*found.chunks, strict=True)]
    columns += [_extra(found, position) for position in range(n_extra)]
    long_rows = list(found.extras)
    return Raw(columns, found.width, found.short_rows, long_rows, dialect.delimiter)


def _whole(rows: Iterable[list[str]], dialect: Dialect) -> Iterator[list[str]]:
    """Yield rows without blank lines, and without the empty cell of spaces at a line's end."""
    for row in rows:
        if dialect.delimiter == " " and row and row[-1] == "":
            row.pop()
        if row and not (len(row) == 1 < dialect.n_columns and not row[0].strip()):
            yield row


def _extra(found: _Collected, position: int) -> pa.StringArray:
    """Return the column of the cells that stand ``position`` beyond the usual ones."""
    cells = [""] * found.n_rows
    for number, extra in found.extras.items():
        if position < len(extra):
            cells[number] = extra[position]
    return pa.array(cells, pa.string())
