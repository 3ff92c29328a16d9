"""How the prediction moves with one column.

It is set to each value of a grid in turn; everything else stays. The mean of those curves is the
partial dependence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.tabular.explain.by_library import class_chosen, explained
from core.tabular.explain.curves import (
    accumulated_local_effects,
    crossing_share,
    grid_kind,
    grid_of,
    levels,
    quantiles,
    with_gap,
)
from core.tabular.explain.pdp import ALE_ROWS, PdpSettings
from core.tabular.explain.target import (
    Predict,
    explained_quantity,
    quantity_function,
    refuse_constant,
    refuse_unknown_column,
    sample_rows,
)
from core.tabular.shown import show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Floats: TypeAlias = NDArray[np.float64]
Spread: TypeAlias = "Callable[[pd.Series, int], pd.Series]"


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the column, how its grid is made, and the sizes. Raises as the page."""
    from core.tabular.fit import fit

    settings = PdpSettings.of(values, experiment=scene.experiment)
    fitted = fit(scene.experiment, scene.frame)
    refuse_unknown_column(settings.column, fitted.X_test.columns)
    told = explained_quantity(fitted, scene.experiment.target, settings.class_)
    refuse_constant(quantity_function(fitted, told), fitted.X_test, told)
    return {
        "column": settings.column,
        **_curves_of(fitted.X_train[settings.column], settings.n_grid),
        **class_chosen(fitted, told),
        "n_grid": settings.n_grid,
        "n_rows": settings.n_rows,
        "seed": settings.seed,
    }


def _curves_of(values: pd.Series, n_grid: int) -> dict[str, Any]:
    """Return how a column's grid is made, and its effects where it has an order."""
    grid_of(values, n_grid)  # it raises where there is nothing to move
    if grid_kind(values) == "category":
        return {"spread": levels}
    return {"spread": quantiles, "effects": show_effects}


def curve(
    pipeline: Any,
    X_train: pd.DataFrame,
    X_test: pd.DataFrame,
    *,
    column: str,
    spread: Spread,
    effects: Callable[..., None] | None = None,
    class_names: Sequence[str] = (),
    class_: str = "",
    n_grid: int = 20,
    n_rows: int = 100,
    seed: int = 0,
) -> None:
    """Print the mean of the curves, and the share of their movement that it does not show."""
    k = class_names.index(class_) if class_names else None  # the model counts classes from 0
    predict = partial(explained, pipeline, k=k)
    grid = with_gap(spread(X_train[column], n_grid), X_train[column])
    rows, _ = sample_rows(X_test, n_rows, seed)
    ice = curves(predict, rows, column, grid)
    for value, height in zip(grid, ice.mean(axis=0), strict=True):
        show(f"Mean at {value}", height)
    show("Crossing", crossing_share(ice))
    if effects is not None:
        effects(predict, X_test, column, n_grid + 1, seed)


def curves(predict: Predict, rows: pd.DataFrame, column: str, grid: pd.Series) -> Floats:
    """Return a curve for each row: (n_rows, n_grid)."""
    heights, moved = np.empty((len(rows), len(grid))), rows.copy()
    for place in range(len(grid)):
        moved[column] = grid.array.take([place] * len(rows))
        heights[:, place] = predict(moved)
    return heights


def show_effects(
    predict: Predict, X_test: pd.DataFrame, column: str, n_edges: int, seed: int
) -> None:
    """Print accumulated local effects: differences among rows that exist, added up; mean zero."""
    rows, _ = sample_rows(X_test, ALE_ROWS, seed)
    found = accumulated_local_effects(predict, rows, column, n_edges)
    if found is not None:
        for edge, height in zip(found.edges, found.values, strict=True):
            show(f"ALE at {edge}", height)
