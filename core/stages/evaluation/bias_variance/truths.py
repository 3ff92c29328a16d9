"""True functions on [0, 1], what every sample is drawn around: a catalogue, and drawn ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.kinds.points import Point

Floats: TypeAlias = NDArray[np.float64]
DRAWN = "drawn"
REACH, TALLEST = 3.0, 1.5
"""A drawing reaches from -3 to 3 both ways, and so from 0 to 1 across and from -1.5 to 1.5 up."""
FIRST_DRAWING = "-2.6,-1.6,0;-1.6,1.2,0;-0.4,-0.4,0;0.9,2.2,0;2.5,-1.2,0"


@dataclass(frozen=True)
class TruthSpec:
    """One true function: ``function(x)`` returns its height at each x in [0, 1]."""

    id: str
    label: str
    help: str
    function: Callable[[Any], Any]


def sine(x: Any) -> Any:
    """Return one full wave."""
    return np.sin(2 * np.pi * x)


def line(x: Any) -> Any:
    """Return a straight slope from -0.8 to 0.8."""
    return 1.6 * x - 0.8


def step(x: Any) -> Any:
    """Return a jump in the middle."""
    return np.where(x < 0.5, -0.7, 0.7)


def wiggle(x: Any) -> Any:
    """Return a slow wave with a fast one on it."""
    return 0.7 * np.sin(2 * np.pi * x) + 0.4 * np.sin(8 * np.pi * x)


def bump(x: Any) -> Any:
    """Return flat ground with one narrow hill."""
    return 1.5 * np.exp(-(((x - 0.6) / 0.08) ** 2)) - 0.5


def nothing(x: Any) -> Any:
    """Return 0 everywhere: whatever is learnt is noise."""
    return np.zeros_like(x)


def drawn(x: Any, points: tuple[Point, ...]) -> Any:
    """Return a smooth curve through drawn points, level beyond the outer ones.

    points : on axes from -`REACH` to `REACH`, at two different places at least. Cubic pieces with
    the slope of each point's neighbours (Catmull and Rom, 1974); points at one place are averaged.
    """
    across, up = np.array(points, float)[:, :2].T
    at, which = np.unique((across + REACH) / (2 * REACH), return_inverse=True)
    height = np.bincount(which, up) / np.bincount(which) * TALLEST / REACH
    slope = np.gradient(height, at)
    i = np.clip(np.searchsorted(at, x, side="right") - 1, 0, len(at) - 2)
    h = at[i + 1] - at[i]
    t = np.clip((x - at[i]) / h, 0.0, 1.0)
    ends = (1 + 2 * t) * (1 - t) ** 2 * height[i] + t**2 * (3 - 2 * t) * height[i + 1]
    return ends + h * t * (1 - t) * ((1 - t) * slope[i] - t * slope[i + 1])


TRUTHS: tuple[TruthSpec, ...] = (
    TruthSpec("sine", "Sine", "One full wave.", sine),
    TruthSpec("line", "Line", "A straight slope.", line),
    TruthSpec("step", "Step", "Flat, a jump, flat again.", step),
    TruthSpec("wiggle", "Wiggle", "A slow wave with a fast one on it.", wiggle),
    TruthSpec("bump", "Bump", "Flat with one narrow hill.", bump),
    TruthSpec("nothing", "Nothing", "Flat: there is only noise to learn.", nothing),
)
TRUTH_BY_ID = {spec.id: spec for spec in TRUTHS}
