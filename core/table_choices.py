"""Controls that take their choices from the active table: columns, classes, rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.params import Choice, Param
from core.playground import TableFacts, with_choices
from core.tabular.experiment import Experiment

CLASS = Param("class_", "Class", "choice", "", "Whose probability is looked at", role="target")
COLUMN = Param("column", "Column", "choice", "", "The column to look at", role="feature")
STEP = Param("step", "Look at step", "choice", "", "Before and after of this step", role="target")
TELLING = ("number", "category", "date")
"""Kinds of column that a model can be asked about; they are offered first."""


def offer(
    params: tuple[Param, ...], table: TableFacts, experiment: Experiment
) -> tuple[Param, ...]:
    """Fill columns, classes and rows of the active table into the params that ask for them.

    ``column`` offers the features, ``class_`` the target's classes (left out for regression),
    ``row`` the positions of the test rows.
    """
    filled = (_fill(param, table, experiment) for param in params)
    return tuple(param for param in filled if param is not None)


def _fill(param: Param, table: TableFacts, experiment: Experiment) -> Param | None:
    if param.id == "column":
        names = experiment.feature_names(table.columns)
        telling = tuple(n for kind in TELLING for n in names if table.kinds[n] == kind)
        return with_choices(param, (*telling, *(name for name in names if name not in telling)))
    if param.id == "class_":
        return _classes(param, table, experiment)
    if param.id == "row":
        return replace(param, high=max(int(table.n_rows * experiment.split.test_share) - 2, 1))
    return param


def _classes(param: Param, table: TableFacts, experiment: Experiment) -> Param | None:
    if experiment.task == "regression":
        return None
    classes = table.loaded.profile.column(experiment.target).classes
    if table.classes is not None:
        classes = table.classes
    return with_choices(param, classes, classes[-1] if len(classes) == 2 else None)


def explain_offer(
    params: tuple[Param, ...], table: TableFacts, experiment: Experiment
) -> tuple[Param, ...]:
    """Like `offer`, with the metrics of the task and, for trees only, the tree route of SHAP."""
    from core.tabular.explain.permutation import METRICS  # the map does not wait for pandas
    from core.tabular.models.catalogue import model_spec

    tree = model_spec(experiment.model.id).tree
    metrics = {m.id for m in METRICS if m.task == experiment.task} | {"auto"}
    kept = {"metric": metrics, "method": {"auto", "exact", "permutation", *(["tree"] * tree)}}
    return tuple(
        _only(param, kept[param.id]) if param.id in kept else param
        for param in offer(params, table, experiment)
    )


def leak_offer(
    params: tuple[Param, ...], _table: TableFacts, experiment: Experiment
) -> tuple[Param, ...]:
    """Offer the leaks that the task can have: a regression has no rare class to invent rows of."""
    fitting = {"selection", "target", "scaling", "imputation"}
    if experiment.task == "classification":
        fitting.add("smote")
    return tuple(_only(param, fitting) if param.id == "leak" else param for param in params)


def _only(param: Param, ids: Collection[str]) -> Param:
    """Return ``param`` with these choices only; what depends on the task stays out of the URL."""
    kept = tuple(choice for choice in param.choices if choice.id in ids)
    return replace(param, choices=kept, role="target")


def validation_offer(
    params: tuple[Param, ...], table: TableFacts, experiment: Experiment
) -> tuple[Param, ...]:
    """Offer the schemes and metrics that suit the task, and the table's columns for groups."""
    from core.tabular.judge.metrics import METRICS

    task_ids = {spec.id for spec in METRICS if spec.task == experiment.task} | {"auto"}
    regression = experiment.task == "regression"
    offered = []
    for param in params:
        if param.id == "metric":
            offered.append(_only(param, task_ids))
        elif param.id == "scheme" and regression:
            offered.append(_only(param, {c.id for c in param.choices} - {"stratified"}))
        elif param.id == "column":
            names = tuple(name for name in table.columns if name != experiment.target)
            when = ("scheme", ("grouped", "time"))
            plain = replace(param, optional=False, role="feature", when=when)
            offered.append(with_choices(plain, names, _order_column(table, names)))
        else:
            offered.append(param)
    return tuple(offered)


def recipe_offer(
    params: tuple[Param, ...], table: TableFacts, experiment: Experiment
) -> tuple[Param, ...]:
    """Offer the steps of the recipe to look at, and the metrics that suit the task."""
    from core.tabular.recipe.steps import step_spec

    steps = tuple(
        Choice(str(place), f"{place + 1}. {step_spec(step.id).label}")
        for place, step in enumerate(experiment.recipe)
    )
    kept = validation_offer(params, table, experiment)
    if not steps:
        return tuple(param for param in kept if param.id != "step")
    first = replace(STEP, choices=steps, default=steps[0].id)
    return tuple(first if param.id == "step" else param for param in kept)


def net_offer(
    params: tuple[Param, ...], table: TableFacts, experiment: Experiment
) -> tuple[Param, ...]:
    """Offer two columns of numbers to draw and a third to predict."""
    numbers = tuple(name for name in table.columns if table.kinds[name] == "number")
    drawn = [name for name in numbers if name != experiment.target]
    first, second = (*drawn, *numbers, "", "")[:2]
    offered = {
        "x1": (numbers, first),
        "x2": (numbers, second),
        "target": (tuple(table.columns), experiment.target),
    }
    return tuple(with_choices(p, *offered[p.id]) if p.id in offered else p for p in params)


def learn_offer(
    params: tuple[Param, ...], table: TableFacts, experiment: Experiment
) -> tuple[Param, ...]:
    """Offer two columns of numbers to draw.

    What is drawn upwards depends on the algorithm: a line predicts it, so the target suits; the
    classes of the others are the target, so it does not.
    `core.stages.supervised.how_it_learns.columns` settles it.
    """
    numbers = tuple(name for name in table.columns if table.kinds[name] == "number")
    first = next((name for name in numbers if name != experiment.target), "")
    names = tuple(Choice(name, name) for name in numbers)
    up = (Choice("", "What suits it", "A line: the target. Classes: another column."), *names)
    filled = []
    for param in params:
        if param.id == "x2":
            param = replace(param, kind="choice", choices=up, default="")
        filled.append(with_choices(param, numbers, first) if param.id == "x1" else param)
    return tuple(filled)


def _order_column(table: TableFacts, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if table.kinds[name] == "date"), None)


def of(params: tuple[Param, ...], *ids: str, **changes: object) -> tuple[Param, ...]:
    """Return the params with these ids, in that order, each with ``changes``."""
    by_id = {param.id: param for param in params}
    return tuple(replace(by_id[name], **changes) for name in ids)  # type: ignore[arg-type]


def choice(id_: str, label: str, *options: tuple[str, str]) -> Param:
    """Return a choice param from (id, label) options; the first is the default."""
    return Param(
        id_, label, "choice", options[0][0], choices=tuple(Choice(*option) for option in options)
    )
