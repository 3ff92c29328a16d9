"""A plan becomes one imbalanced-learn pipeline over pandas frames, names kept throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from core.data.describe import column_kinds
from core.tabular.recipe.plan import Facts, Plan, PlannedStep
from core.tabular.recipe.steps import step_spec

if TYPE_CHECKING:
    from imblearn.pipeline import Pipeline


def facts_of(X: pd.DataFrame, gaps: frozenset[str]) -> Facts:
    """Return what planning needs to know of the training features ``X``."""
    flags = frozenset(name for name in X.columns if pd.api.types.is_bool_dtype(X[name]))
    return Facts(tuple(column_kinds(X).items()), gaps, flags)


def build(plan: Plan) -> Pipeline:
    """Return the unfitted pipeline: row steps and transforms in order, then ``model``.

    Each transform is a ``ColumnTransformer`` on its columns that passes the rest on and gives a
    pandas frame; imbalanced-learn runs row steps only in ``fit``.
    """
    from imblearn.pipeline import Pipeline

    steps = [(step.name, _build_step(step)) for step in plan.steps]
    return Pipeline([*steps, ("model", plan.model.build())])


def provenance(pipeline: Any, plan: Plan, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for every column the model gets the raw ``columns`` it is made of.

    ``pipeline`` is fitted. Components (PCA) come from all the columns they mix. A column whose
    gaps were filled from others still counts as itself; `borrowing` tells of it.
    """
    origin: dict[str, tuple[str, ...]] = {name: (name,) for name in columns}
    for planned in plan.steps:
        fitted = pipeline.named_steps[planned.name]
        if hasattr(fitted, "transformers_"):
            origin = _through(fitted, planned, origin)
    return origin


def borrowing(steps: Iterable[PlannedStep], gaps: frozenset[str]) -> PlannedStep | None:
    """Return the first step that fills gaps of one raw column from other columns, else None.

    ``gaps`` : the raw columns that have any; without one there is nothing to fill.
    """
    for planned in steps:
        columns = planned.columns
        alone = columns is not None and len(columns) == 1
        holes = gaps if columns is None else gaps.intersection(columns)
        if planned.spec.outputs == "borrows" and holes and not alone:
            return planned
    return None


def _build_step(planned: PlannedStep) -> Any:
    spec = planned.spec
    work = planned.call.build()
    if spec.kind == "rows" or spec.id == "plain_array":
        return work
    from sklearn.compose import ColumnTransformer

    transformer = ColumnTransformer(
        [(spec.id, work, _columns(planned))],
        remainder="passthrough",
        verbose_feature_names_out=False,
    )
    return transformer.set_output(transform="pandas")


def _columns(planned: PlannedStep) -> Callable[[pd.DataFrame], list[str]]:
    from core.tabular.recipe.transformers import AllNumbers, Present

    return AllNumbers() if planned.columns is None else Present(planned.columns)


def _through(
    fitted: Any, planned: PlannedStep, origin: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    names = fitted.get_feature_names_out()
    _, worker, inputs = fitted.transformers_[0]
    made = set(range(len(names))[fitted.output_indices_[planned.step.id]])
    sources = _SOURCES[step_spec(planned.step.id).outputs]
    own = sources(worker, list(inputs), [names[i] for i in sorted(made)])
    return {
        name: _unique(raw for source in own[name] for raw in origin[source])
        if i in made
        else origin[name]
        for i, name in enumerate(names)
    }


def _unique(names: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _same(worker: Any, inputs: list[str], outputs: list[str]) -> dict[str, list[str]]:
    return {name: [name] for name in outputs}


def _by_prefix(worker: Any, inputs: list[str], outputs: list[str]) -> dict[str, list[str]]:
    longest_first = sorted(inputs, key=len, reverse=True)
    return {
        output: [next(name for name in longest_first if output.startswith(name))]
        for output in outputs
    }


def _mixed(worker: Any, inputs: list[str], outputs: list[str]) -> dict[str, list[str]]:
    return dict.fromkeys(outputs, inputs)


def _powers(worker: Any, inputs: list[str], outputs: list[str]) -> dict[str, list[str]]:
    return {
        output: [name for name, power in zip(inputs, powers, strict=True) if power]
        for output, powers in zip(outputs, worker.powers_, strict=True)
    }


_SOURCES: dict[str, Callable[[Any, list[str], list[str]], dict[str, list[str]]]] = {
    "same": _same,
    "borrows": _same,
    "blends": _mixed,
    "fewer": _same,
    "levels": _by_prefix,
    "adds": _by_prefix,
    "mixed": _mixed,
    "powers": _powers,
    "gone": _same,
}
