"""JSON and JSON lines into columns of text; nested objects become columns of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pyarrow as pa

from core.data.flat_names import NUMBERED, Path, flat_names, joined
from core.data.header import Header, name_columns
from core.data.limits import Limits
from core.data.notes import Notes, quoted
from core.data.raw import Raw, check_size
from core.data.table import UnreadableTable
from core.names import free_name

MAX_DEPTH = 5  # objects inside objects become columns down to here, JSON text below
MAX_SCALAR = 1000  # characters of a file that is one number or string
MAX_DIGITS = 18  # longer whole numbers stay digits: Python refuses to turn huge ones into int
Row: TypeAlias = dict[str, Any]
_SCALAR = re.compile(r'(?:-?\d[\d.eE+-]*|true|false|null|"[^\r\n]*")')


class _Digits(str):
    """A whole number with many digits, or NaN or Infinity, spelled as in the file."""

    __slots__ = ()


@dataclass(frozen=True)
class JsonRows:
    """Rows of a JSON file; ``columns`` in the order of their first appearance."""

    rows: list[Row]
    columns: tuple[str, ...]


def looks_like_json(text: str) -> bool:
    """Tell whether a text begins as JSON does: an object, or an array of something.

    A single number, string, true, false or null is JSON too, though no table.
    """
    head = text[:1000].lstrip()
    if len(text) <= MAX_SCALAR and _SCALAR.fullmatch(text.strip()):
        return True
    if head.startswith("{"):
        return head[1:].lstrip()[:1] in ('"', "}", "")
    if not head.startswith("["):
        return False
    inside = head[1:].lstrip()[:1]
    return inside in ("{", "[", '"', "]", "") or text[-1000:].rstrip().endswith("]")


def read_json(name: str, text: str, limit: Limits, notes: Notes) -> tuple[Header | None, Raw]:
    """Return the columns of a JSON file; no header where rows are arrays (it may be among them).

    Known shapes: an array of objects, of arrays or of values; an object of columns (lists, or
    objects with the row numbers as keys); an object with the array of rows under one key; JSON
    lines. Raises `UnreadableTable` with the line where JSON breaks off.
    """
    content = _parse(name, text, notes)
    try:
        rows = _rows(name, content, notes)
    except RecursionError:
        raise UnreadableTable(_too_deep(name)) from None
    _refuse_empty(name, content, rows)
    return _columns(name, rows, limit, notes)


def _refuse_empty(name: str, content: Any, rows: list[Any]) -> None:
    """Raise `UnreadableTable` if no row has a cell."""
    if any(row not in ({}, []) for row in rows):
        return
    what = "is JSON whose rows are empty" if rows else "is JSON without rows"
    if content == {}:
        what = "is an empty JSON object, so it has no rows"
    raise UnreadableTable(f"{name} {what}. Choose a file with an array of objects.")


def _too_deep(name: str) -> str:
    return f"{name} is JSON nested too deeply for a table. Take out the part with the rows."


def _parse(name: str, text: str, notes: Notes) -> Any:
    """Return the file's value; a list for JSON lines."""
    twice: list[str] = []
    decoder = json.JSONDecoder(
        parse_int=lambda digits: int(digits) if len(digits) <= MAX_DIGITS else _Digits(digits),
        parse_constant=_Digits,
        object_pairs_hook=lambda pairs: _object(pairs, twice),
    )
    try:
        try:
            content = decoder.decode(text.strip())
        except json.JSONDecodeError as error:
            content = _parse_lines(name, text, decoder, error)
    except RecursionError:
        raise UnreadableTable(_too_deep(name)) from None
    if twice:
        notes.say(
            f"The name {quoted(twice[0])} occurs twice in an object; the later value was read "
            f"({len(twice):,} times in all)."
        )
    return content


def _object(pairs: list[tuple[str, Any]], twice: list[str]) -> Row:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice.append(next(key for key in names if names.count(key) > 1))
    return found


def _parse_lines(
    name: str, text: str, decoder: json.JSONDecoder, whole: json.JSONDecodeError
) -> list[Any]:
    """Read JSON lines; if the first line is no value of its own, the file is broken JSON."""
    values: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values.append(decoder.decode(line.strip()))
        except json.JSONDecodeError as error:
            if values and isinstance(values[0], dict | list):
                broken = f"line {number:,}: {error.msg}"
            else:
                broken = f"line {whole.lineno:,}, column {whole.colno:,}: {whole.msg}"
            raise UnreadableTable(
                f"{name} is not valid JSON ({broken}). Mend that place, or export it again."
            ) from None
    return values


def _rows(name: str, content: Any, notes: Notes) -> list[Any]:
    """Return the list of rows in any of the known shapes."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        raise UnreadableTable(f"{name} holds a single value, not a table. Choose a file with rows.")
    split = _split_shape(content, notes)
    if split is not None:
        return split
    for shape in (_column_lists, _column_objects):
        rows = shape(content)
        if rows is not None:
            return rows
    lists = [key for key, value in content.items() if _is_table(value)]
    if len(lists) == 1:
        others = [quoted(key) for key in content if key != lists[0]]
        beside = f"; set aside: {', '.join(others[:6])}" if others else ""
        notes.say(f"The rows were found under {quoted(lists[0])}{beside}.")
        return list(content[lists[0]])
    return [content]


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _split_shape(content: Row, notes: Notes) -> list[Row] | None:
    """Read {"columns": [...], "data": [[...]]}, as pandas writes with orient="split"."""
    columns, data = content.get("columns"), content.get("data")
    if not isinstance(columns, list) or not isinstance(data, list) or not data:
        return None
    if not all(isinstance(row, list) and len(row) == len(columns) for row in data):
        return None
    names = _apart(list(map(str, columns)), notes)
    return [dict(zip(names, row, strict=True)) for row in data]


def _apart(names: list[str], notes: Notes) -> list[str]:
    """Return names of which no two are equal."""
    taken, given = set(names), set[str]()
    for place, name in enumerate(names):
        if name in given:
            names[place] = free_name(name, taken)
            taken.add(names[place])
            notes.column(names[place], NUMBERED)
        given.add(names[place])
    return names


def _column_lists(content: Row) -> list[Row] | None:
    """Read {"a": [1, 2], "b": [3, 4]}."""
    values = list(content.values())
    if not values or not all(isinstance(value, list) for value in values):
        return None
    if len({len(value) for value in values}) != 1 or (len(values) == 1 and _is_table(values[0])):
        return None
    return [dict(zip(content, row, strict=True)) for row in zip(*values, strict=True)]


def _column_objects(content: Row) -> list[Row] | None:
    """Read {"a": {"0": 1, "1": 2}, "b": {"0": 3, "1": 4}}, pandas' own default."""
    values = list(content.values())
    if not values or not all(isinstance(value, dict) and value for value in values):
        return None
    keys = list(values[0])
    if not all(list(value) == keys for value in values) or not all(map(str.isdigit, keys)):
        return None
    return [{name: value[key] for name, value in content.items()} for key in keys]


@dataclass
class _Columns:
    """Columns by their paths while rows are read; a cell is "" until a row gives it."""

    n_rows: int
    cells: dict[Path, list[str]] = field(default_factory=dict)
    spoken: dict[Path, bool] = field(default_factory=dict)  # every value so far was a string
    nested: dict[Path, None] = field(default_factory=dict)
    listed: dict[Path, None] = field(default_factory=dict)

    def put(self, row: int, path: Path, value: Any) -> None:
        if value is None:
            self.cells.setdefault(path, [""] * self.n_rows)
            return
        if isinstance(value, list | dict):
            self.listed[path] = None
        is_text = isinstance(value, str) and not isinstance(value, _Digits)
        self.spoken[path] = self.spoken.get(path, True) and is_text
        self.cells.setdefault(path, [""] * self.n_rows)[row] = _cell(value)


def _columns(name: str, rows: list[Any], limit: Limits, notes: Notes) -> tuple[Header | None, Raw]:
    found = _Columns(len(rows))
    check_size(name, len(rows), 1, limit)
    for number, row in enumerate(rows):
        for path, value in _flat(row, found, (), 1):
            found.put(number, path, value)
        if number % 1000 == 0:
            check_size(name, len(rows), len(found.cells), limit)
    check_size(name, len(rows), len(found.cells), limit)
    names = dict(zip(found.cells, flat_names(list(found.cells), notes), strict=True))
    for path in found.nested:
        notes.column(joined(path), "was an object; each field is a column.")
    for path in found.listed:
        notes.column(names[path], "holds lists; they are kept as JSON text.")
    columns = [_array(cells, notes) for cells in found.cells.values()]
    places = enumerate(found.cells)
    written = frozenset(place for place, path in places if found.spoken.get(path, False))
    raw = Raw(columns, len(columns), written=written)
    if all(isinstance(row, list) for row in rows):
        return None, raw
    return name_columns(list(names.values()), raw, notes), raw


def _flat(row: Any, found: _Columns, around: Path, depth: int) -> Iterable[tuple[Path, Any]]:
    """Yield a row's (path, value), objects inside opened: ("address", "city")."""
    if isinstance(row, list):
        yield from (((place,), value) for place, value in enumerate(row))
    elif not isinstance(row, dict):
        yield (), row
    else:
        for key, value in row.items():
            path = (*around, key)
            if isinstance(value, dict) and value and depth < MAX_DEPTH:
                found.nested[path] = None
                yield from _flat(value, found, path, depth + 1)
            else:
                yield path, value


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    float: repr,
    int: str,
    str: str,
    _Digits: str,
}


def _cell(value: Any) -> str:
    text = _TEXT_OF.get(type(value))
    return text(value) if text is not None else json.dumps(value, ensure_ascii=False)


def _array(cells: list[str], notes: Notes) -> pa.StringArray:
    try:
        return pa.array(cells, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair, as in "\ud800"
        notes.say("Some characters are broken (half of a pair) and are shown as ?.")
        return pa.array([cell.encode("utf-8", "replace").decode() for cell in cells], pa.string())
