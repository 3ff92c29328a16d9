"""Divisions of rows as a library call each, and the score of every fold.

A division is a function of ``y`` (n_rows,), of ``order`` (n_rows,), each row's group or time where
it looks at one, and of a seed. It returns positions: to learn from, and to check.
The server names these functions too, so each imports its library when it is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.tabular.division import at_random
from core.tabular.shown import answers
from core.tabular.split import drawn_rows

if TYPE_CHECKING:
    from core.tabular.judge.by_library import Score

Array: TypeAlias = NDArray[Any]
Order: TypeAlias = "pd.Series | None"
Pairs: TypeAlias = Iterable[tuple[Array, Array]]


def hold_out(y: Array, _order: Order, seed: int, *, test_share: float) -> Pairs:
    """Put some rows aside, once."""
    return [at_random(y, test_share, seed)]


def k_fold(y: Array, _order: Order, seed: int, *, n_folds: int) -> Pairs:
    """Test every row once."""
    from sklearn.model_selection import KFold

    return KFold(n_folds, shuffle=True, random_state=seed).split(y)  # type: ignore[no-any-return]


def stratified(y: Array, _order: Order, seed: int, *, n_folds: int) -> Pairs:
    """Test every row once, with the same share of classes in each fold."""
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(n_folds, shuffle=True, random_state=seed)
    return folds.split(y, y)  # type: ignore[no-any-return]


def grouped(y: Array, order: pd.Series, seed: int, *, n_folds: int) -> Pairs:
    """Never have rows of one group on both sides."""
    from sklearn.model_selection import GroupKFold

    groups = pd.factorize(order, use_na_sentinel=False)[0]
    folds = GroupKFold(n_folds, shuffle=True, random_state=seed)
    return folds.split(y, y, groups)  # type: ignore[no-any-return]


def in_time(y: Array, order: Order, _seed: int, *, n_folds: int) -> Pairs:
    """Learn from the past and test on what came next; rows without times are in their order."""
    from sklearn.model_selection import TimeSeriesSplit

    in_order = np.arange(len(y)) if order is None else np.argsort(order.to_numpy(), kind="stable")
    parts = TimeSeriesSplit(n_folds).split(in_order)
    return [(in_order[past], in_order[future]) for past, future in parts]


def leave_one_out(y: Array, _order: Order, seed: int, *, most: int) -> Pairs:
    """Test rows alone, at most ``most`` of them."""
    rows = np.arange(len(y))
    return [(np.delete(rows, row), np.array([row])) for row in drawn_rows(rows, most, seed)]


def scores_in_folds(
    X: pd.DataFrame, y: Array, folds: Pairs, recipes: Iterable[Any], score: Score
) -> Array:
    """Fit afresh within every fold and return the (n_folds,) scores of the rows put aside.

    recipes : an unfitted pipeline for each fold.
    """
    from sklearn.base import clone

    scores = []
    for (learn, check), recipe in zip(folds, recipes, strict=False):
        fitted = clone(recipe).fit(X.iloc[learn], y[learn])
        scores.append(score(y[check], *answers(fitted, X.iloc[check])))
    return np.array(scores)
