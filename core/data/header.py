"""Which row holds the column names, and unique names for every column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from core.data.missing import is_sign, names_nothing
from core.data.notes import Notes, quoted
from core.data.numbered import is_typed, numbers_are_names
from core.data.raw import Raw
from core.names import free_name

BODY_ROWS = 200  # rows that the first one is compared with
_TORN = r"^\s*[\"'“„«][^\"'”“»]*$|^[^\"'“„«]*[\"”»]\s*$|\\\s*$"
"""A mark that opens or closes a cell without its partner, or a backslash before a delimiter."""

_NUMBERS = (
    "looks like a number: the first row was read as names. Choose “Data” under “First row” if it "
    "is data."
)
MAX_TORN = 0.1  # of a column's cells


@dataclass(frozen=True)
class Header:
    """Unique column names; ``unnamed`` holds the positions that had no name in the file."""

    names: tuple[str, ...]
    unnamed: frozenset[int]


def take_header(raw: Raw, header: bool | None, notes: Notes) -> tuple[Header, Raw]:
    """Return the column names and the rows without the header row.

    header : True or False overrules; None decides by `looks_like_header`.
    """
    first = raw.row(0)
    n_head = raw.short_rows.get(0, len(first) if 0 in raw.long_rows else raw.n_usual)
    body = _body(raw)
    if header is None:
        header = looks_like_header(first[:n_head], [row[:n_head] for row in body])
        if not header:
            notes.say("The first row looks like data, so the columns were numbered.")
        else:
            _tell_numbers(first[:n_head], notes)
    if not header:
        numbered = tuple(f"column_{n + 1}" for n in range(len(first)))
        return Header(numbered, frozenset(range(len(first)))), raw
    names = _shifted(first, n_head, raw, body, notes)
    unnamed = frozenset(place for place, name in enumerate(names) if not name)
    unique = _unique(_filled(names, raw, notes), notes)
    return Header(tuple(unique), unnamed), drop_rows(raw, 1, raw.n_rows)


def name_columns(names: Sequence[str], raw: Raw, notes: Notes) -> Header:
    """Return the header of a format that names its columns itself."""
    plain = [name.strip() for name in names]
    unnamed = frozenset(place for place, name in enumerate(plain) if not name)
    return Header(tuple(_unique(_filled(plain, raw, notes), notes)), unnamed)


def unique_names(names: Sequence[str], notes: Notes) -> list[str]:
    """Return names without surrounding spaces, none empty and none twice; notes tell of changes."""
    plain = [" ".join(name.split()) for name in names]
    return _unique([name or f"column_{place + 1}" for place, name in enumerate(plain)], notes)


def _body(raw: Raw) -> list[list[str]]:
    """Return the first rows below the first one."""
    columns = [column[1 : BODY_ROWS + 1].to_pylist() for column in raw.columns]
    return [[cell.strip() for cell in row] for row in zip(*columns, strict=True)]


def looks_like_header(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns.

    It does unless it holds numbers or dates where the rows below do too, or a sign for missing;
    numbers may be names all the same, see `core.data.numbered`. Where everything is text, it is a
    header unless its words come again below or twice in it.
    """
    columns = [[row[place] for row in body if row[place]] for place in range(len(first))]
    values = [[cell for cell in column if not is_sign(cell, words=True)] for column in columns]
    typed = [_share_typed(cells) > 0.5 for cells in values]
    cells = _without_gaps(first, columns, typed)
    if any(kind and cell and not is_typed(cell) for cell, kind in zip(cells, typed, strict=True)):
        return True
    if any(kind and cell for cell, kind in zip(cells, typed, strict=True)):
        return numbers_are_names(cells, values, typed)
    if cells != list(first) or any(is_typed(cell) for cell in cells if cell):
        return False
    words = [cell for cell in cells if cell]
    again = [cell in column for cell, column in zip(cells, columns, strict=True) if cell]
    return len(set(words)) * 2 > len(words) and not any(again)


def _without_gaps(
    first: Sequence[str], columns: Sequence[Sequence[str]], typed: Sequence[bool]
) -> list[str]:
    """Return the first row with "" for signs for missing.

    A word such as *unknown* may be a name, unless the row has numbers too or it comes again below.
    """
    numbers = any(kind and is_typed(cell) for cell, kind in zip(first, typed, strict=True))
    return [
        ""
        if names_nothing(cell) or (is_sign(cell, words=True) and (numbers or cell in column))
        else cell
        for cell, column in zip(first, columns, strict=True)
    ]


def _share_typed(cells: Sequence[str]) -> float:
    return sum(is_typed(cell) for cell in cells) / len(cells) if cells else 0.0


def _tell_numbers(names: Sequence[str], notes: Notes) -> None:
    """Say that a first row that looks like numbers was read as names."""
    given = [name for name in names if name]
    numbers = [name for name in given if is_typed(name)]
    if 2 * len(numbers) > len(given):
        for name in numbers:
            notes.column(name, _NUMBERS)


def _shifted(
    first: list[str], n_head: int, raw: Raw, body: list[list[str]], notes: Notes
) -> list[str]:
    """Return the header's cells; moved one to the right where rows begin with an unnamed name.

    R writes its row names so: every row has exactly one cell more than the header.
    """
    names = first[:n_head]
    all_full = list(raw.short_rows) == [0]
    if n_head == raw.n_usual - 1 and all_full and any(row[raw.n_usual - 1] for row in body):
        if _are_row_names(raw):
            made = free_name("row_name", names)
            notes.say(
                f"The first column has no name in the file; it is called {quoted(made)} here. If "
                "the other names do not fit their columns, cells hold an extra delimiter."
            )
            names = [made, *names]
        else:
            notes.say(
                "The rows have one cell more than the column names, and the first column does not "
                "look like names of rows, so the last one is numbered. A delimiter inside a cell "
                "without quotation marks is a common cause: put such cells in quotation marks."
            )
    return names + [""] * (len(first) - len(names))


def _are_row_names(raw: Raw) -> bool:
    """Tell whether the first column names the rows: never empty or twice, and no measurements.

    Where marks stand at one edge of cells only, or spaces begin the cells of some columns and not
    of others, a delimiter inside cells made the extra cell, and nothing names the rows.
    """
    names = pc.utf8_trim_whitespace(raw.columns[0][1:])
    if pc.count_distinct(names).as_py() < len(names) or pc.any(pc.equal(names, "")).as_py():
        return False
    numbers = pc.match_substring_regex(names, r"^[+-]?[\d.,]*\d$")
    if pc.all(numbers).as_py() and not pc.all(pc.match_substring_regex(names, r"^\d+$")).as_py():
        return False
    others = [column[1 : BODY_ROWS + 1] for column in raw.columns[1:]]
    torn = max(_share_matching(cells, _TORN) for cells in others)
    spaced = [_share_matching(cells, "^ ") for cells in others]
    return torn < MAX_TORN and not (min(spaced) < 0.1 and max(spaced) > 0.9)


def _share_matching(cells: pa.StringArray, pattern: str) -> float:
    return float(pc.mean(pc.match_substring_regex(cells, pattern)).as_py())


def _filled(names: list[str], raw: Raw, notes: Notes) -> list[str]:
    """Give columns without a name one of their own, which no other column has."""
    filled = [" ".join(name.split()) for name in names]
    taken = set(filled)
    for place, name in enumerate(filled):
        if name:
            continue
        extra = place - raw.n_usual + 1
        filled[place] = free_name(f"extra_{extra}" if extra > 0 else f"column_{place + 1}", taken)
        taken.add(filled[place])
        if extra <= 0 and any(cell.as_py().strip() for cell in raw.columns[place][1:]):
            notes.column(filled[place], "had no name in the file.")
    return filled


def _unique(names: list[str], notes: Notes) -> list[str]:
    """Number names that occur twice."""
    taken, result = set(names), []
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            result.append(name)
            continue
        new = free_name(name, taken)
        taken.add(new)
        seen.add(new)
        result.append(new)
        notes.column(new, "had the name of a column before it and was numbered.")
    return result


def drop_rows(raw: Raw, start: int, stop: int) -> Raw:
    """Return the rows from ``start`` to before ``stop``, their numbers counted anew."""
    columns: list[pa.StringArray] = [column[start:stop] for column in raw.columns]
    short = {row - start: n for row, n in raw.short_rows.items() if start <= row < stop}
    long = [row - start for row in raw.long_rows if start <= row < stop]
    return Raw(columns, raw.n_usual, short, long, raw.delimiter, raw.written)
