"""A step that sees all rows, the same step within the folds, and fresh rows.

A leak lies most where there is little to learn from: few rows, and columns that know nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.stages.preprocessing.leak_detector.noise import N_FOLDS, draw_of, noise_of
from core.stages.preprocessing.leak_detector.run import (
    LEAK_METRIC,
    LeakStudy,
    leak_study,
    seen_by_all,
    seen_study,
)
from core.stages.preprocessing.leak_detector.settings import LeakSettings
from core.tabular.judge.by_library import BY_LIBRARY, Score, interval
from core.tabular.judge.defined import mean_of
from core.tabular.judge.fold_plans import recipes_for
from core.tabular.judge.folds import division
from core.tabular.judge.folds_by_library import scores_in_folds
from core.tabular.judge.metrics import n_draws
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Array = NDArray[Any]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the noise, the leaking step both ways, and the score.

    values : fields of `LeakSettings`. Raises what `detect_leak` raises.
    """
    settings = LeakSettings(scene.experiment, **values)  # type: ignore[arg-type]
    study = leak_study(settings, scene.frame)
    (recipe,) = recipes_for(study.experiment, study.prepared, [study.rows.train])
    honest = _recipes(study)
    return {
        "draw": draw_of(settings),
        "noise": noise_of(settings),
        "keep_real": settings.keep_real,
        "folds": division("stratified" if scene.is_classification else "k_fold", N_FOLDS),
        "score": BY_LIBRARY[LEAK_METRIC[scene.experiment.task]],
        "n_draws": n_draws(len(study.rows.test)),
        "recipe": recipe,
        "recipes": honest if len(honest) > 1 else (),
        "models": _recipes(seen_study(study)),
    }


def _recipes(study: LeakStudy) -> list[Any]:
    train = study.rows.train
    folds = [train[fold.train] for fold in study.folds(study.prepared.y[train])]
    return recipes_for(study.experiment, study.prepared, folds)


def example(
    X: pd.DataFrame,
    y: Array,
    train: Array,
    test: Array,
    seed: int,
    *,
    draw: Callable[..., Array],
    noise: Callable[..., pd.DataFrame],
    keep_real: bool = True,
    folds: Callable[..., Any],
    score: Score,
    n_draws: int = 500,
    recipe: Any,
    recipes: Sequence[Any] = (),
    models: Sequence[Any],
) -> None:
    """Print the honest scores, those of the cheat, and the truth.

    recipes : where a fold's rows ask for other steps, those of each fold. models : what follows
    once all steps have seen all rows, of each fold or of all.
    """
    from sklearn.base import clone

    random = np.random.default_rng(seed)
    train = draw(train, y, random)
    X = noise(X if keep_real else X[[]], random)
    X_train, y_train = X.iloc[train], y[train]
    pairs, unfitted = folds(y_train, None, seed), cycle(recipes or [recipe])
    show_scores("Honest", scores_in_folds(X_train, y_train, pairs, unfitted, score))

    fitted = clone(recipe).fit(X_train, y_train)
    told = answers(fitted, X.iloc[test])
    show("Fresh rows", score(y[test], *told))
    low, high = interval(score, y[test], told, seed=seed, n_draws=n_draws)
    show("Fresh rows, 95 % from", low)
    show("Fresh rows, 95 % to", high)

    seen, y_seen = seen_by_all(fitted, X_train, y_train)
    pairs = folds(y_seen, None, seed)
    show_scores("Cheating", scores_in_folds(seen, y_seen, pairs, cycle(models), score))


def show_scores(name: str, scores: Array) -> None:
    """Print the score of each fold and their mean."""
    for place, value in enumerate(scores, start=1):
        show(f"{name}, fold {place}", value)
    show(f"{name}, mean", mean_of(scores))
