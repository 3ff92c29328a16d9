"""A plan becomes one imbalanced-learn pipeline over pandas frames, names kept throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from core.data.describe import column_kinds
from core.tabular.recipe.origin import sources_of
from core.tabular.recipe.plan import Facts, Plan, PlannedStep

if TYPE_CHECKING:
    from imblearn.pipeline import Pipeline


def facts_of(X: pd.DataFrame, gaps: frozenset[str]) -> Facts:
    """Return what planning needs to know of the training features ``X``."""
    flags = frozenset(name for name in X.columns if pd.api.types.is_bool_dtype(X[name]))
    return Facts(tuple(column_kinds(X).items()), gaps, flags)


def build(plan: Plan) -> Pipeline:
    """Return the unfitted pipeline: row steps and transforms in order, then ``model``.

    Each transform works on its columns, passes the rest on and gives a pandas frame (`columns.On`);
    imbalanced-learn runs row steps only in ``fit``.
    """
    from imblearn.pipeline import Pipeline

    steps = [
        (step.name, _build_step(step, _asked_for(plan.steps, place)))
        for place, step in enumerate(plan.steps)
    ]
    return Pipeline([*steps, ("model", plan.model.build())])


def provenance(pipeline: Any, plan: Plan, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for every column the model gets the raw ``columns`` it is made of.

    ``pipeline`` is fitted. Components (PCA) come from all the columns they mix. A column whose
    gaps were filled from others still counts as itself; `borrowing` tells of it.
    """
    return origins(pipeline, plan.steps, columns)[-1]


def origins(
    pipeline: Any, steps: Iterable[PlannedStep], columns: Sequence[str]
) -> list[dict[str, tuple[str, ...]]]:
    """Return `provenance` at every place: before the first step and after each, in order."""
    found: list[dict[str, tuple[str, ...]]] = [{name: (name,) for name in columns}]
    for planned in steps:
        fitted = pipeline.named_steps[planned.name]
        through = hasattr(fitted, "transformer_")
        found.append(_through(fitted, planned, found[-1]) if through else found[-1])
    return found


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


def _asked_for(steps: Sequence[PlannedStep], place: int) -> tuple[str, ...]:
    """Return names that a selection may have freed and a later step asks for: not for new columns.

    Only where a step that drops columns came before; else whatever is asked for is still there.
    """
    if steps[place].spec.outputs not in _MAKERS:
        return ()
    if not any(step.spec.outputs == "fewer" for step in steps[:place]):
        return ()
    later = (name for step in steps[place + 1 :] for name in step.columns or ())
    return tuple(dict.fromkeys(later))


_MAKERS = ("levels", "mixed", "powers", "adds")


def _build_step(planned: PlannedStep, taken: tuple[str, ...]) -> Any:
    spec = planned.spec
    work = planned.call.build()
    if spec.kind == "rows" or spec.id == "plain_array":
        return work
    from core.tabular.recipe.columns import On

    return On(_columns(planned), work, taken)


def _columns(planned: PlannedStep) -> Callable[[pd.DataFrame], list[str]]:
    from core.tabular.recipe.transformers import AllNumbers, Present

    return AllNumbers() if planned.columns is None else Present(planned.columns)


def _through(
    fitted: Any, planned: PlannedStep, origin: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Follow the columns through one fitted step: ``origin`` before it, by name; after it."""
    if not fitted.chosen_:
        return origin
    places = sources_of(fitted.transformer_, planned.spec.outputs, fitted.chosen_)
    made = {
        name: _unique(raw for place in sources for raw in origin[fitted.chosen_[place]])
        for name, sources in zip(fitted.made_, places, strict=True)
    }
    return {**made, **{name: origin[name] for name in fitted.rest_}}


def _unique(names: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
