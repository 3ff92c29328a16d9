"""Points of a plane to learn from: a shape or the learner's drawing, split for training and test.

A classifier predicts a point's class from both coordinates, a regression its height ``x2`` from
``x1`` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.kinds.points import parse_points

if TYPE_CHECKING:  # settings name the shapes
    from core.stages.supervised.how_it_learns.settings import DataSettings

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Drawn: TypeAlias = tuple[NDArray[np.float64], NDArray[Any]]

LOW, HIGH = -6.0, 6.0
FEWEST = 6
DRAWN, COLUMNS = "drawn", "columns"


class BadData(PlaygroundError):
    """Points that nothing can be learnt from."""


@dataclass(frozen=True, eq=False)
class Points:
    """``X`` (n, 2) float64 and class codes ``y`` (n,) 0 or 1, for training and for test."""

    X_train: Floats
    y_train: Ints
    X_test: Floats
    y_test: Ints


@dataclass(frozen=True)
class ShapeSpec:
    """One data shape: ``draw(rng, n, noise)`` returns all its points with their classes."""

    id: str
    label: str
    help: str
    draw: Callable[..., Drawn]


def blobs(rng: np.random.Generator, n: int, noise: float) -> Drawn:
    """Draw two round clouds."""
    y = np.arange(n) % 2
    centre = np.where(y == 1, 1.8, -1.8)[:, None] * [1.0, 0.6]
    return centre + rng.normal(0, 0.8 + 2 * noise, (n, 2)), y


def moons(rng: np.random.Generator, n: int, noise: float) -> Drawn:
    """Draw two half circles that reach into each other."""
    y = np.arange(n) % 2
    angle = np.pi * rng.random(n)
    side = np.where(y == 0, 1.0, -1.0)
    x1 = 3.2 * side * np.cos(angle) - 1.6 * side
    X = np.column_stack([x1, 3.2 * side * np.sin(angle) - 0.8 * side])
    return X + rng.normal(0, 2 * noise, (n, 2)), y


def circles(rng: np.random.Generator, n: int, noise: float) -> Drawn:
    """Draw a disc inside a ring."""
    y = np.arange(n) % 2
    radius = np.where(y == 0, 2.5 * np.sqrt(rng.random(n)), rng.uniform(3.5, 5.0, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + rng.normal(0, 2 * noise, (n, 2)), y


def xor(rng: np.random.Generator, n: int, noise: float) -> Drawn:
    """Draw four quadrants; those across from each other share a class."""
    X = rng.uniform(-5, 5, (n, 2))
    y = (X[:, 0] * X[:, 1] < 0).astype(np.int64)
    return X + 0.3 * np.sign(X) + rng.normal(0, 2 * noise, (n, 2)), y


def wave(rng: np.random.Generator, n: int, noise: float) -> Drawn:
    """Draw points about a wave; those above it are of class 1."""
    x = rng.uniform(-5, 5, n)
    height = 3 * np.sin(0.9 * x)
    moved = height + rng.normal(0, 2 * noise, n)
    return np.column_stack([x, moved]), (moved > height).astype(np.int64)


def slope(rng: np.random.Generator, n: int, noise: float) -> Drawn:
    """Draw points about a straight line; those above it are of class 1."""
    x = rng.uniform(-5, 5, n)
    height = 0.7 * x + 1
    moved = height + rng.normal(0, 2 * noise, n)
    return np.column_stack([x, moved]), (moved > height).astype(np.int64)


def stairs(rng: np.random.Generator, n: int, noise: float) -> Drawn:
    """Draw points about three stairs; those above them are of class 1."""
    x = rng.uniform(-5, 5, n)
    height = np.where(x < -2, -3.0, np.where(x < 1.5, 0.5, 3.0))
    moved = height + rng.normal(0, 2 * noise, n)
    return np.column_stack([x, moved]), (moved > height).astype(np.int64)


SHAPES: tuple[ShapeSpec, ...] = (
    ShapeSpec("blobs", "Blobs", "Two round clouds.", blobs),
    ShapeSpec("moons", "Moons", "Two half circles, no line parts them.", moons),
    ShapeSpec("circles", "Circles", "One class all around the other.", circles),
    ShapeSpec("xor", "XOR", "Quadrants across from each other share a class.", xor),
    ShapeSpec("wave", "Wave", "A curve with noise; the class says above or below.", wave),
    ShapeSpec("slope", "Slope", "A straight line with noise.", slope),
    ShapeSpec("stairs", "Stairs", "Three levels with noise.", stairs),
)
SHAPE_BY_ID = {spec.id: spec for spec in SHAPES}


@lru_cache(maxsize=64)
def make_points(settings: DataSettings) -> Points:
    """Return the points, three in ten of them for the test only. Raises `BadData`."""
    rng = np.random.default_rng(settings.seed)
    if settings.shape == DRAWN:
        X, y = _drawn(settings.points)
    elif settings.shape == COLUMNS:
        listed = np.array(settings.rows, float).reshape(-1, 3)
        X, y = listed[:, :2], listed[:, 2].astype(np.int64)
    elif settings.shape in SHAPE_BY_ID:
        X, y = SHAPE_BY_ID[settings.shape].draw(rng, settings.n_points, settings.noise)
    else:
        raise BadData(f"There is no shape {settings.shape!r}. Choose another.")
    if len(X) < FEWEST:
        raise BadData(
            f"{len(X)} {'point is' if len(X) == 1 else 'points are'} too few to learn from and to "
            f"test. Use at least {FEWEST}."
        )
    points = Points(*split_points(rng, X, y))
    for part in (points.X_train, points.y_train, points.X_test, points.y_test):
        part.flags.writeable = False
    return points


def _drawn(text: str) -> tuple[Floats, Ints]:
    found = np.array(parse_points(text), float).reshape(-1, 3)
    y = found[:, 2].astype(np.int64)
    if (y > 1).any():
        raise BadData(f"A point of the drawing is of class {y.max()}. Draw with classes 0 and 1.")
    return found[:, :2], y


def split_points(rng: Any, X: Any, y: Any) -> tuple[Any, Any, Any, Any]:
    """Return training points, their classes, and the same of three in ten for the test."""
    n_test = max(round(0.3 * len(X)), 1)
    order = rng.permutation(len(X))
    train, test = order[n_test:], order[:n_test]
    return X[train], y[train], X[test], y[test]


def classes_of(settings: DataSettings) -> Points:
    """Return points to classify. Raises `BadData` if a class has no training point."""
    points = make_points(settings)
    if len(np.unique(points.y_train)) < 2:
        raise BadData(
            "All training points are of one class, so there is nothing to tell apart. "
            "Draw points of both, add noise, or choose another shape."
        )
    return points


def heights_of(settings: DataSettings) -> tuple[Floats, Floats, Floats, Floats]:
    """Return x and height of the training points, then of the test points. Raises `BadData`."""
    points = make_points(settings)
    x = points.X_train[:, 0]
    if np.ptp(x) < 1e-9:
        raise BadData("All training points stand above one place. Spread them from left to right.")
    return x, points.X_train[:, 1], points.X_test[:, 0], points.X_test[:, 1]
