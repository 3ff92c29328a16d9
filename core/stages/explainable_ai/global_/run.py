"""What matters to the model over many rows: importances that disagree, and SHAP's summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.errors import PlaygroundError
from core.params import Param
from core.tabular.experiment import Experiment
from core.tabular.explain.importance import Importance, agreement
from core.tabular.explain.permutation import (
    METRIC_PARAM,
    REPEATS_PARAM,
    Metric,
    metric_for,
    permutation_importance,
    scorer_for,
)
from core.tabular.explain.refit import NoImportance, drop_column_importance, impurity_importance
from core.tabular.explain.shap import SHAP_PARAMS, ShapAnswer, shap_answer
from core.tabular.explain.target import (
    CLASS_PARAM,
    SEED_PARAM,
    Explained,
    Tell,
    check_settings,
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


GLOBAL_PARAMS: tuple[Param, ...] = (
    Param(
        "permutation",
        "Permutation importance",
        "bool",
        True,
        help="How much worse the model does when a column is shuffled in the test rows.",
    ),
    Param(
        "shap",
        "SHAP values",
        "bool",
        True,
        help="How far each column moves single predictions, averaged over rows.",
    ),
    Param(
        "impurity",
        "Impurity importance",
        "bool",
        False,
        help="What trees say of themselves, counted on the rows they were grown on.",
    ),
    Param(
        "drop_column",
        "Drop-column importance",
        "bool",
        False,
        help="Fits the model again without each column. Slow: one fit per column.",
    ),
    METRIC_PARAM,
    REPEATS_PARAM,
    Param(
        "n_rows",
        "Rows explained by SHAP",
        "int",
        100,
        low=1,
        high=1000,
        help="Test rows whose predictions are taken apart. Time grows with it.",
    ),
    *SHAP_PARAMS,
    CLASS_PARAM,
    SEED_PARAM,
)


@dataclass(frozen=True)
class GlobalSettings:
    """Which importances of an experiment's model to compute, and how thoroughly.

    ``metric`` is ``"auto"`` or an id of `METRICS`; ``n_rows`` test rows are explained by SHAP
    against ``background`` training rows; ``class_`` is explained for classification.
    """

    experiment: Experiment
    permutation: bool = True
    shap: bool = True
    impurity: bool = False
    drop_column: bool = False
    metric: str = "auto"
    n_repeats: int = 5
    n_rows: int = 100
    background: int = 50
    method: str = "auto"
    n_permutations: int = 3
    class_: str | None = None
    seed: int = 0


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
class _Work:
    settings: GlobalSettings
    fitted: Fitted
    explained: Explained
    metric: Metric
    X: pd.DataFrame
    y: Any


def global_importances(settings: GlobalSettings, frame: pd.DataFrame) -> GlobalAnswer:
    """Fit the experiment (or take the fitted one) and rank its raw columns by several methods.

    Raises `NoMethod`, `UnknownClass`, `BadMetric`, `NothingToExplain` (a constant model),
    `NoTreeRoute`, `NoImportance` (nothing that was asked for exists), `BadValue`.
    """
    from core.tabular.fit import fit

    check_settings(settings, GLOBAL_PARAMS)
    parts = [part for name, part in _PARTS.items() if getattr(settings, name)]
    if not parts:
        raise NoMethod("Nothing is switched on. Choose at least one importance.")
    metric = metric_for(settings.metric, settings.experiment.task)
    work = _prepare(settings, fit(settings.experiment, frame), metric)
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
        metric=metric.label,
        score=scorer_for(work.fitted, metric, work.y)(work.X),
        n_test=len(work.X),
        importances=tuple(found),
        agreement=agreement(tuple(found)),
        shap=shap,
        notes=tuple(notes),
    )


def _prepare(settings: GlobalSettings, fitted: Fitted, metric: Metric) -> _Work:
    explained = explained_quantity(fitted, settings.experiment.target, settings.class_)
    X, positions = sample_rows(fitted.X_test, PERMUTATION_ROWS, settings.seed)
    refuse_constant(quantity_function(fitted, explained), X, explained)
    y = np.asarray(fitted.y_test)[positions]
    return _Work(settings, fitted, explained, metric, X, y)


def _permutation(work: _Work, tell: Tell) -> Importance:
    return permutation_importance(
        work.fitted,
        work.metric,
        work.X,
        work.y,
        n_repeats=work.settings.n_repeats,
        seed=work.settings.seed,
        tell=tell,
    )


def _shap(work: _Work, tell: Tell) -> ShapAnswer:
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


def _impurity(work: _Work, tell: Tell) -> Importance:
    found = impurity_importance(work.fitted, tuple(work.X.columns))
    tell(1, 1, "impurity")
    return found


def _drop_column(work: _Work, tell: Tell) -> Importance:
    return drop_column_importance(work.fitted, work.metric, tell=tell)


_PARTS: dict[str, Callable[[_Work, Tell], Importance | ShapAnswer]] = {
    "permutation": _permutation,
    "shap": _shap,
    "impurity": _impurity,
    "drop_column": _drop_column,
}
