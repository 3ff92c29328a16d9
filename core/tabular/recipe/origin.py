"""Which inputs of a fitted step each of its outputs is made of: by position, never by name.

A transformer of ours says so itself (``sources``). Of a library's that names its outputs after its
inputs, the number of outputs per input is read from what it learnt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

Sources: TypeAlias = list[tuple[int, ...]]
"""For each output column the positions of its inputs."""


def sources_of(worker: Any, outputs: str, inputs: Sequence[str]) -> Sources:
    """Return where each output column of a fitted transformer comes from.

    outputs : how the catalogue describes them, see `core.tabular.recipe.step_spec`.
    Raises RuntimeError if the count is not that of the columns made: a fault of ours.
    """
    names = list(worker.get_feature_names_out())
    if outputs in ("mixed", "blends"):
        found: Sources = [tuple(range(len(inputs)))] * len(names)
    elif hasattr(worker, "sources"):
        found = worker.sources()
    elif outputs == "levels":
        found = per_input(_COUNTS[type(worker).__name__](worker, len(inputs)))
    else:  # some or all of the inputs, under the names they had
        place = {name: position for position, name in enumerate(inputs)}
        found = [(place[name],) for name in names]
    if len(found) != len(names):
        raise RuntimeError(f"{worker} made {len(names)} columns, and {len(found)} are known")
    return found


def per_input(counts: Sequence[int]) -> Sources:
    """Return the sources where the first input gives the first outputs, and so on.

    >>> per_input([2, 0, 1])
    [(0,), (0,), (2,)]
    """
    return [(place,) for place, count in enumerate(counts) for _ in range(count)]


def _levels(worker: Any, n_inputs: int) -> list[int]:
    rare = getattr(worker, "infrequent_categories_", [None] * n_inputs)
    return [
        len(levels) if few is None else len(levels) - len(few) + 1
        for levels, few in zip(worker.categories_, rare, strict=True)
    ]


def _bins(worker: Any, n_inputs: int) -> list[int]:
    return [1] * n_inputs if worker.encode == "ordinal" else [int(n) for n in worker.n_bins_]


def _means(worker: Any, n_inputs: int) -> list[int]:
    several = worker.target_type_ == "multiclass"
    return [len(worker.classes_) if several else 1] * n_inputs


_COUNTS: dict[str, Callable[[Any, int], list[int]]] = {
    "OneHotEncoder": _levels,
    "KBinsDiscretizer": _bins,
    "TargetEncoder": _means,
}
