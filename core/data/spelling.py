"""How one value is written as a class: the one function for the offer, the model and the code."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MOST_CLASSES = 100
"""A target with more different values than this cannot be told apart."""

_LARGEST_WHOLE = 2.0**63


def spelled(values: pd.Series) -> pd.Series:
    """Return values as text, each by itself whatever stands beside it; missing ones stay missing.

    Different values give different texts. Whole numbers are written as such: a gap elsewhere, which
    makes floats of a column, changes no name. Midnights are days.

    >>> list(spelled(pd.Series([0.5, 1.0, -0.0, 1e20])))
    ['0.5', '1', '0', '1e+20']
    >>> list(spelled(pd.Series([True, False]))), list(spelled(pd.Series(["1.0", "nan"])))
    (['True', 'False'], ['1.0', 'nan'])
    """
    if isinstance(values.dtype, pd.StringDtype):
        return values
    codes, distinct = pd.factorize(values, sort=False)
    texts = pd.Series([_spell(value) for value in _plain(distinct)] or [""], dtype="str")
    found = texts.take(np.maximum(codes, 0)).set_axis(values.index).mask(codes < 0)
    found.name = values.name
    return found


def coded(values: pd.Series) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return (n_rows,) codes of filled values, and the names of these classes in value order."""
    distinct = np.sort(values.unique())
    codes = pd.Index(distinct).get_indexer(pd.Index(values)).astype(np.int64)
    return codes, tuple(spelled(pd.Series(distinct)))


def class_names(values: pd.Series) -> tuple[str, ...]:
    """Return what a target's classes are called, in the order of its values; () if too many.

    >>> class_names(pd.Series([10.0, 9.0, np.nan, 10.0]))
    ('9', '10')
    """
    values = values.dropna()
    return () if values.nunique() > MOST_CLASSES else coded(values)[1]


def _plain(distinct: Any) -> Any:
    return np.asarray(distinct, "datetime64[us]") if distinct.dtype.kind == "M" else distinct


def _spell(value: Any) -> str:
    if isinstance(value, np.datetime64):
        text = str(value).replace("T", " ")
        return text.removesuffix(".000000").removesuffix(" 00:00:00")
    if isinstance(value, float) and value == np.floor(value) and abs(value) < _LARGEST_WHOLE:
        return str(int(value))
    return repr(float(value)) if isinstance(value, float) else str(value)
