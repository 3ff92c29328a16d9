"""Six scenes in the plane: ordinary points, and anomalies planted among them in a way of their own.

Each ``draw(rng, n, n_planted)`` returns ``X`` (n + n_planted, 2) float64 within about -6 to 6, the
planted points last. They need NumPy alone, because the generated script carries their source.
The kinds follow Breunig, Kriegel, Ng and Sander (2000), LOF (local anomalies), and Liu, Ting and
Zhou (2008), Isolation Forest (swamping and masking).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Draw: TypeAlias = Callable[[np.random.Generator, int, int], Floats]

CENTRES = np.array([[-3.0, -2.0], [3.0, -1.5], [0.0, 3.0]])
CLEAR = 2.2
"""Scattered anomalies keep so far from the centres of the clouds, whose spread is 0.7."""


@dataclass(frozen=True)
class SceneSpec:
    """One scene; ``plants`` : whether anything is planted in it at all."""

    id: str
    label: str
    help: str
    draw: Draw
    plants: bool = True


def clouds(rng: np.random.Generator, n: int) -> Floats:
    """Draw three round clouds."""
    place: Floats = CENTRES[np.arange(n) % 3] + rng.normal(0, 0.7, (n, 2))
    return place


def scattered(rng: np.random.Generator, n: int, n_planted: int) -> Floats:
    """Draw three clouds, and single points far from all of them."""
    ordinary = clouds(rng, n)
    drawn = rng.uniform(-5.6, 5.6, (60 * n_planted + 60, 2))
    far = np.linalg.norm(drawn[:, None] - CENTRES, axis=2).min(axis=1) > CLEAR
    return np.vstack([ordinary, drawn[far][:n_planted]])


def clump(rng: np.random.Generator, n: int, n_planted: int) -> Floats:
    """Draw one wide cloud, and a tight clump beside it: each of its points has company."""
    ordinary = np.array([-0.8, -0.8]) + rng.normal(0, 1.3, (n, 2))
    return np.vstack([ordinary, np.array([4.2, 4.2]) + rng.normal(0, 0.12, (n_planted, 2))])


def local(rng: np.random.Generator, n: int, n_planted: int) -> Floats:
    """Draw a dense cluster and a loose one, and strays close to the dense one."""
    dense = np.arange(n) % 2 == 0
    centre, spread = np.where(dense[:, None], -3.0, 1.8), np.where(dense[:, None], 0.16, 1.25)
    ordinary = centre + spread * rng.normal(0, 1, (n, 2))
    angle, radius = rng.uniform(0, 2 * np.pi, n_planted), rng.uniform(0.8, 1.2, n_planted)
    ring = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.vstack([ordinary, -3.0 + ring])


def edge(rng: np.random.Generator, n: int, n_planted: int) -> Floats:
    """Draw one long cloud aslant, and points just off its edge, on either side of its middle."""
    along, across = rng.normal(0, 1.8, n + n_planted), rng.normal(0, 0.3, n + n_planted)
    side = np.where(np.arange(n_planted) % 2 == 0, 1.0, -1.0)
    along[n:], across[n:] = 0.5 * along[n:], side * rng.uniform(1.3, 1.9, n_planted)
    return np.column_stack([0.8 * along - 0.6 * across, 0.6 * along + 0.8 * across])


def hole(rng: np.random.Generator, n: int, n_planted: int) -> Floats:
    """Draw a ring, and points in the hole in its middle."""
    angle, radius = rng.uniform(0, 2 * np.pi, n), rng.normal(4.2, 0.3, n)
    ring = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.vstack([ring, rng.normal(0, 0.8, (n_planted, 2))])


def nothing(rng: np.random.Generator, n: int, n_planted: int) -> Floats:
    """Draw three clouds and plant nothing."""
    return clouds(rng, n + n_planted)


SCENES: tuple[SceneSpec, ...] = (
    SceneSpec(
        "scattered", "Scattered", "Three clouds; single points far from all of them.", scattered
    ),
    SceneSpec("clump", "A small clump", "A wide cloud; a tight clump beside it.", clump),
    SceneSpec(
        "local", "Local strays", "A dense and a loose cluster; strays near the dense one.", local
    ),
    SceneSpec("edge", "Off the edge", "A long cloud aslant; points just off its edge.", edge),
    SceneSpec("hole", "In the hole", "A ring; points in the hole in its middle.", hole),
    SceneSpec(
        "nothing", "Nothing planted", "Three clouds, every point drawn by one rule.", nothing, False
    ),
)
SCENE_BY_ID = {spec.id: spec for spec in SCENES}


def scene_points(scene: str, n_points: int, n_planted: int, *, seed: int) -> Floats:
    """Return the points (n_points, 2) of a scene, the planted ones last.

    At most half of the points are planted.
    """
    n_planted = min(n_planted, n_points // 2)
    return SCENE_BY_ID[scene].draw(np.random.default_rng(seed), n_points - n_planted, n_planted)
