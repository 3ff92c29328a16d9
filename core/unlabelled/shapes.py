"""Twenty shapes without labels: ten in the plane, ten in three to fifty dimensions.

Each ``draw(rng, n)`` returns ``X`` (n, d) float64, within about -5 to 5, and what is known of each
point: its group (n,) int64, or, where a shape is one curve or surface (``n_groups`` 0), its place
along it in [0, 1] (n,) float64. They need NumPy alone, because the generated script carries their
source. Several ask what projections invent, as Wattenberg, Viégas and Johnson (2016), How to Use
t-SNE Effectively, https://doi.org/10.23915/distill.00002, first did with drawn data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Drawn: TypeAlias = tuple[NDArray[np.float64], NDArray[Any]]
Draw: TypeAlias = Callable[[np.random.Generator, int], Drawn]


@dataclass(frozen=True)
class ShapeSpec:
    """One shape in ``n_dims`` dimensions of ``n_groups`` groups; 0: one curve or surface."""

    id: str
    label: str
    help: str
    draw: Draw
    n_groups: int = 1
    n_dims: int = 2


def blobs(rng: np.random.Generator, n: int) -> Drawn:
    """Draw three round clouds."""
    group = np.arange(n) % 3
    centre = np.array([[-3.0, -2.0], [3.0, -1.5], [0.0, 3.0]])[group]
    return centre + rng.normal(0, 0.8, (n, 2)), group


def spreads(rng: np.random.Generator, n: int) -> Drawn:
    """Draw three clouds, one tight, one middling, one wide."""
    group = np.arange(n) % 3
    centre = np.array([[-3.5, -2.5], [3.2, -2.8], [0.5, 2.0]])[group]
    spread = np.array([0.3, 0.7, 1.4])[group][:, None]
    return centre + spread * rng.normal(0, 1, (n, 2)), group


def sizes(rng: np.random.Generator, n: int) -> Drawn:
    """Draw a wide cloud of nine in ten points beside a small one of the others."""
    group = (np.arange(n) % 10 == 0).astype(np.int64)
    centre = np.where(group == 1, 4.0, -1.0)[:, None] * [1.0, 0.2]
    spread = np.where(group == 1, 0.4, 1.5)[:, None]
    return centre + spread * rng.normal(0, 1, (n, 2)), group


def stretched(rng: np.random.Generator, n: int) -> Drawn:
    """Draw three long clouds side by side, aslant."""
    group = np.arange(n) % 3
    along, across = rng.normal(0, 1.8, n), 0.3 * rng.normal(0, 1, n) + 1.9 * (group - 1)
    return np.column_stack([0.8 * along - 0.6 * across, 0.6 * along + 0.8 * across]), group


def moons(rng: np.random.Generator, n: int) -> Drawn:
    """Draw two half circles that reach into each other."""
    group = np.arange(n) % 2
    angle, side = np.pi * rng.random(n), np.where(group == 0, 1.0, -1.0)
    x1 = 3.2 * side * np.cos(angle) - 1.6 * side
    return np.column_stack([x1, 3.2 * side * np.sin(angle) - 0.8 * side]), group


def rings(rng: np.random.Generator, n: int) -> Drawn:
    """Draw a disc inside a ring."""
    group = np.arange(n) % 2
    radius = np.where(group == 0, 1.5 * np.sqrt(rng.random(n)), rng.uniform(3.6, 4.4, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), group


def spirals(rng: np.random.Generator, n: int) -> Drawn:
    """Draw two arms wound around each other."""
    group = np.arange(n) % 2
    along = np.sqrt(rng.uniform(0.01, 1, n))
    angle = 1.25 * 2 * np.pi * along + np.pi * group
    return 5 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), group


def bridge(rng: np.random.Generator, n: int) -> Drawn:
    """Draw two clouds that a thread of a tenth of the points joins."""
    group = np.arange(n) % 2
    X = np.where(group == 0, -3.0, 3.0)[:, None] * [1.0, 0.0] + rng.normal(0, 0.8, (n, 2))
    thread = np.arange(n) % 10 == 9
    X[thread] = np.column_stack([rng.uniform(-2.4, 2.4, n), 0.1 * rng.normal(0, 1, n)])[thread]
    return X, np.where(thread, (X[:, 0] > 0).astype(np.int64), group)


def cross(rng: np.random.Generator, n: int) -> Drawn:
    """Draw two thin bands that cross."""
    group = np.arange(n) % 2
    along, across = rng.uniform(-4.5, 4.5, n), 0.2 * rng.normal(0, 1, n)
    first, second = np.where(group == 0, along, across), np.where(group == 0, across, along)
    return np.column_stack([0.8 * first - 0.6 * second, 0.6 * first + 0.8 * second]), group


def uniform(rng: np.random.Generator, n: int) -> Drawn:
    """Draw points anywhere in a square: there is no group to find."""
    return rng.uniform(-4.5, 4.5, (n, 2)), np.zeros(n, np.int64)


def near_and_far(rng: np.random.Generator, n: int) -> Drawn:
    """Draw three clouds in 50 dimensions, two of them near each other, one far."""
    group = np.arange(n) % 3
    X = rng.normal(0, 0.25, (n, 50))
    X[:, 0] += np.array([-3.0, -1.0, 4.0])[group]
    return X, group


def tight_and_wide(rng: np.random.Generator, n: int) -> Drawn:
    """Draw two clouds in 50 dimensions, one ten times as wide as the other."""
    group = np.arange(n) % 2
    X = np.where(group == 0, 0.06, 0.6)[:, None] * rng.normal(0, 1, (n, 50))
    X[:, 0] += np.where(group == 0, -4.0, 4.0)
    return X, group


def linked_rings(rng: np.random.Generator, n: int) -> Drawn:
    """Draw two rings that hang in each other, as links of a chain."""
    group, angle = np.arange(n) % 2, rng.uniform(0, 2 * np.pi, n)
    flat = 3 * np.column_stack([np.cos(angle), np.sin(angle), np.zeros(n)])
    upright = flat[:, [0, 2, 1]] + [3.0, 0.0, 0.0]
    return np.where(group[:, None] == 0, flat, upright) - [1.5, 0.0, 0.0], group


def trefoil(rng: np.random.Generator, n: int) -> Drawn:
    """Draw a closed curve tied in a knot that cannot be undone in the plane."""
    along = rng.random(n)
    t = 2 * np.pi * along
    x1, x2 = np.sin(t) + 2 * np.sin(2 * t), np.cos(t) - 2 * np.cos(2 * t)
    return 1.5 * np.column_stack([x1, x2, -np.sin(3 * t)]), along


def s_curve(rng: np.random.Generator, n: int) -> Drawn:
    """Draw a sheet bent into an S."""
    along = rng.random(n)
    t = 3 * np.pi * (along - 0.5)
    x3 = np.sign(t) * (np.cos(t) - 1)
    return np.column_stack([3 * np.sin(t), rng.uniform(-3, 3, n), 2 * x3]), along


def swiss_roll(rng: np.random.Generator, n: int) -> Drawn:
    """Draw a sheet rolled up."""
    along = rng.random(n)
    t = 1.5 * np.pi * (1 + 2 * along)
    flat = np.column_stack([t * np.cos(t), 14 * (rng.random(n) - 0.5), t * np.sin(t)])
    return flat / 3, along


def simplex(rng: np.random.Generator, n: int) -> Drawn:
    """Draw eight tight clouds in 8 dimensions, each as far from every other."""
    group = np.arange(n) % 8
    return 4 * np.eye(8)[group] + rng.normal(0, 0.2, (n, 8)), group


def random_walk(rng: np.random.Generator, n: int) -> Drawn:
    """Draw the places of one walk of random steps in 50 dimensions."""
    walk = np.cumsum(rng.normal(0, 1, (n, 50)), axis=0)
    centred = walk - walk.mean(axis=0)
    return centred * 5 / max(np.abs(centred).max(), 1e-12), np.arange(n) / max(n - 1, 1)


def long_cloud(rng: np.random.Generator, n: int) -> Drawn:
    """Draw one bell-shaped cloud in 50 dimensions, each narrower than the one before."""
    return 2.0 / np.arange(1, 51) * rng.normal(0, 1, (n, 50)), np.zeros(n, np.int64)


def noise_cloud(rng: np.random.Generator, n: int) -> Drawn:
    """Draw one round cloud in 50 dimensions: nothing but noise."""
    return rng.normal(0, 1, (n, 50)), np.zeros(n, np.int64)


SHAPES: tuple[ShapeSpec, ...] = (
    ShapeSpec("blobs", "Blobs", "Three round clouds.", blobs, 3),
    ShapeSpec("spreads", "Unlike spreads", "A tight, a middling and a wide cloud.", spreads, 3),
    ShapeSpec("sizes", "Unlike sizes", "Nine in ten points in one cloud.", sizes, 2),
    ShapeSpec("stretched", "Stretched", "Three long clouds side by side.", stretched, 3),
    ShapeSpec("moons", "Moons", "Two half circles that reach into each other.", moons, 2),
    ShapeSpec("rings", "Rings", "A disc inside a ring.", rings, 2),
    ShapeSpec("spirals", "Spirals", "Two arms wound around each other.", spirals, 2),
    ShapeSpec("bridge", "Bridge", "Two clouds joined by a thread.", bridge, 2),
    ShapeSpec("cross", "Cross", "Two thin bands that cross.", cross, 2),
    ShapeSpec("uniform", "Nothing", "Points anywhere: no group to find.", uniform, 1),
    ShapeSpec("near_and_far", "Near and far", "Three clouds, two near.", near_and_far, 3, 50),
    ShapeSpec(
        "tight_and_wide", "Tight and wide", "Two clouds, one ten times as wide.", tight_and_wide,
        2, 50,
    ),
    ShapeSpec("linked_rings", "Linked rings", "Two links of a chain.", linked_rings, 2, 3),
    ShapeSpec("trefoil", "Trefoil knot", "A closed curve tied in a knot.", trefoil, 0, 3),
    ShapeSpec("s_curve", "S-curve", "A sheet bent into an S.", s_curve, 0, 3),
    ShapeSpec("swiss_roll", "Swiss roll", "A sheet rolled up.", swiss_roll, 0, 3),
    ShapeSpec("simplex", "All alike far", "Eight clouds, all equally far apart.", simplex, 8, 8),
    ShapeSpec("random_walk", "Random walk", "One walk of random steps.", random_walk, 0, 50),
    ShapeSpec("long_cloud", "Long cloud", "One cloud, longer one way.", long_cloud, 1, 50),
    ShapeSpec("noise_cloud", "Pure noise", "One round cloud: nothing there.", noise_cloud, 1, 50),
)  # fmt: skip
SHAPE_BY_ID = {spec.id: spec for spec in SHAPES}
