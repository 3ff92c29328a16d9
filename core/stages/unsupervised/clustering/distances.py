"""Distances between points, column by column: no array is larger than the distances themselves."""

from __future__ import annotations

from typing import Any

import numpy as np


def distances(X: Any, to: Any | None = None) -> Any:
    """Return the Euclidean distances (n, m) from points X (n, d) to others (m, d), or among X.

    >>> distances(np.array([[0.0, 0.0], [3.0, 4.0]])).tolist()
    [[0.0, 5.0], [5.0, 0.0]]
    """
    other = X if to is None else to
    squares = np.zeros((len(X), len(other)))
    for column in range(X.shape[1]):
        squares += (X[:, column, None] - other[None, :, column]) ** 2
    return np.sqrt(squares)
