"""One column's curves and one row's explanations come out of the script."""

from __future__ import annotations

import numpy as np
import pytest

from core.stages.explainable_ai.local.run import LocalSettings, explain_row
from core.tabular.explain.pdp import PdpSettings, partial_dependence
from core.tabular.explain.target import UnknownColumn, UnknownRow
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain
from tests.export.test_script import script

FOREST = {"model": "random_forest", "n_estimators": 10}
CURVES = {
    "number": (house("price", **FOREST), {"column": "age", "n_grid": 7}),
    "whole number": (house("price", model="linear"), {"column": "rooms", "seed": 3, "n_rows": 9}),
    "date": (house("band", **FOREST), {"column": "sold", "class_": 'lo"w', "n_grid": 5}),
    "levels": (house("dear", **FOREST), {"column": "town", "class_": "no"}),
    "truth values": (house("dear", model="logistic"), {"column": "garden"}),
}
ROWS = {
    "classes": (house("band", **FOREST), {"row": 3, "n_seeds": 2, "n_samples": 200}),
    "a number": (
        house("price", model="linear", features=("size", "town", "age", "sold")),
        {"row": 1, "n_seeds": 3, "n_samples": 300, "kernel_width": 2.5, "background": 8, "seed": 5},
    ),
    "two classes": (
        house("dear", model="knn", features=("size", "garden", "town", "comment")),
        {"class_": "no", "n_seeds": 1, "n_samples": 200, "background": 6, "top_k": 2},
    ),
}


@pytest.mark.slow
def test_the_script_prints_the_curves_of_a_column(tmp_path):
    codes = {name: script(case, "pdp", **values) for name, (case, values) in CURVES.items()}
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, (case, values) in CURVES.items():
        answer = partial_dependence(PdpSettings(case, **values), messy())
        printed = said[name].numbers
        means = [value for label, value in printed.items() if label.startswith("Mean at ")]
        np.testing.assert_allclose(means, answer.pdp, rtol=1e-9, err_msg=name)
        assert printed["Crossing"] == pytest.approx(answer.crossing, rel=1e-6, abs=1e-9)
        effects = [value for label, value in printed.items() if label.startswith("ALE at ")]
        expected = [] if answer.ale is None else answer.ale.values
        np.testing.assert_allclose(effects, expected, rtol=1e-7, atol=1e-9, err_msg=name)


@pytest.mark.slow
def test_the_script_prints_one_rows_explanations(tmp_path):
    codes = {name: script(case, "local", **values) for name, (case, values) in ROWS.items()}
    said = run_alone(tmp_path, {"messy": messy()}, codes)
    for name, (case, values) in ROWS.items():
        answer = explain_row(LocalSettings(case, **values), messy())
        told = answer.disagreement
        expected = {
            "Prediction": answer.prediction,
            "Base": answer.shap.base,
            "LIME, intercept": answer.lime.intercept,
            "LIME, prediction": answer.lime.local_prediction,
            "LIME, fidelity": answer.lime.fidelity,
            "Rank correlation": told.rank_correlation,
            "Overlap": told.overlap,
            "Stability": float("nan") if told.stability is None else told.stability,
        }
        for place, column in enumerate(answer.shap.columns):
            expected[f"{column}, SHAP"] = answer.shap.values[0, place]
            expected[f"{column}, LIME"] = answer.lime.weights[place]
        printed = said[name].numbers
        assert set(printed) == set(expected)
        for label, value in expected.items():
            found = pytest.approx(value, rel=1e-7, abs=1e-10, nan_ok=True)
            assert printed[label] == found, (name, label)


def test_what_the_page_refuses_has_no_code():
    with pytest.raises(UnknownColumn, match="no feature named 'price'"):
        script(house("dear", model="logistic"), "pdp", column="price")
    with pytest.raises(UnknownRow, match="There is no test row 5000"):
        script(house("dear", model="logistic"), "local", row=5000)
