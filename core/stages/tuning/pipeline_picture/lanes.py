"""Raw columns in groups: those that the same steps work on flow side by side in one lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.stages.tuning.pipeline_picture.places import Place, step_at

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

MOST_LANES = 5


@dataclass(frozen=True)
class Lane:
    """Raw columns that the same steps work on; ``counts`` of columns made of them, by place."""

    names: tuple[str, ...]
    counts: tuple[int, ...]
    steps: tuple[int, ...]


def lanes_of(fitted: Fitted, places: list[Place]) -> tuple[Lane, ...]:
    """Return the raw columns in groups: those that the same steps work on, largest group last."""
    takes = []
    for place, planned in zip(places, fitted.steps, strict=False):
        at = step_at(fitted.pipeline, planned)
        takes.append({raw for name in at.chosen for raw in place.origin[name]})
    groups: dict[tuple[int, ...], list[str]] = {}
    for raw in places[0].frame.columns:
        ways = tuple(i for i, taken in enumerate(takes) if raw in taken)
        groups.setdefault(ways, []).append(raw)
    found = sorted(groups.items(), key=lambda item: -len(item[1]))
    kept, rest = found[: MOST_LANES - 1], found[MOST_LANES - 1 :]
    if rest:
        ways = tuple(sorted({i for way, _ in rest for i in way}))
        kept.append((ways, [name for _, names in rest for name in names]))
    return tuple(_lane(tuple(names), ways, places) for ways, names in kept)


def _lane(names: tuple[str, ...], steps: tuple[int, ...], places: list[Place]) -> Lane:
    own = set(names)
    counts = tuple(
        sum(bool(own.intersection(sources)) for sources in place.origin.values())
        for place in places
    )
    return Lane(names, counts, steps)
