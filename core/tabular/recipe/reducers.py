"""Fewer or more columns of numbers: repeated ones dropped, directions, powers, information.

Only workers import this module (through the entry points of the catalogue).
"""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import PolynomialFeatures

from core.errors import PlaygroundError
from core.tabular.recipe.origin import Sources
from core.tabular.recipe.transformers import FrameTransformer

MOST_POWER_CELLS = 50_000_000
MOST_INFORMATION_ROWS = 5_000

__all__ = [
    "BoundedSVD",
    "Powers",
    "TooManyPowers",
    "Uncorrelated",
    "information_on_class",
    "information_on_number",
]


class Uncorrelated(FrameTransformer):
    """Of two columns with |correlation| of at least ``limit``, keep the first.

    A column is dropped when it is that close to one that is kept; gaps are left out pair by pair.
    """

    def __init__(self, limit: float = 0.95) -> None:
        self.limit = limit

    def _learn(self, X: pd.DataFrame) -> None:
        close = X.corr().abs().to_numpy() >= self.limit
        kept: list[int] = []
        for i in range(X.shape[1]):
            if not close[i, kept].any():
                kept.append(i)
        self.kept_ = [str(X.columns[i]) for i in kept]

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        return X[self.kept_]

    def _names(self) -> list[str]:
        return self.kept_


class BoundedSVD(TruncatedSVD):  # type: ignore[misc]
    """Truncated SVD with at most as many directions as there are columns."""

    def fit_transform(self, X: Any, y: object = None) -> NDArray[np.float64]:
        """Learn the directions of ``X`` (n_rows, n_columns) and return (n_rows, n_directions)."""
        asked: int = self.get_params()["n_components"]
        self.n_components = min(asked, X.shape[1])
        try:
            return np.asarray(super().fit_transform(X, y))
        finally:
            self.n_components = asked


def information_on_class(X: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """Return (n_columns,) mutual information with a class, in nats, from at most 5,000 rows."""
    from sklearn.feature_selection import mutual_info_classif

    rows = _some(len(np.asarray(y)))
    found = mutual_info_classif(np.asarray(X)[rows], np.asarray(y)[rows], random_state=0)
    return np.asarray(found)


def information_on_number(X: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """Return (n_columns,) mutual information with a number, in nats, from at most 5,000 rows."""
    from sklearn.feature_selection import mutual_info_regression

    rows = _some(len(np.asarray(y)))
    found = mutual_info_regression(np.asarray(X)[rows], np.asarray(y)[rows], random_state=0)
    return np.asarray(found)


def _some(n_rows: int) -> NDArray[np.int64]:
    if n_rows <= MOST_INFORMATION_ROWS:
        return np.arange(n_rows)
    return np.random.default_rng(0).choice(n_rows, MOST_INFORMATION_ROWS, replace=False)


class TooManyPowers(PlaygroundError):
    """Powers and products would not fit into memory."""


class Powers(PolynomialFeatures):  # type: ignore[misc]
    """Powers and products up to ``degree``, without the constant; refuses to fill the memory.

    At most `MOST_POWER_CELLS` numbers; raises `TooManyPowers`.
    """

    def __init__(self, degree: int = 2, *, interaction_only: bool = False) -> None:
        super().__init__(degree, interaction_only=interaction_only, include_bias=False)

    def fit(self, X: Any, y: object = None) -> Powers:
        """Learn the column names; refuse if ``X`` (n_rows, n_columns) gives too many products."""
        n_rows, n_columns = X.shape
        n_products = comb(n_columns + self.degree, self.degree) - 1
        if n_rows * n_products > MOST_POWER_CELLS:
            raise TooManyPowers(
                f"Degree {self.degree} of {n_columns} columns gives {n_products:,} columns, too "
                f"many for {n_rows:,} rows. Choose a lower degree or fewer columns."
            )
        super().fit(X, y)
        return self

    def sources(self) -> Sources:
        """Return for each product the positions of the columns that are in it."""
        return [tuple(np.flatnonzero(powers).tolist()) for powers in self.powers_]
