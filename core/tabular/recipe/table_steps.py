"""Steps on the whole table before the split; nothing here learns anything from the rows.

Every function takes the frame and returns a new one with the index kept, so that a row can be
followed from the file to the prediction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from core.data.spelling import spelled

CLEAR_SHARE = 0.95


def change_types(
    frame: pd.DataFrame, *, to: str, columns: Sequence[str], chosen: bool
) -> pd.DataFrame:
    """Read ``columns`` as ``to``: "number", "category" or "date"; what cannot be read is a gap.

    With ``chosen`` False (no columns were named) only columns of which at least 95 % can be read
    are changed, and nothing becomes a category.
    """
    if to == "category":
        names = list(columns) if chosen else []
        return replaced(frame, {name: _as_category(frame[name]) for name in names})
    read = _READERS[to]
    changed = {}
    for name in columns:
        values = read(frame[name])
        filled = int(frame[name].notna().sum())
        if chosen or (filled and values.notna().sum() >= CLEAR_SHARE * filled):
            changed[name] = values
    return replaced(frame, changed)


def replaced(frame: pd.DataFrame, columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return ``frame`` with other values in some columns, whatever they are called.

    ``frame.assign(**columns)`` refuses a column named ``self``.
    """
    frame = frame.copy()
    for name, values in columns.items():
        frame[name] = values
    return frame


def drop_duplicates(frame: pd.DataFrame, *, columns: Sequence[str]) -> pd.DataFrame:
    """Keep the first of the rows that are equal in ``columns``."""
    return frame.loc[~frame.duplicated(subset=list(columns))]


def keep_filled(frame: pd.DataFrame, *, columns: Sequence[str]) -> pd.DataFrame:
    """Keep rows without a gap in ``columns``."""
    return frame.loc[frame[list(columns)].notna().all(axis=1)]


def _as_category(values: pd.Series) -> pd.Series:
    return spelled(values)


def _as_number(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return pd.Series(values.astype("int64") / 8.64e10, values.index).mask(values.isna())
    if not isinstance(values.dtype, pd.StringDtype):
        return pd.to_numeric(values, errors="coerce").astype("float64")
    text = values.str.strip()
    plain = pd.to_numeric(text, errors="coerce").astype("float64")
    ways = [plain, _grouped(text, ",", "."), _grouped(text, ".", ",")]
    return max(ways, key=lambda read: int(read.notna().sum()))  # the first among equals


def _grouped(text: pd.Series, thousands: str, decimal: str) -> pd.Series:
    """Return the cells that group their thousands or have a decimal sign, as in 1.234,5."""
    pattern = rf"[+-]?(?:\d{{1,3}}(?:[{thousands}]\d{{3}})+|\d+)(?:[{decimal}]\d*)?"
    fitting = text.where(text.str.fullmatch(pattern).fillna(False).astype("bool"))
    bare = fitting.str.replace(thousands, "", regex=False).str.replace(decimal, ".", regex=False)
    return pd.to_numeric(bare, errors="coerce").astype("float64")


def _as_date(values: pd.Series) -> pd.Series:
    dates = pd.to_datetime(values.astype("str"), errors="coerce", format="ISO8601")
    return dates.astype("datetime64[us]")


_READERS = {"number": _as_number, "date": _as_date}
