"""A table of an SQLite database into columns of text."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pyarrow as pa

from core.data.header import Header, name_columns
from core.data.limits import Limits
from core.data.notes import Notes, quoted
from core.data.options import BadOverride, Overrides
from core.data.raw import Raw, check_size
from core.data.sheets import first_table
from core.data.table import UnreadableTable

STEP = 5_000  # rows fetched between two looks at the limit
VERSIONS = slice(18, 20)  # bytes of the file that say how it is written: 1 plain, 2 with a WAL
_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
)


def read_sqlite(
    name: str, content: bytes, overrides: Overrides, limit: Limits, notes: Notes
) -> tuple[Header, Raw]:
    """Return a table's column names and its cells as text.

    The first table with two rows of two cells or more, or the one named by ``overrides.sheet``; a
    note names the others. Views are left alone: they are programs. Raises `UnreadableTable`,
    `BadOverride`.
    """
    if content[VERSIONS] == b"\2\2":
        content = content[: VERSIONS.start] + b"\1\1" + content[VERSIONS.stop :]
        notes.say("The database keeps its newest changes in a second file (-wal): they are not in.")
    try:
        with closing(opened(content)) as base:
            return _table(name, base, overrides.sheet, limit, notes)
    except sqlite3.Error as error:
        raise UnreadableTable(
            f"{name} is a damaged SQLite database ({error}). Copy or download it again, or export "
            "its table as CSV."
        ) from None


def opened(content: bytes) -> sqlite3.Connection:
    """Return a connection to a database's bytes that only reads, and runs none of its code."""
    base = sqlite3.connect(":memory:")
    base.deserialize(content)
    for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        base.execute(f"PRAGMA {setting}")
    base.text_factory = lambda text: text.decode("utf-8", "replace")
    return base


def tables_of(base: sqlite3.Connection) -> list[str]:
    """Return the names of all tables that hold rows of their own, in their order."""
    return [found for (found,) in base.execute(_TABLES)]


def select(table: str) -> str:
    """Return the query for all of a table.

    >>> select("two words")
    'SELECT * FROM "two words"'
    """
    inside = table.replace('"', '""')
    return f'SELECT * FROM "{inside}"'  # noqa: S608 (a quoted name)


def _table(
    name: str, base: sqlite3.Connection, wanted: str | None, limit: Limits, notes: Notes
) -> tuple[Header, Raw]:
    names = tables_of(base)
    if wanted is not None and wanted not in names:
        known = ", ".join(quoted(table) for table in names[:10])
        raise BadOverride(f"{name} has no table {quoted(wanted)}. Choose one of {known}.")
    columns: dict[str, list[str]] = {}

    def read(table: str) -> tuple[str, list[tuple[Any, ...]]]:
        columns[table], rows = _rows(name, base, table, limit)
        return table, rows

    title, rows = first_table(map(read, names if wanted is None else [wanted]))
    if not rows:
        raise UnreadableTable(f"{name} has no table with rows. Choose a database that has one.")
    others = [quoted(table) for table in names if table != title]
    if others:
        notes.say(
            f"The database has {len(names)} tables; {quoted(title)} was read. Others: "
            f"{', '.join(others[:10])}. Choose one under sheet or table."
        )
    return _raw(columns[title], rows, notes)


def _rows(
    name: str, base: sqlite3.Connection, table: str, limit: Limits
) -> tuple[list[str], list[tuple[Any, ...]]]:
    cursor = base.execute(select(table))
    columns = [column[0] for column in cursor.description]
    rows: list[tuple[Any, ...]] = []
    while part := cursor.fetchmany(STEP):
        rows += part
        check_size(name, len(rows), len(columns), limit)
    return columns, rows


def _raw(names: list[str], rows: list[tuple[Any, ...]], notes: Notes) -> tuple[Header, Raw]:
    columns = list(zip(*rows, strict=True))
    written = frozenset(
        place
        for place, column in enumerate(columns)
        if all(isinstance(value, str) for value in column if value is not None)
    )
    for column, values in zip(names, columns, strict=True):
        if any(isinstance(value, bytes) for value in values):
            notes.column(column, "holds binary data; only the size is kept.")
    arrays = [pa.array([_cell(value) for value in column], pa.string()) for column in columns]
    raw = Raw(arrays, len(arrays), written=written)
    return name_columns(names, raw, notes), raw


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    str: str,
    int: str,
    float: repr,
    bytes: lambda value: f"{len(value)} bytes",
}


def _cell(value: Any) -> str:
    return _TEXT_OF[type(value)](value)
