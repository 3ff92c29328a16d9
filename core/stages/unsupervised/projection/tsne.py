"""t-SNE step by step: neighbours in many dimensions pull each other together in two.

van der Maaten and Hinton (2008), Visualizing data using t-SNE: joint affinities by equations 1 and
12, gradient by equation 5, momentum and gains as in their code; the exact sum over all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.projection.smacof import squares_into

Floats: TypeAlias = NDArray[np.float64]

N_HALVINGS = 64
LEAST = 1e-12
"""No share of an affinity is less: its logarithm is taken."""
EXAGGERATED = 0.25
"""The share of the steps in which attraction is exaggerated."""


def exaggerates(step: int, n_steps: int) -> bool:
    """Whether attraction counts several times in a step."""
    return step <= EXAGGERATED * n_steps


def affinities(squared: Floats, perplexity: float) -> Floats:
    """Return P (n, n), symmetric, summing to 1: how near each pair is, as a probability.

    squared : (n, n) squared distances. Every row's bell is as wide as gives it ``perplexity``
    neighbours, 2 to the power of its entropy in bits; found by halving.
    """
    n = len(squared)
    away = ~np.eye(n, dtype=bool)
    gaps = squared[away].reshape(n, n - 1)
    gaps = gaps - gaps.min(axis=1, keepdims=True)
    low, high = np.zeros(n), np.full(n, np.inf)
    beta = 1 / np.maximum(gaps.mean(axis=1), LEAST)
    for _ in range(N_HALVINGS):
        bell = np.exp(-gaps * beta[:, None])
        total = bell.sum(axis=1)
        entropy = np.log(total) + beta * (gaps * bell).sum(axis=1) / total
        wide = entropy > np.log(perplexity)
        low, high = np.where(wide, beta, low), np.where(wide, high, beta)
        beta = np.where(np.isinf(high), 2 * beta, (low + np.where(np.isinf(high), low, high)) / 2)
    p = np.zeros((n, n))
    p[away] = (bell / total[:, None]).ravel()
    joint: Floats = np.maximum((p + p.T) / (2 * n), LEAST)
    return joint


def divergence(p: Floats, places: Floats) -> float:
    """Return the Kullback-Leibler divergence of the map from p, in nats."""
    q = _heavy(places)
    q = np.maximum(q / q.sum(), LEAST)
    logs = np.log(p / q)
    np.fill_diagonal(logs, 0)
    return float((p * logs).sum())


def _heavy(places: Floats, out: Floats | None = None) -> Floats:
    """Return 1 / (1 + squared distance) of each pair, 0 of a point and itself: Student's t."""
    n = len(places)
    q = squares_into(np.empty((n, n)) if out is None else out, places)
    q += 1
    np.divide(1, q, out=q)
    np.fill_diagonal(q, 0)
    return q


def tsne_steps(
    p: Floats, start: Floats, n_steps: int, *, learning_rate: float, exaggeration: float
) -> Iterator[Floats]:
    """Yield the places (n, 2) before any step and after each of ``n_steps``.

    exaggeration : how many times attraction counts in the first quarter of the steps, at least 1.
    """
    places = start
    speed, gains = np.zeros_like(places), np.ones_like(places)
    heavy, force = np.empty_like(p), np.empty_like(p)
    yield places
    for step in range(1, n_steps + 1):
        early = exaggerates(step, n_steps)
        _heavy(places, heavy)
        np.multiply(p, heavy, out=force)  # attraction
        force *= exaggeration if early else 1.0
        total = heavy.sum()
        heavy *= heavy
        heavy /= total
        force -= heavy  # repulsion
        slope = 4 * (force.sum(axis=1)[:, None] * places - force @ places)
        gains = np.where(slope * speed < 0, gains + 0.2, np.maximum(0.8 * gains, 0.01))
        speed = (0.5 if early else 0.8) * speed - learning_rate * gains * slope
        places = places + speed
        places = places - places.mean(axis=0)
        yield places
