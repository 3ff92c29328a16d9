"""What one step does to every column of a row: changed, new, gone, or left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from core.stages.tuning.pipeline_picture.learnt import Cell, Fact, missing, scored
from core.stages.tuning.pipeline_picture.places import At, Place

State: TypeAlias = Literal["changed", "new", "gone", "same", "past"]
"""``same``: the step looks at it and leaves it; ``past``: it goes past the step."""


@dataclass(frozen=True, eq=False)
class Work:
    """One column around a step.

    cell : what made it, None where it goes or goes past. facts : of a column that goes. other : the
    second row's cell after the step, before it where the column goes.
    """

    name: str
    state: State
    before: Any
    after: Any
    sources: tuple[str, ...]
    at: At
    place: float
    cell: Cell | None = None
    facts: tuple[Fact, ...] = ()
    other: Any = None


def works_of(at: At, before: Place, after: Place) -> list[Work]:
    """Return all columns around a step: those that go, those it makes, those that go past."""
    row, other = before.frame.iloc[0].to_dict(), _second(before)
    new, other_new = after.frame.iloc[0].to_dict(), _second(after)
    row = {name: before.frame[name].iloc[0] for name in before.frame.columns}
    new = {name: after.frame[name].iloc[0] for name in after.frame.columns}
    inputs = [row[name] for name in at.chosen]
    found = [
        _made(at, out, inputs, new[name], other_new.get(name), after.origin[name])
        for out, name in enumerate(at.made)
    ]
    kept = {work.name for work in found if work.state != "new"}
    gone = [
        Work(
            name,
            "gone",
            row[name],
            None,
            before.origin[name],
            at,
            place,
            facts=_why_gone(at, place),
            other=other.get(name),
        )
        for place, name in enumerate(at.chosen)
        if name not in kept
    ]
    touched = {*at.chosen, *at.made}
    past = [
        Work(name, "past", row[name], new[name], origin, at, place, other=other_new.get(name))
        for place, (name, origin) in enumerate(after.origin.items())
        if name not in touched or not at.chosen
    ]
    return [*gone, *found, *past]


def _second(place: Place) -> dict[str, Any]:
    frame = place.frame
    if len(frame) < 2:
        return {}
    return {name: frame[name].iloc[1] for name in frame.columns}


def _why_gone(at: At, place: int) -> tuple[Fact, ...]:
    return scored(at, place) if at.planned.spec.outputs == "fewer" else ()


def _made(
    at: At, out: int, inputs: Sequence[Any], value: Any, other: Any, origin: tuple[str, ...]
) -> Work:
    """Return a column that the step gives: a new one, or one of its inputs under its old name."""
    name, sources = at.made[out], at.sources[out]
    cell = Cell(at, out, list(inputs), value)
    spec = at.planned.spec
    old = out if spec.outputs == "blends" else sources[0]
    if name != at.chosen[old] or (len(sources) > 1 and spec.outputs != "blends"):
        before = inputs[sources[0]] if len(sources) == 1 else None
        return Work(name, "new", before, value, origin, at, sources[0] + 0.5, cell, other=other)
    state: State = "same" if unchanged(inputs[old], value) else "changed"
    return Work(name, state, inputs[old], value, origin, at, old, cell, other=other)


def unchanged(before: Any, after: Any) -> bool:
    """Whether a cell is what it was; True and 1 are not the same."""
    if missing(before) or missing(after):
        return missing(before) and missing(after)
    truths = [isinstance(value, bool | np.bool_) for value in (before, after)]
    return truths[0] == truths[1] and bool(before == after)


def ordered(works: list[Work], followed: str) -> list[Work]:
    """Return the columns in the order they are shown: followed, changed, come or gone, the rest."""
    return sorted(works, key=lambda work: (followed not in work.sources, _rank(work), work.place))


def _rank(work: Work) -> int:
    if work.state == "new":
        return 1 if not missing(work.after) and work.after != 0 else 2
    return {"changed": 0, "gone": 1, "same": 3, "past": 4}[work.state]
