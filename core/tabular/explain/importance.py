"""One importance per raw column, and how far two lists of importances agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DUST = 1e-10
"""Numbers smaller than this share of the largest are rounding errors and have no rank."""


@dataclass(frozen=True)
class Importance:
    """How much each raw column matters by one method.

    values : (n_columns,) float64 in ``unit``; higher matters more, zero or below not at all.
    spread : (n_columns,) standard deviation over repeats, or None. samples : (n_columns,
    n_repeats) or None.
    """

    method: str
    label: str
    unit: str
    columns: tuple[str, ...]
    values: NDArray[np.float64]
    spread: NDArray[np.float64] | None = None
    samples: NDArray[np.float64] | None = None

    @property
    def order(self) -> NDArray[np.intp]:
        """Positions of the columns, the largest value first; ties keep the table's order."""
        return by_size(self.values)

    @property
    def top(self) -> str:
        """The column with the largest value."""
        return self.columns[int(self.order[0])]

    @property
    def top_value(self) -> float:
        """The top column's value: none is important where it is not above zero."""
        return float(self.values[self.order[0]])

    @property
    def runner_up(self) -> str | None:
        """The second, None when there is one column only."""
        return self.columns[int(self.order[1])] if len(self.columns) > 1 else None

    @property
    def top_share(self) -> float:
        """The top column's share of all positive importance, in [0, 1]; 0 if it has none."""
        total = float(np.nansum(np.maximum(self.values, 0.0)))
        return max(self.top_value, 0.0) / total if total > 0 else 0.0


def by_size(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the positions of ``values`` (n,), the largest in size first, whatever its sign.

    Ties, and what is only a rounding error beside the largest, keep their order.

    >>> by_size(np.array([0.0, -0.5, 0.3, 1e-18])).tolist()
    [1, 2, 0, 3]
    """
    return np.argsort(-np.abs(without_dust(np.nan_to_num(values))), kind="stable")


def rank_correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    """Return Spearman's rank correlation in [-1, 1]; ties share their mean rank.

    None when either list has fewer than two different values: then it has no order. What is
    smaller than `DUST` times the list's largest number counts as 0.

    >>> rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.5
    """
    a, b = without_dust(a), without_dust(b)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    ranks = [pd.Series(values).rank().to_numpy() for values in (a, b)]
    return round(float(np.corrcoef(ranks[0], ranks[1])[0, 1]), 12)


def without_dust(values: NDArray[np.float64], beside: float = 0.0) -> NDArray[np.float64]:
    """Return ``values`` (n,) with those that are only rounding errors as 0.

    That is, beside the largest of them, or beside a number they were computed with.

    >>> without_dust(np.array([3.0, -9e-13])), without_dust(np.array([1e-13]), 5.0)
    (array([3., 0.]), array([0.]))
    """
    sizes = np.abs(values)
    return np.where(sizes < DUST * sizes.max(initial=abs(beside)), 0.0, values)


def largest(values: NDArray[np.float64], k: int) -> set[int]:
    """Return the positions of the at most ``k`` largest in size; what is 0 is not among them.

    >>> largest(np.array([0.0, -2.0, 1e-18]), 2)
    {1}
    """
    real = without_dust(values)
    return {int(place) for place in by_size(real)[:k] if real[place] != 0}


def overlap(first: set[int], second: set[int]) -> float:
    """Return the share of the longer list that stands in both; 1 where both are empty.

    >>> overlap({1, 2}, {2}), overlap(set(), set())
    (0.5, 1.0)
    """
    return len(first & second) / max(len(first), len(second)) if first or second else 1.0


def agreement(importances: tuple[Importance, ...]) -> pd.DataFrame:
    """Return the rank correlations of every two methods, by label; NaN where there is no order."""
    labels = [importance.label for importance in importances]
    table = [
        [rank_correlation(first.values, second.values) for second in importances]
        for first in importances
    ]
    return pd.DataFrame(table, index=labels, columns=labels, dtype=np.float64)
