"""Searches as plain loops, for code that a learner takes away.

An axis is a list of choices, or (low, high, whether in powers, whether whole).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, TypeAlias

import numpy as np

Axes: TypeAlias = Mapping[str, Any]
Mean: TypeAlias = Callable[[Mapping[str, Any]], float]
Found: TypeAlias = tuple[float, dict[str, Any]]


def plain_values(dimension: Any) -> Any:
    """Return a searched setting as an axis."""
    if dimension.choices:
        return list(dimension.choices)
    return dimension.low, dimension.high, dimension.log, dimension.whole


def value_at(axis: Any, share: float) -> Any:
    """Return the value at a share, 0 to 1, of an axis."""
    if isinstance(axis, list):
        return axis[min(int(share * len(axis)), len(axis) - 1)]
    low, high, log, whole = axis
    if log:
        value = math.exp(math.log(low) + share * math.log(high / low))
    else:
        value = low + share * (high - low)
    return round(value) if whole else min(max(float(f"{value:.3g}"), low), high)


def values_on(axis: Any, n: int) -> list[Any]:
    """Return at most so many values from end to end."""
    if isinstance(axis, list):
        return axis[:n]
    shares = [0.5] if n == 1 else np.linspace(0, 1, n)
    return list(dict.fromkeys(value_at(axis, float(share)) for share in shares))


def grid_of(axes: Axes, most: int) -> list[dict[str, Any]]:
    """Return the finest grid of at most so many points, one value more a setting in turn."""
    sizes, grew = [1] * len(axes), True
    while grew:
        grew = False
        for i, axis in enumerate(axes.values()):
            finer = [*sizes[:i], sizes[i] + 1, *sizes[i + 1 :]]
            if len(values_on(axis, finer[i])) > sizes[i] and math.prod(finer) <= most:
                sizes, grew = finer, True
    every = (values_on(axis, n) for axis, n in zip(axes.values(), sizes, strict=True))
    return [dict(zip(axes, values, strict=True)) for values in product(*every)]


def draws_of(
    method: str, axes: Axes, n_trials: int, seed: int, mean: Mean, sign: int, _n_startup: int
) -> Found:
    """Try a grid, or as many draws; return the best score and its settings."""
    if method == "grid":
        tried = grid_of(axes, n_trials)
    else:
        shares = np.random.default_rng(seed).random((n_trials, len(axes)))
        tried = [
            {
                name: value_at(axes[name], float(share))
                for name, share in zip(axes, row, strict=True)
            }
            for row in shares
        ]
    scored = [(mean(values), values) for values in tried]
    return max(scored, key=lambda pair: sign * pair[0])


def suggested(
    _method: str, axes: Axes, n_trials: int, seed: int, mean: Mean, sign: int, n_startup: int
) -> Found:
    """Let Optuna propose; return the best score and its settings."""
    import optuna

    def objective(trial: Any) -> float:
        return mean({name: asked(trial, name, axis) for name, axis in axes.items()})

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=n_startup)
    direction = "maximize" if sign > 0 else "minimize"
    study = optuna.create_study(direction=direction, sampler=sampler)
    study.optimize(objective, n_trials)
    return study.best_value, study.best_params


def asked(trial: Any, name: str, axis: Any) -> Any:
    """Have a trial suggest a value on an axis."""
    if isinstance(axis, list):
        return trial.suggest_categorical(name, axis)
    low, high, log, whole = axis
    if whole:
        return trial.suggest_int(name, int(low), int(high), log=log)
    return trial.suggest_float(name, low, high, log=log)
