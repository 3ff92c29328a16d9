"""Rows of a table as points with classes: not too many, and a number parted at its middle."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.neural.data.dataset import DataSettings
from core.wording import counted

FEW_VALUES = 5
"""Numbers with more values than this are parted at their median."""
HALVES = ("lower", "upper")


def rows_of(settings: DataSettings, frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return at most as many rows as there may be points, the target as classes; and a remark."""
    names = list(dict.fromkeys((settings.x1, settings.x2, settings.target)))
    if not set(names) <= set(frame.columns):
        return frame, ""  # which one is missing is said by whoever reads the points
    rows, said = frame[names], []
    if settings.target not in names[: 2 - (settings.x1 == settings.x2)]:
        rows, halved = _halved(rows, settings.target)
        said += halved
    whole = rows.dropna()
    if len(whole) > settings.n_points:
        rng = np.random.default_rng([settings.data_seed, 2])
        place = np.sort(rng.choice(len(whole), settings.n_points, replace=False))
        said.append(
            f"{settings.n_points:,} of {counted(len(whole), 'row')} were drawn by the seed; "
            "Points, under More settings, says how many."
        )
        return whole.iloc[place], " ".join(said)
    return rows, " ".join(said)


def _halved(rows: pd.DataFrame, target: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows with a target of many numbers as two classes, and a remark about it."""
    column = rows[target]
    numbers = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    many = numbers and (column.nunique() > FEW_VALUES or (column.dropna() % 1 != 0).any())
    if not many:
        return rows, []
    middle = float(column.median())
    halves = pd.Series(np.where(column > middle, HALVES[1], HALVES[0]), rows.index, dtype="str")
    said = f"{target!r} is a number: its classes are the halves up to {middle:g} and above."
    return rows.assign(**{target: halves.where(column.notna())}), [said]
