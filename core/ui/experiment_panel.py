"""Controls of the experiment: target, features, model, split, seed, recipe.

The experiment in session state is the truth: a control shows it and its change makes a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core.data.task import Task
from core.params import Choice, Param
from core.playground import TableFacts
from core.tabular.experiment import Experiment, ModelChoice, Split
from core.tabular.models.catalogue import MODELS, ModelSpec, model_spec
from core.tabular.start import retarget
from core.ui import controls, recipe_editor, state
from core.ui.widgets import numbers
from core.value import Value

SEED = Param("seed", "Seed", "int", 0, "Same seed, same numbers", low=0, high=2**32 - 1, step=1)
SHARE = Param(
    "test_share",
    "Test rows",
    "float",
    0.25,
    "Share of rows put aside",
    low=0.05,
    high=0.6,
    step=0.05,
    unit=numbers.SHARE,
)
SPLITS = Param(
    "split",
    "Split",
    "choice",
    "random",
    "How rows are put aside for testing",
    choices=(
        Choice("random", "Random"),
        Choice("stratified", "Stratified"),
        Choice("grouped", "Grouped"),
        Choice("time", "By time"),
    ),
)
TASKS = Param(
    "task",
    "Task",
    "choice",
    "classification",
    "Predict a class or a number",
    choices=(Choice("classification", "A class"), Choice("regression", "A number")),
)


def show(edits: tuple[str, ...], table: TableFacts) -> None:
    """Show the editors named by ``edits``, in that order.

    Where the table's columns are chosen the model is the matter and its settings lie open.
    """
    for name in edits:
        experiment = state.experiment()
        if experiment is not None:
            EDITORS[name](experiment, table)
            if name == "model":
                _model_params(experiment, is_open="features" in edits)


def edit(param: Param, key: str, value: Value, change: Callable[[Value], Experiment]) -> None:
    """Show one control of the experiment; its change stores what ``change`` makes of it."""

    def changed() -> None:
        state.set_experiment(change(controls.read_widget(param, key)))

    controls.show(param, key, value)
    controls.widget(param, key, bind=False, on_change=changed)


def _target(experiment: Experiment, table: TableFacts) -> None:
    columns = tuple(Choice(name, name) for name in table.columns)
    param = Param("target", "Predict", "choice", experiment.target, choices=columns)
    edit(
        param,
        f"x_target_{table.digest}",
        experiment.target,
        lambda name: retarget(experiment, str(name), natural_task(table, str(name))),
    )
    edit(
        TASKS,
        f"x_task_{table.digest}",
        experiment.task,
        lambda task: retarget(experiment, experiment.target, task),  # type: ignore[arg-type]
    )


def natural_task(table: TableFacts, target: str) -> Task:
    """Return what predicting ``target`` means: a class, or a number with many values."""
    column = table.loaded.profile.column(target)
    return "regression" if column.kind == "number" and column.n_unique > 10 else "classification"


def _features(experiment: Experiment, table: TableFacts) -> None:
    names = tuple(name for name in table.columns if name != experiment.target)
    param = Param(
        "features",
        "From columns",
        "columns",
        names,
        "Take a column away and see what it was worth",
        choices=tuple(Choice(name, name) for name in names),
    )
    used = experiment.feature_names(table.columns)
    with st.expander(f"Columns to learn from: {len(used)} of {len(names)}", key="x_features_box"):
        edit(
            param,
            f"x_features_{table.digest}_{experiment.target}",
            used,
            lambda chosen: replace(experiment, features=_chosen(chosen, names)),
        )


def _chosen(chosen: Value, names: tuple[str, ...]) -> tuple[str, ...] | None:
    kept = tuple(name for name in names if isinstance(chosen, tuple) and name in chosen)
    return None if not kept or kept == names else kept


def _model(experiment: Experiment, table: TableFacts) -> None:
    fitting = [spec for spec in MODELS if experiment.task in spec.tasks]
    param = Param(
        "model",
        "Model",
        "choice",
        fitting[0].id,
        model_spec(experiment.model.id).help,
        choices=tuple(Choice(spec.id, spec.label) for spec in fitting),
    )
    edit(
        param,
        f"x_model_{experiment.task}",
        experiment.model.id,
        lambda chosen: replace(experiment, model=ModelChoice(str(chosen))),
    )


def _model_params(experiment: Experiment, *, is_open: bool) -> None:
    """Show the model's own settings: open, or folded away unless one of them was changed."""
    spec = model_spec(experiment.model.id)
    if is_open:
        st.caption(spec.help)
    elif not spec.params:
        return
    place = st.container()
    if not is_open:
        changed = bool(experiment.model.params)
        place = st.expander("Model settings", expanded=changed, key=f"x_model_{spec.id}_box")
    with place:
        for own in spec.params:
            _model_param(experiment, spec, own)


def _model_param(experiment: Experiment, spec: ModelSpec, param: Param) -> None:
    current = dict(experiment.model.params).get(param.id, param.default)

    def change(value: Value) -> Experiment:
        return _with_model_param(experiment, spec, param, value)

    edit(param, f"x_model_{spec.id}_{param.id}", current, change)


def _with_model_param(
    experiment: Experiment, spec: ModelSpec, param: Param, value: Value
) -> Experiment:
    changed = {**dict(experiment.model.params), param.id: value}
    return replace(experiment, model=ModelChoice(spec.id, different(changed, spec.params)))


def different(values: dict[str, Value], params: tuple[Param, ...]) -> tuple[tuple[str, Value], ...]:
    """Return the values that differ from their default, sorted by name."""
    defaults = {param.id: param.default for param in params}
    return tuple(
        (name, value) for name, value in sorted(values.items()) if value != defaults.get(name)
    )


def _split(experiment: Experiment, table: TableFacts) -> None:
    with st.expander("Split and seed"):
        split = experiment.split
        edit(SPLITS, "x_split", split.kind, lambda kind: _with_split_kind(experiment, table, kind))
        if split.kind in ("grouped", "time"):
            names = tuple(Choice(name, name) for name in table.columns)
            label = "Keep together rows with the same" if split.kind == "grouped" else "Order by"
            column = Param("column", label, "choice", names[0].id, choices=names)
            edit(
                column,
                f"x_split_column_{table.digest}",
                split.column,
                lambda name: replace(experiment, split=replace(split, column=str(name))),
            )
        edit(
            SHARE,
            "x_test_share",
            split.test_share,
            lambda share: replace(experiment, split=Split(split.kind, _share(share), split.column)),
        )
        _seed(experiment, table)


def _share(value: Value) -> float:
    return value if isinstance(value, float) else Split().test_share


def _with_split_kind(experiment: Experiment, table: TableFacts, kind: Value) -> Experiment:
    column: Any = None
    if kind in ("grouped", "time"):
        dates = [name for name, role in table.kinds.items() if role == "date"]
        others = [name for name in table.columns if name != experiment.target]
        fitting = dates if kind == "time" and dates else others
        column = experiment.split.column or next(iter(fitting), None)
    share = experiment.split.test_share
    return replace(experiment, split=Split(str(kind), share, column))  # type: ignore[arg-type]


def _seed(experiment: Experiment, _table: TableFacts) -> None:
    def with_seed(seed: Value) -> Experiment:
        return replace(experiment, seed=seed if isinstance(seed, int) else 0)

    wide = replace(SEED, high=None, low=None)
    edit(wide, "x_seed", experiment.seed, lambda seed: with_seed(SEED.clean(seed)))


EDITORS: dict[str, Callable[[Experiment, TableFacts], None]] = {
    "target": _target,
    "features": _features,
    "model": _model,
    "split": _split,
    "seed": _seed,
    "recipe": recipe_editor.show,
}
