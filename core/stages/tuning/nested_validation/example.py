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
from core.stages.tuning.nested_validation.settings import NestedSettings, check
from core.tabular.few import few, few_of_each_class
from core.tabular.judge.by_library import BY_LIBRARY, Score
from core.tabular.judge.metrics import metric_spec
from core.tabular.search.at_once import entrants
from core.tabular.search.paths import columns_of
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Array = NDArray[Any]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the candidates in columns, the folds and the score.

    values : fields of `NestedSettings`. Raises what `nested_validation` raises before it fits.
    """
    from sklearn.model_selection import KFold, StratifiedKFold

    settings = NestedSettings(scene.experiment, **values)  # type: ignore[arg-type]
    check(settings)
    study, n_train = study_of(settings, scene.frame)
    tried = entrants(scene.experiment, study.prepared, study.rows.train, settings.candidates)
    draw = few_of_each_class if scene.is_classification else few
    few_rows = partial(draw, n_rows=settings.n_rows)
    return {
        "candidates": columns_of(scene.plan.model, tried.models),
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
    candidates: Mapping[str, Sequence[Any]],
    folds: Any,
    n_outer: int = 3,
    n_inner: int = 3,
    score: Score,
    sign: int = 1,
    draw: Callable[..., Array] | None = None,
    shuffled: bool = False,
) -> None:
    """Print the reported score, the nested one, and what the test rows say.

    candidates : for each argument of the pipeline what each candidate has. sign : -1 where a lower
    score is better.
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
    rows = zip(*candidates.values(), strict=True)
    tried = [dict(zip(candidates, row, strict=True)) for row in rows]
    grid = [{name: [value] for name, value in one.items()} for one in tried]
    plain = GridSearchCV(pipeline, grid, scoring=scoring, cv=outer)
    search = GridSearchCV(pipeline, grid, scoring=scoring, cv=inner)
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
    tuned = [clone(pipeline).set_params(**one).fit(X.iloc[train], y_train) for one in tried]
    show("Best on the test rows", sign * max(scoring(one, X.iloc[test], y_test) for one in tuned))
