"""Rows of a table as points: numbers, dates and categories, scaled, gaps filled, said aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.kinds import column_kinds
from core.data.spelling import coded, spelled
from core.unlabelled.points import BadData, Floats, Ints, PointSet, check_enough
from core.unlabelled.settings import COLUMNS, PointSettings
from core.wording import counted, listed

MOST_LEVELS = 10
"""Levels of a category that get a column each; rarer ones share one."""
OTHER = "other"
MOST_GROUPS = 30
"""A target with more values than this is no grouping to compare with."""
LEVEL_STEP = float(np.sqrt(0.5))
"""Two rows of different levels stand one step apart: the hypotenuse of two such sides."""
STRAY = re.compile(r"^\s+|\s+$|\s{2,}")
OPEN_BOX = "␣"
FEW_NUMBERS = 10
"""Whole numbers with at most so many values are groups."""
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Read:
    """Columns read from one of the table: (n, k) values, their names, what they are."""

    values: Floats
    names: tuple[str, ...]
    levels: bool = False
    dates: bool = False


def table_points(settings: PointSettings, frame: pd.DataFrame | None) -> PointSet:
    """Return rows of ``frame`` as points: two columns of numbers, or every usable feature.

    Standardised where ``settings.scaling`` says so; a category becomes a column for each of its ten
    commonest levels. Gaps are filled with the median. More rows than ``n_points`` are drawn by the
    seed. Raises `BadData` where no column tells rows apart.
    """
    if frame is None:
        raise BadData("There is no active data set. Choose a sample or load a file first.")
    check_enough(len(frame), "Load a table with")
    names, left_out = _two(settings, frame) if settings.shape == COLUMNS else _all(settings, frame)
    rows = _drawn_rows(len(frame), settings)
    part = frame.iloc[rows]
    read, n_filled = _read(part, names)
    raw = np.column_stack([one.values for one in read])
    columns = tuple(name for one in read for name in one.names)
    levels = np.array([one.levels for one in read for _ in one.names])
    raw, columns, levels = _varying(raw, columns, levels)
    scaled = settings.scaling == "standard"
    labels, classes = _groups(part, settings.target)
    note = _note(len(frame), len(rows), left_out, n_filled)
    X = _scaled(raw, levels) if scaled else raw
    dates = tuple(name for one in read if one.dates for name in one.names)
    return PointSet(X, raw, columns, rows, labels, classes, scaled=scaled, note=note, dates=dates)


def _two(settings: PointSettings, frame: pd.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = (settings.x1, settings.x2)
    if not all(names):
        raise BadData("This takes two columns of numbers. Load a table with them.")
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise BadData(f"There is no column {missing[0]!r}. Choose two columns.")
    if names[0] == names[1]:
        raise BadData(f"Both axes are {names[0]!r}. Choose two different columns.")
    for name in names:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            raise BadData(f"{name!r} holds no numbers. Choose a column of numbers for each axis.")
    return names, ()


def _all(settings: PointSettings, frame: pd.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the features that tell rows apart, and those that cannot be points."""
    chosen = set(frame.columns if settings.features is None else settings.features)
    names = [name for name in frame.columns if name in chosen and name != settings.target]
    kinds = column_kinds(frame[names])
    used = tuple(name for name in names if kinds[name] in ("number", "category", "date"))
    if not used:
        raise BadData(
            "No feature is a number, a date or a category, so rows have no place. Choose other "
            "features, or a table with numbers."
        )
    return used, tuple(name for name in names if name not in used)


def _drawn_rows(n_rows: int, settings: PointSettings) -> Ints:
    if n_rows <= settings.n_points:
        return np.arange(n_rows)
    rng = np.random.default_rng([settings.data_seed, 2])
    return np.sort(rng.choice(n_rows, settings.n_points, replace=False)).astype(np.int64)


def _read(part: pd.DataFrame, names: Sequence[str]) -> tuple[list[Read], int]:
    """Return each column as numbers, and how many rows had a gap that was filled."""
    read, gaps = [], np.zeros(len(part), bool)
    for name in names:
        column, dates = part[name], False
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            values = column.to_numpy(np.float64, na_value=np.nan)
        elif pd.api.types.is_datetime64_any_dtype(column):
            values, dates = _days(column), True
        else:
            read.append(_levels(column))
            continue
        values = np.where(np.isfinite(values), values, np.nan)
        gaps |= np.isnan(values)
        middle = np.nanmedian(values) if not np.isnan(values).all() else 0.0
        filled = np.where(np.isnan(values), middle, values)[:, None]
        read.append(Read(filled, (name,), dates=dates))
    return read, int(gaps.sum())


def _days(column: pd.Series) -> Floats:
    since = pd.to_datetime(column, utc=True) - pd.Timestamp(0, tz="UTC")
    return np.asarray(since / pd.Timedelta(days=1), np.float64)


def _levels(column: pd.Series) -> Read:
    """Return a column of 0 and 1 for each of the commonest levels, the rest as one; no gap is."""
    text = spelled(column).astype("str").where(column.notna(), "missing")
    counts = text.value_counts()
    order = sorted(counts.index, key=lambda level: (-int(counts[level]), str(level)))
    kept = order if len(order) <= MOST_LEVELS + 1 else order[:MOST_LEVELS]
    text = text.where(text.isin(kept), OTHER)
    shown = (*kept, *((OTHER,) if len(kept) < len(order) and OTHER not in kept else ()))
    values = np.column_stack([(text == level).to_numpy(np.float64) for level in shown])
    return Read(values, tuple(f"{column.name} = {_seen(level)}" for level in shown), levels=True)


def _seen(level: str) -> str:
    """Return a level with its stray blanks made visible, so that it is told from its like.

    >>> _seen("Germany"), _seen("New York "), _seen("New  York")
    ('Germany', '"New York␣"', '"New␣␣York"')
    """
    if level and level == " ".join(level.split()):
        return level
    return f'"{STRAY.sub(lambda found: OPEN_BOX * len(found[0]), level)}"'


def _varying(
    raw: Floats, names: tuple[str, ...], levels: Flags
) -> tuple[Floats, tuple[str, ...], Flags]:
    """Return the columns in which rows differ. Raises `BadData` where there is none."""
    kept = np.ptp(raw, axis=0) > 0
    if not kept.any():
        raise BadData("All rows are equal in these columns. Choose others.")
    return raw[:, kept], tuple(n for n, keep in zip(names, kept, strict=True) if keep), levels[kept]


def _scaled(raw: Floats, levels: Flags) -> Floats:
    """Return numbers in their own standard deviations, levels of 0 and 1 one step apart."""
    size = np.abs(raw).max(axis=0)
    unit = raw / np.where(levels, 1.0, size)  # squares of huge numbers would overflow
    spread = np.where(levels, 1 / LEVEL_STEP, unit.std(axis=0))
    middle = np.where(levels, 0.0, unit.mean(axis=0))
    scaled: Floats = (unit - middle) / np.where(spread > 0, spread, 1.0)
    return scaled


def _groups(part: pd.DataFrame, target: str) -> tuple[Ints | None, tuple[str, ...]]:
    """Return the target's classes as groups to compare with, None where it has none."""
    if target not in part.columns:
        return None, ()
    column = part[target]
    numbers = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    most = FEW_NUMBERS if numbers else MOST_GROUPS
    if column.isna().all() or column.nunique() > most or column.isna().any():
        return None, ()
    return coded(column)


def _note(n_rows: int, n_drawn: int, left_out: Sequence[str], n_filled: int) -> str:
    said = []
    if n_drawn < n_rows:
        said.append(f"{n_drawn:,} of {counted(n_rows, 'row')} were drawn by the seed.")
    if left_out:
        said.append(f"Left out, because they are no measure of a row: {listed(left_out)}.")
    if n_filled:
        said.append(f"{counted(n_filled, 'row')} had gaps, filled with the column's median.")
    return " ".join(said)
