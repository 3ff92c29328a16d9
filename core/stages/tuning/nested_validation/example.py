"""The best of many candidates, and what the choice is worth on rows that no choice saw.

The plain search and the nested one ask the same folds; only nested chooses without having seen
them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.stages.tuning.nested_validation.run import study_of
from core.stages.tuning.nested_validation.settings import NestedSettings
from core.tabular.few import few, few_of_each_class
from core.tabular.judge.by_library import BY_LIBRARY, Score
from core.tabular.judge.metrics import metric_spec
from core.tabular.search.at_once import entrants
from core.tabular.search.space import space_of
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Array = NDArray[Any]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the candidates' models, the folds and the score.

    values : fields of `NestedSettings`. Raises what `nested_validation` raises before it fits.
    """
    from sklearn.model_selection import KFold, StratifiedKFold

    settings = NestedSettings(scene.experiment, **values)  # type: ignore[arg-type]
    study, n_train = study_of(settings, scene.frame)
    random = np.random.default_rng(scene.experiment.seed)
    drawn = space_of(scene.experiment).draw(random, settings.n_candidates)
    tried = entrants(scene.experiment, study.prepared, study.rows.train, drawn)
    draw = few_of_each_class if scene.is_classification else few
    few_rows = partial(draw, n_rows=settings.n_rows)
    return {
        "models": [model.build() for model in tried.models],
        "folds": StratifiedKFold if scene.is_classification else KFold,
        "n_outer": settings.n_outer,
        "n_inner": settings.n_inner,
        "score": BY_LIBRARY[study.metric.id],
        "sign": 1 if metric_spec(study.metric.id).better == "higher" else -1,
        "draw": few_rows if len(study.rows.train) < n_train else None,
        "shuffled": settings.shuffled,
    }


def example(
    X: pd.DataFrame,
    y: Array,
    train: Array,
    test: Array,
    pipeline: Any,
    seed: int,
    *,
    models: Sequence[Any],
    folds: Any,
    n_outer: int = 4,
    n_inner: int = 4,
    score: Score,
    sign: int = 1,
    draw: Callable[..., Array] | None = None,
    shuffled: bool = False,
) -> None:
    """Print the reported score, the nested one, and what the test rows say.

    models : the candidates. sign : -1 where a lower score is better.
    """
    from sklearn.base import clone
    from sklearn.model_selection import GridSearchCV, cross_val_score

    train = train if draw is None else draw(train, y, np.random.default_rng(seed))
    y_train, y_test = y[train], y[test]
    if shuffled:
        random = np.random.default_rng(seed)
        y_train, y_test = random.permutation(y_train), random.permutation(y_test)

    def scoring(fitted: Any, X: pd.DataFrame, y: Array) -> float:
        return sign * score(y, *answers(fitted, X))

    outer, inner = (folds(n, shuffle=True, random_state=seed) for n in (n_outer, n_inner))
    plain = GridSearchCV(pipeline, {"model": models}, scoring=scoring, cv=outer)
    search = GridSearchCV(pipeline, {"model": models}, scoring=scoring, cv=inner)
    plain.fit(X.iloc[train], y_train)
    nested = cross_val_score(search, X.iloc[train], y_train, scoring=scoring, cv=outer)
    show("Reported", sign * plain.best_score_)
    for place, value in enumerate(nested, start=1):
        show(f"Outer fold {place}", sign * value)
    show("Nested", sign * nested.mean())

    splits = [f"split{place}_test_score" for place in range(n_outer)]
    won = np.array([plain.cv_results_[split][plain.best_index_] for split in splits])
    show("Optimism", (won - nested).mean())
    show("Standard error", (won - nested).std(ddof=1) / np.sqrt(n_outer))

    show("Test rows", sign * scoring(plain, X.iloc[test], y_test))
    tuned = [
        clone(pipeline).set_params(model=model).fit(X.iloc[train], y_train) for model in models
    ]
    show("Best on the test rows", sign * max(scoring(one, X.iloc[test], y_test) for one in tuned))
