"""Two older importances: impurity, read off the trees, and drop-column, which fits again.

Impurity (Breiman, 1984) is counted on training rows, so it flatters columns with many distinct
values, noise included. Drop-column asks what the model loses when it never saw the column: the
honest but expensive answer, and near zero for both of two twins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core.compute.progress import report
from core.errors import PlaygroundError
from core.tabular.experiment import Experiment, Step
from core.tabular.explain.importance import Importance
from core.tabular.explain.permutation import Metric, scorer_for
from core.tabular.explain.target import Tell

if TYPE_CHECKING:
    from core.tabular.fit import Fitted


class NoImportance(PlaygroundError):
    """An importance that the model or recipe does not have; the message says why."""


def impurity_importance(fitted: Fitted, columns: tuple[str, ...]) -> Importance:
    """Return each raw column's share of the impurity that the trees remove, summing to 1.

    LightGBM and XGBoost: their total and mean gain. A prepared column made of several raw ones is
    shared equally among them. Raises `NoImportance` for models without it.
    """
    shares = prepared_importances(fitted.model)
    if shares is None or not np.isfinite(shares).all() or shares.sum() <= 0:
        raise NoImportance(
            "This model keeps no impurity importance. Trees, forests and most boosted trees do."
        )
    values = pd.Series(0.0, index=list(columns))
    for share, raw in zip(shares, fitted.provenance.values(), strict=True):
        values[list(raw)] += share / len(raw)
    return Importance(
        "impurity",
        "impurity",
        "share of impurity removed",
        columns,
        np.asarray(values / values.sum(), dtype=np.float64),
    )


def prepared_importances(model: object) -> np.ndarray | None:
    """Return what a fitted model says of each column it got, None if it keeps nothing.

    Impurity removed for scikit-learn's trees, gain for LightGBM and XGBoost.
    """
    booster = getattr(model, "booster_", None)  # LightGBM's own default counts splits
    if booster is not None:
        return np.asarray(booster.feature_importance("gain"), dtype=np.float64)
    found = getattr(model, "feature_importances_", None)
    return None if found is None else np.asarray(found, dtype=np.float64)


def drop_column_importance(fitted: Fitted, metric: Metric, *, tell: Tell = report) -> Importance:
    """Fit once without each raw column; return the loss of score on the test rows.

    Positive: the model does worse without it. Same recipe, rows and seed. Raises `NoImportance`
    when there is only one column.
    """
    from core.tabular.fit import fit_prepared

    columns = tuple(fitted.X_test.columns)
    refuse_one_column(columns)
    baseline = scorer_for(fitted, metric, fitted.y_test)(fitted.X_test)
    losses = np.empty(len(columns))
    for j, name in enumerate(columns):
        experiment = without_column(fitted.experiment, columns, name)
        kept = replace(fitted.prepared, X=fitted.prepared.X.drop(columns=name))
        without = fit_prepared(experiment, kept, fitted.rows)
        score = scorer_for(without, metric, without.y_test)(without.X_test)
        losses[j] = metric.sign * (baseline - score)
        tell(j + 1, len(columns), f"fitting without column {j + 1} of {len(columns)}")
    return Importance("drop_column", "drop column", f"loss of {metric.label}", columns, losses)


def refuse_one_column(columns: Sequence[str]) -> None:
    """Raise `NoImportance` if there is only one column to drop."""
    if len(columns) < 2:
        raise NoImportance("With one column there is nothing left to fit when it is dropped.")


def without_column(experiment: Experiment, columns: tuple[str, ...], name: str) -> Experiment:
    """Return the experiment whose features and steps do not know the column ``name``."""
    steps = tuple(_without(step, name) for step in experiment.recipe)
    return replace(
        experiment,
        features=tuple(column for column in columns if column != name),
        recipe=tuple(step for step in steps if step.columns != ()),
    )


def _without(step: Step, name: str) -> Step:
    if step.columns is None:
        return step
    return replace(step, columns=tuple(column for column in step.columns if column != name))
