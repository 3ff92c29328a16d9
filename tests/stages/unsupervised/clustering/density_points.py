"""Points in which clusters of every form are looked for."""

from __future__ import annotations

import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons

MAKERS = {
    "blobs": lambda seed: make_blobs(120, centers=4, random_state=seed)[0],
    "moons": lambda seed: make_moons(120, noise=0.08, random_state=seed)[0],
    "rings": lambda seed: make_circles(150, noise=0.05, factor=0.5, random_state=seed)[0],
    "cloud": lambda seed: np.random.default_rng(seed).normal(size=(70, 3)),
}
"""Name -> seed -> points (n, d)."""


def places(name: str, seed: int = 0):
    """Points (n, d), in the order of their places, as the suite takes them."""
    X = np.ascontiguousarray(MAKERS[name](seed), dtype=float)
    return X[np.lexsort(X.T[::-1])]
