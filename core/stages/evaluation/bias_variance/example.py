"""A model is fitted to many fresh samples, and the error of all fits taken apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.stages.evaluation.bias_variance.advice import knobs
from core.stages.evaluation.bias_variance.descent import wide_of
from core.stages.evaluation.bias_variance.double import Wide, draw, ladder, least_weights
from core.stages.evaluation.bias_variance.ensemble import PLACES, Case, errors, samples
from core.stages.evaluation.bias_variance.refits import case_of
from core.stages.evaluation.bias_variance.settings import (
    DOUBLE,
    REFITS,
    ROWS,
    SWEEP,
    BiasSettings,
)
from core.stages.evaluation.bias_variance.study import row_counts


@dataclass(frozen=True)
class Tried:
    """A case with other values of its knob, or with other numbers of rows."""

    case: Case
    values: tuple[float, ...] = ()


def show(case: Case) -> None:
    """Fit the model to every sample; print what the error of all fits is made of."""
    x, y = samples(case)
    at = np.concatenate([np.tile(PLACES, (case.n_refits, 1)), x], axis=1)
    says, own = np.split(case.fit(x, y, at, case.knob), [len(PLACES)], axis=1)
    truth = case.truth(PLACES)
    fresh = np.stack([truth + case.noise, truth - case.noise])  # as far apart as noise puts them
    bias2 = ((says.mean(axis=0) - truth) ** 2).mean()
    variance = says.var(axis=0).mean()
    print(
        f"bias² {bias2:.4f} + variance {variance:.4f} + noise {case.noise**2:.4f} = "
        f"{bias2 + variance + case.noise**2:.4f}, measured "
        f"{((fresh[:, None] - says) ** 2).mean():.4f}; training {((own - y) ** 2).mean():.4f}"
    )


def example(settings: Case) -> None:
    """Refit on fresh samples; print what the error is made of."""
    show(settings)


def over_complexity(settings: Tried) -> None:
    """Refit with ever more flexible models; print what the error of each is made of."""
    for knob in settings.values:
        print(f"{knob:g}: ", end="")
        show(replace(settings.case, knob=knob))


def over_rows(settings: Tried) -> None:
    """Refit on ever more rows; print what the error is made of."""
    for n_rows in settings.values:
        print(f"{n_rows} rows: ", end="")
        show(replace(settings.case, n_rows=int(n_rows)))


def over_features(settings: Wide) -> None:
    """Fit ever more random features; print the mean error of all fits on fresh answers."""
    samples = [draw(settings, fit) for fit in range(settings.n_fits)]
    for p in ladder(settings.n_rows):
        fitted = [(s, least_weights(s.train[:, :p], s.y, settings.alpha)) for s in samples]
        each = [errors(s.test[:, :p] @ w, s.truth, settings.noise).mean() for s, w in fitted]
        length = np.mean([np.linalg.norm(w) for _, w in fitted])
        print(f"{p} features: test error {np.mean(each):.4f}, weights {length:.4f} long")


def complexities_of(settings: BiasSettings) -> Tried:
    """Return the case with the knobs that are tried."""
    return Tried(case_of(settings), knobs(settings))


def rows_of(settings: BiasSettings) -> Tried:
    """Return the case with the numbers of rows that are tried."""
    return Tried(case_of(settings), row_counts(settings))


VIEWS: dict[str, tuple[Callable[[Any], None], Callable[[BiasSettings], Any]]] = {
    REFITS: (example, case_of),
    SWEEP: (over_complexity, complexities_of),
    ROWS: (over_rows, rows_of),
    DOUBLE: (over_features, wide_of),
}
"""Each view's example, and what arranges its settings."""
