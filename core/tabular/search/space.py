"""The settings of a model that can be searched, each with its range: read from the catalogue."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.data.task import Task
from core.params import Param
from core.tabular.calls import Call, Case, Options, P, Repeat
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.models.catalogue import ModelSpec, model_spec
from core.value import Value

Candidate: TypeAlias = tuple[tuple[str, Value], ...]
"""A value for each searched setting, sorted by name."""

MOST_DIMENSIONS = 6
NEVER = ("max_iter", "quantile", "fit_intercept")
"""How long a solver may take and what it is asked for: no settings to choose by a score."""
RANGES: dict[str, tuple[float, float, bool]] = {
    "n_estimators": (10, 200, True),
    "max_depth": (1, 20, False),
    "min_samples_leaf": (1, 50, True),
    "n_neighbors": (1, 50, True),
    "learning_rate": (0.01, 1.0, True),
    "learning_rate_init": (1e-4, 0.1, True),
    "leaves": (4, 64, True),
    "l2": (0.01, 100.0, True),
    "width": (4, 128, True),
    "layers": (1, 3, False),
    "degree": (1, 4, False),
    "epsilon": (0.01, 1.0, True),
    "C": (1e-3, 1e3, True),
    "alpha": (1e-4, 1e2, True),
}
"""Narrower than what the control allows: low, high, whether in powers. They keep a search short."""
OF_MODEL: dict[tuple[str, str], tuple[float, float, bool]] = {
    ("huber", "epsilon"): (1.0, 3.0, False),
    ("svm_poly", "degree"): (2, 5, False),
    ("ada_boost", "max_depth"): (1, 5, False),
    ("lasso", "alpha"): (1e-4, 10.0, True),
    ("elastic_net", "alpha"): (1e-4, 10.0, True),
    ("sgd", "alpha"): (1e-6, 1.0, True),
    ("mlp", "alpha"): (1e-6, 1.0, True),
}


@dataclass(frozen=True)
class Dimension:
    """One searched setting: a number from ``low`` to ``high``, or one of ``choices``.

    ``log``: even steps are factors. ``whole``: integers only.
    """

    param: Param
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    whole: bool = False
    choices: tuple[Value, ...] = ()

    @property
    def id(self) -> str:
        """The setting's name in the library's call."""
        return self.param.id

    @property
    def label(self) -> str:
        """The setting's name on the screen."""
        return self.param.label

    def at(self, share: float) -> Value:
        """Return the value at ``share`` (0 to 1) of the way; of choices, of equal parts.

        >>> depth = Dimension(Param("max_depth", "Depth", "int", 5), 1, 20, whole=True)
        >>> depth.at(0.0), depth.at(0.5), depth.at(1.0)
        (1, 10, 20)
        """
        if self.choices:
            return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]
        if self.log:
            value = math.exp(math.log(self.low) + share * math.log(self.high / self.low))
        else:
            value = self.low + share * (self.high - self.low)
        return round(value) if self.whole else min(max(_rounded(value), self.low), self.high)

    def place(self, value: Any) -> float:
        """Return where ``value`` lies, 0 to 1: the inverse of `at`, to draw it.

        A value outside the range lies at its end; None ("no limit") at the upper one.

        >>> Dimension(Param("C", "C", "float", 1.0), 0.01, 100.0, log=True).place(1.0)
        0.5
        """
        if self.choices:
            last = max(len(self.choices) - 1, 1)
            return self.choices.index(value) / last if value in self.choices else 0.0
        if value is None:
            return 1.0
        inside = min(max(float(value), self.low), self.high)
        if self.log:
            return math.log(inside / self.low) / math.log(self.high / self.low)
        return (inside - self.low) / (self.high - self.low)

    def values(self, n: int) -> tuple[Value, ...]:
        """Return at most ``n`` different values, evenly from end to end (one: the middle)."""
        if self.choices:
            return self.choices[:n]
        shares = [0.5] if n == 1 else np.linspace(0.0, 1.0, n)
        return tuple(dict.fromkeys(self.at(float(share)) for share in shares))


@dataclass(frozen=True)
class Space:
    """All that is searched of a model, at most `MOST_DIMENSIONS` settings."""

    model: str
    dimensions: tuple[Dimension, ...]

    def __len__(self) -> int:
        return len(self.dimensions)

    def only(self, names: Iterable[str]) -> Space:
        """Return the space of the settings named; all of them if none is."""
        chosen = set(names)
        kept = tuple(one for one in self.dimensions if one.id in chosen)
        return replace(self, dimensions=kept or self.dimensions)

    def candidate(self, shares: Sequence[float]) -> Candidate:
        """Return the candidate at ``shares`` (0 to 1) of each setting's way."""
        pairs = zip(self.dimensions, shares, strict=True)
        return tuple(sorted((one.id, one.at(float(share))) for one, share in pairs))

    def draw(self, rng: np.random.Generator, n: int) -> tuple[Candidate, ...]:
        """Return ``n`` candidates drawn at random, evenly along each setting's way."""
        shares: NDArray[np.float64] = rng.random((n, len(self)))
        return tuple(self.candidate(row) for row in shares)

    def grid(self, most: int) -> tuple[Candidate, ...]:
        """Return the finest grid of at most ``most`` candidates, first setting slowest.

        Every setting gets one value more in turn, as long as the grid stays within ``most``.
        """
        sizes = [1] * len(self)
        grew = True
        while grew:
            grew = False
            for i, one in enumerate(self.dimensions):
                finer = [*sizes[:i], sizes[i] + 1, *sizes[i + 1 :]]
                if len(one.values(finer[i])) > sizes[i] and math.prod(finer) <= most:
                    sizes, grew = finer, True
        axes = [one.values(n) for one, n in zip(self.dimensions, sizes, strict=True)]
        names = [one.id for one in self.dimensions]
        return tuple(tuple(sorted(zip(names, values, strict=True))) for values in product(*axes))


def space_of(experiment: Experiment) -> Space:
    """Return what can be searched of the experiment's model for its task; may be empty."""
    spec = model_spec(experiment.model.id)
    return Space(spec.id, tuple(_dimensions(spec, experiment.task))[:MOST_DIMENSIONS])


SIBLING = "ridge"
"""What stands in for a regression without settings: the same line with a penalty."""


def searched(experiment: Experiment) -> Experiment:
    """Return the experiment, with `SIBLING` in place of a regression's model without settings.

    >>> lines = Experiment("sample:x", "x", "y", "regression")
    >>> lines.model.id, searched(lines).model.id
    ('linear', 'ridge')
    """
    if len(space_of(experiment)) or experiment.task != "regression":
        return experiment
    return replace(experiment, model=ModelChoice(SIBLING))


def with_candidate(experiment: Experiment, candidate: Candidate) -> Experiment:
    """Return the experiment with the candidate's values in its model; its other settings stay."""
    spec = model_spec(experiment.model.id)
    defaults = {param.id: param.default for param in spec.params}
    merged = {**dict(experiment.model.params), **dict(candidate)}
    changed = tuple(
        (name, value) for name, value in sorted(merged.items()) if value != defaults.get(name)
    )
    return replace(experiment, model=ModelChoice(experiment.model.id, changed))


def _dimensions(spec: ModelSpec, task: Task) -> Iterator[Dimension]:
    read = set(_places(spec.call_for(task)))
    for param in spec.params:
        if param.id in NEVER or param.id not in read:
            continue
        if param.kind == "choice":
            yield Dimension(param, choices=tuple(choice.id for choice in param.choices))
        elif param.kind in ("int", "float"):
            yield _of_numbers(spec, param)


def _of_numbers(spec: ModelSpec, param: Param) -> Dimension:
    ends = param.low or 0.0, param.high or 1.0
    own = (*ends, param.scale == "log")
    low, high, log = OF_MODEL.get((spec.id, param.id), RANGES.get(param.id, own))
    low, high = max(low, ends[0]), min(high, ends[1])
    return Dimension(param, low, high, log, param.kind == "int")


def _places(argument: Any) -> Iterator[str]:
    """Yield the names of the settings that a call template reads."""
    match argument:
        case P(name):
            yield name
        case Repeat(value, times):
            yield from (value.name, times.name)
        case Case(name, _, then, otherwise):
            yield name
            yield from (*_places(then), *_places(otherwise))
        case Call(_, items) | Options(items):
            for _, inner in items:
                yield from _places(inner)
        case tuple():
            for item in argument:
                yield from _places(item)


def _rounded(value: float) -> float:
    """Return the value with three significant digits, as it is read."""
    return float(f"{value:.3g}")
