"""Any model, asked again with one column of the table at its usual value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.stages.tuning.pipeline_picture.learnt import How
from core.stages.tuning.pipeline_picture.parts import (
    MOST_ASKED,
    MOST_TERMS,
    MOST_USUAL_ROWS,
    Asked,
    Term,
    Verdict,
    answer_of,
    quantity,
)
from core.tabular.explain.changed_row import left_out
from core.tabular.split import drawn_rows

if TYPE_CHECKING:
    from core.tabular.fit import Fitted


# Asked again


def as_asked(at: Asked) -> Verdict:
    """Ask the whole pipeline again, each column of the table in turn at its usual value."""
    now = float(quantity(at.fitted, at.raw, at.k)[0])
    usual, unused = usual_values(at.fitted), left_out(at.fitted)
    asked_of = [n for n in at.raw.columns if n in usual and n not in unused]
    names = [n for n in asked_of if at.raw[n].iloc[0] != usual[n]]
    names = names[:MOST_ASKED]
    parts = np.array([])
    if names:
        asked = pd.concat([at.raw] * len(names), ignore_index=True)
        for j, name in enumerate(names):
            asked.loc[j, name] = usual[name]
        parts = now - quantity(at.fitted, asked, at.k)
    order = np.argsort(-np.abs(parts), kind="stable")
    shown = [int(j) for j in order[:MOST_TERMS]]
    terms = tuple(
        Term(
            names[j],
            at.raw[names[j]].iloc[0],
            How("usual: {}", (plain(usual[names[j]]),)),
            float(parts[j]),
        )
        for j in shown
    )
    first, size = (names[shown[0]], float(parts[shown[0]])) if shown else ("", 0.0)
    return Verdict(
        "asked",
        answer_of(at),
        terms,
        now,
        folded=len(names) - len(shown),
        loudest=first,
        loudest_part=size,
    )


def usual_values(fitted: Fitted) -> dict[str, Any]:
    """Return each raw column's usual value: the median of numbers and dates, else most frequent.

    Of at most `MOST_USUAL_ROWS` training rows; columns that are empty there have none.
    """
    rows = drawn_rows(np.arange(len(fitted.X_train)), MOST_USUAL_ROWS, 0)
    found = {}
    for name, column in fitted.X_train.iloc[rows].items():
        known = column.dropna()
        if len(known):
            found[str(name)] = _usual(known)
    return found


def _usual(known: pd.Series) -> Any:
    ordered = pd.api.types.is_numeric_dtype(known) or pd.api.types.is_datetime64_any_dtype(known)
    if not ordered or pd.api.types.is_bool_dtype(known):
        return known.value_counts().index[0]
    return known.sort_values().iloc[(len(known) - 1) // 2]  # of the column's own type


def plain(value: Any) -> float | str:
    """Return a cell as a number or as text."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
    return float(value)
