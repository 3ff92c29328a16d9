"""What can spoil the numbers of a fit without a word from the library."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.tabular.models.catalogue import ModelSpec, model_spec
from core.tabular.recipe.plan import PlannedStep
from core.tabular.recipe.steps import step_spec

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

MOST_CONDITION = 1e13
"""Float64 has 16 digits; a condition number of 1e13 leaves three."""

MOST_ROWS = 2_000

_SHIFTING = ("standard", "min_max", "robust", "power", "quantile_map")


def cautions(fitted: Fitted) -> tuple[str, ...]:
    """Return a sentence for each reason to distrust the numbers of ``fitted``."""
    spec = model_spec(fitted.experiment.model.id)
    said = []
    if spec.finest_target and not fitted.classes:
        said.append(_fine_target(spec.label, spec.finest_target, fitted.codes_train))
    if spec.least_squares:
        said += [_through_zero(fitted), _repeating(fitted, spec.label)]
    return tuple(sentence for sentence in said if sentence)


def _fine_target(label: str, finest: float, y: NDArray[Any]) -> str:
    spread = float(y.std())
    if not 0 < spread < finest:
        return ""
    return (
        f"{label} takes small differences in the target for none, and this target's standard "
        f"deviation is only {spread:.2g}. Choose Histogram gradient boosting, which takes any unit."
    )


def _intercept(fitted: Fitted) -> bool:
    return bool(dict(fitted.experiment.model.params).get("fit_intercept", True))


def _through_zero(fitted: Fitted) -> str:
    shifting = [step.spec.label for step in fitted.steps if step.step.id in _SHIFTING]
    if _intercept(fitted) or not shifting:
        return ""
    return (
        "Without an intercept the line passes through zero of the columns as the model gets them, "
        f"and '{shifting[0]}' has moved that zero: take the step out."
    )


def _repeating(fitted: Fitted, label: str) -> str:
    n_rows = len(fitted.X_train)
    some = np.linspace(0, n_rows - 1, min(MOST_ROWS, n_rows)).astype(int)
    known = fitted.transform(fitted.X_train.iloc[some])
    found = condition_number(known, intercept=_intercept(fitted))
    if found <= MOST_CONDITION:
        return ""
    return (
        f"{label} cannot tell some columns apart: they repeat each other so closely (condition "
        f"number {found:.0e}) that fewer than three digits of its weights can be trusted. "
        f"{_way_out(fitted.steps)}"
    )


def _way_out(steps: tuple[PlannedStep, ...]) -> str:
    ids = [step.step.id for step in steps]
    if "polynomials" in ids and "standard" not in ids[: ids.index("polynomials")]:
        return "Put 'Standard' before 'Powers and products'."
    return "Leave some of them out, or choose Ridge."


def condition_number(columns: pd.DataFrame, *, intercept: bool = True) -> float:
    """Return the scaled condition number of ``columns`` (n_rows, n_columns), from 1 to infinity.

    The largest by the smallest singular value of the columns and the intercept's ones, each of
    length 1. Columns of two values are left out (one-hot columns always add up to 1, which harms
    no prediction), and so are copies; 1 with no more rows than columns.
    Source: Belsley, Kuh & Welsch (1980), Regression Diagnostics, ch. 3.
    """
    values = columns.to_numpy(dtype=np.float64)
    values = values[:, [len(np.unique(column)) > 2 for column in values.T]]
    if values.shape[1] == 0 or values.shape[0] <= values.shape[1]:
        return 1.0
    if intercept:
        values = np.column_stack([np.ones(len(values)), values])
    values = values / np.linalg.norm(values, axis=0)
    _, once = np.unique(values.round(12), axis=1, return_index=True)
    spread = np.linalg.svd(values[:, once], compute_uv=False)
    return float(spread[0] / spread[-1]) if spread[-1] > 0 else float("inf")


def unsettled(
    spec: ModelSpec, pipeline: Any, warned: Sequence[warnings.WarningMessage]
) -> tuple[str, ...]:
    """Return sentences about what the library warned of while ``pipeline`` was fitted."""
    found = {
        warning.category.__name__
        for warning in warned
        if "close to the specified" not in str(warning.message)  # a Gaussian process did settle
    }
    ways = _ways(spec, pipeline)
    sentences = {
        "ConvergenceWarning": f"{spec.label} stopped before it had settled: {ways}.",
        "LinAlgWarning": f"{spec.label} met columns that repeat each other so closely that few "
        f"digits of the fit can be trusted: {ways}.",
    }
    return tuple(sentence for name, sentence in sentences.items() if name in found)


def _ways(spec: ModelSpec, pipeline: Any) -> str:
    """Return what a learner can still do so that a fit ends well."""
    params = {param.id: param for param in spec.params}
    settings = pipeline.named_steps["model"].get_params()
    rounds = [value for name, value in settings.items() if name.endswith("max_iter")]
    families = {step_spec(name.partition("_")[2]).family for name, _ in pipeline.steps[:-1]}
    ways = []
    if "max_iter" in params and max(rounds) < (params["max_iter"].high or 0):
        ways.append("give it more rounds")
    if "scale" in spec.needs and "scaling" not in families:
        ways.append("put 'Standard' first in the recipe")
    if "alpha" in params:
        ways.append("raise the penalty")
    if "C" in params:
        ways.append("choose a smaller C")
    return ", or ".join(ways or ["choose another model"])
