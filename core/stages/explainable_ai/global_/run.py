"""What matters to the model over many rows: importances that disagree, and SHAP's summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.errors import PlaygroundError
from core.stages.explainable_ai.global_.settings import GlobalSettings
from core.tabular.explain.importance import Importance, agreement
from core.tabular.explain.permutation import (
    Metric,
    metric_for,
    permutation_importance,
    scorer_for,
)
from core.tabular.explain.refit import NoImportance, drop_column_importance, impurity_importance
from core.tabular.explain.shap import ShapAnswer, shap_answer
from core.tabular.explain.target import (
    Explained,
    Tell,
    explained_quantity,
    quantity_function,
    refuse_constant,
    sample_rows,
    tell_part,
    unheard_columns,
    unheard_told,
)

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

PERMUTATION_ROWS = 2000
"""Permutation importance is measured on at most so many test rows."""


class NoMethod(PlaygroundError):
    """No importance was asked for."""


@dataclass(frozen=True)
class GlobalAnswer:
    """Importances of the raw columns by each method that was asked for and exists.

    label : the explained number ("price", "probability of yes"). metric, score : what permutation
    and drop-column measure with, and the model's score on the ``n_test`` test rows used.
    agreement : rank correlations of every two methods. shap : all SHAP values, None if not asked.
    notes : what could not be computed and why.
    """

    columns: tuple[str, ...]
    label: str
    class_: str | None
    metric: str
    score: float
    n_test: int
    importances: tuple[Importance, ...]
    agreement: pd.DataFrame
    shap: ShapAnswer | None
    notes: tuple[str, ...]

    def importance(self, method: str) -> Importance | None:
        """Return the importance by a method's id, None if it is not there."""
        return next((found for found in self.importances if found.method == method), None)


@dataclass(frozen=True)
class Ranking:
    """What importances are computed from: at most `PERMUTATION_ROWS` test rows ``X``, ``y``."""

    settings: GlobalSettings
    fitted: Fitted
    explained: Explained
    metric: Metric
    X: pd.DataFrame
    y: Any

    def score(self) -> float:
        """Return the model's score on those rows; raise `BadMetric` if it has none."""
        return scorer_for(self.fitted, self.metric, self.y)(self.X)


def global_importances(settings: GlobalSettings, frame: pd.DataFrame) -> GlobalAnswer:
    """Fit the experiment (or take the fitted one) and rank its raw columns by several methods.

    Raises `NoMethod`, `UnknownClass`, `BadMetric`, `NothingToExplain` (a constant model),
    `NoTreeRoute`, `NoImportance` (nothing that was asked for exists), `BadValue`.
    """
    work = ranking_of(settings, frame)
    parts = [_PARTS[name] for name in settings.asked]
    found: list[Importance] = []
    unheard = unheard_columns(work.fitted)
    notes = [unheard_told(unheard)] if unheard else []
    shap: ShapAnswer | None = None
    for k, part in enumerate(parts):
        try:
            result = part(work, tell_part(k, len(parts)))
        except NoImportance as reason:
            notes.append(str(reason))
            continue
        if isinstance(result, ShapAnswer):
            shap, result = result, result.importance()
        found.append(result)
    if not found:
        raise NoImportance(" ".join(notes[bool(unheard) :]))
    return GlobalAnswer(
        columns=tuple(work.X.columns),
        label=work.explained.label,
        class_=work.explained.class_,
        metric=work.metric.label,
        score=work.score(),
        n_test=len(work.X),
        importances=tuple(found),
        agreement=agreement(tuple(found)),
        shap=shap,
        notes=tuple(notes),
    )


def ranking_of(settings: GlobalSettings, frame: pd.DataFrame) -> Ranking:
    """Fit the experiment and draw the rows. Raises as `global_importances` before it measures."""
    from core.tabular.fit import fit

    settings.check()
    if not settings.asked:
        raise NoMethod("Nothing is switched on. Choose at least one importance.")
    metric = metric_for(settings.metric, settings.experiment.task)
    fitted = fit(settings.experiment, frame)
    explained = explained_quantity(fitted, settings.experiment.target, settings.class_)
    X, positions = sample_rows(fitted.X_test, PERMUTATION_ROWS, settings.seed)
    refuse_constant(quantity_function(fitted, explained), X, explained)
    y = np.asarray(fitted.y_test)[positions]
    return Ranking(settings, fitted, explained, metric, X, y)


def _permutation(work: Ranking, tell: Tell) -> Importance:
    return permutation_importance(
        work.fitted,
        work.metric,
        work.X,
        work.y,
        n_repeats=work.settings.n_repeats,
        seed=work.settings.seed,
        tell=tell,
    )


def _shap(work: Ranking, tell: Tell) -> ShapAnswer:
    settings, fitted = work.settings, work.fitted
    rows, positions = sample_rows(fitted.X_test, settings.n_rows, settings.seed)
    background, _ = sample_rows(fitted.X_train, settings.background, settings.seed)
    return shap_answer(
        fitted,
        work.explained,
        rows,
        background,
        positions=positions,
        method=settings.method,
        n_permutations=settings.n_permutations,
        seed=settings.seed,
        tell=tell,
    )


def _impurity(work: Ranking, tell: Tell) -> Importance:
    found = impurity_importance(work.fitted, tuple(work.X.columns))
    tell(1, 1, "impurity")
    return found


def _drop_column(work: Ranking, tell: Tell) -> Importance:
    return drop_column_importance(work.fitted, work.metric, tell=tell)


_PARTS: dict[str, Callable[[Ranking, Tell], Importance | ShapAnswer]] = {
    "permutation": _permutation,
    "shap": _shap,
    "impurity": _impurity,
    "drop_column": _drop_column,
}
