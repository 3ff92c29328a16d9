"""The trap: what every step would have learnt had it seen the test rows as well.

Nothing here is used by the pipeline. It is fitted beside it, and only to be compared.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from core.stages.tuning.pipeline_picture.learnt import Cell, scored, told
from core.stages.tuning.pipeline_picture.places import At, step_at
from core.stages.tuning.pipeline_picture.steps import Work
from core.tabular.recipe.plan import IdleStep

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

MOST_ROWS = 20_000
"""With more rows the steps are not fitted a second time."""


@dataclass(eq=False)
class Seen:
    """The steps fitted on all rows, by name; none where that was left out or refused.

    idle : the learner's steps that are not in the pipeline.
    """

    steps: dict[str, At] = field(default_factory=dict)
    n_rows: int = 0
    notes: tuple[str, ...] = ()
    idle: tuple[IdleStep, ...] = ()

    def facts(self, work: Work) -> dict[str, float | str]:
        """Return what the step would say of a column; nothing where it has no such column."""
        at = self.steps.get(work.at.planned.name)
        if at is None:
            return {}
        if work.cell is None:
            here = work.name in at.chosen and at.planned.spec.outputs == "fewer"
            return dict(scored(at, at.chosen.index(work.name))) if here else {}
        if work.name not in at.made or at.chosen != work.at.chosen:
            return {}
        cell = Cell(at, at.made.index(work.name), work.cell.inputs, work.cell.value)
        return dict(told(cell).facts)


def seen_all_rows(fitted: Fitted) -> Seen:
    """Return the steps fitted on training and test rows together; the last few are kept."""
    if fitted not in _KEPT:
        _KEPT[fitted] = _fit_on_all(fitted)
    return _KEPT[fitted]


def _fit_on_all(fitted: Fitted) -> Seen:
    from core.tabular.fit import library_errors

    idle = _idle(fitted)
    n_rows = len(fitted.prepared.X)
    if n_rows > MOST_ROWS:
        note = (
            f"What the steps would have learnt with the test rows is not shown: {n_rows:,} rows "
            f"are more than the {MOST_ROWS:,} that are fitted twice."
        )
        return Seen(notes=(note,), idle=idle)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            steps = _refitted(fitted)
    except library_errors():
        return Seen(idle=idle)
    pipeline = SimpleNamespace(named_steps=steps)
    return Seen({p.name: step_at(pipeline, p) for p in fitted.steps}, n_rows, idle=idle)


def _refitted(fitted: Fitted) -> dict[str, Any]:
    """Fit a copy of every step on all rows, in order."""
    from sklearn.base import clone

    X, y = fitted.prepared.X, fitted.prepared.y
    found = {}
    for name, step in fitted.pipeline.steps[:-1]:
        found[name] = clone(step)
        if hasattr(step, "transform"):
            X = found[name].fit_transform(X, y)
        else:
            X, y = found[name].fit_resample(X, y)
    return found


def _idle(fitted: Fitted) -> tuple[IdleStep, ...]:
    from core.tabular.recipe.pipeline import facts_of
    from core.tabular.recipe.plan import plan

    return plan(fitted.experiment, facts_of(fitted.X_train, fitted.prepared.gaps)).idle


_KEPT: WeakKeyDictionary[Fitted, Seen] = WeakKeyDictionary()
