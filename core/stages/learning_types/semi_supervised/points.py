"""The points, in an order that stays, and who of them has a label."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.neural.data.dataset import COLUMNS, DRAWN, BadData, drawn_points, make_dataset
from core.neural.data.rows import rows_of
from core.neural.data.shapes import NOISE_SCALE, RANGE, SHAPE_BY_ID, Draw
from core.stages.learning_types.semi_supervised.marks import OFF, OWN
from core.stages.learning_types.semi_supervised.settings import SemiSettings
from core.wording import counted

ROOM = 0.4
"""For a dot and its ring, beyond the outermost points."""


@dataclass(frozen=True, eq=False)
class Points:
    """X (n, 2) float64; y (n,) the true classes 0 … k − 1; ``classes`` their names.

    ranges, names, scales, note : as of `core.neural.data.dataset.Dataset`. ``codes`` : each class's
    place among the colours.
    """

    X: Any
    y: Any
    classes: tuple[str, ...]
    codes: tuple[int, ...]
    ranges: tuple[tuple[float, float], tuple[float, float]]
    names: tuple[str, str] = ("x₁", "x₂")
    scales: tuple[tuple[float, float], ...] = ()
    note: str = ""

    @property
    def n_classes(self) -> int:
        """How many classes there are."""
        return len(self.classes)


def make_points(settings: SemiSettings, frame: pd.DataFrame | None = None) -> Points:
    """Return the points; a drawn one keeps its place in the order when others join it.

    frame : the table whose columns ``settings`` names. Raises `BadData`.
    """
    found = _columns(settings, frame) if settings.shape == COLUMNS else _plain(settings)
    if (found.X[:1] == found.X).all():
        raise BadData(
            f"All {counted(len(found.X), 'point')} lie in one place, so no point is nearer to a "
            "label than another. Take other columns or draw some points elsewhere."
        )
    return found


def _plain(settings: SemiSettings) -> Points:
    if settings.shape == DRAWN:
        X, y, names = drawn_points(settings.data.drawn)
        return Points(X, y, names, tuple(int(name) for name in names), (RANGE, RANGE))
    spec = SHAPE_BY_ID[settings.shape]
    k = spec.n_classes(settings.n_classes)
    X, y = made(spec.draw, settings.n_points, k, settings.noise, settings.data_seed)
    names = tuple(str(code) for code in range(k))
    return Points(X, y, names, tuple(range(k)), _around(X))


def made(draw: Draw, n_points: int, n_classes: int, noise: float, seed: int) -> Any:
    """Draw points (n, 2) of each class (n,), and move them at random."""
    rng = np.random.default_rng(seed)
    X, y = draw(rng, n_points, n_classes)
    return X + rng.normal(0, NOISE_SCALE * noise, X.shape), y


def _around(X: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of both axes: all points, and room for a dot."""
    ends = [(float(x.min()) - ROOM, float(x.max()) + ROOM) for x in X.T]
    return (math.floor(2 * ends[0][0]) / 2, math.ceil(2 * ends[0][1]) / 2), (
        math.floor(2 * ends[1][0]) / 2,
        math.ceil(2 * ends[1][1]) / 2,
    )


def _columns(settings: SemiSettings, frame: pd.DataFrame | None) -> Points:
    """Return rows of two columns, both standardised over all of them."""
    said = ""
    if frame is not None:
        frame, said = rows_of(settings.data, frame)
    data = make_dataset(settings.data, frame)
    if data.n_classes < 2:
        raise BadData(
            "The target has one class only, so there is nothing to tell apart. Choose another one."
        )
    X = np.concatenate([data.X_train, data.X_test])
    y = np.concatenate([data.y_train, data.y_test])
    middle, spread = X.mean(axis=0), X.std(axis=0)
    X = (X - middle) / spread
    scales = tuple(
        (float(mean + std * m), float(std * s))
        for (mean, std), m, s in zip(data.scales, middle, spread, strict=True)
    )
    reach = [float(np.abs(x).max()) * 1.1 for x in X.T]
    note = " ".join(part for part in (said, data.note) if part)
    return Points(
        X, y, data.classes, tuple(range(data.n_classes)),
        ((-reach[0], reach[0]), (-reach[1], reach[1])), data.names[:2], scales, note,
    )  # fmt: skip


def begun(y: Any, n_each: int, seed: int) -> Any:
    """Return the labels (n,) to begin with: ``n_each`` of each class, −1 for all others.

    With one more for each class the ones before stay.
    """
    given = np.full(len(y), -1)
    order = np.random.default_rng([seed, 7]).permutation(len(y))
    for code in np.unique(y):
        given[order[y[order] == code][:n_each]] = code
    return given


def given_labels(settings: SemiSettings, points: Points) -> Any:
    """Return the labels (n,) of a film, −1 for none: those to begin with, then those by hand.

    A mark on a point or of a class that is not there says nothing.
    """
    given = begun(points.y, settings.n_labels, settings.label_seed)
    for place, code in settings.marks:
        if place >= len(given):
            continue
        if code == OFF:
            given[place] = -1
        elif code == OWN:
            given[place] = points.y[place]
        elif code in points.codes:
            given[place] = points.codes.index(code)
    return given


def unheard(settings: SemiSettings, points: Points) -> int:
    """Return how many labels by hand speak of points or classes that are not there."""
    return sum(
        place >= len(points.y) or (code >= 0 and code not in points.codes)
        for place, code in settings.marks
    )
