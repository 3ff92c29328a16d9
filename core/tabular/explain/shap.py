"""SHAP for raw columns: the tree route where it holds, else the model-agnostic one.

``tree``: shap's interventional TreeExplainer on the prepared columns, summed per raw column. Each
prepared column (such as one level of a category) is a player of its own there, and for two boosted
classes log-odds are stretched to probabilities, so that enumeration is preferred when cheap.
``exact`` and ``permutation``: the raw columns are the players (`core.tabular.explain.shapley`).
All three explain the same number against the same background rows and add up to the prediction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.settings import Declared, control
from core.tabular.explain.importance import Importance
from core.tabular.explain.shapley import (
    EXACT_LIMIT,
    Shapley,
    exact_evaluations,
    exact_shapley,
    permutation_evaluations,
    permutation_shapley,
)
from core.tabular.explain.target import (
    Explained,
    NothingToExplain,
    Tell,
    quantity_function,
)
from core.tabular.explain.tree import NoTreeRoute, TreeRoute, tree_route, tree_shapley

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

CHEAP_EVALUATIONS = 60_000
"""Enumeration is chosen when the model need not predict more rows than this."""


class ShapSettings(Declared):
    """What SHAP is computed from, and by which route."""

    background: int = control(
        "Background rows",
        "Training rows that stand for 'not knowing a column'. More are steadier and slower.",
        default=50, low=1, high=500,
    )  # fmt: skip
    method: str = control(
        "SHAP method",
        "",
        ("auto", "automatic", "Trees if it can, else all coalitions, else permutations."),
        ("tree", "trees", "Exact for tree models; fails with a reason for others."),
        ("exact", "all coalitions", f"Exact for up to {EXACT_LIMIT} columns; slow."),
        ("permutation", "permutations", "An estimate, for any model and many columns."),
        default="auto",
        role="method",
    )
    n_permutations: int = control(
        "Permutations",
        "Random orders of the columns per row. Only for the permutation method.",
        default=3, low=1, high=50,
    )  # fmt: skip


@dataclass(frozen=True)
class ShapAnswer:
    """SHAP values of raw columns: ``base + values.sum(axis=1) == predictions``.

    values : (n_rows, n_columns) in the unit of the explained number; rows : the raw rows, same
    shape; positions : their positions among the test rows. base : mean prediction over
    ``n_background`` training rows. ``method`` is the route taken and ``why`` says why.
    n_evaluations : rows the model had to predict (0 for trees).
    """

    columns: tuple[str, ...]
    values: NDArray[np.float64]
    base: float
    predictions: NDArray[np.float64]
    rows: pd.DataFrame
    positions: NDArray[np.intp]
    method: str
    why: str
    n_background: int
    n_evaluations: int

    def value_ranks(self) -> NDArray[np.float64]:
        """Return each cell's rank in its column of ``rows``, 0 lowest to 1 highest.

        NaN for gaps and for columns without an order (categories, text): (n_rows, n_columns).
        """
        ranks = np.full(self.values.shape, np.nan)
        for j, name in enumerate(self.columns):
            column = self.rows[name]
            if pd.api.types.is_numeric_dtype(column) or column.dtype.kind == "M":
                order = column.rank(method="average").to_numpy(dtype=np.float64) - 1
                ranks[:, j] = order / max(column.count() - 1, 1)
        return ranks

    def importance(self) -> Importance:
        """Return the mean size of each column's contribution."""
        sizes = np.abs(self.values)
        return Importance(
            "shap",
            "SHAP",
            "mean |SHAP value|",
            self.columns,
            sizes.mean(axis=0),
            sizes.std(axis=0),
        )


def shap_answer(
    fitted: Fitted,
    explained: Explained,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    *,
    positions: NDArray[np.intp],
    method: str = "auto",
    n_permutations: int = 3,
    seed: int = 0,
    tell: Tell = report,
) -> ShapAnswer:
    """Explain raw ``rows`` against raw ``background`` rows, by the method asked for.

    Raises `NoTreeRoute` (method ``tree`` for a model without one), `NothingToExplain` (too many
    columns to enumerate).
    """
    size = len(rows), rows.shape[1], len(background)
    route = route_of(
        fitted, explained, rows, background,
        method=method, n_permutations=n_permutations, tell=tell,
    )  # fmt: skip
    if route.found is not None:
        return _answer(route.found, rows, positions, route, size[2], 0)
    predict = quantity_function(fitted, explained)
    if route.method == "exact":
        found = exact_shapley(predict, rows, background, tell=tell)
        return _answer(found, rows, positions, route, size[2], exact_evaluations(*size))
    found = permutation_shapley(
        predict, rows, background, n_permutations=n_permutations, seed=seed, tell=tell
    )
    cost = permutation_evaluations(*size, n_permutations)
    return _answer(found, rows, positions, route, size[2], cost)


@dataclass(frozen=True)
class Route:
    """The method that is taken, why, and what the trees said where it is theirs."""

    method: str
    why: str
    found: Shapley | None = None


def route_of(
    fitted: Fitted,
    explained: Explained,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    *,
    method: str = "auto",
    n_permutations: int = 3,
    tell: Tell = report,
) -> Route:
    """Return the route for the method asked for; whether trees are one shows when they are asked.

    Raises as `shap_answer`.
    """
    if method not in ("auto", "tree"):
        if method == "exact":
            _refuse_many(rows.shape[1])
        return Route(method, "You asked for this method.")
    cheap = agnostic_method(len(rows), rows.shape[1], len(background), n_permutations)
    try:
        trees = tree_route(fitted, explained, background)
        if method == "tree" or trees.exact or cheap != "exact":
            found = tree_shapley(fitted, explained, rows, trees, tell=tell)
            return Route("tree", _tree_why(trees), found)
    except NoTreeRoute as reason:
        if method == "tree":
            raise
        return Route(cheap, str(reason))
    return Route(cheap, "Boosted trees add up log-odds; this is exact for probabilities.")


def agnostic_method(n_rows: int, n_columns: int, n_background: int, n_permutations: int) -> str:
    """Return "exact" if trying every coalition is cheap or no dearer, else "permutation"."""
    if n_columns > EXACT_LIMIT:
        return "permutation"
    exact = exact_evaluations(n_rows, n_columns, n_background)
    other = permutation_evaluations(n_rows, n_columns, n_background, n_permutations)
    return "exact" if exact <= max(CHEAP_EVALUATIONS, other) else "permutation"


def _tree_why(route: TreeRoute) -> str:
    if route.exact:
        return "The model is made of trees and every prepared column comes from one of yours."
    return "Boosted trees add up log-odds; their shares are stretched to fit the probability."


def _refuse_many(n_columns: int) -> None:
    if n_columns > EXACT_LIMIT:
        raise NothingToExplain(
            f"{n_columns} columns have too many coalitions to try them all; {EXACT_LIMIT} columns "
            "are the most. Choose the permutation method."
        )


def _answer(
    found: Shapley,
    rows: pd.DataFrame,
    positions: NDArray[np.intp],
    route: Route,
    n_background: int,
    n_evaluations: int,
) -> ShapAnswer:
    return ShapAnswer(
        columns=tuple(rows.columns),
        values=found.values,
        base=found.base,
        predictions=found.predictions,
        rows=rows.reset_index(drop=True),
        positions=positions,
        method=route.method,
        why=route.why,
        n_background=n_background,
        n_evaluations=n_evaluations,
    )
