"""A draw of few rows, so that much can be fitted, or luck shows: every class keeps its share."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.int64]

FEWEST_OF_A_CLASS = 10
"""So many rows of each class are kept where there are as many: two for each of five folds."""


def few(rows: Rows, _y: NDArray[Any], random: np.random.Generator, *, n_rows: int) -> Rows:
    """Draw at most ``n_rows`` of the rows, in their order."""
    if len(rows) <= n_rows:
        return rows
    return np.sort(random.choice(rows, n_rows, replace=False))


def few_of_each_class(
    rows: Rows, y: NDArray[Any], random: np.random.Generator, *, n_rows: int
) -> Rows:
    """Draw about ``n_rows`` of the rows, every class in its share and at least twice a fold."""
    if len(rows) <= n_rows:
        return rows
    drawn = []
    for code in range(y.max() + 1):
        own = rows[y[rows] == code]
        wanted = max(FEWEST_OF_A_CLASS, round(n_rows * len(own) / len(rows)))
        drawn.append(random.choice(own, min(wanted, len(own)), replace=False))
    return np.sort(np.concatenate(drawn))
