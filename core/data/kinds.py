"""What kind each column is, which one to predict, and whether that is a class or a number.

The rules are few and written down here, so that a learner (and a test) can follow each verdict.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, TypeVar

import numpy as np
import pandas as pd

Kind: TypeAlias = Literal["number", "category", "text", "date", "id", "empty", "constant"]

SAMPLE_ROWS = 50_000  # larger frames are judged on this many evenly spaced rows
FIRST_ROWS = 1_000  # two values among these, and no other row need be asked whether any differ
FEW_VALUES = 30  # at most so many distinct strings: a category, however short the table
ID_SHARE = 0.95  # at least so many of the values distinct: an id ...
ID_ROWS = 20  # ... if there are as many rows as this to say so
TEXT_WORDS = 3.0  # mean words per cell from which strings are free text
FEW_CLASSES = 10  # whole numbers with at most so many values are classes

TARGET_NAMES = (  # the most telling first; `y` may be a coordinate, `class` that of a ticket
    *("target", "outcome", "survived", "churned", "churn", "is_fraud", "fraud", "default"),
    *("median_house_value", "sale_price", "saleprice", "price", "species", "label", "class", "y"),
)
FILLED_SHARE = 0.5  # a suggested target has a value in at least so many rows


def column_kinds(frame: pd.DataFrame) -> dict[str, Kind]:
    """Return each column's kind; strings in frames over `SAMPLE_ROWS` rows are sampled evenly.

    - empty: all missing; constant: one value besides missing ones (both checked on all rows)
    - number: int64 or float64; date: datetime; category: bool
    - strings: *text* if cells have three words or more and half of them differ; *id* if 95 % of
      at least 20 differ and each is one word; *category* if at most 30 differ or values repeat
      (half or less differ), or if they are single words; *text* otherwise.
    """
    return {name: _kind(frame[name]) for name in frame.columns}


Rows = TypeVar("Rows", pd.DataFrame, pd.Series)


def sampled(rows: Rows, n_rows: int = SAMPLE_ROWS) -> Rows:
    """Return ``rows``, or ``n_rows`` evenly spaced ones (the first and the last among them).

    >>> sampled(pd.DataFrame({"a": range(9)}), 3)["a"].tolist()
    [0, 4, 8]
    """
    if len(rows) <= n_rows:
        return rows
    return rows.iloc[np.linspace(0, len(rows) - 1, n_rows).astype(np.int64)]


def _kind(column: pd.Series) -> Kind:
    if not _differ(column.iloc[:FIRST_ROWS].dropna()):
        valid = column.dropna()
        if valid.empty:
            return "empty"
        if not _differ(valid):
            return "constant"
    if pd.api.types.is_bool_dtype(column.dtype):
        return "category"
    if pd.api.types.is_numeric_dtype(column.dtype):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "date"
    valid = sampled(column).dropna()
    return _string_kind(column.dropna() if valid.empty else valid)


def _differ(valid: pd.Series) -> bool:
    """Whether there are two different values; none is missing."""
    return not valid.empty and not bool((valid == valid.iloc[0]).all())


def _string_kind(valid: pd.Series) -> Kind:
    n_unique = valid.nunique()
    share = n_unique / len(valid)
    words = float(valid.str.count(r"\S+").mean())
    if words >= TEXT_WORDS and share > 0.5:
        return "text"
    if n_unique <= FEW_VALUES and not (share >= ID_SHARE and len(valid) >= ID_ROWS):
        return "category"
    if share >= ID_SHARE and words < 1.5:
        return "id"
    if share <= 0.5 or words < 1.5:
        return "category"
    return "text"


MOST_LEVELS = 20
"""A category with more levels than this is not suggested as a target."""


def suggest_target(frame: pd.DataFrame) -> str:
    """Return the column a learner most likely wants to predict; "" for a frame without columns.

    Among the numbers, and the categories of at most `MOST_LEVELS` levels, that have a value in at
    least half of the rows (or, where none has, in the most): the first name of `TARGET_NAMES`,
    else the last column. Without any such column: the last of the fullest.
    """
    kinds = column_kinds(frame)
    usable = [
        name
        for name, kind in kinds.items()
        if kind == "number" or (kind == "category" and frame[name].nunique() <= MOST_LEVELS)
    ]
    filled = {name: int(frame[name].notna().sum()) for name in usable or kinds}
    least = min(FILLED_SHARE * len(frame), max(filled.values(), default=0))
    likely = [name for name, n_filled in filled.items() if n_filled >= least]
    ranks = {name: rank for rank, name in enumerate(TARGET_NAMES)}
    return min(
        reversed(likely),
        key=lambda name: ranks.get(name.strip().lower(), len(TARGET_NAMES)),
        default="",
    )


def task_of(frame: pd.DataFrame, column: str) -> Literal["classification", "regression"]:
    """Return the task that predicting ``column`` is, judged on all rows.

    Classification for strings, booleans and whole numbers with at most 10 distinct values that
    also repeat (each on average twice or more); regression for other numbers and dates.
    """
    values = frame[column].dropna()
    if pd.api.types.is_bool_dtype(values.dtype) or not (
        pd.api.types.is_numeric_dtype(values.dtype)
        or pd.api.types.is_datetime64_any_dtype(values.dtype)
    ):
        return "classification"
    if pd.api.types.is_datetime64_any_dtype(values.dtype) or values.empty:
        return "regression"
    few = values.nunique() <= min(FEW_CLASSES, len(values) / 2)
    whole = bool((values == np.floor(values)).all()) and bool(np.isfinite(values).all())
    return "classification" if few and whole else "regression"
