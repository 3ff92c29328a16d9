"""Controls that take their choices from the active table: columns, classes, rows."""

from __future__ import annotations

from dataclasses import replace

from core.params import Choice, Param
from core.tabular.experiment import Experiment
from core.ui.playground import TableFacts, with_choices

CLASS = Param("class_", "Class", "choice", "", "Whose probability is looked at", role="target")
COLUMN = Param("column", "Column", "choice", "", "The column to look at", role="feature")
MOST_CLASSES = 30


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
        return with_choices(param, experiment.feature_names(table.columns))
    if param.id == "class_":
        return _classes(param, table, experiment)
    if param.id == "row":
        return replace(param, high=max(int(table.n_rows * experiment.split.test_share) - 2, 1))
    return param


def _classes(param: Param, table: TableFacts, experiment: Experiment) -> Param | None:
    if experiment.task == "regression":
        return None
    found = table.loaded.profile.column(experiment.target).top_values[:MOST_CLASSES]
    classes = tuple(sorted(name for name, _ in found))
    return with_choices(param, classes, classes[-1] if len(classes) == 2 else None)


def of(params: tuple[Param, ...], *ids: str, **changes: object) -> tuple[Param, ...]:
    """Return the params with these ids, in that order, each with ``changes``."""
    by_id = {param.id: param for param in params}
    return tuple(replace(by_id[name], **changes) for name in ids)  # type: ignore[arg-type]


def choice(id_: str, label: str, *options: tuple[str, str]) -> Param:
    """Return a choice param from (id, label) options; the first is the default."""
    return Param(
        id_, label, "choice", options[0][0], choices=tuple(Choice(*option) for option in options)
    )
