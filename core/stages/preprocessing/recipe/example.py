"""What each step of the recipe does to the rows, and the score after each.

First the steps on the whole table, then those of the pipeline; then, cross-validated on training
rows, the whole recipe again with one step more each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, cycle
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.stages.preprocessing.recipe.run import after_step, prefix_label
from core.stages.preprocessing.recipe.settings import EffectSettings
from core.tabular.calls import load
from core.tabular.division import DIVISIONS, Divide
from core.tabular.fit import split_prepared
from core.tabular.judge.by_library import BY_LIBRARY, Score
from core.tabular.judge.cross_validate import metric_for
from core.tabular.judge.defined import mean_of
from core.tabular.judge.fold_plans import recipes_for
from core.tabular.judge.folds import division, even_folds
from core.tabular.judge.folds_by_library import Pairs, scores_in_folds
from core.tabular.prepare import prepare, table_call, table_columns
from core.tabular.recipe.steps import step_spec
from core.tabular.shown import show
from core.tabular.split import drawn_rows
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene
    from core.tabular.experiment import Experiment

Array = NDArray[Any]
TableStep = tuple[str, "Callable[[pd.DataFrame], pd.DataFrame]"]


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the table's steps, the recipe after each step, and how both are divided and scored.

    values : fields of `EffectSettings`. Raises what `recipe_effect` raises before it fits.
    """
    experiment = scene.experiment
    settings = EffectSettings(experiment, **values)  # type: ignore[arg-type]
    metric = metric_for(experiment.task, settings.metric)
    is_table = [step_spec(step.id).kind == "table" for step in experiment.recipe]
    names = table_columns(experiment, list(scene.frame.columns))
    n_steps = range(len(experiment.recipe) + 1)
    return {
        "others": tuple(n for n in names if n not in {*scene.prepared.X, experiment.target}),
        "table_steps": list(_table_steps(experiment, scene.frame[names])),
        "recipes": dict(_recipes(settings, scene.frame, n) for n in n_steps),
        "n_table_steps": list(accumulate(is_table, initial=0)),
        "as_y": class_codes if scene.is_classification else as_numbers,
        "put_aside": DIVISIONS[experiment.split.kind],
        "test_share": experiment.split.test_share,
        "column": experiment.split.column,
        "max_rows": settings.max_rows,
        "folds": division("stratified" if scene.is_classification else "k_fold", settings.n_folds),
        "score": BY_LIBRARY[metric],
    }


def _table_steps(experiment: Experiment, frame: pd.DataFrame) -> Iterator[TableStep]:
    """Yield the label of each step on the whole table, and its function of the table."""
    for step in experiment.recipe:
        if step_spec(step.id).kind == "table":
            called = table_call(step, experiment, frame)
            change = partial(load(called.entry), **called.keywords())
            frame = change(frame)
            yield step_spec(step.id).label, change


def _recipes(settings: EffectSettings, frame: pd.DataFrame, n_steps: int) -> tuple[str, list[Any]]:
    """Return what the first steps are called and their pipelines: for each fold, or one for all.

    None where the page refuses them.
    """
    recipe = settings.experiment.recipe[:n_steps]
    try:
        pipelines = _pipelines(settings, replace(settings.experiment, recipe=recipe), frame)
    except PlaygroundError:
        pipelines = []
    return f"{n_steps} steps, {prefix_label(recipe)}", pipelines


def _pipelines(settings: EffectSettings, experiment: Experiment, frame: pd.DataFrame) -> list[Any]:
    prepared, seed = prepare(experiment, frame), experiment.seed
    train = drawn_rows(split_prepared(experiment, prepared).train, settings.max_rows, seed)
    folds = even_folds(prepared.y[train], prepared.classes, settings.n_folds, seed)
    return recipes_for(experiment, prepared, [train[fold.train] for fold in folds])


def example(
    frame: pd.DataFrame,
    target: str,
    features: Sequence[str],
    X_train: pd.DataFrame,
    y_train: Array,
    pipeline: Any,
    seed: int,
    *,
    others: Sequence[str] = (),
    table_steps: Sequence[TableStep] = (),
    recipes: Mapping[str, Sequence[Any]],
    n_table_steps: Sequence[int],
    as_y: Callable[[pd.Series], Array],
    put_aside: Divide,
    test_share: float = 0.25,
    column: str | None = None,
    max_rows: int = 2_000,
    folds: Callable[..., Pairs],
    score: Score,
) -> None:
    """Print rows, columns and gaps after each step, and the score after each.

    others : columns that no model sees, but the steps on the whole table do. recipes : unfitted,
    by how many steps there are; one for all folds or one for each. n_table_steps : how many of the
    steps are on the whole table. column : holds the groups or times that rows are put aside by.
    """
    read = frame[[*features, target, *others]]
    show_table_steps(read, table_steps)
    show_steps(pipeline, X_train, y_train)
    for (name, unfitted), n in zip(recipes.items(), n_table_steps, strict=True):
        if not unfitted:  # these steps leave nothing that can be fitted in every fold
            show(name, np.nan)
            continue
        table = changed(read, table_steps[:n]).dropna(subset=[target])
        X, y = table[features].replace([np.inf, -np.inf], np.nan), as_y(table[target])
        train, _ = put_aside(y if column is None else table[column], test_share, seed)
        train = drawn_rows(train, max_rows, seed)
        pairs = folds(y[train], None, seed)
        show(name, mean_score(X.iloc[train], y[train], pairs, unfitted, score))


def class_codes(classes: pd.Series) -> Array:
    """Return classes as numbers from 0."""
    return np.unique(classes, return_inverse=True)[1]


def as_numbers(values: pd.Series) -> Array:
    """Return numbers as they are."""
    return values.to_numpy(dtype="float64")


def changed(table: pd.DataFrame, steps: Iterable[TableStep]) -> pd.DataFrame:
    """Return the table after some steps."""
    for _, change in steps:
        table = change(table)
    return table


def show_table_steps(table: pd.DataFrame, steps: Iterable[TableStep]) -> None:
    """Print what is there after each step on the whole table."""
    for name, change in steps:
        table = change(table)
        show_shape(name, table)


def show_steps(pipeline: Any, X: pd.DataFrame, y: Array) -> None:
    """Print what is there after each step of a pipeline, of the rows it is fitted on."""
    for name, step in pipeline.steps[:-1]:
        X, y = after_step(step, X, y)
        if hasattr(X, "columns"):  # else plain numbers, the same as before
            show_shape(name, X)


def show_shape(name: str, frame: pd.DataFrame) -> None:
    """Print how many rows and columns a frame has, and how many cells are empty."""
    show(f"{name}, rows", len(frame))
    show(f"{name}, columns", frame.shape[1])
    show(f"{name}, gaps", frame.isna().sum().sum())


def mean_score(
    X: pd.DataFrame, y: Array, folds: Pairs, recipes: Sequence[Any], score: Score
) -> float:
    """Return the mean score over the folds, NaN where a step or the model refuses the rows."""
    try:
        return mean_of(scores_in_folds(X, y, folds, cycle(recipes), score))
    except ValueError:
        return np.nan
