"""Points to train on: a shape, the learner's drawing, or two columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.spelling import coded
from core.errors import PlaygroundError
from core.kinds.points import parse_points
from core.neural.data.shapes import NOISE_SCALE, RANGE, SHAPE_BY_ID, SHAPES, Task
from core.settings import Declared, control
from core.wording import counted

Floats: TypeAlias = NDArray[np.float64]
Point: TypeAlias = tuple[float, float, float]

MOST_CLASSES, MOST_POINTS = 5, 1_200
DRAWN, COLUMNS = "drawn", "columns"
FAR_OUT = 3.0
"""So many interquartile ranges beyond the quartiles a value of a column is left out."""

START_DRAWING = (
    "-2,1,0;-1,2.4,0;0.6,2.6,0;2,1.6,0;2.6,0,0;-2.8,-0.4,0;-1.6,3.2,0;1.4,3.3,0;"
    "-0.4,0.2,1;0.5,-0.6,1;0,-1.8,1;-1.2,-1.4,1;1.3,-1.5,1;0.2,-3,1;-0.8,-2.6,1;1,0.2,1"
)
"""An arch over a crowd: something to train on before the learner draws."""


class BadData(PlaygroundError):
    """Points that cannot be trained on."""


_MADE = tuple(spec.id for spec in SHAPES)
_SEVERAL = (*(spec.id for spec in SHAPES if spec.classes[0] < spec.classes[1]), DRAWN)


class DataSettings(Declared):
    """Which points. Equal settings, equal points.

    ``points`` are drawn ones (x1, x2, class code); ``x1``, ``x2``, ``target`` name columns.
    """

    shape: str = control(
        "Data", "What the network is to learn.",
        *SHAPES,
        (DRAWN, "Your drawing", "Points you draw yourself."),
        (COLUMNS, "Two columns", "Two columns of the active data set, standardised."),
        default="circles",
    )  # fmt: skip
    n_classes: int = control(
        "Classes", "How many classes to tell apart.",
        default=2, low=2, high=MOST_CLASSES, step=1, when=("shape", _SEVERAL),
    )  # fmt: skip
    n_points: int = control(
        "Points", "Training and test points together.",
        default=250, low=10, high=MOST_POINTS, step=10, when=("shape", _MADE),
    )  # fmt: skip
    noise: float = control(
        "Noise", "How far points are moved at random.",
        default=0.1, low=0.0, high=0.5, step=0.05, when=("shape", _MADE),
    )  # fmt: skip
    test_share: float = control(
        "Test share", "Points the network never trains on.",
        default=0.5, low=0.1, high=0.9, step=0.05, advanced=True,
    )  # fmt: skip
    data_seed: int = control(
        "Data seed", "Another seed draws other points.",
        default=0, low=0, high=9999, step=1, advanced=True,
    )  # fmt: skip
    points: tuple[Point, ...] = control(
        "Your points", "Draw the classes to tell apart.",
        *((str(code), f"class {code}") for code in range(MOST_CLASSES)),
        default=START_DRAWING, kind="points", read=parse_points, low=RANGE[0], high=RANGE[1],
        when=("shape", (DRAWN,)), colours=(4, 0, 2, 1, 3), up_to="n_classes",
    )  # fmt: skip
    x1: str = control(
        "Across", "The column drawn from left to right.",
        default="", kind="column", role="number", when=("shape", (COLUMNS,)),
    )  # fmt: skip
    x2: str = control(
        "Up", "The column drawn from bottom to top.",
        default="", kind="column", role="second number", when=("shape", (COLUMNS,)),
    )  # fmt: skip
    target: str = control(
        "Target", "The column to predict.",
        default="", kind="column", role="target", when=("shape", (COLUMNS,)),
    )  # fmt: skip

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The drawn points of the classes that are chosen."""
        return tuple(point for point in self.points if point[2] < self.n_classes)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points parted for training and testing.

    ``X_*`` (n, 2) float64. ``y_*`` (n,): int64 class codes, or float64 targets in a regression,
    where ``n_classes`` is 0. ``ranges`` ((low, high), (low, high)) is the area to draw.
    ``classes`` are the names of the classes, ``names`` of the two axes and the target.
    ``scales`` (mean, spread) of each axis before it was standardised, () where it was not.
    ``note`` says which rows of a table are left out.
    """

    X_train: Floats
    y_train: NDArray[Any]
    X_test: Floats
    y_test: NDArray[Any]
    n_classes: int
    task: Task
    ranges: tuple[tuple[float, float], tuple[float, float]] = (RANGE, RANGE)
    classes: tuple[str, ...] = ()
    names: tuple[str, str, str] = ("x1", "x2", "class")
    scales: tuple[tuple[float, float], ...] = ()
    note: str = ""


def make_dataset(settings: DataSettings, frame: pd.DataFrame | None = None) -> Dataset:
    """Return the points of ``settings``; ``frame`` is the table whose columns they name.

    Raises `BadData` for an unknown shape, too few points, one class, or unusable columns.
    """
    if settings.shape == DRAWN:
        return _drawn(settings)
    if settings.shape == COLUMNS:
        return _columns(settings, frame)
    if settings.shape not in SHAPE_BY_ID:
        raise BadData(f"There is no shape named {settings.shape!r}. Choose one from the list.")
    if settings.n_points < 4:
        raise BadData(f"{settings.n_points} points are too few. Ask for 10 or more.")
    spec = SHAPE_BY_ID[settings.shape]
    rng = np.random.default_rng(settings.data_seed)
    n_classes = spec.n_classes(settings.n_classes)
    X, y = spec.draw(rng, settings.n_points, n_classes)
    if spec.task == "regression":
        y = y + rng.normal(0, settings.noise, len(y))
    else:
        X = X + rng.normal(0, NOISE_SCALE * settings.noise, X.shape)
    train, test = split_rows(rng, len(X), settings.test_share)
    return Dataset(
        X[train], y[train], X[test], y[test], 0 if spec.task == "regression" else n_classes,
        spec.task, classes=tuple(str(code) for code in range(n_classes)),
    )  # fmt: skip


def split_rows(
    rng: np.random.Generator, n: int, test_share: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return shuffled training and test row numbers; at least one row on each side."""
    n_test = min(max(round(n * test_share), 1), n - 1)
    order = rng.permutation(n)
    return order[n_test:], order[:n_test]


def drawn_points(points: Sequence[Point]) -> tuple[Floats, NDArray[np.int64], tuple[str, ...]]:
    """Return places (n, 2), class codes 0..k-1 (n,) and the classes' names, in drawn order.

    Raises `BadData` for fewer than four points, one class, or too many of either.
    """
    drawn = np.array(points, dtype=np.float64).reshape(-1, 3)
    codes = np.unique(drawn[:, 2])
    if len(drawn) < 4 or len(codes) < 2:
        raise BadData(
            f"You have drawn {counted(len(drawn), 'point', 'points')} of "
            f"{counted(len(codes), 'class', 'classes')}. "
            "Draw at least four, of two classes or more."
        )
    if not np.isfinite(drawn).all():
        raise BadData("A drawn point has no place. Draw it again.")
    if len(codes) > MOST_CLASSES or len(drawn) > MOST_POINTS:
        raise BadData(
            f"You have drawn {len(drawn)} points of {len(codes)} classes. "
            f"Keep to {MOST_POINTS} points and {MOST_CLASSES} classes."
        )
    names = tuple(f"{code:g}" for code in codes)
    return drawn[:, :2], np.searchsorted(codes, drawn[:, 2]), names


def _drawn(settings: DataSettings) -> Dataset:
    X, y, names = drawn_points(settings.drawn)
    train, test = split_rows(np.random.default_rng(settings.data_seed), len(y), settings.test_share)
    train, test = _one_of_each(y, train, test)
    return Dataset(
        X[train], y[train], X[test], y[test], len(names), "classification", classes=names
    )


def _one_of_each(
    y: NDArray[np.int64], train: NDArray[np.int64], test: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Move a test point of each class that training lacks: a small drawing has few of any."""
    lacking = np.setdiff1d(y, y[train])
    moved = [int(np.flatnonzero(y[test] == code)[0]) for code in lacking]
    kept = np.delete(test, moved)
    if not len(kept):
        raise BadData("All points are needed for training. Draw more of them.")
    return np.concatenate([train, test[moved]]), kept


def _columns(settings: DataSettings, frame: pd.DataFrame | None) -> Dataset:
    names = (settings.x1, settings.x2, settings.target)
    if frame is None:
        raise BadData("There is no active data set. Choose a sample or load a file first.")
    if not all(names[:2]):
        if len(frame.drop_duplicates()) < 2:
            raise BadData(
                f"The table has {counted(len(frame), 'row')}, all alike, so no column tells its "
                "rows apart. Load a table with more rows."
                if len(frame) > 1
                else "The table has one row only. Load a table with more rows."
            )
        raise BadData(
            "This takes two columns of numbers besides the target. Load a table with them."
        )
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise BadData(f"There is no column {missing[0]!r}. Choose two columns and a target.")
    if settings.target in names[:2]:
        raise BadData(f"{settings.target!r} cannot foretell itself. Choose another target or axis.")
    whole = frame[list(dict.fromkeys(names))].dropna()
    if len(whole) < 4:
        has = "1 row has" if len(whole) == 1 else f"{len(whole)} rows have"
        raise BadData(f"Only {has} all three values. Choose other columns.")
    rows = whole[
        _near(_numbers(whole[names[0]], names[0])) & _near(_numbers(whole[names[1]], names[1]))
    ]
    note = _left_out(len(frame) - len(whole), len(whole) - len(rows))
    rng = np.random.default_rng(settings.data_seed)
    if len(rows) > MOST_POINTS:
        rows = rows.iloc[np.sort(rng.choice(len(rows), MOST_POINTS, replace=False))]
    X = np.column_stack([_numbers(rows[name], name) for name in names[:2]])
    train, test = split_rows(rng, len(rows), settings.test_share)
    scales = tuple((float(x.mean()), float(x.std())) for x in X[train].T)
    X = _standardise(X, train, names[:2])
    y, classes = _target(rows[settings.target], train)
    reach = np.clip(1.1 * np.abs(X).max(axis=0), 1.0, 6.0)
    return Dataset(
        X[train], y[train], X[test], y[test], len(classes),
        "classification" if classes else "regression",
        ((-float(reach[0]), float(reach[0])), (-float(reach[1]), float(reach[1]))), classes, names,
        scales, note,
    )  # fmt: skip


def _near(values: Floats) -> NDArray[np.bool_]:
    """Return which values are not far out (Tukey, 1977); all where half of them are one value."""
    low, high = np.quantile(values, [0.25, 0.75])
    reach = FAR_OUT * (high - low)
    near: NDArray[np.bool_] = (np.abs(values - (low + high) / 2) <= reach + (high - low) / 2) | (
        reach == 0
    )
    return near


def _left_out(n_gaps: int, n_far: int) -> str:
    """Say which rows are not among the points, "" where all are."""
    gaps = (
        f"{counted(n_gaps, 'row has', 'rows have')} a gap in one of these columns" if n_gaps else ""
    )
    far = (
        f"{counted(n_far, 'row stands', 'rows stand')} too far out to be drawn with the others"
        if n_far
        else ""
    )
    told = " and ".join(part for part in (gaps, far) if part)
    return f"{told}: left out here." if told else ""


def _numbers(column: pd.Series, name: str) -> Floats:
    if not pd.api.types.is_numeric_dtype(column):
        raise BadData(f"{name!r} holds no numbers. Choose a column of numbers for each axis.")
    values = column.to_numpy(dtype=np.float64)
    if not np.isfinite(values).all():
        raise BadData(f"{name!r} holds infinite values. Choose another column or clean it first.")
    return values


def _standardise(X: Floats, train: NDArray[np.int64], names: tuple[str, ...]) -> Floats:
    mean, std = X[train].mean(axis=0), X[train].std(axis=0)
    if (std == 0).any():
        name = names[int(np.argmin(std))]
        raise BadData(f"{name!r} has one value in all training rows. Choose another column.")
    scaled: Floats = (X - mean) / std
    return scaled


def _target(column: pd.Series, train: NDArray[np.int64]) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Return the target and its classes; numbers with more than five values are a regression.

    So are fractions; whole numbers with gaps came as floats, and are classes all the same.
    """
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        y = _numbers(column, str(column.name))
        if column.nunique() > MOST_CLASSES or (y != np.rint(y)).any():
            return _standardise(y[:, None], train, (str(column.name),))[:, 0], ()
    codes, names = coded(column)
    if not 2 <= len(names) <= MOST_CLASSES:
        raise BadData(
            f"{column.name!r} has {len(names)} classes. Choose a target with two to "
            f"{MOST_CLASSES}, or one of numbers."
        )
    _check_classes(codes, train, len(names))
    return codes, names


def _check_classes(y: NDArray[Any], train: NDArray[np.int64], n_classes: int) -> None:
    if len(np.unique(y[train])) < n_classes:
        raise BadData(
            "A class has no point among the training points. Add points or lower the test share."
        )
