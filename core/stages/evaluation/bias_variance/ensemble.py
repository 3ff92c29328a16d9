"""Many fits of one model on fresh samples, and the error of them all taken apart.

The decomposition is exact over the fits that were made: with p the n_refits predictions at a place,
f the truth there and σ the noise, mean((y - p)²) = (mean(p) - f)² + var(p) + σ², if y is the fresh
answer f ± σ, both signs for each fit: two answers with just the mean and variance of the noise, so
no luck of a test sample is left (Geman, Bienenstock and Doursat, 1992). What is simulated is the
samples: other seeds give other bias² and variance, and the three still add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.evaluation.bias_variance.truths import Floats

PLACES: Floats = np.linspace(0.0, 1.0, 101)
"""Where all fits are asked."""


@dataclass(frozen=True)
class Case:
    """What is refitted: ``fit(x, y, at, knob)`` on samples drawn around ``truth(x)``.

    noise : the standard deviation of a row's height. random_rows : whether the places of the rows
    are drawn anew, too; else they are the same even ones in every sample.
    """

    truth: Callable[[Any], Any]
    fit: Callable[..., Any]
    knob: float = 8.0
    n_rows: int = 25
    noise: float = 0.3
    n_refits: int = 60
    random_rows: bool = False
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Refits:
    """Samples x, y (n_refits, n_rows), what each fit says at `PLACES` (n_refits, 101), and the
    mean squared error of each on its own rows (n_refits,).
    """

    x: Floats
    y: Floats
    curves: Floats
    train_error: Floats


@dataclass(frozen=True, eq=False)
class Parts:
    """The error of all fits and its three parts, at each place or as means over all places."""

    bias2: Any
    variance: Any
    noise: Any
    error: Any


def even(n_rows: int) -> Floats:
    """Return even places in [0, 1], each in the middle of its share."""
    return (np.arange(n_rows) + 0.5) / n_rows


def samples(case: Case) -> tuple[Floats, Floats]:
    """Return the places and heights of all samples, each (n_refits, n_rows).

    Sample r of more rows begins with the draws of sample r of fewer: a change is not luck.
    """
    n, each = case.n_rows, range(case.n_refits)
    noise = [np.random.default_rng([case.seed, r]).standard_normal(n) for r in each]
    x = np.tile(even(n), (case.n_refits, 1))
    if case.random_rows:
        x = np.stack([np.random.default_rng([case.seed, r, 1]).random(n) for r in each])
    return x, case.truth(x) + case.noise * np.stack(noise)


def refit(case: Case) -> Refits:
    """Fit the model to every sample, and ask each fit at all places and at its own rows."""
    x, y = samples(case)
    at = np.concatenate([np.tile(PLACES, (case.n_refits, 1)), x], axis=1)
    curves, own = np.split(case.fit(x, y, at, case.knob), [len(PLACES)], axis=1)
    return Refits(x, y, curves, ((own - y) ** 2).mean(axis=1))


def errors(curves: Any, truth: Any, noise: float) -> Any:
    """Return the mean squared error on the two fresh answers truth ± noise, as ``curves``."""
    return ((truth + noise - curves) ** 2 + (truth - noise - curves) ** 2) / 2


def parts(curves: Any, truth: Any, noise: float) -> Parts:
    """Return bias², variance, noise and error at each place, from curves (n_refits, m)."""
    mean = curves.mean(axis=0)
    return Parts(
        (mean - truth) ** 2,
        ((curves - mean) ** 2).mean(axis=0),
        np.full(len(mean), noise**2),
        errors(curves, truth, noise).mean(axis=0),
    )


def over_all_places(found: Parts) -> Parts:
    """Return the means over all places."""
    means = (found.bias2, found.variance, found.noise, found.error)
    return Parts(*(float(np.mean(values)) for values in means))


def known(case: Case, matrix: Callable[..., Any]) -> tuple[Floats, Floats]:
    """Return bias² and variance of a linear smoother at `PLACES` from its matrix H, exactly.

    For rows at even places: bias = H·f(rows) - f, variance = σ² times the row sums of H².
    """
    x = even(case.n_rows)
    smoother = matrix(x, PLACES, case.knob)
    bias = smoother @ case.truth(x) - case.truth(PLACES)
    return bias**2, case.noise**2 * (smoother**2).sum(axis=1)


def known_error(case: Case, matrix: Callable[..., Any]) -> float:
    """Return the error of a linear smoother over all places, exactly."""
    bias2, variance = known(case, matrix)
    return float(bias2.mean() + variance.mean() + case.noise**2)
