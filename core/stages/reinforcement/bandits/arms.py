"""The arms of a bandit: what they are worth on average, and what they pay at a pull."""

from __future__ import annotations

import numpy as np

from core.stages.reinforcement.bandits.policies import Floats


def arms_of(
    kind: str, n_runs: int, k: int, rng: np.random.Generator, *, level: float = 0.0
) -> Floats:
    """Return the true means of the arms, (n_runs, k): N(level, 1), or uniform in [0, 1)."""
    if kind == "bernoulli":
        return rng.random((n_runs, k))
    return level + rng.standard_normal((n_runs, k))


def payments(kind: str, means: Floats, rng: np.random.Generator) -> Floats:
    """Return what every arm would pay now, (n_runs, k): the same for all policies."""
    if kind == "bernoulli":
        return (rng.random(means.shape) < means).astype(np.float64)
    return means + rng.standard_normal(means.shape)
