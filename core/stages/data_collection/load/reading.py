"""The pandas call that reads a file as the suite read it, proved by reading it.

The call is inferred by laying the file's text beside the table that the suite made of it, and then
made: only if its frame has the table's digest is it shown. Otherwise (total lines in the middle,
units after numbers, damaged quotes) the script reads the table as Parquet and says so.
"""

from __future__ import annotations

import io
import re
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from core.data.container import Payload, unpack
from core.data.limits import limits
from core.data.load import LoadSettings
from core.data.options import Overrides
from core.data.read import read_table
from core.data.sqlite import opened, select, tables_of
from core.data.table import Table, digest
from core.export.data import data_name
from core.export.layout import call, text_of
from core.export.reading import Reading
from core.export.source import Writer, quoted
from core.stages.data_collection.load.example import without_blanks
from core.stages.data_collection.load.reading_csv import read_csv_keywords


@dataclass(frozen=True)
class PandasCall:
    """``pd.<function>(file, **keywords)``, then columns that only need their blanks taken off."""

    function: str
    keywords: Mapping[str, Any] = field(default_factory=dict)
    stripped: tuple[str, ...] = ()

    def read(self, content: bytes) -> pd.DataFrame:
        """Make the call on a file's bytes."""
        frame: pd.DataFrame = getattr(pd, self.function)(io.BytesIO(content), **self.keywords)
        return without_blanks(frame, self.stripped)

    def lines(self, name: str, writer: Writer) -> list[str]:
        """Return the call as Python."""
        items = [(f"{key}=", writer.node(value)) for key, value in self.keywords.items()]
        node = call(f"pd.{self.function}", [("", quoted(name)), *items])
        lines = [f"frame = {text_of(node, before=8)}"]
        if self.stripped:
            columns = writer.node(list(self.stripped))
            node = call(writer.name(without_blanks), [("", "frame"), ("", columns)])
            lines.append(f"frame = {text_of(node, before=8)}")
        return lines


@dataclass(frozen=True)
class SqlCall:
    """``pd.read_sql_query`` on all of one table of an SQLite file."""

    table: str
    keywords: Mapping[str, Any] = field(default_factory=dict)

    def read(self, content: bytes) -> pd.DataFrame:
        """Make the call on a file's bytes."""
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(content)
            frame: pd.DataFrame = pd.read_sql_query(select(self.table), base, **self.keywords)
        return frame

    def lines(self, name: str, writer: Writer) -> list[str]:
        """Return the call as Python."""
        writer.use("import sqlite3")
        items = [(f"{key}=", writer.node(value)) for key, value in self.keywords.items()]
        query = quoted(select(self.table))
        node = call("pd.read_sql_query", [("", query), ("", "connection"), *items])
        return [
            f"connection = sqlite3.connect({quoted(name)})",
            f"frame = {text_of(node, before=8)}",
            "connection.close()",
        ]


def kept_reading(settings: LoadSettings) -> Reading:
    """Return how a script reads an upload that the suite keeps (worker only)."""
    from core.compute import tables

    content = tables.get_bytes(settings.upload)
    return reading_of(settings.name, content, **dict(settings.overrides))


def reading_of(name: str, content: bytes, **overrides: Any) -> Reading:
    """Return how a script reads a file's bytes as `core.data.read_table` does.

    Raises what `read_table` raises.
    """
    table = read_table(name, content, **overrides)
    payload = unpack(name, content, limits())
    found = _proved(table, payload, content, Overrides.of(**overrides))
    if found is None:
        return Reading(name, partial(parquet_lines, name), REPAIRED, exact=False)
    file_name = re.split(r"[\\/]", name)[-1] or "table"
    return Reading(name, partial(found.lines, file_name), PROVED)


def sample_reading(sample_id: str) -> Reading:
    """Return how a script reads a sample: its Parquet file."""
    return Reading(sample_id, partial(parquet_lines, sample_id), SAMPLE)


def parquet_lines(name: str, writer: Writer) -> list[str]:
    """Return the lines that read the Parquet file of a table called ``name``."""
    return PandasCall("read_parquet").lines(data_name(name), writer)


PROVED = "The call that gives the same table as the suite."
SAMPLE = "Parquet keeps the columns' types."
REPAIRED = """pandas alone reads this file otherwise: the suite repaired or typed some of it.
So this is the table as the suite read it; its notes say what was done."""


def _proved(
    table: Table, payload: Payload, content: bytes, overrides: Overrides
) -> PandasCall | SqlCall | None:
    """Return the first call whose frame is the table, bit by bit; None if there is none."""
    candidates = _CANDIDATES[payload.format](table, payload, overrides)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of guesses that are not taken
        while True:
            try:
                tried = next(candidates, None)
                if tried is None or digest(tried.read(content)) == table.digest:
                    return tried
            except Exception:  # noqa: BLE001, S112 - pandas raises any kind; another call may do
                continue


def _text(table: Table, payload: Payload, overrides: Overrides) -> Iterator[PandasCall]:
    packed = {"compression": "gzip"} if payload.gzipped else {}
    if payload.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        yield PandasCall("read_json", packed)
        yield PandasCall("read_json", {"lines": True, **packed})
        texts = [name for name, kind in table.frame.dtypes.items() if str(kind) == "str"]
        yield PandasCall("read_json", {"dtype": dict.fromkeys(texts, "str"), **packed})
    for keywords, stripped in read_csv_keywords(table, payload.content, overrides):
        yield PandasCall("read_csv", {**keywords, **packed}, stripped)


def _excel(table: Table, payload: Payload, overrides: Overrides) -> Iterator[PandasCall]:
    sheets = pd.ExcelFile(io.BytesIO(payload.content)).sheet_names
    typed = {name: str(kind) for name, kind in table.frame.dtypes.items() if kind.kind != "M"}
    for sheet in [overrides.sheet] if overrides.sheet else sheets:
        keywords = {"sheet_name": sheet} if len(sheets) > 1 else {}
        yield PandasCall("read_excel", keywords)
        yield PandasCall("read_excel", {**keywords, "dtype": typed})
        yield PandasCall("read_excel", {**keywords, "header": None, "names": list(typed)})


def _parquet(table: Table, payload: Payload, overrides: Overrides) -> Iterator[PandasCall]:
    yield PandasCall("read_parquet")


def _sqlite(table: Table, payload: Payload, overrides: Overrides) -> Iterator[SqlCall]:
    if payload.gzipped:
        return  # no database driver opens a packed file
    with closing(opened(payload.content)) as base:
        tables = tables_of(base)
        full = [name for name in tables if base.execute(f"{select(name)} LIMIT 1").fetchone()]
    kinds = table.frame.dtypes
    dates = [name for name, kind in kinds.items() if kind.kind == "M"]
    typed = {name: str(kind) for name, kind in kinds.items() if kind.kind != "M"}
    for chosen in [overrides.sheet] if overrides.sheet else full:
        yield SqlCall(chosen)
        yield SqlCall(chosen, {"parse_dates": dates} if dates else {})
        yield SqlCall(chosen, {"dtype": typed, **({"parse_dates": dates} if dates else {})})


_CANDIDATES: dict[str, Callable[[Table, Payload, Overrides], Iterator[PandasCall | SqlCall]]] = {
    "text": _text,
    "xlsx": _excel,
    "parquet": _parquet,
    "sqlite": _sqlite,
}
