"""An algorithm learns from points of a plane; what it has come to after the last step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.kinds.points import Point, parse_points
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID
from core.stages.supervised.how_it_learns.data import (
    COLUMNS,
    DRAWN,
    SHAPE_BY_ID,
    Drawn,
    split_points,
)
from core.stages.supervised.how_it_learns.settings import DataSettings, LearnSettings


@dataclass(frozen=True)
class Learning:
    """An algorithm with its knobs, and its points.

    fit : ``fit(X, y, X_test, y_test)`` returns its numbers by name. draw : ``draw(rng)`` returns X
    (n, 2), across and up, and classes y (n,), 0 or 1. about : what the points are.
    """

    fit: Callable[..., dict[str, float]]
    draw: Callable[..., Any]
    seed: int = 0
    about: str = ""


def learning_of(settings: LearnSettings) -> Learning:
    """Return what a learner chose, with the rows of a table where they were read."""
    spec, data = ALGORITHM_BY_ID[settings.algorithm], settings.data
    knobs = {name: getattr(settings, name) for name in spec.knobs}
    if spec.draws:
        knobs["seed"] = data.seed
    about = ""
    if data.shape == COLUMNS:
        about = f"{data.x1!r} and {data.x2!r}, each stretched to -5 ... 5, with the class"
    return Learning(partial(spec.fit, **knobs), _draw(data), data.seed, about)


def _draw(data: DataSettings) -> Callable[..., Drawn]:
    if data.shape in (DRAWN, COLUMNS):
        rows = parse_points(data.points) if data.shape == DRAWN else data.rows
        return partial(listed, rows=rows)
    return partial(SHAPE_BY_ID[data.shape].draw, n=data.n_points, noise=data.noise)


def listed(_rng: np.random.Generator, rows: tuple[Point, ...]) -> Drawn:
    """Return points that are known: x1, x2 and class of each."""
    table = np.array(rows, float)
    return table[:, :2], table[:, 2].astype(int)


def example(settings: Learning) -> None:
    """Let the algorithm learn from training points; print its numbers."""
    if settings.about:
        print(settings.about)
    rng = np.random.default_rng(settings.seed)
    X, y = settings.draw(rng)
    for name, value in settings.fit(*split_points(rng, X, y)).items():
        print(f"{name}: {value:.6g}")
