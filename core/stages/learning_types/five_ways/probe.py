"""The linear probe: logistic regression of each class against the rest, on any features."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.stages.learning_types.five_ways.supervised import Floats

NEWTON_STEPS = 12
STRENGTH = 1.0
"""How much the squares of the weights count: scikit-learn's C = 1."""


def scale_of(X: Any) -> tuple[Floats, Floats]:
    """Return the mean and the spread of each feature, over the points of X (..., n, d)."""
    spread = X.std(axis=-2, keepdims=True)
    return X.mean(axis=-2, keepdims=True), np.where(spread < 1e-12, 1.0, spread)


def probes(X: Any, y: Any, n_classes: int) -> Floats:
    """Return weights (..., d + 1, n_classes), the intercept last; Newton's method on all at once.

    X : (..., n, d) scaled features. y : (..., n) codes. Minimises the log loss of each class
    against the rest plus half the squared weights, intercept free.
    """
    rows = np.concatenate([X, np.ones((*X.shape[:-1], 1))], axis=-1)[..., None, :, :]
    asked = (y[..., None, :] == np.arange(n_classes)[:, None]).astype(np.float64)
    penalty = STRENGTH * np.ones(rows.shape[-1])
    penalty[-1] = 0.0
    w = np.zeros((*asked.shape[:-1], rows.shape[-1]))
    turned = rows.swapaxes(-1, -2)
    for _ in range(NEWTON_STEPS):
        sure = 1 / (1 + np.exp(-(rows @ w[..., None])[..., 0]))
        slope = (turned @ (sure - asked)[..., None])[..., 0] + penalty * w
        bend = turned @ (rows * (sure * (1 - sure))[..., None]) + np.diag(penalty + 1e-10)
        w = w - np.linalg.solve(bend, slope[..., None])[..., 0]
    return np.asarray(w.swapaxes(-1, -2))


def backing(weights: Any, X: Any) -> Floats:
    """Return how probable each class is against the rest, (..., n, n_classes)."""
    return np.asarray(1 / (1 + np.exp(-(X @ weights[..., :-1, :] + weights[..., -1:, :]))))
