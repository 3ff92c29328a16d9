"""Bytes in, `Table` out: the one door for a learner's file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from core.compute.progress import report
from core.data.columns import type_columns
from core.data.container import Format, Payload, unpack
from core.data.delimited import read_delimited
from core.data.encoding import decode
from core.data.excel import read_excel
from core.data.header import take_header
from core.data.hollow import refuse_hollow, refuse_markup, refuse_rowless
from core.data.jsons import looks_like_json, read_json
from core.data.limits import Limits, limits
from core.data.notes import Notes
from core.data.options import Overrides
from core.data.parquet import read_parquet
from core.data.raw import Raw, holds_value
from core.data.rows import tidy
from core.data.sqlite import read_sqlite
from core.data.table import Table


def read_table(name: str, content: bytes, **overrides: Any) -> Table:
    """Read a file's bytes as a table.

    name : what the learner calls the file; shown in messages, never trusted and never opened.
    content : CSV or other delimited text, JSON, JSON lines, Parquet, Excel or SQLite, also gzipped;
        the format is told from these bytes alone.
    overrides : see `core.data.options.Overrides`; None or "auto" leaves a choice to detection.

    Raises UnreadableTable with what is wrong and what to try, BadOverride (one of them) for an
    override that is not allowed or does not fit the file.
    """
    chosen = Overrides.of(**overrides)
    limit, notes = limits(), Notes()
    report(0, 100, "unpacking")
    shown = " ".join(name.split())[:80] or "The file"
    payload = unpack(shown, content, limit)
    if payload.gzipped:
        notes.say("The file was packed with gzip and was unpacked.")
    frame = _READERS[payload.format](shown, payload, chosen, limit, notes)
    report(95, 100, "checking")
    return Table.from_frame(frame, name=name, notes=notes.sentences())


def frame_from_raw(name: str, raw: Raw, overrides: Overrides, notes: Notes) -> pd.DataFrame:
    """Return the typed frame of cells that are still text, their header row included."""
    header, raw = take_header(raw, overrides.header, notes)
    named = [n for place, n in enumerate(header.names) if place not in header.unnamed]
    if not raw.n_rows:
        refuse_rowless(name, named)
    elif named and not any(map(holds_value, raw.columns)):
        refuse_rowless(name, named, empty_rows=True)
    names, raw = tidy(header, raw, overrides.totals == "keep", notes)
    return type_columns(names, raw, overrides, notes)


def _read_text(
    name: str, payload: Payload, overrides: Overrides, limit: Limits, notes: Notes
) -> pd.DataFrame:
    decoded = decode(name, payload.content, overrides.encoding)
    for sentence in decoded.notes:
        notes.say(sentence)
    refuse_hollow(name, decoded.text)
    refuse_markup(name, decoded.text)
    report(10, 100, "finding rows")
    if overrides.delimiter is None and looks_like_json(decoded.text):
        header, raw = read_json(name, decoded.text, limit, notes)
        if header is None:
            return frame_from_raw(name, raw, overrides, notes)
        return type_columns(list(header.names), raw, overrides, notes)
    raw = read_delimited(name, decoded.text, overrides, limit, notes)
    return frame_from_raw(name, raw, overrides, notes)


def _read_excel(
    name: str, payload: Payload, overrides: Overrides, limit: Limits, notes: Notes
) -> pd.DataFrame:
    raw = read_excel(name, payload.content, overrides, limit, notes)
    return frame_from_raw(name, raw, overrides, notes)


def _read_parquet(
    name: str, payload: Payload, overrides: Overrides, limit: Limits, notes: Notes
) -> pd.DataFrame:
    return read_parquet(name, payload.content, overrides, limit, notes)


def _read_sqlite(
    name: str, payload: Payload, overrides: Overrides, limit: Limits, notes: Notes
) -> pd.DataFrame:
    header, raw = read_sqlite(name, payload.content, overrides, limit, notes)
    return type_columns(list(header.names), raw, overrides, notes)


_Reader = Callable[[str, Payload, Overrides, Limits, Notes], pd.DataFrame]
_READERS: dict[Format, _Reader] = {
    "text": _read_text,
    "xlsx": _read_excel,
    "parquet": _read_parquet,
    "sqlite": _read_sqlite,
}
