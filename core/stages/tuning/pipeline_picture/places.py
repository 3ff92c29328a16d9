"""Rows at every place of a fitted pipeline: what goes into each step, what comes out of it.

A place is what scikit-learn calls ``pipeline[:i].transform(rows)``. Steps that change which rows
are learnt from (imbalanced-learn's) have no ``transform``: rows to predict pass them by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.tabular.recipe.origin import Sources, sources_of
from core.tabular.recipe.pipeline import origins
from core.tabular.recipe.plan import PlannedStep

if TYPE_CHECKING:
    from core.tabular.fit import Fitted


@dataclass(frozen=True, eq=False)
class Place:
    """Rows before the first step, or after one.

    frame : (n_rows, n_columns). origin : for each column the raw columns it is made of.
    """

    frame: pd.DataFrame
    origin: dict[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class At:
    """One fitted step between two places.

    worker : the transformer inside, None of a step on training rows only or on no column.
    chosen : the columns it takes; made : those it gives in their place, ``sources`` their
    positions among ``chosen``.
    """

    planned: PlannedStep
    worker: Any
    chosen: tuple[str, ...]
    made: tuple[str, ...]
    sources: Sources


def places_of(fitted: Fitted, rows: pd.DataFrame) -> list[Place]:
    """Return the rows (n_rows, n_raw_columns) at every place: one more than there are steps."""
    changed: Any = rows[fitted.X_train.columns]
    found = []
    traced = origins(fitted.pipeline, fitted.steps, list(fitted.X_train.columns))
    for place, origin in enumerate(traced):
        if place:
            step = fitted.pipeline.steps[place - 1][1]
            changed = step.transform(changed) if hasattr(step, "transform") else changed
        found.append(Place(_framed(changed, rows.index, origin), origin))
    return found


def _framed(values: Any, index: pd.Index, origin: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Return the values with names: a model may be handed plain numbers."""
    if isinstance(values, pd.DataFrame):
        return values
    return pd.DataFrame(np.asarray(values), index, list(origin))


def step_at(pipeline: Any, planned: PlannedStep) -> At:
    """Return what a step takes and gives, by its fitted self in ``pipeline``."""
    fitted = pipeline.named_steps[planned.name]
    if not hasattr(fitted, "transformer_") or not fitted.chosen_:
        return At(planned, None, (), (), [])
    worker = fitted.transformer_
    sources = sources_of(worker, planned.spec.outputs, fitted.chosen_)
    return At(planned, worker, tuple(fitted.chosen_), tuple(fitted.made_), sources)
