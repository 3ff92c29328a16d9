"""Two columns of a table as points of the plane, and its target as their classes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.data.spelling import coded
from core.stages.supervised.how_it_learns.data import BadData, Floats, Ints
from core.stages.supervised.how_it_learns.settings import DataSettings

REACH = 5.0
"""Each column is stretched so that its least value stands at -5 and its largest at 5."""
FAR_OUT = 3.0
"""So many interquartile ranges beyond the quartiles a value is left out."""
FEW_VALUES = 5
"""Numbers with more values than this are parted at their median."""
LONGEST = 22


@dataclass(frozen=True)
class Names:
    """What the axes and the classes are called in pictures; which rows of a table are left out."""

    x1: str = "x₁"
    x2: str = "x₂"
    class_0: str = "class 0"
    class_1: str = "class 1"
    note: str = ""


def read_columns(
    settings: DataSettings, frame: pd.DataFrame, *, classes: bool
) -> tuple[DataSettings, Names]:
    """Return ``settings`` with the rows of its columns x1 and x2, and what they are called.

    At most ``n_points`` rows without gaps, drawn by the seed, and without values so far out that
    all others would stand in one spot: beyond three interquartile ranges (Tukey, 1977).
    classes : whether the target is needed; else all rows are of class 0.
    Raises `BadData` for columns that cannot be drawn.
    """
    settings = _settled(settings, frame, classes)
    names = (settings.x1, settings.x2, *((settings.target,) if classes else ()))
    _check(names, frame)
    whole = frame[list(names)].dropna()
    rows = whole[_near(whole[settings.x1]) & _near(whole[settings.x2])]
    note = _left_out(len(whole) - len(rows))
    if len(rows) > settings.n_points:
        rng = np.random.default_rng([settings.seed, 2])
        rows = rows.iloc[np.sort(rng.choice(len(rows), settings.n_points, replace=False))]
    if rows.empty:
        raise BadData("No row has a value in all of these columns. Choose others.")
    x1, across = _stretched(rows[settings.x1])
    x2, up = _stretched(rows[settings.x2])
    y, class_0, class_1 = np.zeros(len(rows), np.int64), "", ""
    if classes:
        y, class_0, class_1 = _two_classes(rows[settings.target])
    points = tuple(zip(x1.tolist(), x2.tolist(), y.tolist(), strict=True))
    return replace(settings, rows=points), Names(
        f"x₁: {across}",
        f"x₂: {up}",
        f"class 0: {_short(class_0)}",
        f"class 1: {_short(class_1)}",
        note,
    )


def _settled(settings: DataSettings, frame: pd.DataFrame, classes: bool) -> DataSettings:
    """Return the settings with a column to draw upwards, where none is chosen.

    The target, if it is a number and no class; else the first other column of numbers.
    """
    if settings.x2:
        return settings
    others = [name for name in frame.columns if _varies(frame[name]) and name != settings.x1]
    rest = [name for name in others if name != settings.target]
    fitting = [settings.target] if not classes and settings.target in others else rest
    return replace(settings, x2=next(iter(fitting), ""))


def _varies(column: pd.Series) -> bool:
    return _is_number(column) and bool(column.max() > column.min())


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _check(names: tuple[str, ...], frame: pd.DataFrame) -> None:
    if not all(names[:2]):
        other = " besides the target" if names[2:] else ""
        raise BadData(f"This takes two columns of numbers{other}. Load a table that has them.")
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise BadData(f"There is no column {missing[0]!r}. Choose two columns of numbers.")
    if names[0] == names[1]:
        raise BadData(f"{names[0]!r} is chosen twice. Choose two different columns.")
    if names[2:] and names[2] in names[:2]:
        raise BadData(
            f"{names[2]!r} is what is to be predicted, so it cannot be known beforehand. "
            "Choose another column, or another target in the model lab."
        )


def _near(column: pd.Series) -> pd.Series:
    """Return which rows are not far out; all of them where half are of one value."""
    if not _is_number(column):
        raise BadData(f"{column.name!r} holds no numbers. Choose another column.")
    values = column.astype(float)
    if np.isinf(values).any():
        raise BadData(f"{column.name!r} holds infinite values. Choose another column.")
    low, high = values.quantile(0.25), values.quantile(0.75)
    reach = FAR_OUT * (high - low)
    near: pd.Series = values.between(low - reach, high + reach) | (reach == 0)
    return near


def _left_out(n: int) -> str:
    if n == 0:
        return ""
    rows = "1 row of the table stands" if n == 1 else f"{n} rows of the table stand"
    return f"{rows} too far out to be drawn with the others, and so cannot be learnt from here."


def _stretched(column: pd.Series) -> tuple[Floats, str]:
    """Return a column stretched to -5 … 5, and its title with what was at these ends."""
    values = column.to_numpy(np.float64)
    low, high = float(values.min()), float(values.max())
    if high == low:
        raise BadData(f"{column.name!r} is {low:g} in all rows. Choose another column.")
    stretched: Floats = np.round(2 * REACH * ((values - low) / (high - low)) - REACH, 6)
    ends = f"{low:.4g} … {high:.4g}".replace("-", "−").replace("e−", "e-")
    return stretched, f"{_short(str(column.name))} ({ends} as −5 … 5)"


def _two_classes(column: pd.Series) -> tuple[Ints, str, str]:
    """Return class codes 0 and 1 with their names: two values, one against the rest, or halves."""
    if _is_number(column) and column.nunique() > FEW_VALUES:
        middle = float(column.median())
        codes = (column > middle).to_numpy().astype(np.int64)
        name = _short(str(column.name), LONGEST - len(f" up to {middle:g}"))
        return codes, f"{name} up to {middle:g}", f"above {middle:g}"
    found, names = coded(column)
    if len(names) == 2:
        return found, *names
    most = int(np.bincount(found).argmax())
    return (found == most).astype(np.int64), "any other", names[most]


def _short(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
