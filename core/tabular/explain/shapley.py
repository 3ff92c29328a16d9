"""Shapley values with the raw columns as players, for any model.

The worth of a coalition S for a row x is the mean prediction over the background rows z when the
columns in S take their values from x and the others from z (the interventional game):

    v(S) = mean over z of f(x_S, z_rest),      base = v(no column),      v(all columns) = f(x)
    phi_j = sum over S without j of |S|! (m - |S| - 1)! / m! · (v(S + j) - v(S))

Sources: Shapley (1953), "A value for n-person games"; Lundberg and Lee (2017), NeurIPS; Mitchell
et al. (2022), "Sampling permutations for Shapley value estimation", JMLR 23(43), for the forward
and backward orders. The numbers equal those of shap's ``ExactExplainer`` and, with the same seed,
``PermutationExplainer``; those two compile themselves in every worker first (about 4 s and 110
MB), and call the model once per order instead of once per row.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.tabular.explain.hybrids import BATCH_ROWS, raw_hybrids
from core.tabular.explain.target import OfPositions, Predict, Quantity, Tell

EXACT_LIMIT = 14
"""Above this many columns the 2^m coalitions of a row are too many to enumerate."""


@dataclass(frozen=True)
class Shapley:
    """Contributions of columns to predictions: ``base + values.sum(axis=1) == predictions``.

    values : (n_rows, n_columns) float64, in the unit of the explained number.
    base : mean prediction over the background rows.
    predictions : (n_rows,) float64.
    """

    values: NDArray[np.float64]
    base: float
    predictions: NDArray[np.float64]

    @property
    def additivity_error(self) -> float:
        """The largest |base + Σφ - prediction|, as a share of |base| + Σ|φ| of its row."""
        gap = np.abs(self.base + self.values.sum(axis=1) - self.predictions)
        size = np.abs(self.base) + np.abs(self.values).sum(axis=1)
        return float(np.max(gap / np.maximum(size, np.finfo(np.float64).tiny), initial=0.0))


def exact_evaluations(n_rows: int, n_columns: int, n_background: int) -> int:
    """Return how many rows the model must predict to enumerate every coalition."""
    return n_rows * n_background * (1 << n_columns)


def permutation_evaluations(
    n_rows: int, n_columns: int, n_background: int, n_permutations: int
) -> int:
    """Return how many rows the model must predict for so many permutations and their reverses."""
    return n_rows * n_background * n_permutations * max(2 * n_columns - 2, 0)


def exact_shapley(
    predict: Predict, rows: pd.DataFrame, background: pd.DataFrame, *, tell: Tell = report
) -> Shapley:
    """Return exact Shapley values by enumerating all coalitions of the columns that differ.

    rows : (n_rows, n_columns) raw rows to explain; background : (n_background, n_columns).
    Raises ValueError above `EXACT_LIMIT` columns.
    """
    if rows.shape[1] > EXACT_LIMIT:
        raise ValueError(
            f"{rows.shape[1]} columns are too many to enumerate, {EXACT_LIMIT} is most"
        )
    game = _Game(predict, rows, background)
    return _explain_rows(game, lambda row, players: _exact_row(game, row, players), tell)


def permutation_shapley(
    predict: Predict,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    *,
    n_permutations: int = 3,
    seed: int = 0,
    tell: Tell = report,
) -> Shapley:
    """Return Shapley values estimated over ``n_permutations`` random orders and their reverses.

    Exact for models without interactions of three or more columns; always adds up exactly.
    rows : (n_rows, n_columns) raw rows to explain; background : (n_background, n_columns).
    """
    game = _Game(predict, rows, background)
    random = np.random.RandomState(seed)  # shap's generator, so that values agree

    def explain(row: int, players: NDArray[np.intp]) -> NDArray[np.float64]:
        orders = []
        order = players.copy()
        for _ in range(n_permutations):
            random.shuffle(order)
            orders.append(order.copy())
        return _permutation_row(game, row, np.array(orders))

    return _explain_rows(game, explain, tell)


class _Game:
    """The worth of coalitions; hybrid rows are tables of positions into one pool of raw rows."""

    def __init__(self, predict: Predict, rows: pd.DataFrame, background: pd.DataFrame) -> None:
        self.n_background, self.n_rows, self.n_columns = len(background), len(rows), rows.shape[1]
        pool = pd.concat([background, rows], ignore_index=True)
        self.ask = _asker(predict, pool)
        codes = [pd.factorize(pool[name], use_na_sentinel=True)[0] for name in pool.columns]
        self.codes = np.array(codes).reshape(self.n_columns, -1).T  # (n_background + n_rows, m)
        self.base = float(predict(background).mean())
        self.predictions = predict(rows)

    def players(self, row: int) -> NDArray[np.intp]:
        """Return the columns in which ``row`` differs from any background row; others get zero."""
        differs = self.codes[: self.n_background] != self.codes[self.n_background + row]
        return np.flatnonzero(differs.any(axis=0))

    def worth(self, row: int, masks: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return v(S) for each of ``masks`` (n_masks, n_columns): (n_masks,) float64."""
        size = max(BATCH_ROWS // self.n_background, 1)
        parts = [
            self._worth(row, masks[start : start + size]) for start in range(0, len(masks), size)
        ]
        return np.concatenate(parts) if parts else np.empty(0)

    def _worth(self, row: int, masks: NDArray[np.bool_]) -> NDArray[np.float64]:
        origin = np.arange(self.n_background)[None, :, None]
        positions = np.where(masks[:, None, :], self.n_background + row, origin)
        positions = positions.reshape(-1, self.n_columns)  # (n_masks * n_background, n_columns)
        by_mask = self.ask(positions).reshape(len(masks), self.n_background)
        means: NDArray[np.float64] = by_mask.mean(axis=1)
        return means


def _asker(predict: Predict, pool: pd.DataFrame) -> OfPositions:
    if isinstance(predict, Quantity):
        return predict.among(pool)
    rows = raw_hybrids(pool)
    return lambda positions: predict(rows(positions))


def _explain_rows(
    game: _Game, explain: Callable[[int, NDArray[np.intp]], NDArray[np.float64]], tell: Tell
) -> Shapley:
    values = np.zeros((game.n_rows, game.n_columns))
    started = time.monotonic()
    for row in range(game.n_rows):
        players = game.players(row)
        if len(players):
            values[row, players] = explain(row, players)
        left_s = (time.monotonic() - started) / (row + 1) * (game.n_rows - row - 1)
        tell(row + 1, game.n_rows, f"SHAP, row {row + 1} of {game.n_rows}, {left_s:.0f} s left")
    return Shapley(values, game.base, game.predictions)


def _exact_row(game: _Game, row: int, players: NDArray[np.intp]) -> NDArray[np.float64]:
    m = len(players)
    coalitions = np.arange(2**m)
    members = (coalitions[:, None] >> np.arange(m)) & 1  # (2^m, m)
    masks = np.zeros((2**m, game.n_columns), dtype=bool)
    masks[:, players] = members == 1
    worth = np.empty(2**m)
    worth[0], worth[-1] = game.base, game.predictions[row]
    worth[1:-1] = game.worth(row, masks[1:-1])
    size = members.sum(axis=1)
    weight = np.array([1.0 / (m * math.comb(m - 1, k)) for k in range(m)])
    values = np.empty(m)
    for j in range(m):
        without = coalitions[members[:, j] == 0]
        values[j] = weight[size[without]] @ (worth[without | (1 << j)] - worth[without])
    return values


def _permutation_row(game: _Game, row: int, orders: NDArray[np.intp]) -> NDArray[np.float64]:
    """Average the gains along each order, (n_permutations, m) columns, and along its reverse.

    Walking an order switches columns on, from none to all; walking it again switches them off,
    which takes the same columns from the other side.
    """
    n_orders, m = orders.shape
    place = np.argsort(orders, axis=1)  # (n_orders, m): where each player, sorted, stands
    on = place[:, None, :] < np.arange(1, m)[None, :, None]  # (n_orders, m - 1, m)
    masks = np.zeros((n_orders, 2, m - 1, game.n_columns), dtype=bool)
    masks[..., np.sort(orders[0])] = np.stack([on, ~on], axis=1)
    worth = np.empty((n_orders, 2, m + 1))
    worth[:, 0, 0] = worth[:, 1, m] = game.base
    worth[:, 0, m] = worth[:, 1, 0] = game.predictions[row]
    inner = game.worth(row, masks.reshape(-1, game.n_columns))
    worth[:, :, 1:m] = inner.reshape(n_orders, 2, m - 1)
    gains = np.diff(worth[:, 0]) - np.diff(worth[:, 1])  # (n_orders, m), by place in the order
    by_player = np.take_along_axis(gains, place, axis=1).sum(axis=0)
    values: NDArray[np.float64] = by_player / (2 * n_orders)
    return values
