"""Grid, random search and Optuna's TPE on one budget.

Recipe and model are fitted afresh in each fold, and the test rows are met by winners alone.
Halving is left out: scikit-learn has it as HalvingRandomSearchCV.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.stages.tuning.search_race.draws import draws_of, plain_values, suggested
from core.stages.tuning.search_race.settings import RaceSettings, check
from core.tabular.experiment import N_SEEDS
from core.tabular.judge.by_library import BY_LIBRARY, Score
from core.tabular.judge.cross_validate import metric_for
from core.tabular.judge.folds import division
from core.tabular.judge.folds_by_library import scores_in_folds
from core.tabular.judge.metrics import metric_spec
from core.tabular.search.paths import path_of
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Array = NDArray[Any]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the space, the budget, folds and metric. Raises what the race raises at its start."""
    settings = RaceSettings(scene.experiment, **values)  # type: ignore[arg-type]
    check(settings)
    kind = scene.experiment.split.kind
    even = "stratified" if scene.prepared.classes else "k_fold"
    metric = metric_for(scene.experiment.task, settings.metric)
    names = [name for name in settings.racing if name != "halving"] or ["random"]
    return {
        "axes": {
            path_of(scene.experiment, one): plain_values(one) for one in settings.space.dimensions
        },
        "methods": tuple(names),
        "n_trials": settings.n_trials,
        "n_seeds": settings.n_seeds,
        "n_startup": settings.n_startup,
        "folds": division(kind if kind in ("grouped", "time") else even, settings.n_folds),
        "score": BY_LIBRARY[metric],
        "sign": 1 if metric_spec(metric).better == "higher" else -1,
    }  # fmt: skip


def example(
    X_train: pd.DataFrame,
    y_train: Array,
    X_test: pd.DataFrame,
    y_test: Array,
    pipeline: Any,
    seed: int,
    *,
    axes: Mapping[str, Any],
    methods: Sequence[str],
    n_trials: int,
    n_seeds: int,
    n_startup: int,
    folds: Callable[..., Any],
    score: Score,
    sign: int = 1,
) -> None:
    """Print what each method finds with each seed, the mean, and the test score of its best."""
    for method in methods:
        found = []
        for place in range(n_seeds):
            own = (seed + place) % N_SEEDS
            pairs = list(folds(y_train, None, own))

            def mean(values: Mapping[str, Any], pairs: Any = pairs) -> float:
                pipeline.set_params(**values)
                every = [pipeline] * len(pairs)
                return float(np.nanmean(scores_in_folds(X_train, y_train, pairs, every, score)))

            ask = suggested if method == "tpe" else draws_of
            found.append(ask(method, axes, n_trials, own, mean, sign, n_startup))
            show(f"{method}, seed {place + 1}", found[-1][0])
        show(f"{method}, mean", float(np.mean([best for best, _ in found])))
        best = max(found, key=lambda pair: sign * pair[0])
        pipeline.set_params(**best[1]).fit(X_train, y_train)
        show(f"{method}, test rows", score(y_test, *answers(pipeline, X_test)))
