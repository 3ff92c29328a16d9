"""What if: one test row with some values changed, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from core.errors import PlaygroundError
from core.stages.explainable_ai.local.run import class_probabilities, predicted_text
from core.stages.explainable_ai.local.settings import Cell, WhatIfSettings
from core.tabular.explain.importance import DUST
from core.tabular.explain.target import (
    explained_quantity,
    quantity_function,
    refuse_unknown_column,
    refuse_unknown_row,
)


class BadCell(PlaygroundError):
    """A changed value that its column cannot hold."""


@dataclass(frozen=True)
class WhatIfAnswer:
    """The explained number ``label`` before and after the change.

    before_row, after_row : (1, n_columns) raw frames. predicted_* : class or number as text;
    probabilities_* : by class, empty for regression. notes : values the model never saw.
    """

    label: str
    class_: str | None
    before: float
    after: float
    predicted_before: str
    predicted_after: str
    probabilities_before: dict[str, float]
    probabilities_after: dict[str, float]
    before_row: pd.DataFrame
    after_row: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def change(self) -> float:
        """After minus before; 0 where the two differ by rounding only."""
        moved = self.after - self.before
        return moved if abs(moved) > DUST * max(abs(self.after), abs(self.before)) else 0.0


def what_if(settings: WhatIfSettings, frame: pd.DataFrame) -> WhatIfAnswer:
    """Fit the experiment (or take the fitted one) and predict a test row before and after.

    Raises `UnknownRow`, `UnknownColumn`, `UnknownClass`, `BadCell`.
    """
    from core.tabular.fit import fit

    settings.check()
    fitted = fit(settings.experiment, frame)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    before_row = fitted.X_test.iloc[[settings.row]].reset_index(drop=True)
    after_row, notes = before_row.copy(), []
    for name, value in settings.changed:
        refuse_unknown_column(name, before_row.columns)
        after_row[name] = cell_of(value, before_row[name], gaps=name in fitted.prepared.gaps)
        notes += _strange(after_row[name], fitted.X_train[name])
    explained = explained_quantity(fitted, settings.experiment.target, settings.class_, before_row)
    predict = quantity_function(fitted, explained)
    return WhatIfAnswer(
        label=explained.label,
        class_=explained.class_,
        before=float(predict(before_row)[0]),
        after=float(predict(after_row)[0]),
        predicted_before=predicted_text(fitted, before_row),
        predicted_after=predicted_text(fitted, after_row),
        probabilities_before=class_probabilities(fitted, before_row),
        probabilities_after=class_probabilities(fitted, after_row),
        before_row=before_row,
        after_row=after_row,
        notes=tuple(notes),
    )


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
