"""The curves of one raw column: its grid, ICE, ALE, and how much the curves cross.

Sources: Friedman (2001), "Greedy function approximation", Annals of Statistics 29(5) (partial
dependence); Goldstein et al. (2015), JCGS 24(1) (ICE); Apley and Zhu (2020), JRSS B 82(4) (ALE).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.errors import PlaygroundError
from core.tabular.explain.target import NothingToExplain, Predict

GridKind: TypeAlias = Literal["number", "date", "category"]

STEPS = 5
"""A dependence reports its progress in about so many steps."""


class NoGrid(PlaygroundError):
    """The column cannot be moved along a grid."""


@dataclass(frozen=True)
class Ale:
    """Accumulated local effects of a number or a date.

    edges : (n_edges,) Series in the column's type; values : (n_edges,) float64, mean 0 over rows;
    n_rows : rows they rest on.
    """

    edges: pd.Series
    values: NDArray[np.float64]
    n_rows: int


def grid_of(values: pd.Series, n_grid: int) -> pd.Series:
    """Return at most ``n_grid`` values that occur in ``values``, plus a gap if it has gaps.

    Numbers and dates: quantiles, each an observed value, in order. Categories: levels, the most
    frequent first. Raises `NoGrid` for free text and ids, `NothingToExplain` for one value.
    """
    kind = grid_kind(values)
    present = values.dropna()
    grid = levels(values, n_grid) if kind == "category" else quantiles(values, n_grid)
    grid = with_gap(grid, values)
    if present.empty:
        raise NothingToExplain(
            f"{values.name} has no value in any training row, so there is nothing to move. "
            "Choose another column."
        )
    if len(grid) < 2:
        what = "the same value" if len(present) else "no value"
        raise NothingToExplain(
            f"{values.name} has {what} in {'every' if len(present) else 'any'} training row, so "
            "there is nothing to move. Choose another column."
        )
    grid.name = values.name
    return grid


def ice_curves(
    predict: Predict, rows: pd.DataFrame, column: str, grid: pd.Series
) -> NDArray[np.float64]:
    """Return (n_rows, n_grid) predictions with ``column`` set to each grid value."""
    curves = np.empty((len(rows), len(grid)))
    size = max(len(grid) // STEPS, 1)
    for start in range(0, len(grid), size):
        part = grid.iloc[start : start + size]
        moved = pd.concat([rows] * len(part), ignore_index=True)
        moved[column] = part.repeat(len(rows)).array
        curves[:, start : start + size] = predict(moved).reshape(len(part), len(rows)).T
        done = start + len(part)
        report(done, len(grid), f"grid point {done} of {len(grid)}")
    return curves


def accumulated_local_effects(
    predict: Predict, rows: pd.DataFrame, column: str, n_edges: int
) -> Ale | None:
    """Return the ALE of a number or date over ``rows``; None when it has fewer than two values.

    With edges z_0 < … < z_K at quantiles and rows N_k with z_{k-1} < x <= z_k (the first bin takes
    its lower edge too): g(z_k) = g(z_{k-1}) + mean over N_k of f(z_k, rest) - f(z_{k-1}, rest);
    then g is centred so that its mean over the rows, bin by bin at mid-height, is zero.
    """
    rows = rows[rows[column].notna()]
    edges = quantiles(rows[column], n_edges, ends=True)
    if len(edges) < 2:
        return None
    bins = np.clip(edges.searchsorted(rows[column], side="left"), 1, len(edges) - 1)
    lower, upper = rows.copy(), rows.copy()
    lower[column] = edges.array.take(bins - 1)
    upper[column] = edges.array.take(bins)
    change = predict(upper) - predict(lower)
    n_rows = np.bincount(bins, minlength=len(edges))
    total = np.bincount(bins, weights=change, minlength=len(edges))
    effects = np.divide(total, n_rows, out=np.zeros(len(edges)), where=n_rows > 0)
    values = np.cumsum(effects)
    middle = (values[1:] + values[:-1]) / 2
    return Ale(edges, values - np.average(middle, weights=n_rows[1:]), len(rows))


def crossing_share(ice: NDArray[np.float64]) -> float:
    """Return the share of the curves' movement that their mean does not show, in [0, 1].

    The sum of squares of the curves, each centred on its own mean, splits into the mean curve's
    and what is left; a purely additive model leaves nothing.
    """
    centred = ice - ice.mean(axis=1, keepdims=True)
    total = float((centred**2).sum())
    shown = float((centred.mean(axis=0) ** 2).sum()) * len(ice)
    return max(1.0 - shown / total, 0.0) if total > 0 else 0.0


def grid_kind(values: pd.Series) -> GridKind:
    """Return what kind of grid a raw column has; raise `NoGrid` for free text and ids."""
    from core.data.describe import column_kinds

    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return "number"
    kind = column_kinds(values.to_frame())[str(values.name)]
    if kind in ("text", "id"):
        raise NoGrid(
            f"{values.name} holds {'free text' if kind == 'text' else 'ids'}: there is no order to "
            "move it along. Choose a number, a date or a category."
        )
    return "category"


def with_gap(grid: pd.Series, values: pd.Series) -> pd.Series:
    """Return the grid of ``values``, a gap at its end if they have any: it is a value, too."""
    if not values.isna().any():
        return grid
    gap = pd.Series([None], dtype=values.dtype)
    return pd.concat([grid, gap], ignore_index=True)


def levels(values: pd.Series, n: int) -> pd.Series:
    """Return the ``n`` most frequent values, the most frequent first."""
    return pd.Series(values.value_counts().index[:n], dtype=values.dtype)


def quantiles(values: pd.Series, n: int, *, ends: bool = False) -> pd.Series:
    """Return at most ``n`` observed values of evenly spaced rank, ascending, without repetition.

    All of them when there are no more than ``n``; else between the 2nd and the 98th percentile,
    unless the ``ends`` are asked for.
    """
    low, high = (0.0, 1.0) if ends else (0.02, 0.98)
    ordered = values.dropna().sort_values(ignore_index=True)
    if ordered.nunique() <= n:
        low, high, n = 0.0, 1.0, len(ordered)
    ranks = np.rint(np.linspace(low, high, n) * (len(ordered) - 1)).astype(int)
    return ordered.iloc[np.unique(ranks)].drop_duplicates().reset_index(drop=True)
