"""Ten two-dimensional shapes and three surfaces to train a small network on.

Each ``draw(rng, n, k)`` returns ``X`` (n, 2) in about [-6, 6] and ``y``: class codes 0..k-1 (n,)
int64, or a target in [-1, 1] (n,) float64 for a surface. They need NumPy alone and nothing else of
this module, because the generated script carries their source. The ranges are those of TensorFlow
Playground (Smilkov et al., 2017), so that a learning rate means the same here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Task: TypeAlias = Literal["classification", "regression"]
Drawn: TypeAlias = tuple[NDArray[np.float64], NDArray[Any]]
Draw: TypeAlias = Callable[[np.random.Generator, int, int], Drawn]

RANGE = (-6.0, 6.0)
NOISE_SCALE = 2.0
"""A noise of 1 moves a point by this many units (one standard deviation)."""


@dataclass(frozen=True)
class ShapeSpec:
    """One data shape. ``classes`` is the fewest and the most classes; (1, 1) for a surface."""

    id: str
    label: str
    help: str
    draw: Draw
    classes: tuple[int, int] = (2, 2)

    @property
    def task(self) -> Task:
        """What the shape asks for."""
        return "regression" if self.classes == (1, 1) else "classification"

    def n_classes(self, asked: int) -> int:
        """Return the number of classes nearest to ``asked`` that the shape allows."""
        return min(max(asked, self.classes[0]), self.classes[1])


def blobs(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw ``k`` round clouds on a circle."""
    y = np.arange(n) % k
    angle = 2 * np.pi * y / k + np.pi / 4
    centre = 3.5 * np.column_stack([np.cos(angle), np.sin(angle)])
    return centre + rng.normal(0, 0.8, (n, 2)), y


def moons(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw two half circles that reach into each other."""
    y = np.arange(n) % k
    angle = np.pi * rng.random(n)
    side = np.where(y == 0, 1.0, -1.0)
    x1 = 3.2 * side * np.cos(angle) - 1.6 * side
    return np.column_stack([x1, 3.2 * side * np.sin(angle) - 0.8 * side]), y


def circles(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw a disc inside a ring."""
    y = np.arange(n) % k
    radius = np.where(y == 0, 2.5 * np.sqrt(rng.random(n)), rng.uniform(3.5, 5.0, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), y


def xor(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw four quadrants; the diagonal ones share a class."""
    points = rng.uniform(-5, 5, (n, 2))
    y = (points[:, 0] * points[:, 1] < 0).astype(np.int64) % k
    return points + 0.3 * np.sign(points), y


def spirals(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw ``k`` arms wound around each other."""
    y = np.arange(n) % k
    along = rng.uniform(0.03, 1, n)
    angle = 1.75 * 2 * np.pi * along + 2 * np.pi * y / k
    return 5 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), y


def checkerboard(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw a board of four by four squares whose colours take turns."""
    points = rng.uniform(-5, 5, (n, 2))
    square = np.minimum(np.floor((points + 5) / 2.5), 3).astype(np.int64)
    return points, square.sum(axis=1) % k


def two_gaussians(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw two bell-shaped clouds in opposite corners."""
    y = np.arange(n) % k
    centre = np.where(y == 0, 2.0, -2.0)[:, None]
    return centre + rng.normal(0, 1.0, (n, 2)), y


def rings(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw ``k`` thin rings around one centre."""
    y = np.arange(n) % k
    radius = 5.0 * (y + 1) / k + rng.normal(0, 0.15, n)
    angle = rng.uniform(0, 2 * np.pi, n)
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), y


def linear(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw ``k`` parallel bands with gaps, which straight lines part."""
    y = np.arange(n) % k
    across = (y + rng.uniform(0.08, 0.92, n)) * 9.0 / k - 4.5
    along = rng.uniform(-4.5, 4.5, n)
    return np.column_stack([0.8 * across - 0.6 * along, 0.6 * across + 0.8 * along]), y


def random_labels(rng: np.random.Generator, n: int, k: int) -> Drawn:
    """Draw points whose classes mean nothing: only memory can fit them."""
    return rng.uniform(-5, 5, (n, 2)), rng.integers(0, k, n)


def plane(rng: np.random.Generator, n: int, _: int) -> Drawn:
    """Draw a tilted plane."""
    points = rng.uniform(-6, 6, (n, 2))
    return points, points.sum(axis=1) / 12


def gaussian_bumps(rng: np.random.Generator, n: int, _: int) -> Drawn:
    """Draw hills and hollows in turn."""
    points = rng.uniform(-6, 6, (n, 2))
    y = np.zeros(n)
    for c1, c2, sign in [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1)]:
        y += sign * np.exp(-((points[:, 0] - c1) ** 2 + (points[:, 1] - c2) ** 2) / 3)
    return points, y - np.exp(-((points[:, 0] - 4) ** 2 + (points[:, 1] + 2.5) ** 2) / 3)


def sine_waves(rng: np.random.Generator, n: int, _: int) -> Drawn:
    """Draw waves that run in both directions."""
    points = rng.uniform(-6, 6, (n, 2))
    return points, (np.sin(points[:, 0]) + np.cos(0.8 * points[:, 1])) / 2


SHAPES: tuple[ShapeSpec, ...] = (
    ShapeSpec("blobs", "Blobs", "Round clouds, one per class.", blobs, (2, 5)),
    ShapeSpec("moons", "Moons", "Two half circles that reach into each other.", moons),
    ShapeSpec("circles", "Circles", "A disc inside a ring: no straight line parts them.", circles),
    ShapeSpec("xor", "XOR", "Diagonal quadrants share a class.", xor),
    ShapeSpec("spirals", "Spirals", "Arms wound around each other.", spirals, (2, 5)),
    ShapeSpec("checkerboard", "Checkerboard", "Squares that take turns.", checkerboard, (2, 5)),
    ShapeSpec("two_gaussians", "Two bells", "Two bell-shaped clouds.", two_gaussians),
    ShapeSpec("rings", "Rings", "Thin rings around one centre.", rings, (2, 5)),
    ShapeSpec("linear", "Bands", "Bands that straight lines part.", linear, (2, 5)),
    ShapeSpec("random_labels", "Random labels", "Nothing to learn but by heart.", random_labels,
              (2, 5)),
    ShapeSpec("plane", "Plane", "A target that rises evenly.", plane, (1, 1)),
    ShapeSpec("gaussian_bumps", "Bumps", "Hills and hollows.", gaussian_bumps, (1, 1)),
    ShapeSpec("sine_waves", "Waves", "Waves in both directions.", sine_waves, (1, 1)),
)  # fmt: skip
"""Ten classification shapes, then three regression surfaces."""

SHAPE_BY_ID: dict[str, ShapeSpec] = {spec.id: spec for spec in SHAPES}
