"""Initialisations: the weights before the first step. Biases start at 0.

``draw(rng, n_in, n_out)`` returns (n_in, n_out) float64; the generated script carries its source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class StartSpec:
    """One initialisation; ``formula`` is the spread of a weight."""

    id: str
    label: str
    help: str
    formula: str
    source: str
    draw: Callable[[np.random.Generator, int, int], Floats]


def xavier_uniform(rng: np.random.Generator, n_in: int, n_out: int) -> Floats:
    """Draw evenly within the square root of 6 / (n_in + n_out)."""
    limit = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


def xavier_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Floats:
    """Draw with variance 2 / (n_in + n_out)."""
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))


def he_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Floats:
    """Draw with variance 2 / n_in."""
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


def lecun_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Floats:
    """Draw with variance 1 / n_in."""
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


def small_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Floats:
    """Draw with a spread of 0.01."""
    return rng.normal(0, 0.01, (n_in, n_out))


def large_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Floats:
    """Draw with a spread of 3."""
    return rng.normal(0, 3.0, (n_in, n_out))


def zeros(_: np.random.Generator, n_in: int, n_out: int) -> Floats:
    """Start every weight at 0."""
    return np.zeros((n_in, n_out))


_GLOROT, _HE = "Glorot & Bengio (2010)", "He et al. (2015)"
STARTS: tuple[StartSpec, ...] = (
    StartSpec("xavier_uniform", "Xavier, uniform", "Keeps signals the same size through tanh.",
              r"w \sim U\left(\pm\sqrt{6/(n_{in}+n_{out})}\right)", _GLOROT, xavier_uniform),
    StartSpec("xavier_normal", "Xavier, normal", "The same spread, bell-shaped.",
              r"\sigma^2 = 2/(n_{in}+n_{out})", _GLOROT, xavier_normal),
    StartSpec("he_normal", "He", "Made for ReLU, which silences half of every signal.",
              r"\sigma^2 = 2/n_{in}", _HE, he_normal),
    StartSpec("lecun_normal", "LeCun", "Keeps the forward signal the same size.",
              r"\sigma^2 = 1/n_{in}", "LeCun et al. (1998)", lecun_normal),
    StartSpec("small_normal", "Tiny", "Almost 0: deep nets take long to wake up.",
              r"\sigma = 0.01", "Krizhevsky, Sutskever & Hinton (2012)", small_normal),
    StartSpec("large_normal", "Large", "Far too large: units start flat or dead.",
              r"\sigma = 3", _GLOROT, large_normal),
    StartSpec("zeros", "All zero", "Neurons of a layer stay copies of each other.",
              r"w = 0", "Goodfellow, Bengio & Courville (2016), 8.4", zeros),
)  # fmt: skip
START_BY_ID: dict[str, StartSpec] = {spec.id: spec for spec in STARTS}
