"""Labelled points, parted for training and test: a shape, a drawing, or two columns."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from core.neural.data.dataset import COLUMNS, DRAWN, BadData, Dataset, DataSettings, make_dataset
from core.wording import counted

EDGE, ROOM = 6.0, 0.5
"""How far maps of shapes and drawings reach on each side of 0, at least; room for a dot, twice."""
FEW_VALUES = 5
"""Numbers with more values than this are parted at their median."""
HALVES = ("lower", "upper")
MOST_NAME = 24
"""Letters of a column or a class that stand in a picture."""


def labelled_points(settings: DataSettings, frame: pd.DataFrame | None = None) -> Dataset:
    """Return the points, with every class among the training points.

    frame : the table whose columns ``settings`` names. Raises `BadData`.
    """
    said = ""
    if settings.shape == COLUMNS and frame is not None:
        frame, said = _rows(settings, frame)
    data = make_dataset(settings, frame)
    _check_classes(data)
    note = " ".join(part for part in (said, data.note) if part)
    return replace(data, note=note, ranges=data.ranges if data.scales else _ranges(data))


def _rows(settings: DataSettings, frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
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


def _check_classes(data: Dataset) -> None:
    """Raise `BadData` unless there are two classes or more, each with a training point."""
    there = np.unique(data.y_train)
    if len(there) == data.n_classes >= 2:
        return
    if len(there) < 2:
        raise BadData(
            "All training points are of one class, so there is nothing to part. Take more points, "
            "or a smaller test share."
        )
    lacking = next(code for code in range(data.n_classes) if code not in there)
    raise BadData(
        f"Class {data.classes[lacking]} has no training point. Take more points, fewer classes, or "
        "a smaller test share."
    )


def _ranges(data: Dataset) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return a square around 0 that holds all points."""
    far = max(float(np.abs(X).max(initial=0.0)) for X in (data.X_train, data.X_test))
    reach = max(EDGE, math.ceil(2 * far + ROOM) / 2)
    return (-reach, reach), (-reach, reach)


def drawn_as(settings: DataSettings, data: Dataset) -> tuple[int, ...]:
    """Return each class's place among the colours; a drawing keeps them though it lacks a class."""
    if settings.shape == DRAWN:
        return tuple(int(name) for name in data.classes)
    return tuple(range(data.n_classes))


def class_names(data: Dataset) -> tuple[str, ...]:
    """Return what each class is called: by its number, or by its value in the table."""
    return tuple(name if data.scales else f"class {name}" for name in data.classes)


def axis_name(data: Dataset, axis: int) -> str:
    """Return the axis, of a column with what its standardised numbers mean."""
    if not data.scales:
        return ("x₁", "x₂")[axis]
    mean, spread = data.scales[axis]
    told = f"{data.names[axis][:MOST_NAME]} (0 is {mean:.4g}, 1 is {spread:.3g} more)"
    return told.replace("-", "−")
