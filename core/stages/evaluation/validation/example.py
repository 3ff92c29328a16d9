"""A score for every fold, and how good the estimate was.

Recipe and model are fitted afresh in each fold: nothing is learnt from the rows tested.
No fold saw the test rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.tabular.experiment import N_SEEDS
from core.tabular.judge.by_library import BY_LIBRARY, Score, interval
from core.tabular.judge.cross_validate import (
    ValidationSettings,
    fold_case,
    fold_order,
    repeat_seeds,
    validation_metric,
)
from core.tabular.judge.defined import mean_of, spread_of
from core.tabular.judge.fold_plans import plans_for
from core.tabular.judge.folds import SHUFFLED, division, make_folds
from core.tabular.judge.folds_by_library import scores_in_folds
from core.tabular.judge.metrics import n_draws
from core.tabular.recipe.pipeline import build
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Array = NDArray[Any]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the scheme, the metric, and recipes where folds differ in theirs.

    values : fields of `ValidationSettings`. Raises what `cross_validate` raises before it fits.
    """
    settings = ValidationSettings(scene.experiment, **values)  # type: ignore[arg-type]
    order = fold_order(settings, scene.prepared, scene.frame)
    metric, _ = validation_metric(settings)
    repeats = settings.n_repeats if settings.scheme in SHUFFLED else 1
    own = settings.column is None and order is not None
    folds = [
        scene.rows.train[fold.train]
        for seed in repeat_seeds(scene.experiment.seed, repeats)
        for fold in make_folds(
            settings.scheme, fold_case(settings, scene.prepared, scene.rows, order, seed)
        )
    ]
    return {
        "folds": division(settings.scheme, settings.n_folds),
        "score": BY_LIBRARY[metric],
        "column": None if order is None else str(order.name),
        "after_steps": own,
        "n_repeats": repeats,
        "n_draws": n_draws(len(scene.rows.test)),
        **_recipes(scene, folds),
    }


def _recipes(scene: Scene, folds: Sequence[Array]) -> dict[str, Any]:
    """Return the different recipes of the folds, and which each takes; nothing if all are alike."""
    plans = plans_for(scene.experiment, scene.prepared, folds)
    different = [found for place, found in enumerate(plans) if found not in plans[:place]]
    if different == [scene.plan]:
        return {}
    return {
        "recipes": [build(found) for found in different],
        "turns": [different.index(found) for found in plans],
    }


def example(
    frame: pd.DataFrame,
    table: pd.DataFrame,
    X_train: pd.DataFrame,
    y_train: Array,
    X_test: pd.DataFrame,
    y_test: Array,
    pipeline: Any,
    seed: int,
    *,
    folds: Callable[..., Any],
    score: Score,
    column: str | None = None,
    after_steps: bool = False,
    n_repeats: int = 1,
    n_draws: int = 500,
    recipes: Sequence[Any] = (),
    turns: Sequence[int] = (),
) -> None:
    """Print what each fold says, each seed, and the test rows.

    column : holds the group or time of each row, as read or after the steps on the whole table.
    recipes : where a fold's rows ask for other steps; ``turns`` : which of them each fold takes.
    """
    rows = (table if after_steps else frame).loc[X_train.index]
    order = None if column is None else rows[column]
    unfitted = cycle([recipes[turn] for turn in turns] or [pipeline])
    results = []
    for place in range(n_repeats):
        pairs = folds(y_train, order, (seed + place) % N_SEEDS)
        results.append(scores_in_folds(X_train, y_train, pairs, unfitted, score))
    show_results(results)
    told = answers(pipeline, X_test)
    show("Test rows", score(y_test, *told))
    low, high = interval(score, y_test, told, seed=seed, n_draws=n_draws)
    show("Test rows, 95 % from", low)
    show("Test rows, 95 % to", high)


def show_results(results: Sequence[Array]) -> None:
    """Print the scores of the first seed, mean and spread over all, and the mean of each seed."""
    for place, value in enumerate(results[0], start=1):
        show(f"Fold {place}", value)
    show("Mean", mean_of(np.ravel(results)))
    show("Standard deviation", spread_of(np.ravel(results)) if np.size(results) > 1 else 0.0)
    for place, scores in enumerate(results, start=1):
        show(f"Seed {place}", mean_of(scores))
