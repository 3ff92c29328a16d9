"""What points are coloured by: known groups, the place along a curve, or a column."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from core.data.spelling import coded, spelled
from core.stages.unsupervised.projection.board import Colours, Floats
from core.stages.unsupervised.projection.settings import ProjectionSettings
from core.unlabelled.points import PointSet
from core.unlabelled.settings import OWN

N_STEPS = 8
"""Steps of a scale of colours."""
MOST_NAMED = 8
"""Groups that get a colour of their own; the rarer ones share one."""
FEW_NUMBERS = 8
OTHERS = "others"


def colours_of(
    settings: ProjectionSettings, points: PointSet, frame: pd.DataFrame | None
) -> Colours:
    """Return a colour for each point; ``frame`` is the table whose rows they are."""
    by = settings.colour_by
    if settings.shape in OWN and frame is not None and by in frame.columns:
        return _of_column(frame[by].iloc[points.rows], by)
    if points.along is not None:
        steps = np.minimum((points.along * N_STEPS).astype(np.int64), N_STEPS - 1)
        ends = ("start", *[""] * (N_STEPS - 2), "end")
        return Colours(steps, ends, "", ordered=True)
    if points.labels is not None and len(points.classes) > 1:
        return _groups(points.labels, points.classes, "")
    return Colours(np.zeros(len(points.X), np.int64), ("point",))


def _of_column(column: pd.Series, title: str) -> Colours:
    """Return colours of a column: of few values each its own, of numbers a scale, else groups."""
    number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    if number and column.nunique() > FEW_NUMBERS:
        return _scale(column.to_numpy(np.float64, na_value=np.nan), title)
    codes = np.full(len(column), -1, np.int64)
    there = column.notna().to_numpy()
    if not there.any():
        return Colours(codes, (), title)
    filled = column[there]
    codes[there], names = coded(filled if number else spelled(filled))
    return _groups(codes, names, title)


def _scale(values: Floats, title: str) -> Colours:
    """Return steps that hold about as many rows each, -1 where there is no number."""
    there = np.isfinite(values)
    edges = np.unique(np.quantile(values[there], np.linspace(0, 1, N_STEPS + 1)))
    codes = np.full(len(values), -1, np.int64)
    codes[there] = np.clip(np.searchsorted(edges, values[there], "right") - 1, 0, len(edges) - 2)
    names = tuple(f"{low:.4g} to {high:.4g}" for low, high in pairwise(edges))
    return Colours(codes, names, title, ordered=True)


def _groups(codes: np.ndarray, names: tuple[str, ...], title: str) -> Colours:
    """Return a colour for each of the commonest groups, one for all others."""
    if len(names) <= MOST_NAMED:
        return Colours(codes, names, title)
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    kept = np.sort(np.argsort(-counts, kind="stable")[: MOST_NAMED - 1])
    new = np.full(len(names), MOST_NAMED - 1)
    new[kept] = np.arange(len(kept))
    told = (*(names[place] for place in kept), OTHERS)
    return Colours(np.where(codes < 0, -1, new[codes]).astype(np.int64), told, title)
