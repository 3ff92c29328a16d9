"""What the model looks at: importances of the raw columns, each by another question.

All of them ask the whole recipe. Drop-column importance plans and fits it again without each
column: the page does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.explainable_ai.global_.run import PERMUTATION_ROWS, Ranking, ranking_of
from core.stages.explainable_ai.global_.settings import METHODS, GlobalSettings
from core.tabular.explain.by_library import (
    Explain,
    Origins,
    class_chosen,
    origins_of,
    raw_shares,
    route_chosen,
)
from core.tabular.explain.refit import (
    NoImportance,
    impurity_importance,
    prepared_importances,
    refuse_one_column,
)
from core.tabular.explain.target import sample_rows
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene
    from core.tabular.judge.by_library import Score

Array: TypeAlias = NDArray[Any]
Shown: TypeAlias = Callable[..., None]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the metric and what shows each importance that is there. Raises as the page."""
    from core.tabular.judge.by_library import BY_LIBRARY

    settings = GlobalSettings.of(values, experiment=scene.experiment)
    ranking = ranking_of(settings, scene.frame)
    ranking.score()
    there = asked_and_there(ranking)
    shown = {
        slot: chosen_of(ranking) for name, (slot, chosen_of) in _SHOWN.items() if name in there
    }
    metric = ranking.metric
    named = {"metric": metric.label, "score": BY_LIBRARY[metric.id], "sign": metric.sign}
    return {**named, **shown, "seed": settings.seed}


def asked_and_there(ranking: Ranking) -> list[str]:
    """Return the importances that were asked for and exist; raise `NoImportance` if none does."""
    columns, there, reasons = tuple(ranking.X.columns), [], []
    for name in ranking.settings.asked:
        try:
            if name == "impurity":
                impurity_importance(ranking.fitted, columns)
            elif name == "drop_column":
                refuse_one_column(columns)
        except NoImportance as reason:
            reasons.append(str(reason))
        else:
            there.append(name)
    if not there:
        raise NoImportance(" ".join(reasons))
    return there


def chosen_shap(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the route to SHAP values, the rows and the class. Raises as the page."""
    only = {name: name == "shap" for name in METHODS}
    settings = GlobalSettings.of({**values, **only}, experiment=scene.experiment)
    ranking = ranking_of(settings, scene.frame)
    ranking.score()
    return _shap_of(ranking)


def _shap_of(ranking: Ranking) -> dict[str, Any]:
    settings, fitted = ranking.settings, ranking.fitted
    rows, _ = sample_rows(fitted.X_test, settings.n_rows, settings.seed)
    background, _ = sample_rows(fitted.X_train, settings.background, settings.seed)
    route = route_chosen(
        fitted,
        ranking.explained,
        rows,
        background,
        method=settings.method,
        n_permutations=settings.n_permutations,
        seed=settings.seed,
    )
    sizes = {"n_rows": settings.n_rows, "n_background": settings.background}
    told = class_chosen(fitted, ranking.explained)
    return {"explain": route, **told, **sizes, "seed": settings.seed}


def _permutation(ranking: Ranking) -> Shown:
    return partial(show_permutation, n_repeats=ranking.settings.n_repeats)


def _shapley(ranking: Ranking) -> Shown:
    return partial(shap_values, **_shap_of(ranking))


def _impurity(ranking: Ranking) -> Shown:
    return partial(show_impurity, origins=origins_of(ranking.fitted))


_SHOWN: dict[str, tuple[str, Callable[[Ranking], Shown]]] = {
    "permutation": ("permutation", _permutation),
    "shap": ("shapley", _shapley),
    "impurity": ("impurity", _impurity),
}
"""By the importance: the argument of `importances` that shows it."""


def importances(
    pipeline: Any,
    X_train: pd.DataFrame,
    X_test: pd.DataFrame,
    y_test: Array,
    *,
    metric: str,
    score: Score,
    sign: int = 1,
    permutation: Shown | None = None,
    shapley: Shown | None = None,
    impurity: Shown | None = None,
    seed: int = 0,
) -> None:
    """Print the score on test rows, then what each importance says of every column."""
    rows, places = sample_rows(X_test, PERMUTATION_ROWS, seed)
    measure = partial(quality, score=score, sign=sign)
    show(metric, sign * measure(pipeline, rows, y_test[places]))
    if permutation is not None:
        permutation(pipeline, rows, y_test[places], measure, seed)
    if shapley is not None:
        shapley(pipeline, X_train, X_test)
    if impurity is not None:
        impurity(pipeline, X_test.columns)


def quality(pipeline: Any, X: pd.DataFrame, y: Array, *, score: Score, sign: int) -> float:
    """Return a score of which more is better: an error counts as negative."""
    return sign * score(y, *answers(pipeline, X))


def show_permutation(
    pipeline: Any, X: pd.DataFrame, y: Array, measure: Score, seed: int, *, n_repeats: int
) -> None:
    """Print how much worse the model does when one raw column is shuffled."""
    from sklearn.inspection import permutation_importance

    found = permutation_importance(
        pipeline, X, y, scoring=measure, n_repeats=n_repeats, random_state=seed
    )
    for name, losses in zip(X.columns, found.importances, strict=True):
        show(f"{name}, permutation", losses.mean())
        show(f"{name}, permutation, spread", losses.std())


def shap_values(
    pipeline: Any,
    X_train: pd.DataFrame,
    X_test: pd.DataFrame,
    *,
    explain: Explain,
    class_names: Sequence[str] = (),
    class_: str = "",
    n_rows: int = 100,
    n_background: int = 50,
    seed: int = 0,
) -> None:
    """Print the base, the mean size of each column's parts, then every row's parts.

    Test rows are explained against training rows: they are what not knowing a column means.
    """
    k = class_names.index(class_) if class_names else None  # the model counts classes from 0
    rows, _ = sample_rows(X_test, n_rows, seed)
    background, _ = sample_rows(X_train, n_background, seed)
    parts, base = explain(pipeline, rows, background, k)
    show("Base", base)
    for name, size in zip(rows.columns, np.abs(parts).mean(axis=0), strict=True):
        show(f"{name}, SHAP", size)
    for row, told in zip(rows.index, parts, strict=True):
        print(f"row {row}:", *(f"{part:.6g}" for part in told))


def show_impurity(pipeline: Any, columns: Iterable[str], *, origins: Origins) -> None:
    """Print what the trees say of themselves, counted on the rows they were grown on."""
    found = prepared_importances(pipeline[-1]) @ raw_shares(origins, columns)  # type: ignore[operator]
    for name, share in zip(columns, found / found.sum(), strict=True):
        show(f"{name}, impurity", share)
