"""A data set as read: the frame, what was noticed about it, and the digest that names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import PlaygroundError

if TYPE_CHECKING:
    import pandas as pd

DTYPES = ("float64", "int64", "bool", "str", "datetime64[us]")


class UnreadableTable(PlaygroundError):
    """A file that cannot become a table; the message says what is wrong and what to try."""


@dataclass(frozen=True, eq=False)
class Table:
    """A data set as read.

    frame : (n_rows, n_columns), unique str column names, dtypes of `DTYPES` only, RangeIndex.
        Shared: do not change it in place.
    notes : sentences on what was detected, repaired or typed; empty if there was nothing to say.
    digest : 16 hex digits of the content (names, dtypes, values); ``name`` and ``notes`` do not
        count.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...]
    digest: str
    name: str

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, *, name: str, notes: tuple[str, ...] = ()) -> Table:
        """Return the table of a frame that already keeps the rules; raise `TypeError` if not."""
        check_frame(frame)
        return cls(frame, notes, digest(frame), name)


def check_frame(frame: pd.DataFrame) -> None:
    """Raise `TypeError` if a frame's columns or dtypes are not those a `Table` may have."""
    names = list(frame.columns)
    if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise TypeError(f"a table's column names are unique text, not {names[:20]}")
    for name, dtype in frame.dtypes.items():
        if str(dtype) not in DTYPES:
            raise TypeError(f"column {name!r} is {dtype}; a table holds only {', '.join(DTYPES)}")


def digest(frame: pd.DataFrame) -> str:
    """Return 16 hex digits of a frame's column names, dtypes and values; the index is left out.

    Equal content gives an equal digest on every machine of one byte order; missing values are
    equal to each other. One changed cell gives another digest (blake2b over every byte).
    """
    state = hashlib.blake2b(digest_size=8)
    state.update(f"{len(frame)}".encode())
    for name, column in frame.items():
        state.update(repr((name, str(column.dtype))).encode())
        for part in _parts(column):
            state.update(part)
    return state.hexdigest()


def _parts(column: pd.Series) -> list[memoryview]:
    """Return a column's values as buffers that depend on nothing but the values."""
    import numpy as np

    kind = str(column.dtype)
    if kind == "str":
        return _text_parts(column)
    values = np.ascontiguousarray(column.to_numpy())
    if kind == "float64":
        gaps = np.isnan(values)
        values = np.where(gaps, np.nan, values) if gaps.any() else values
    return [values.view(np.uint8).data]


def _text_parts(column: pd.Series) -> list[memoryview]:
    """Return lengths (-1 for missing) and bytes, whatever chunks or offsets Arrow keeps."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pa.array(column, type=pa.large_string(), from_pandas=True)
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    missing = text.is_null().to_numpy(zero_copy_only=False)
    text = pc.fill_null(text, "") if text.null_count else text
    _, ends, body = text.buffers()
    offsets = np.frombuffer(ends, np.int64)[text.offset : text.offset + len(text) + 1]
    lengths = np.where(missing, -1, np.diff(offsets))
    content = b"" if body is None else memoryview(body)[offsets[0] : offsets[-1]]
    return [lengths.view(np.uint8).data, memoryview(content)]
