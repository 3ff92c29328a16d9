"""What the active table and the experiment fill into controls, by the role of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from core.params import Choice, Param, Role
from core.tabular.experiment import Experiment


@dataclass(frozen=True)
class TableFacts:
    """What the server keeps of the active table: its digest, kinds of column, a head, a profile.

    classes : the target's, where steps on the table may have taken some away; None: the profile's.
    n_test : rows that are tested, where such steps or a split by groups decide; None: a share of
    all that have a target.
    """

    id: str
    name: str
    digest: str
    n_rows: int
    kinds: Mapping[str, str]
    loaded: Any  # core.data.load.Loaded
    classes: tuple[str, ...] | None = None
    n_test: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in the table's order."""
        return tuple(self.kinds)


Fill: TypeAlias = Callable[[Param, TableFacts, Experiment], Param | None]
"""Return the param with its choices, default and bounds; None where there is nothing to choose."""

TELLING = ("number", "category", "date")
"""Kinds of column that a model can be asked about; they are offered first."""

FIRST_FEATURES = 4
"""How many are chosen at first where several may be."""


def offered(
    params: tuple[Param, ...], table: TableFacts | None, experiment: Experiment | None
) -> tuple[Param, ...]:
    """Return ``params`` filled by their roles; as they are while no table is active.

    Those that the table or the task has nothing for are left out: a regression has no classes.
    """
    if table is None or experiment is None:
        return params
    filled = (FILLS[p.role](p, table, experiment) if p.role in FILLS else p for p in params)
    return tuple(param for param in filled if param is not None)


def _columns(param: Param, table: TableFacts, _experiment: Experiment) -> Param:
    return _with_choices(param, table.columns)


def _second_column(param: Param, table: TableFacts, _experiment: Experiment) -> Param:
    return _with_choices(param, table.columns, (*table.columns[1:2], "")[0])


def _several_columns(param: Param, table: TableFacts, _experiment: Experiment) -> Param:
    """Offer all columns, the target among them, of which several may be chosen; none at first."""
    return replace(param, choices=tuple(Choice(name, name) for name in table.columns))


def _features(param: Param, table: TableFacts, experiment: Experiment) -> Param:
    return _with_choices(param, _telling_first(table, experiment))


def _several_features(param: Param, table: TableFacts, experiment: Experiment) -> Param:
    """Offer all features of which several may be chosen; at first the four that tell most."""
    names = _telling_first(table, experiment)
    choices = tuple(Choice(name, name) for name in names)
    return replace(param, choices=choices, default=names[:FIRST_FEATURES])


def _telling_first(table: TableFacts, experiment: Experiment) -> tuple[str, ...]:
    names = experiment.feature_names(table.columns)
    telling = tuple(n for kind in TELLING for n in names if table.kinds[n] == kind)
    return (*telling, *(name for name in names if name not in telling))


def _target(param: Param, table: TableFacts, experiment: Experiment) -> Param:
    return _with_choices(param, table.columns, experiment.target)


def _numbers(table: TableFacts) -> tuple[str, ...]:
    return tuple(name for name in table.columns if table.kinds[name] == "number")


def _drawn(table: TableFacts, experiment: Experiment) -> tuple[str, ...]:
    """Return columns of numbers to draw, best first: the target is what they are to tell."""
    numbers = _numbers(table)
    return (*(name for name in numbers if name != experiment.target), *numbers, "", "")


def _number(param: Param, table: TableFacts, experiment: Experiment) -> Param:
    return _with_choices(param, _numbers(table), _drawn(table, experiment)[0])


def _second_number(param: Param, table: TableFacts, experiment: Experiment) -> Param:
    return _with_choices(param, _numbers(table), _drawn(table, experiment)[1])


def _suited_number(param: Param, table: TableFacts, _experiment: Experiment) -> Param:
    """Offer what suits the algorithm first, which `how_it_learns.columns` settles.

    A line predicts what is drawn upwards, so the target suits; the classes of the others are the
    target, so it does not.
    """
    suited = Choice("", "What suits it", "A line: the target. Classes: another column.")
    names = (Choice(name, name) for name in _numbers(table))
    return replace(param, kind="choice", choices=(suited, *names), default="")


def _order(param: Param, table: TableFacts, experiment: Experiment) -> Param:
    """Offer what groups rows or puts them in order: the first date, else any but the target."""
    names = tuple(name for name in table.columns if name != experiment.target)
    date = next((name for name in names if table.kinds[name] == "date"), None)
    return _with_choices(replace(param, optional=False), names, date)


def _class(param: Param, table: TableFacts, experiment: Experiment) -> Param | None:
    if experiment.task == "regression":
        return None
    classes = table.loaded.profile.column(experiment.target).classes
    if table.classes is not None:
        classes = table.classes
    second = classes[-1] if len(classes) == 2 else None
    return _with_choices(replace(param, optional=False), classes, second)


def _row(param: Param, table: TableFacts, experiment: Experiment) -> Param:
    n_test = table.n_test
    if not n_test:
        from core.tabular.tested_rows import n_tested  # the map does not wait for pandas

        missing = table.loaded.profile.column(experiment.target).n_missing
        n_test = n_tested(table.n_rows - missing, experiment.split.test_share)
    return replace(param, high=max(n_test - 1, 1))


def _metric(param: Param, _table: TableFacts, experiment: Experiment) -> Param:
    from core.tabular.judge.metrics import METRICS  # the map does not wait for pandas

    return _without(param, {spec.id for spec in METRICS if spec.task != experiment.task})


def _scheme(param: Param, _table: TableFacts, experiment: Experiment) -> Param:
    return _without(param, {"stratified"} if experiment.task == "regression" else ())


def _leak(param: Param, _table: TableFacts, experiment: Experiment) -> Param:
    """Offer the leaks that the task can have: a regression has no rare class to invent rows of."""
    return _without(param, {"smote"} if experiment.task == "regression" else ())


def _method(param: Param, _table: TableFacts, experiment: Experiment) -> Param:
    from core.tabular.models.catalogue import model_spec

    return _without(param, () if model_spec(experiment.model.id).tree else {"tree"})


def _step(param: Param, _table: TableFacts, experiment: Experiment) -> Param | None:
    from core.tabular.recipe.steps import step_spec

    steps = tuple(
        Choice(str(place), f"{place + 1}. {step_spec(step.id).label}")
        for place, step in enumerate(experiment.recipe)
    )
    return replace(param, choices=steps, default=steps[0].id) if steps else None


def _setting(param: Param, _table: TableFacts, experiment: Experiment) -> Param | None:
    """Offer the settings of the model that can be searched, where there are several."""
    from core.tabular.search.space import searched, space_of  # the map does not wait for NumPy

    found = space_of(searched(experiment)).dimensions
    choices = tuple(Choice(one.id, one.label) for one in found)
    return replace(param, choices=choices) if len(choices) > 1 else None


def _without(param: Param, ids: Collection[str]) -> Param:
    return replace(param, choices=tuple(c for c in param.choices if c.id not in ids))


FILLS: dict[Role, Fill] = {
    "column": _columns,
    "second column": _second_column,
    "columns": _several_columns,
    "feature": _features,
    "features": _several_features,
    "target": _target,
    "number": _number,
    "second number": _second_number,
    "suited number": _suited_number,
    "order": _order,
    "class": _class,
    "row": _row,
    "metric": _metric,
    "scheme": _scheme,
    "leak": _leak,
    "method": _method,
    "step": _step,
    "setting": _setting,
}


def _with_choices(param: Param, ids: tuple[str, ...], default: str | None = None) -> Param:
    """Return ``param`` as a choice among ``ids`` (column names, classes) of the active table."""
    first = ids[0] if ids else ""
    return replace(
        param,
        kind="choice",
        choices=tuple(Choice(name, name) for name in ids),
        default=default if default in ids else first,
    )
