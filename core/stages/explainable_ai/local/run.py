"""Why one row got its prediction: SHAP beside LIME, and how far the two disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.explainable_ai.local.settings import LocalSettings
from core.tabular.explain.importance import largest, overlap, rank_correlation, without_dust
from core.tabular.explain.lime import LimeWeights, lime_weights
from core.tabular.explain.shap import ShapAnswer, shap_answer
from core.tabular.explain.target import (
    explained_quantity,
    quantity_function,
    refuse_constant,
    refuse_unknown_row,
    sample_rows,
    tell_part,
    unheard_columns,
)

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

SLIGHT = 0.01
"""A push below this share of its method's largest points in no direction."""


@dataclass(frozen=True)
class Disagreement:
    """How far SHAP and LIME tell the same story about one row.

    rank_correlation : Spearman's, of the signed contributions, in [-1, 1]; None without an order.
    overlap : share of the ``top_k`` largest columns that both name, in [0, 1]; a push of 0 is not
    among them. opposed : columns in both lists that push in opposite directions, each by at least
    `SLIGHT` of its method's largest.
    stability : LIME against itself: mean overlap of the largest columns over all pairs of seeds,
    in [0, 1]; None with one seed. top_seeds : in how many seeds LIME's largest is the same.

    The two need not agree: SHAP says how far a column moves this prediction from the average,
    LIME how much the prediction rises because a condition holds near this row.
    """

    rank_correlation: float | None
    top_k: int
    overlap: float
    opposed: tuple[str, ...]
    stability: float | None
    top_seeds: int
    n_seeds: int


@dataclass(frozen=True)
class LocalAnswer:
    """One row's prediction taken apart, in the learner's columns and units.

    row : (1, n_columns) raw frame; position : among the ``n_test`` test rows; truth : its real
    class or number. probabilities : by class, empty for regression. ``shap`` holds one row.
    unheard : columns that the model does not get.
    """

    row: pd.DataFrame
    position: int
    n_test: int
    label: str
    class_: str | None
    prediction: float
    predicted: str
    truth: str
    probabilities: dict[str, float]
    shap: ShapAnswer
    lime: LimeWeights
    disagreement: Disagreement
    unheard: tuple[str, ...] = ()


def explain_row(settings: LocalSettings, frame: pd.DataFrame) -> LocalAnswer:
    """Fit the experiment (or take the fitted one) and explain one of its test rows.

    Raises `UnknownRow`, `UnknownClass`, `NothingToExplain` (a constant model), `NoTreeRoute`,
    `BadValue`.
    """
    from core.tabular.fit import fit

    settings.check()
    fitted = fit(settings.experiment, frame)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    row = fitted.X_test.iloc[[settings.row]]
    explained = explained_quantity(fitted, settings.experiment.target, settings.class_, row)
    background, _ = sample_rows(fitted.X_train, settings.background, settings.seed)
    predict = quantity_function(fitted, explained)
    refuse_constant(predict, fitted.X_test, explained)
    shap = shap_answer(
        fitted,
        explained,
        row,
        background,
        positions=np.array([settings.row]),
        method=settings.method,
        n_permutations=settings.n_permutations,
        seed=settings.seed,
        tell=tell_part(0, 2),
    )
    lime = lime_weights(
        fitted,
        explained,
        row,
        n_samples=settings.n_samples,
        kernel_width=settings.kernel_width,
        n_seeds=settings.n_seeds,
        seed=settings.seed,
        tell=tell_part(1, 2),
    )
    return LocalAnswer(
        row=row.reset_index(drop=True),
        position=settings.row,
        n_test=len(fitted.X_test),
        label=explained.label,
        class_=explained.class_,
        prediction=float(shap.predictions[0]),
        predicted=predicted_text(fitted, row),
        truth=truth_text(fitted, settings.row),
        probabilities=class_probabilities(fitted, row),
        shap=shap,
        lime=lime,
        disagreement=disagreement(without_dust(shap.values[0], shap.base), lime, settings.top_k),
        unheard=unheard_columns(fitted),
    )


def disagreement(shap: NDArray[np.float64], lime: LimeWeights, top_k: int = 3) -> Disagreement:
    """Compare SHAP values (n_columns,) without dust with LIME's weights of the same columns."""
    top_k = min(top_k, len(shap))
    ours, theirs = largest(shap, top_k), largest(lime.weights, top_k)
    both = [j for j in sorted(ours & theirs) if _told(shap, j) and _told(lime.weights, j)]
    seeds = [largest(weights, top_k) for weights in lime.by_seed]
    pairs = [overlap(first, second) for i, first in enumerate(seeds) for second in seeds[i + 1 :]]
    tops = [int(np.argmax(np.abs(weights))) for weights in lime.by_seed]
    return Disagreement(
        rank_correlation=rank_correlation(shap, lime.weights),
        top_k=top_k,
        overlap=overlap(ours, theirs),
        opposed=tuple(lime.columns[j] for j in both if shap[j] * lime.weights[j] < 0),
        stability=float(np.mean(pairs)) if pairs else None,
        top_seeds=tops.count(tops[0]),
        n_seeds=len(seeds),
    )


def _told(contributions: NDArray[np.float64], column: int) -> bool:
    """Whether a push is large enough to point anywhere."""
    return bool(abs(contributions[column]) >= SLIGHT * np.abs(contributions).max())


def class_probabilities(fitted: Fitted, row: pd.DataFrame) -> dict[str, float]:
    """Return the probability of each class for one row; empty for regression."""
    if not fitted.classes:
        return {}
    return dict(zip(fitted.classes, map(float, fitted.proba(row)[0]), strict=True))


def predicted_text(fitted: Fitted, row: pd.DataFrame) -> str:
    """Return the predicted class, or the number."""
    return _text(fitted.predict(row)[0])


def truth_text(fitted: Fitted, position: int) -> str:
    """Return the true class or number of a test row."""
    return _text(np.asarray(fitted.y_test)[position])


def _text(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)
