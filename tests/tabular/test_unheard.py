"""Columns that the model does not get are not explained, and it is said of them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from core.stages.explainable_ai.global_.run import GlobalSettings, global_importances
from core.stages.explainable_ai.local import scene as explain_local
from core.stages.explainable_ai.local.run import LocalSettings, explain_row
from core.tabular.experiment import Step
from core.tabular.explain.target import heard_columns
from core.tabular.fit import fit
from tests.tabular.cases import experiment, messy

CASE = experiment("classification", "logistic")
SETTINGS = LocalSettings(CASE, n_samples=300, n_seeds=2, background=6)


@cache
def answer():
    return explain_row(SETTINGS, messy())


def test_an_id_gets_no_bar_from_lime():
    """``code`` is another text in each row: the recipe leaves it out."""
    found = answer()
    assert "code" in found.unheard
    place = found.lime.columns.index("code")
    assert (found.lime.by_seed[:, place] == 0).all()
    assert found.shap.values[0, place] == pytest.approx(0, abs=1e-12)
    heard = [i for i, name in enumerate(found.lime.columns) if name not in found.unheard]
    assert (found.lime.weights[heard] != 0).any()


def test_the_pictures_and_the_sentence_leave_them_out_and_say_so():
    found = answer()
    both = next(b for b in explain_local.draw(SETTINGS, found) if getattr(b, "key", "") == "both")
    assert "code" not in both.figure.data[0].y
    assert "age" in both.figure.data[0].y
    text = explain_local.notice(SETTINGS, found)
    assert "The model does not get **code**" in text or "**code**" in text.partition("not get")[2]


def test_limes_fit_stands_among_the_numbers_and_a_bad_one_is_told():
    found = answer()
    numbers = explain_local.draw(SETTINGS, found)[0]
    fit_of = next(item for item in numbers.items if item.label == "LIME's fit")
    assert fit_of.value == f"{found.lime.fidelity:.2f}"
    text = explain_local.notice(SETTINGS, found)
    assert (f"R² of {found.lime.fidelity:.2f}" in text) == (found.lime.fidelity < 0.5)


def test_a_column_that_only_fills_others_gaps_is_heard():
    """KNN filling borrows: a neighbour column speaks through another's gaps."""
    borrowed = experiment("regression", "linear", Step("knn_impute"))
    heard = heard_columns(fit(borrowed, messy()))
    assert {"age", "visits", "income"} <= set(heard)
    assert "code" not in heard


def test_global_importances_say_which_columns_the_model_does_not_get():
    found = global_importances(GlobalSettings(CASE, shap=False, n_repeats=1), messy())
    told = next(note for note in found.notes if note.startswith("The model does not get "))
    assert "code" in told
    assert found.importances[0].values[found.columns.index("code")] == 0


@pytest.mark.parametrize("row", [0, 3])
def test_every_column_the_model_gets_can_move_it_and_no_other(row):
    case = fit(CASE, messy())
    heard = set(heard_columns(case))
    X, other = case.X_test.iloc[[row]], case.X_test.iloc[::-1]
    for name in X.columns:
        moved = X.iloc[np.zeros(len(other), dtype=int)].reset_index(drop=True)
        moved[name] = other[name].to_numpy()
        if name not in heard:
            assert np.ptp(case.proba(moved)[:, 0]) == 0, name
