"""One row of a table as plain values, for a form: what it holds, or what is usual."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.data.column_profile import ColumnProfile
from core.playground import TableFacts


def plain_row(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the first row of a frame as plain values."""
    return {str(name): _plain(frame[name].iloc[0]) for name in frame.columns}


def usual_row(names: tuple[str, ...], table: TableFacts) -> dict[str, Any]:
    """Return a middling row: medians, most frequent values, None where neither exists."""
    profiles = (table.loaded.profile.column(name) for name in names)
    return {column.name: _usual(column) for column in profiles}


def _usual(column: ColumnProfile) -> Any:
    if column.quartiles is not None:
        middle = column.quartiles[1]
        return round(middle) if column.dtype == "int64" else float(middle)
    if column.dtype == "bool" and column.top_values:
        return column.top_values[0][0] == "True"
    if column.dtype.startswith("datetime"):
        return str(column.maximum)[:10] if column.maximum else None
    return column.top_values[0][0] if column.top_values else None


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return value.item() if hasattr(value, "item") else value
