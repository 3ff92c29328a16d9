"""Axes of names: every name has its own place, whatever it looks like.

Left to itself the drawing library takes "3", "01067", "2024-01" or "1e5" for numbers and dates,
spreads them on a scale and leaves out what does not fit there. So every axis of names is declared
here, and a test walks all pictures for one that is not.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from core.figures.cells import GAP
from core.figures.theme import distinct


def name_axis(
    figure: go.Figure,
    way: Literal["x", "y"],
    labels: Sequence[str],
    *,
    col: int | None = None,
    **look: Any,
) -> None:
    """Make the x or y axis (of column ``col`` of pictures) one of names, in the order given.

    labels : all that stand on it, each once, as made by `distinct` or `level_labels`. ``look`` is
    whatever else the axis is told. On a y axis the first name stands at the top.
    """
    update = figure.update_xaxes if way == "x" else figure.update_yaxes
    place = {} if col is None else {"row": 1, "col": col}
    upside_down = {"autorange": "reversed"} if way == "y" else {}
    update(
        type="category",
        categoryorder="array",
        categoryarray=list(dict.fromkeys(labels)),
        **upside_down,
        **look,
        **place,
    )


def level_labels(values: Iterable[object], most: int) -> list[str]:
    """Return what each value is called on an axis: equal ones alike, others apart, gaps `GAP`.

    >>> level_labels(["3+", None, "missing", "3+"], 9)
    ['3+', 'missing', 'missing (2)', '3+']
    """
    keys: list[Hashable] = [None if pd.isna(value) else str(value) for value in values]  # type: ignore[call-overload]
    levels = sorted(dict.fromkeys(keys), key=lambda key: key is not None)
    labels = distinct((GAP if key is None else str(key) for key in levels), most)
    called = dict(zip(levels, labels, strict=True))
    return [called[key] for key in keys]


def kind_of_scale(column: pd.Series) -> Literal["linear", "date", "category"]:
    """Return the axis that a column's values stand on."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return "linear" if number else "category"
