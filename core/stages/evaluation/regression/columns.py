"""A column of a table as places along an axis: numbers and dates as they are, names by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.evaluation.regression.settings import CannotJudge

Floats: TypeAlias = NDArray[np.float64]

MOST_LEVELS = 8
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, eq=False)
class Along:
    """A column: (n,) ``values``, NaN for gaps; of names their places, ``levels`` calls them.

    days : whether the values are days since 1970.
    """

    name: str
    values: Floats
    levels: tuple[str, ...] = ()
    days: bool = False

    @property
    def is_number(self) -> bool:
        """Whether more and less have a sense."""
        return not self.levels


def along_column(frame: pd.DataFrame, name: str) -> Along:
    """Return a column of ``frame``, the first one for "". Raises `CannotJudge`."""
    if not name:
        name = str(frame.columns[0])
    if name not in frame.columns:
        raise CannotJudge(
            f"The model learns from no column {name!r}. Choose another one to draw the residuals "
            "against."
        )
    column = frame[name]
    if pd.api.types.is_datetime64_any_dtype(column):
        days = (column.to_numpy("datetime64[ns]") - np.datetime64(0, "ns")) / DAY
        return Along(name, np.asarray(days, np.float64), days=True)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        values = column.to_numpy(np.float64, na_value=np.nan)
        return Along(name, np.where(np.isfinite(values), values, np.nan))
    return _names(name, column)


def _names(name: str, column: pd.Series) -> Along:
    """Return the most frequent names by their place, all others as one more."""
    known = column.notna().to_numpy()
    texts = column.astype("str").to_numpy(dtype=object)
    levels = [str(level) for level in pd.Series(texts[known]).value_counts().index[:MOST_LEVELS]]
    place = {level: i for i, level in enumerate(levels)}
    values = np.array([place.get(str(text), len(levels)) for text in texts], np.float64)
    values[~known] = np.nan
    others = ("all others",) if len(levels) in values else ()
    return Along(name, values, (*levels, *others) or ("(empty)",))
