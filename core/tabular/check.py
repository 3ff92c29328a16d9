"""Is an experiment possible on this table? Refuse with a sentence, or mend what a link brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from core.data.task import Task
from core.errors import PlaygroundError
from core.params import BadValue, Param, check_all
from core.tabular.experiment import FIRST_MODELS, Experiment, ModelChoice, Split, Step
from core.tabular.models.catalogue import ModelSpec, model_spec, models_for
from core.tabular.recipe.plan import default_recipe
from core.tabular.recipe.step_spec import StepSpec, UnknownStep
from core.tabular.recipe.steps import step_spec
from core.value import Value

_USELESS_TARGETS = ("empty", "constant")
_NO_NUMBERS = ("category", "text", "id", "date")


class UnfitExperiment(PlaygroundError):
    """The experiment asks for something that this table or this task does not have."""


def check(experiment: Experiment, columns: Sequence[str], kinds: Mapping[str, str]) -> Experiment:
    """Return ``experiment`` if every part of it exists and fits, else raise with the sentence.

    ``columns`` and ``kinds`` are those of the table as read. Values of parameters equal to the
    catalogue's default are left out, so that equal experiments are equal objects.
    """
    _check_target(experiment, columns, kinds)
    _check_features(experiment, columns)
    _check_split(experiment, columns)
    recipe = tuple(_checked_step(step, experiment, columns) for step in experiment.recipe)
    _check_order(experiment.recipe)
    model = _checked_model(experiment)
    _check_weights(experiment)
    return replace(experiment, recipe=recipe, model=model)


def repair(
    experiment: Experiment, columns: Sequence[str], kinds: Mapping[str, str]
) -> tuple[Experiment, tuple[str, ...]]:
    """Return an experiment that `check` accepts, and a sentence for each part that was dropped."""
    said: list[str] = []
    mended = experiment
    for mend in (_mend_target, _mend_features, _mend_split, _mend_model):
        mended = mend(mended, columns, kinds, said)
    mended = _mend_recipe(mended, columns, said)
    return check(mended, columns, kinds), tuple(said)


def first_experiment(
    table: str,
    table_name: str,
    kinds: Mapping[str, str] | None,
    target: str,
    task: Task,
    rarest: int | None = None,
) -> Experiment:
    """Return the experiment that a fresh table starts with; ``kinds`` None: not known yet.

    rarest : rows of the target's rarest class; one row cannot be on both sides of a stratified
    split.
    """
    model = FIRST_MODELS[task]
    features = {n: kind for n, kind in (kinds or {}).items() if n != target}
    recipe = default_recipe(features, model)
    split = Split("stratified" if task == "classification" and rarest != 1 else "random")
    return Experiment(
        table, table_name, target, task, recipe=recipe, model=ModelChoice(model), split=split
    )


def _check_target(experiment: Experiment, columns: Sequence[str], kinds: Mapping[str, str]) -> None:
    target = experiment.target
    if target not in columns:
        raise UnfitExperiment(
            f"There is no column named {target!r} to predict. Choose a target from the table."
        )
    kind = kinds.get(target)
    if kind in _USELESS_TARGETS:
        raise UnfitExperiment(
            f"{target!r} is {kind}, so there is nothing to predict. Choose another target."
        )
    retyped = any(
        target in (step.columns or ()) and step.id == "types" for step in experiment.recipe
    )
    if experiment.task == "regression" and kind in _NO_NUMBERS and not retyped:
        raise UnfitExperiment(
            f"{target!r} is not a number, so a regression cannot predict it. "
            "Choose classification or another target."
        )


def _check_features(experiment: Experiment, columns: Sequence[str]) -> None:
    for name in experiment.features or ():
        if name not in columns:
            raise UnfitExperiment(f"There is no column named {name!r}. Choose the features again.")
    if not experiment.feature_names(columns):
        raise UnfitExperiment("No feature is chosen. Choose at least one column to learn from.")


def _check_split(experiment: Experiment, columns: Sequence[str]) -> None:
    split = experiment.split
    if split.kind in ("grouped", "time") and split.column is None:
        what = "groups" if split.kind == "grouped" else "time"
        raise UnfitExperiment(f"Choose the column that holds the {what} for this split.")
    if split.column is not None and split.column not in columns:
        raise UnfitExperiment(
            f"There is no column named {split.column!r} to split by. Choose another."
        )
    if split.kind == "stratified" and experiment.task == "regression":
        raise UnfitExperiment(
            "A stratified split keeps the shares of classes, and a regression has none. "
            "Choose a random split."
        )


def _checked_step(step: Step, experiment: Experiment, columns: Sequence[str]) -> Step:
    spec = step_spec(step.id)
    if spec.hidden:
        raise UnknownStep(f"There is no step named {step.id!r}. Choose one from the list of steps.")
    if experiment.task not in spec.tasks:
        raise UnfitExperiment(
            f"'{spec.label}' needs classes, and the task is regression. Take this step out."
        )
    for name in step.columns or ():
        if name not in columns:
            raise UnfitExperiment(
                f"'{spec.label}' works on {name!r}, which is not in the table. "
                "Choose its columns again."
            )
        if name == experiment.target and spec.kind != "table":
            raise UnfitExperiment(
                f"'{spec.label}' cannot work on the target {name!r}. Choose its columns again."
            )
    return replace(step, params=_changed(spec.params, step.params))


def _check_order(recipe: Iterable[Step]) -> None:
    """Refuse a step on a column that an earlier step has replaced."""
    replaced: dict[str, StepSpec] = {}
    for step in recipe:
        spec = step_spec(step.id)
        for name in step.columns or ():
            if name in replaced:
                raise UnfitExperiment(
                    f"'{spec.label}' works on {name!r}, but '{replaced[name].label}' before it "
                    "has replaced that column. Move it up, or choose its columns again."
                )
        if spec.outputs in ("levels", "mixed", "powers", "gone"):
            replaced.update(dict.fromkeys(step.columns or (), spec))


def _checked_model(experiment: Experiment) -> ModelChoice:
    spec = model_spec(experiment.model.id)
    spec.call_for(experiment.task)
    return ModelChoice(spec.id, _changed(spec.params, experiment.model.params))


def _check_weights(experiment: Experiment) -> None:
    spec = model_spec(experiment.model.id)
    weighted = any(step_spec(step.id).sets_model for step in experiment.recipe)
    if weighted and not spec.class_weight:
        raise UnfitExperiment(
            f"{spec.label} knows no class weights. Take that step out, over-sample instead, or "
            "choose another model."
        )


def _changed(
    params: tuple[Param, ...], values: tuple[tuple[str, Value], ...]
) -> tuple[tuple[str, Value], ...]:
    defaults = {param.id: param.default for param in params}
    checked = check_all(params, dict(values))
    return tuple((name, value) for name, value in checked if value != defaults[name])


Mend = Callable[[Experiment, Sequence[str], Mapping[str, str], list[str]], Experiment]


def _mend_target(
    experiment: Experiment, columns: Sequence[str], kinds: Mapping[str, str], said: list[str]
) -> Experiment:
    try:
        _check_target(experiment, columns, kinds)
    except UnfitExperiment as error:
        usable = [name for name in columns if kinds.get(name) not in _USELESS_TARGETS]
        numbers = [name for name in usable if kinds.get(name) == "number"]
        categories = [name for name in usable if kinds.get(name) == "category"]
        target = (categories or numbers or usable or list(columns))[-1]
        task: Task = "regression" if not categories and numbers else "classification"
        said.append(f"{error.sentence} For now the target is {target!r}.")
        return replace(experiment, target=target, task=task)
    return experiment


def _mend_features(
    experiment: Experiment, columns: Sequence[str], kinds: Mapping[str, str], said: list[str]
) -> Experiment:
    if experiment.features is None:
        return experiment
    known = tuple(name for name in experiment.features if name in columns)
    for name in experiment.features:
        if name not in columns:
            said.append(f"The feature {name!r} is not in this table and was left out.")
    mended = replace(experiment, features=known)
    if mended.feature_names(columns):
        return mended
    said.append("No chosen feature is in this table, so every column is a feature.")
    return replace(experiment, features=None)


def _mend_split(
    experiment: Experiment, columns: Sequence[str], kinds: Mapping[str, str], said: list[str]
) -> Experiment:
    try:
        _check_split(experiment, columns)
    except UnfitExperiment as error:
        said.append(f"{error.sentence} For now the split is random.")
        return replace(experiment, split=Split(test_share=experiment.split.test_share))
    return experiment


def _mend_model(
    experiment: Experiment, columns: Sequence[str], kinds: Mapping[str, str], said: list[str]
) -> Experiment:
    try:
        spec = model_spec(experiment.model.id)
        spec.call_for(experiment.task)
    except PlaygroundError as error:
        first = model_spec(FIRST_MODELS[experiment.task])
        said.append(f"{error.sentence} For now it is {first.label}.")
        return replace(experiment, model=ModelChoice(first.id))
    params = _mended_params(spec, spec.params, experiment.model.params, said)
    return replace(experiment, model=ModelChoice(spec.id, params))


def _mend_recipe(experiment: Experiment, columns: Sequence[str], said: list[str]) -> Experiment:
    kept: list[Step] = []
    for step in experiment.recipe:
        try:
            spec = step_spec(step.id)
            params = _mended_params(spec, spec.params, step.params, said)
            mended = replace(step, params=params)
            mended = _checked_step(mended, experiment, columns)
            _check_order([*kept, mended])
            _check_weights(replace(experiment, recipe=(mended,)))
        except PlaygroundError as error:
            said.append(f"{error.sentence} The step was left out.")
            continue
        kept.append(mended)
    return replace(experiment, recipe=tuple(kept))


def _mended_params(
    spec: ModelSpec | StepSpec,
    params: tuple[Param, ...],
    values: tuple[tuple[str, Value], ...],
    said: list[str],
) -> tuple[tuple[str, Value], ...]:
    known = {param.id: param for param in params}
    mended = []
    for name, value in values:
        if name not in known:
            said.append(f"{spec.label} has no setting {name!r}; it was left out.")
            continue
        try:
            mended.append((name, known[name].check(value)))
        except BadValue as error:
            said.append(f"{error.sentence} The default is used.")
    return tuple(mended)


def suitable(experiment: Experiment) -> tuple[ModelSpec, ...]:
    """Return the models that can do the experiment's task with its recipe."""
    weighted = any(step_spec(step.id).sets_model for step in experiment.recipe)
    return tuple(spec for spec in models_for(experiment.task) if spec.class_weight or not weighted)
