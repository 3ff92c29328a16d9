"""Double descent: least squares on ever more random ReLU features, past as many as rows.

Row x gets features max(0, w·x + b) with random w and b; only their weights are fitted. Of all
weights that fit equally well those of least length are taken, as a descent from 0 finds them
(Belkin, Hsu, Ma and Mandal, 2019; Hastie, Montanari, Rosset and Tibshirani, 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.evaluation.bias_variance.truths import Floats

N_INPUTS, N_TEST, MOST_FEATURES = 8, 200, 1500
ASKED = (20, 100)
"""Numbers of features that are always tried."""
NEW = 1e-6
"""The share of a feature that features before it must not already hold."""
N_KNOWN, WALK = 4, 121
"""A picture walks past so many training rows, by a new row each time, in so many steps."""


@dataclass(frozen=True)
class Wide:
    """Random features of ``n_rows`` rows, fitted again ``n_fits`` times.

    alpha : the ridge penalty, 0 for none.
    """

    n_rows: int = 60
    noise: float = 0.3
    alpha: float = 0.0
    n_fits: int = 12
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Draw:
    """One fresh sample with all its features, each (n, `MOST_FEATURES`).

    train : of the training rows, whose heights are ``y``. test : of the test rows, ``truth`` there.
    walk : along the walk, ``path_truth`` there.
    """

    train: Floats
    y: Floats
    test: Floats
    truth: Floats
    walk: Floats
    path_truth: Floats


def slope(X: Any) -> Any:
    """Return the truth: a slope of 1 along the diagonal of the inputs."""
    return X.sum(axis=1) / np.sqrt(X.shape[1])


def draw(wide: Wide, fit: int) -> Draw:
    """Return the sample and the features of one fit; the test rows are the same for all."""
    rng = np.random.default_rng([wide.seed, fit])
    w = rng.normal(size=(MOST_FEATURES, N_INPUTS)) / np.sqrt(N_INPUTS)
    b = rng.uniform(-1, 1, MOST_FEATURES)
    X = rng.normal(size=(wide.n_rows, N_INPUTS))
    y = slope(X) + wide.noise * rng.normal(size=wide.n_rows)
    order = new_first(np.maximum(X @ w.T + b, 0.0))
    w, b = w[order], b[order]
    X_test = np.random.default_rng([wide.seed]).normal(size=(N_TEST, N_INPUTS))
    path = between(stops(X, X_test))
    train, test, walk = (np.maximum(places @ w.T + b, 0.0) for places in (X, X_test, path))
    return Draw(train, y, test, slope(X_test), walk, slope(path))


def new_first(features: Any) -> Any:
    """Return an order of the features (n_rows, p) in which the first n_rows have full rank.

    A feature that those before it can make up, as one that is 0 at every row, comes later: else
    as many features as rows would not meet every row. Gram-Schmidt, each column taken twice.
    """
    basis: Any = np.zeros((len(features), 0))
    first: list[int] = []
    for place, column in enumerate(features.T):
        rest = column - basis @ (basis.T @ column)
        rest -= basis @ (basis.T @ rest)
        length = np.linalg.norm(rest)
        if length > NEW * np.linalg.norm(column):
            basis, first = np.column_stack([basis, rest / length]), [*first, place]
        if len(first) == len(features):
            break
    return np.array([*first, *np.setdiff1d(np.arange(features.shape[1]), first)])


def stops(X: Any, X_test: Any) -> Any:
    """Return rows to walk by, (2 * `N_KNOWN` - 1, n_inputs): known, new, known … known."""
    found = np.empty((2 * N_KNOWN - 1, X.shape[1]))
    found[::2], found[1::2] = X[:N_KNOWN], X_test[: N_KNOWN - 1]
    return found


def between(places: Any) -> Any:
    """Return `WALK` places on straight ways from each to the next, (WALK, n_inputs)."""
    at = np.linspace(0, len(places) - 1, WALK)
    return np.stack([np.interp(at, range(len(places)), column) for column in places.T], axis=1)


def least_weights(X: Any, y: Any, alpha: float) -> Any:
    """Return w that minimises ‖y - Xw‖² + α‖w‖²; for α = 0 the shortest of the best."""
    left, s, right = np.linalg.svd(X, full_matrices=False)
    kept = s > max(X.shape) * np.finfo(float).eps * s[0]
    shrunk = np.where(kept, s / np.where(kept, s**2 + alpha, 1.0), 0.0)
    return right.T @ (shrunk * (left.T @ y))


def ladder(n_rows: int) -> tuple[int, ...]:
    """Return numbers of features, about even on a log axis, densest around ``n_rows``.

    >>> ladder(60)[:4], 60 in ladder(60), ladder(60)[-1]
    ((2, 3, 6, 10), True, 1500)
    """
    near = [round(n_rows * share) for share in (0.7, 0.85, 0.95, 1, 1.05, 1.2, 1.5)]
    far = np.round(np.geomspace(2, MOST_FEATURES, 13)).astype(int).tolist()
    return tuple(sorted({max(2, n) for n in (*near, *far, *ASKED)}))
