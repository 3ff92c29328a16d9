"""The recipe's editor: steps chosen, edited, moved and removed at any place, by kind."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import PlaygroundError
from core.figures.blocks import escape, label
from core.params import Choice, Param
from core.playground import TableFacts
from core.tabular.experiment import Experiment, Step
from core.tabular.recipe.plan import Facts, default_recipe, finishing_steps
from core.tabular.recipe.steps import STEPS, StepSpec, step_spec
from core.ui import controls, state
from core.ui.fields import common_step
from core.ui.widgets.numbers import is_wide
from core.value import Value

KINDS = {
    "table": ("Before the split", "On the whole table; learns nothing from values"),
    "rows": ("On training rows", "Changes which rows the model learns from"),
    "transform": ("Inside the pipeline", "Learnt from training rows, applied to every row"),
}


def show(experiment: Experiment, table: TableFacts) -> None:
    """Show the steps of the recipe, by kind, with what the suite adds at the end."""
    for kind, (title, help_text) in KINDS.items():
        mine = [
            (position, step)
            for position, step in enumerate(experiment.recipe)
            if step_spec(step.id).kind == kind
        ]
        none = "" if mine else " · no step yet"
        st.markdown(f"**{title}**{none}", help=help_text)
        for position, step in mine:
            _step(experiment, table, position, step)
    _add(experiment, table)
    _added_for_you(experiment, table)


def _step(experiment: Experiment, table: TableFacts, position: int, step: Step) -> None:
    spec = step_spec(step.id)
    key = f"step_{position}_{step.id}"
    chosen = f" · {label(', '.join(step.columns))}" if step.columns else ""
    with st.expander(f"{position + 1}. {spec.label}{chosen}", key=f"{key}_box"):
        st.caption(spec.help)
        _columns(experiment, table, position, step)
        for param in spec.params:
            own = replace(param, step=_step_of(param, experiment, table, step))
            _param(experiment, position, step, spec, own)
        with st.container(horizontal=True, gap="small"):
            _button("Up", key, move, experiment, position, -1)
            _button("Down", key, move, experiment, position, 1)
            _button("Remove", key, remove, experiment, position)


def _button(label: str, key: str, act: object, *arguments: object) -> None:
    def clicked() -> None:
        state.set_experiment(act(*arguments))  # type: ignore[operator]

    st.button(label, key=f"{key}_{label}", on_click=clicked)


def _columns(experiment: Experiment, table: TableFacts, position: int, step: Step) -> None:
    names = experiment.feature_names(table.columns)
    param = Param(
        "columns",
        "Columns",
        "columns",
        (),
        "Empty: the step chooses by the kind of column",
        choices=tuple(Choice(name, name) for name in names),
    )
    key = f"step_{position}_{step.id}_columns"

    def changed() -> None:
        chosen = controls.read_widget(param, key)
        columns = chosen if isinstance(chosen, tuple) and chosen else None
        state.set_experiment(_put(experiment, position, replace(step, columns=columns)))

    controls.show(param, key, step.columns or ())
    controls.widget(param, key, bind=False, on_change=changed)


def _param(experiment: Experiment, position: int, step: Step, spec: StepSpec, param: Param) -> None:
    key = f"step_{position}_{step.id}_{param.id}"

    def changed() -> None:
        value = controls.read_widget(param, key)
        state.set_experiment(_put(experiment, position, with_param(step, spec, param.id, value)))

    current = dict(step.params).get(param.id, param.default)
    controls.show(param, key, current)
    controls.widget(param, key, bind=False, on_change=changed)


def _step_of(param: Param, experiment: Experiment, table: TableFacts, step: Step) -> float | None:
    """Return the step of a setting; one without a step of its own is stepped as its columns are."""
    if param.kind != "float" or param.step is not None or not is_wide(param):
        return param.step
    names = step.columns or experiment.feature_names(table.columns)
    return common_step(table.loaded.profile.column(name) for name in names)


def _add(experiment: Experiment, table: TableFacts) -> None:
    labels = {
        spec.id: f"{spec.family.capitalize()} · {spec.label}" for spec in STEPS if not spec.hidden
    }

    def add() -> None:
        chosen = st.session_state.get("step_to_add")
        if chosen is not None:
            state.set_experiment(insert(experiment, Step(chosen)))
            st.session_state["step_to_add"] = None

    st.selectbox(
        "Add a step",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Choose a step",
        key="step_to_add",
        on_change=add,
    )

    def start_over() -> None:
        state.set_experiment(
            replace(
                experiment, recipe=default_recipe(_features(experiment, table), experiment.model.id)
            )
        )

    with st.container(horizontal=True):
        st.button(
            "Remove all",
            key="recipe_empty",
            disabled=not experiment.recipe,
            help="Start with no step at all. Undo brings them back.",
            on_click=_emptied,
            args=(experiment,),
        )
        st.button(
            "Sensible start",
            key="recipe_default",
            help="The steps that suit this table and this model.",
            on_click=start_over,
        )


def _features(experiment: Experiment, table: TableFacts) -> dict[str, str]:
    return {name: table.kinds[name] for name in experiment.feature_names(table.columns)}


def _emptied(experiment: Experiment) -> None:
    state.set_experiment(replace(experiment, recipe=()))


def _added_for_you(experiment: Experiment, table: TableFacts) -> None:
    try:
        added = finishing_steps(experiment, facts_of(experiment, table))
    except PlaygroundError as error:
        st.warning(escape(error.sentence))
        return
    if not added:
        return
    with st.expander(f"Added for you ({len(added)})"):
        st.caption("What the model still needs. Add your own step and the one here goes away.")
        for finishing in added:
            st.markdown(f"- {escape(finishing.sentence)}")


def facts_of(experiment: Experiment, table: TableFacts) -> Facts:
    """Return what the plan needs to know of the feature columns, from the table's profile."""
    names = experiment.feature_names(table.columns)
    profiles = [table.loaded.profile.column(name) for name in names]
    return Facts(
        kinds=tuple((name, table.kinds[name]) for name in names),
        gaps=frozenset(profile.name for profile in profiles if profile.n_missing),
        flags=frozenset(profile.name for profile in profiles if profile.dtype == "bool"),
    )


def insert(experiment: Experiment, step: Step) -> Experiment:
    """Return the experiment with ``step`` after the last one of its kind."""
    order = list(KINDS)
    rank = order.index(step_spec(step.id).kind)
    before = [s for s in experiment.recipe if order.index(step_spec(s.id).kind) <= rank]
    after = [s for s in experiment.recipe if order.index(step_spec(s.id).kind) > rank]
    return replace(experiment, recipe=(*before, step, *after))


def move(experiment: Experiment, position: int, by: int) -> Experiment:
    """Return the experiment with one step moved among those of its kind; at an end it stays."""
    kind = step_spec(experiment.recipe[position].id).kind
    peers = [i for i, s in enumerate(experiment.recipe) if step_spec(s.id).kind == kind]
    place = peers.index(position) + by
    if not 0 <= place < len(peers):
        return experiment
    recipe = list(experiment.recipe)
    recipe[position], recipe[peers[place]] = recipe[peers[place]], recipe[position]
    return replace(experiment, recipe=tuple(recipe))


def remove(experiment: Experiment, position: int) -> Experiment:
    """Return the experiment without the step at ``position``."""
    kept = experiment.recipe[:position] + experiment.recipe[position + 1 :]
    return replace(experiment, recipe=kept)


def with_param(step: Step, spec: StepSpec, name: str, value: Value) -> Step:
    """Return ``step`` with one parameter changed; values at their default are left out."""
    defaults = {param.id: param.default for param in spec.params}
    changed = {**dict(step.params), name: value}
    return replace(
        step,
        params=tuple((n, v) for n, v in sorted(changed.items()) if v != defaults.get(n)),
    )


def _put(experiment: Experiment, position: int, step: Step) -> Experiment:
    recipe = (*experiment.recipe[:position], step, *experiment.recipe[position + 1 :])
    return replace(experiment, recipe=recipe)
