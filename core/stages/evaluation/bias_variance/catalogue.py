"""The catalogue of models to refit: adding one is adding an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.stages.evaluation.bias_variance.smoothers import (
    neighbour_matrix,
    polynomial_matrix,
    ridge_matrix,
    smoothed,
)
from core.stages.evaluation.bias_variance.trees import bagged_answers, tree_answers

DEGREES = (0, 15)
DEPTHS = (0, 8)
NEIGHBOURS = (1, 50)
POWERS = (-6.0, 2.0)
"""Ends of what makes each model more or less flexible."""


@dataclass(frozen=True)
class ModelSpec:
    """One model. ``knob`` : the control that makes it more or less flexible, called ``word``.

    fit : ``fit(x, y, at, knob)`` learns from x, y (n_refits, n_rows) and returns what each refit
    says at (n_refits, m). matrix : H where it is a linear smoother. ladder : ``ladder(n_rows)``
    returns values of the knob, the stiffest first. unit : what stands before one.
    """

    id: str
    label: str
    help: str
    knob: str
    word: str
    fit: Callable[..., Any]
    ladder: Callable[[int], tuple[float, ...]]
    source: str
    unit: str
    matrix: Callable[..., Any] | None = None

    def named(self, value: float) -> str:
        """Return the model with its knob in words."""
        return self.word.format(value).replace(" -", " −")


def _steps(low: float, high: float, step: float) -> Callable[[int], tuple[float, ...]]:
    n_steps = round((high - low) / step)
    values = tuple(float(low + step * place) for place in range(n_steps + 1))
    return lambda _n_rows: values


def few_neighbours(n_rows: int) -> tuple[float, ...]:
    """Return k from as many as there are to 1.

    >>> few_neighbours(6)
    (6.0, 5.0, 4.0, 3.0, 2.0, 1.0)
    """
    most = min(n_rows, NEIGHBOURS[1])
    ladder = np.unique(np.round(np.geomspace(1, most, 24)))
    return tuple(float(k) for k in ladder[::-1])


MODELS: tuple[ModelSpec, ...] = (
    ModelSpec(
        "polynomial",
        "Polynomial",
        "Least squares with ever more bends.",
        "degree",
        "a polynomial of degree {:g}",
        partial(smoothed, polynomial_matrix),
        _steps(*DEGREES, 1),
        "Gauss (1809), Theoria motus: least squares",
        "degree",
        polynomial_matrix,
    ),
    ModelSpec(
        "knn",
        "k-NN",
        "The mean of the nearest rows.",
        "k",
        "k-NN with k = {:g}",
        partial(smoothed, neighbour_matrix),
        few_neighbours,
        "Fix and Hodges (1951), Discriminatory analysis",
        "k =",
        neighbour_matrix,
    ),
    ModelSpec(
        "ridge",
        "Ridge",
        "A polynomial of degree 15 whose weights cost a penalty.",
        "power",
        "ridge with α = 10 to the {:g}",
        partial(smoothed, ridge_matrix),
        lambda n_rows: _steps(*POWERS, 0.5)(n_rows)[::-1],
        "Hoerl and Kennard (1970), Ridge regression",
        "α = 10 to the",
        ridge_matrix,
    ),
    ModelSpec(
        "tree",
        "Decision tree",
        "Cuts, and a mean in each part.",
        "depth",
        "a tree of depth {:g}",
        tree_answers,
        _steps(*DEPTHS, 1),
        "Breiman, Friedman, Olshen and Stone (1984), Classification and regression trees",
        "depth",
    ),
    ModelSpec(
        "bagged",
        "20 bagged trees",
        "The mean of 20 trees, each on rows drawn with replacement.",
        "depth",
        "20 bagged trees of depth {:g}",
        bagged_answers,
        _steps(*DEPTHS, 1),
        "Breiman (1996), Bagging predictors",
        "depth",
    ),
)
MODEL_BY_ID = {spec.id: spec for spec in MODELS}
