"""Bytes in, `Table` out: the one door for a learner's file."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd

from core.data.options import Overrides
from core.data.table import Table, UnreadableTable


def read_table(name: str, content: bytes, **overrides: Any) -> Table:
    """Read a file's bytes as a table.

    name : what the learner calls the file; shown, never trusted.
    Raises UnreadableTable with what is wrong and what to try.
    """
    Overrides.of(**overrides)
    if not content.strip():
        raise UnreadableTable(f"{name} is empty. Choose a file with a header and rows.")
    try:
        frame = pd.read_csv(io.BytesIO(content), engine="pyarrow")
    except (ValueError, UnicodeDecodeError) as error:
        raise UnreadableTable(f"{name} could not be read as a table ({error}).") from None
    for column in frame.columns:
        if str(frame[column].dtype) == "object" or frame[column].dtype.kind == "M":
            frame[column] = frame[column].astype("datetime64[us]")
    frame.columns = frame.columns.astype(str)
    return Table.from_frame(frame, name=name)
