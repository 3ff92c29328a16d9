"""The prediction of one row shared out among some columns, by every coalition of them.

A coalition is worth the mean prediction when it has the row's values and the other players those of
the background. shap's exact explainer gets the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.stages.explainable_ai.shapley.coalitions import called, members
from core.stages.explainable_ai.shapley.games import LETTERS
from core.stages.explainable_ai.shapley.settings import KEPT, RowSettings
from core.stages.explainable_ai.shapley.shares import by_coalitions
from core.tabular.explain.by_library import class_chosen, explained
from core.tabular.explain.target import (
    explained_quantity,
    quantity_function,
    refuse_constant,
    refuse_unknown_row,
    sample_rows,
)
from core.tabular.shown import show
from core.value import Value

if TYPE_CHECKING:
    from core.export.scene import Scene


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the row, the players, the class and the background's size. Raises as the page."""
    from core.stages.explainable_ai.shapley.row import players_of
    from core.tabular.fit import fit

    settings = RowSettings.of(values, experiment=scene.experiment)
    fitted = fit(scene.experiment, scene.frame)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    players = players_of(settings, fitted)
    row = fitted.X_test.iloc[[settings.row]]
    told = explained_quantity(fitted, scene.experiment.target, settings.class_, row)
    refuse_constant(quantity_function(fitted, told), fitted.X_test, told)
    number = {"row": settings.row, "players": players, **class_chosen(fitted, told)}
    keeps = settings.rest == KEPT
    return {**number, "keeps": keeps, "n_background": settings.background, "seed": settings.seed}


def example_row(
    pipeline: Any,
    X_train: pd.DataFrame,
    X_test: pd.DataFrame,
    *,
    row: int,
    players: Sequence[str],
    class_names: Sequence[str] = (),
    class_: str = "",
    keeps: bool = True,
    n_background: int = 50,
    seed: int = 0,
) -> None:
    """Print the worth of every coalition of the columns ``players``, and what each column gets.

    keeps : whether the columns that do not play have the row's values, or the background's.
    """
    k = class_names.index(class_) if class_names else None  # the model counts classes from 0
    one = X_test.iloc[[row]]
    background, _ = sample_rows(X_train, n_background, seed)
    others = [name for name in X_test.columns if name not in players] if keeps else []
    worths = []
    for coalition in range(1 << len(players)):
        told = [*others, *(players[i] for i in members(coalition))]
        mixed = mixed_rows(one, background, told)
        worths.append(explained(pipeline, mixed, k).mean())
        show(f"v({called(LETTERS, coalition)})", worths[-1])
    for name, value in zip(players, by_coalitions(worths), strict=True):
        show(name, value)


def mixed_rows(one: pd.DataFrame, background: pd.DataFrame, told: Sequence[str]) -> pd.DataFrame:
    """Return the background rows with the columns ``told`` as in the one row."""
    n = len(background)
    pool = pd.concat([background, one], ignore_index=True)
    of_row, own = np.full(n, n), np.arange(n)
    columns = {name: pool[name].take(of_row if name in told else own) for name in pool.columns}
    return pd.DataFrame({name: column.array for name, column in columns.items()})
