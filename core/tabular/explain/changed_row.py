"""One row with some of its values changed by hand, as its columns can hold them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from core.errors import PlaygroundError
from core.tabular.explain.target import refuse_unknown_column
from core.tabular.recipe.pipeline import origins

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

Cell: TypeAlias = bool | int | float | str | None


class BadCell(PlaygroundError):
    """A changed value that its column cannot hold."""


def changed_row(
    fitted: Fitted, row: pd.DataFrame, changed: Iterable[tuple[str, Cell]]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return ``row`` (1, n_raw_columns) with other values, and notes on what the model never saw.

    Raises `UnknownColumn`, `BadCell`.
    """
    after, notes = row.reset_index(drop=True), []
    for name, value in changed:
        refuse_unknown_column(name, row.columns)
        own = after[name].copy()
        after[name] = cell_of(value, own, gaps=name in fitted.prepared.gaps)
        notes += _noted(fitted, after[name])
    return after.set_axis(row.index), tuple(notes)


def cell_of(value: Cell, column: pd.Series, *, gaps: bool) -> pd.Series:
    """Return ``value`` as a one-row Series in the column's type; raise `BadCell`.

    gaps : whether the column had any in the table; else the recipe need not cope with one.
    """
    if value is None:
        return _gap(column, gaps)
    try:
        return pd.Series([_converted(value, column.dtype)], dtype=column.dtype, name=column.name)
    except (ValueError, TypeError, OverflowError):
        raise BadCell(
            f"{column.name} cannot hold {value!r}: it is a column of {_kind_words(column.dtype)}. "
            f"{_example(column)}"
        ) from None


def _example(column: pd.Series) -> str:
    """Name a value that the column can hold; its own one cell may be a gap."""
    if not pd.isna(column.iloc[0]):
        return f"Try a value such as {column.iloc[0]}."
    kinds = {
        "true and false": "Try true or false.",
        "dates": "Try a date, such as 2024-05-06.",
        "text": "Try a text.",
    }
    return kinds.get(_kind_words(column.dtype), "Try a number, such as 1.")


def _gap(column: pd.Series, gaps: bool) -> pd.Series:
    if not gaps:
        raise BadCell(f"{column.name} never had a gap, so it cannot be left empty. Choose a value.")
    return pd.Series([None], dtype=column.dtype, name=column.name)


def _converted(value: Any, dtype: Any) -> Any:
    if pd.api.types.is_bool_dtype(dtype):
        return _required(value, isinstance(value, bool))
    if pd.api.types.is_numeric_dtype(dtype):
        number = float(_required(value, not isinstance(value, bool | str)))
        whole = not pd.api.types.is_integer_dtype(dtype) or number.is_integer()
        return _required(number, np.isfinite(number) and whole)
    if pd.api.types.is_datetime64_any_dtype(dtype):
        day = datetime.fromisoformat(_required(value, isinstance(value, str)))
        return pd.Timestamp(_required(day, day.tzinfo is None))
    return _required(value, isinstance(value, str))


def _required(value: Any, legal: bool) -> Any:
    if not legal:
        raise ValueError(value)
    return value


def _kind_words(dtype: Any) -> str:
    if pd.api.types.is_bool_dtype(dtype):
        return "true and false"
    if pd.api.types.is_integer_dtype(dtype):
        return "whole numbers"
    if pd.api.types.is_numeric_dtype(dtype):
        return "numbers"
    return "dates" if pd.api.types.is_datetime64_any_dtype(dtype) else "text"


def left_out(fitted: Fitted) -> set[str]:
    """Return the raw columns of which no column at the model is made."""
    raw = list(map(str, fitted.X_train.columns))
    *_, at_model = origins(fitted.pipeline, fitted.steps, raw)
    return set(raw) - {name for sources in at_model.values() for name in sources}


def _noted(fitted: Fitted, value: pd.Series) -> list[str]:
    """Say that a value is new to the model, or that the model gets nothing of its column."""
    if value.name in left_out(fitted):
        return [f"The recipe leaves {value.name} out: its value changes nothing at the model."]
    return _strange(value, fitted.X_train[value.name])


def _strange(value: pd.Series, train: pd.Series) -> list[str]:
    """Say that a value is new to the model: an unknown level, or outside the training range."""
    cell, name = value.iloc[0], value.name
    if pd.isna(cell):
        return [] if train.isna().any() else [f"No training row had a gap in {name}."]
    if pd.api.types.is_numeric_dtype(train) or pd.api.types.is_datetime64_any_dtype(train):
        low, high = train.min(), train.max()
        if low <= cell <= high:
            return []
        return [f"{name} = {cell} lies outside the training rows' range, {low} to {high}."]
    return [] if (train == cell).any() else [f"The model never saw {name} = {cell!r}."]
