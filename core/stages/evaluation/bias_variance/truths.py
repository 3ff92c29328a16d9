"""The catalogue of true functions on [0, 1]: what every sample is drawn around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


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


TRUTHS: tuple[TruthSpec, ...] = (
    TruthSpec("sine", "Sine", "One full wave.", sine),
    TruthSpec("line", "Line", "A straight slope.", line),
    TruthSpec("step", "Step", "Flat, a jump, flat again.", step),
    TruthSpec("wiggle", "Wiggle", "A slow wave with a fast one on it.", wiggle),
    TruthSpec("bump", "Bump", "Flat with one narrow hill.", bump),
    TruthSpec("nothing", "Nothing", "Flat: there is only noise to learn.", nothing),
)
TRUTH_BY_ID = {spec.id: spec for spec in TRUTHS}
