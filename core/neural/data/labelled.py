"""Labelled points, parted for training and test: a shape, a drawing, or two columns."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from core.neural.data.dataset import COLUMNS, DRAWN, BadData, Dataset, DataSettings, make_dataset
from core.neural.data.rows import rows_of
from core.neural.data.shapes import SHAPES, ShapeSpec

CLASSED = tuple(spec for spec in SHAPES if spec.task == "classification")
"""The shapes whose points have classes."""
BORN = tuple(spec.id for spec in CLASSED)
SEVERAL = (*(spec.id for spec in CLASSED if spec.classes[1] > 2), DRAWN)
"""Of what there may be more than two classes."""
SOURCES: tuple[ShapeSpec | tuple[str, ...], ...] = (
    *CLASSED,
    (DRAWN, "Your drawing", "Points you draw yourself."),
    (COLUMNS, "Two columns", "Two columns of the active data set, standardised."),
)
"""Where labelled points can come from, as options of a control."""

EDGE, ROOM = 6.0, 0.5
"""How far maps of shapes and drawings reach on each side of 0, at least; room for a dot, twice."""
MOST_NAME = 24
"""Letters of a column or a class that stand in a picture."""


def labelled_points(settings: DataSettings, frame: pd.DataFrame | None = None) -> Dataset:
    """Return the points, with every class among the training points.

    frame : the table whose columns ``settings`` names. Raises `BadData`.
    """
    said = ""
    if settings.shape == COLUMNS and frame is not None:
        frame, said = rows_of(settings, frame)
    data = make_dataset(settings, frame)
    _check_classes(data)
    note = " ".join(part for part in (said, data.note) if part)
    return replace(data, note=note, ranges=data.ranges if data.scales else _ranges(data))


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
