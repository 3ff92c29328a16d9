"""A Parquet file into a frame: types are the file's own, turned into the few that a table has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.data.columns import check_columns, frame_of
from core.data.flat_names import Path, flat_names, joined
from core.data.forced import force_column
from core.data.header import unique_names
from core.data.limits import Limits
from core.data.notes import Notes
from core.data.numbers import EXACT
from core.data.options import Overrides
from core.data.raw import check_size
from core.data.table import UnreadableTable
from core.data.typed import Context, Remark, Typed

MAX_DEPTH = 5
BATCH_ROWS = 65_536
Opened: TypeAlias = tuple[Path, pa.ChunkedArray]


def read_parquet(
    name: str, content: bytes, overrides: Overrides, limit: Limits, notes: Notes
) -> pd.DataFrame:
    """Return a Parquet file's frame; raise `UnreadableTable` if it is damaged or too large."""
    try:
        table = _arrow(name, content, limit)
    except (pa.ArrowException, OSError):
        raise UnreadableTable(
            f"{name} is a damaged Parquet file. Copy or download it again, or write it anew."
        ) from None
    opened = [
        part
        for column, chunks in zip(table.column_names, table.columns, strict=True)
        for part in _opened((column,), chunks, notes)
    ]
    check_size(name, table.num_rows, len(opened), limit)
    if not table.num_rows or not opened:
        raise UnreadableTable(f"{name} has no rows. Choose a file with data.")
    names = unique_names(flat_names([path for path, _ in opened], notes), notes)
    check_columns(names, overrides)
    typed = []
    for column, (_, chunks) in zip(names, opened, strict=True):
        found = _typed(_one_array(chunks), overrides.type_of(column), Context(overrides))
        for remark in found.remarks:
            notes.column(column, remark.text, remark.detail)
        typed.append(found)
    return frame_of(names, typed)


def _arrow(name: str, content: bytes, limit: Limits) -> pa.Table:
    """Read within the limits; texts stay dictionaries until their full size is known.

    A megabyte of text repeated a million times is a few kilobytes in the file.
    """
    import pyarrow.parquet as pq

    described = pq.ParquetFile(pa.BufferReader(content))
    metadata = described.metadata
    check_size(name, metadata.num_rows, metadata.num_columns, limit)
    sizes = [metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups)]
    _refuse_large(name, sum(sizes), limit)
    texts = [column.name for column in described.schema_arrow if _is_text(column.type)]
    file = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts)
    batches, n_rows, n_bytes = [], 0, 0
    for batch in file.iter_batches(batch_size=BATCH_ROWS):
        n_rows += batch.num_rows
        check_size(name, n_rows, batch.num_columns, limit)
        n_bytes += sum(_full_size(column) for column in batch.columns)
        _refuse_large(name, n_bytes, limit)
        batches.append(batch)
    return pa.Table.from_batches(batches, None if batches else file.schema_arrow)


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind)
    )


def _refuse_large(name: str, n_bytes: int, limit: Limits) -> None:
    if n_bytes > limit.n_bytes:
        raise UnreadableTable(
            f"{name} unpacks to more than {limit.size}, the limit here. Keep fewer rows or columns."
        )


def _full_size(column: pa.Array) -> int:
    """Return the bytes of a text column once every cell holds its own text; 0 for others."""
    if not isinstance(column, pa.DictionaryArray) or not _is_text(column.type.value_type):
        return 0
    lengths = pc.take(pc.binary_length(column.dictionary), column.indices)
    return int(pc.sum(pc.cast(lengths, pa.int64())).as_py() or 0)


def _one_array(chunks: pa.ChunkedArray) -> pa.Array:
    decoded = chunks
    if pa.types.is_dictionary(chunks.type):
        decoded = chunks.cast(chunks.type.value_type)
    combined = decoded.combine_chunks()
    return pa.concat_arrays(combined.chunks) if isinstance(combined, pa.ChunkedArray) else combined


def _opened(path: Path, column: pa.ChunkedArray, notes: Notes) -> Iterator[Opened]:
    """Yield the columns of a struct's fields, each with its path: ("address", "city")."""
    if not pa.types.is_struct(column.type) or not column.type.num_fields or len(path) > MAX_DEPTH:
        yield path, column
        return
    notes.column(joined(path), "was an object; each field is a column.")
    for field, inner in zip(column.type, column.flatten(), strict=True):
        yield from _opened((*path, field.name), inner, notes)


def _typed(values: pa.Array, forced: str | None, context: Context) -> Typed:
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    if not forced:
        return _convert(values)
    found = _convert(values)
    return found if _is(found, forced) else force_column(_cells(found), forced, context)


def _is(found: Typed, kind: str) -> bool:
    if isinstance(found.values, pa.Array):
        return kind == "text"
    return {"f": "number", "i": "number", "b": "bool", "M": "date"}[found.values.dtype.kind] == kind


def _cells(found: Typed) -> pa.StringArray:
    """Return a typed column as text, "" where it is missing."""
    if isinstance(found.values, pa.Array):
        return pc.fill_null(found.values, "")
    whole = found.values.dtype.kind == "f" and bool(np.all(found.values % 1 == 0))
    series = pd.Series(found.values.astype(np.int64) if whole else found.values)
    return pa.array(["" if missing else str(cell) for cell, missing in _pairs(series)], pa.string())


def _pairs(series: pd.Series) -> zip[tuple[Any, bool]]:
    return zip(series.tolist(), series.isna().tolist(), strict=True)


def _convert(values: pa.Array) -> Typed:
    """Return a column in one of a table's dtypes by the first rule that knows its type."""
    for knows, convert in _RULES:
        if knows(values.type):
            return convert(values)
    return _json_text(values)


def _text(values: pa.Array, *remarks: Remark) -> Typed:
    return Typed(pc.cast(values, pa.string()), list(remarks), is_text=True)


def _float(values: pa.Array) -> Typed:
    wide = pc.cast(values, pa.float64())
    return Typed(wide.to_numpy(zero_copy_only=False))


def _integer(values: pa.Array) -> Typed:
    """Whole numbers stay so; with gaps they become float64 if that is exact, else text."""
    bounds = pc.min_max(values).as_py()
    low, high = bounds["min"] or 0, bounds["max"] or 0
    if not values.null_count and high < 2**63:
        return Typed(pc.cast(values, pa.int64()).to_numpy(zero_copy_only=False))
    if low >= -EXACT and high <= EXACT:
        filled = pc.cast(values, pa.float64(), safe=False)
        return Typed(filled.to_numpy(zero_copy_only=False))
    return _text(values, Remark("has whole numbers with too many digits; kept as text."))


def _decimal(values: pa.Array) -> Typed:
    if values.type.scale <= 0:
        try:
            return _integer(pc.cast(values, pa.int64()))
        except pa.ArrowInvalid:
            return _text(values, Remark("has whole numbers with too many digits; kept as text."))
    exact = values.type.precision <= 15
    remarks = [] if exact else [Remark("has decimals; digits beyond the 16th may be rounded.")]
    return Typed(pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False), remarks)


def _truth(values: pa.Array) -> Typed:
    if not values.null_count:
        return Typed(values.to_numpy(zero_copy_only=False))
    remark = Remark("has true, false and missing values; kept as text.")
    return _text(values, remark)


def _moment(values: pa.Array) -> Typed:
    """Dates and times become datetime64[us], in UTC if they had a zone."""
    remarks = []
    if pa.types.is_timestamp(values.type) and values.type.tz:
        remarks.append(Remark("has time zones; the times were turned to UTC."))
        values = pc.cast(values, pa.timestamp(values.type.unit))
    try:
        moments = pc.cast(values, pa.timestamp("us"))
    except pa.ArrowInvalid:
        moments = pc.cast(values, pa.timestamp("us"), safe=False)
        remarks.append(Remark("has times finer than a microsecond; the rest was cut off."))
    return Typed(moments.to_numpy(zero_copy_only=False).astype("datetime64[us]"), remarks)


def _seconds(values: pa.Array) -> Typed:
    per_second = {"s": 1, "ms": 1e3, "us": 1e6, "ns": 1e9}[values.type.unit]
    whole = pc.cast(pc.cast(values, pa.int64()), pa.float64(), safe=False)
    seconds = pc.divide(whole, pa.scalar(float(per_second)))
    remark = Remark("has durations; read as seconds.")
    return Typed(seconds.to_numpy(zero_copy_only=False), [remark])


def _bytes(values: pa.Array) -> Typed:
    try:
        return _text(pc.cast(values, pa.string()))
    except pa.ArrowInvalid:
        cells = [None if cell is None else cell.hex() for cell in values.to_pylist()]
        remark = Remark("has bytes that are no text; kept as hexadecimal digits.")
        return Typed(pa.array(cells, pa.string()), [remark], is_text=True)


def _nothing(values: pa.Array) -> Typed:
    return Typed(np.full(len(values), np.nan), [Remark("has no values at all.")])


def _json_text(values: pa.Array) -> Typed:
    cells = [
        None if cell is None else json.dumps(cell, ensure_ascii=False, default=str)
        for cell in values.to_pylist()
    ]
    remark = Remark("holds lists; they are kept as JSON text.")
    return Typed(pa.array(cells, pa.string()), [remark], is_text=True)


def _is_string(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view()
    )


def _is_binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


_Knows = Callable[[pa.DataType], bool]
_RULES: tuple[tuple[_Knows, Callable[[pa.Array], Typed]], ...] = (
    (pa.types.is_null, _nothing),
    (pa.types.is_boolean, _truth),
    (pa.types.is_integer, _integer),
    (pa.types.is_floating, _float),
    (pa.types.is_decimal, _decimal),
    (_is_string, _text),
    (pa.types.is_timestamp, _moment),
    (pa.types.is_date, _moment),
    (pa.types.is_time, _text),
    (pa.types.is_duration, _seconds),
    (_is_binary, _bytes),
)
