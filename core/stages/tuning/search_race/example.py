"""Optuna's TPE looks for settings: a score for each trial by folds, test rows at the end.

Recipe and model are fitted afresh in each fold, and only the winner meets the test rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.stages.tuning.search_race.settings import RaceSettings, check
from core.tabular.experiment import N_SEEDS
from core.tabular.judge.by_library import BY_LIBRARY, Score
from core.tabular.judge.cross_validate import metric_for
from core.tabular.judge.folds import division
from core.tabular.judge.folds_by_library import scores_in_folds
from core.tabular.judge.metrics import metric_spec
from core.tabular.models.catalogue import model_spec
from core.tabular.search.paths import axis_of, path_of
from core.tabular.shown import answers, show
from core.tabular.split import drawn_rows
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Array = NDArray[Any]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the space, the budget, folds and metric. Raises what the race raises at its start."""
    settings = RaceSettings(scene.experiment, **values)  # type: ignore[arg-type]
    check(settings)
    kind, spec = scene.experiment.split.kind, model_spec(scene.experiment.model.id)
    even = "stratified" if scene.prepared.classes else "k_fold"
    metric = metric_for(scene.experiment.task, settings.metric)
    axes = {path_of(scene.experiment, one): axis_of(one) for one in settings.space.dimensions}
    most = min(settings.max_rows, spec.max_rows or settings.max_rows)
    ordered = kind in ("grouped", "time")
    return {
        "axes": axes,
        "n_trials": settings.n_trials,
        "n_seeds": settings.n_seeds,
        "n_startup": settings.n_startup,
        "folds": division(kind if ordered else even, settings.n_folds),
        "score": BY_LIBRARY[metric],
        "most_rows": most if len(scene.rows.train) > most else None,
        "column": scene.experiment.split.column if ordered else None,
        "direction": "maximize" if metric_spec(metric).better == "higher" else "minimize",
    }


def example(
    table: pd.DataFrame,
    X_train: pd.DataFrame,
    y_train: Array,
    X_test: pd.DataFrame,
    y_test: Array,
    pipeline: Any,
    seed: int,
    *,
    axes: Mapping[str, tuple[str, Any]],
    n_trials: int,
    n_seeds: int,
    n_startup: int,
    folds: Callable[..., Any],
    score: Score,
    most_rows: int | None = None,
    column: str | None = None,
    direction: str = "maximize",
) -> None:
    """Print the best score by folds with each seed, what it says on test rows, and the mean.

    axes : for each argument of the pipeline "float", "int" or "categorical", and what it takes.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    X, y = X_train, y_train
    if most_rows is not None:
        rows: Any = drawn_rows(X.index.to_numpy(), most_rows, seed)
        X, y = X.loc[rows], y[X.index.get_indexer(rows)]
    order = None if column is None else table.loc[X.index, column]
    found = []
    for place in range(n_seeds):
        own = (seed + place) % N_SEEDS
        pairs = list(folds(y, order, own))

        def objective(trial: Any, pairs: Any = pairs) -> float:
            asked = {
                name: getattr(trial, f"suggest_{kind}")(name, **limits)
                for name, (kind, limits) in axes.items()
            }
            pipeline.set_params(**asked)
            scores = scores_in_folds(X, y, pairs, [pipeline] * len(pairs), score)
            return float(np.nanmean(scores))

        sampler = optuna.samplers.TPESampler(seed=own, n_startup_trials=n_startup)
        study = optuna.create_study(direction=direction, sampler=sampler)
        study.optimize(objective, n_trials)
        found.append(study.best_value)
        show(f"Seed {place + 1}", study.best_value)
        pipeline.set_params(**study.best_params).fit(X, y)
        show(f"Seed {place + 1}, test rows", score(y_test, *answers(pipeline, X_test)))
    show("Mean", float(np.mean(found)))
