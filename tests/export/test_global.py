"""Importances and SHAP values come out of the script, from scikit-learn and shap themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.export.explained import write_explained
from core.export.scene import scene_of
from core.stages.explainable_ai.global_.code import SCORES
from core.stages.explainable_ai.global_.code_shap import ShapOrder, route
from core.stages.explainable_ai.global_.run import GlobalSettings, global_importances
from core.tabular.experiment import Step
from core.tabular.explain.permutation import METRICS
from core.tabular.explain.target import sample_rows
from core.tabular.fit import fit
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, script
from tests.tabular import test_provenance as names

FEW = ("size", "rooms", "garden", "town", "age", "sold")
CASES = {
    "trees of classes": (house("band", model="random_forest", n_estimators=10), {}),
    "trees of numbers": (house("price", model="random_forest", n_estimators=10), {"seed": 4}),
    "boosted, all coalitions": (
        house("dear", model="xgboost", features=FEW, n_estimators=10),
        {"n_rows": 6, "background": 8, "class_": "no"},
    ),
    "boosted, stretched": (
        house("dear", model="lightgbm", features=FEW, n_estimators=10),
        {"n_rows": 6, "background": 8, "method": "tree", "class_": "no"},
    ),
    "a line, all coalitions": (
        house("price", model="linear", features=FEW),
        {"n_rows": 5, "background": 9, "metric": "rmse"},
    ),
    "neighbours, permutations": (
        house("dear", model="knn", features=FEW),
        {"n_rows": 5, "background": 7, "method": "permutation", "metric": "log_loss", "seed": 2},
    ),
    "nothing to prepare": (
        simple("amount", model="decision_tree"),
        {"n_rows": 11, "metric": "r2"},
    ),
}


@pytest.mark.slow
def test_the_script_prints_the_importances_and_shap_values(tmp_path):
    for values in (values for _, values in CASES.values()):
        values.setdefault("n_rows", 12)
    codes = {
        name: script(case, "permutation", impurity=True, **values)
        for name, (case, values) in CASES.items()
    }
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, (case, values) in CASES.items():
        answer = global_importances(
            GlobalSettings(case, impurity=True, **values), FRAMES[case.table_name]()
        )
        printed = said[name].numbers
        assert printed[answer.metric] == pytest.approx(answer.score, rel=1e-9), name
        assert printed["Base"] == pytest.approx(answer.shap.base, rel=1e-9), name
        for importance in answer.importances:
            for column, value in zip(importance.columns, importance.values, strict=True):
                label = f"{column}, {importance.label}"
                assert printed[label] == pytest.approx(value, rel=1e-7, abs=1e-10), (name, label)
        lines = [line for line in said[name].out.splitlines() if line.startswith("row ")]
        parts = np.array([[float(part) for part in line.split(": ")[1].split()] for line in lines])
        np.testing.assert_allclose(parts, answer.shap.values, rtol=1e-5, atol=1e-8)


@pytest.mark.slow
def test_the_script_takes_the_route_that_the_suite_takes():
    for name, (case, values) in CASES.items():
        frame = FRAMES[case.table_name]()
        settings = GlobalSettings(case, **{"n_rows": 12, **values})
        scene, fitted = scene_of(case, frame), fit(case, frame)
        explained = write_explained(scene, settings.class_)
        rows, _ = sample_rows(fitted.X_test, settings.n_rows, settings.seed)
        taken = route(scene, ShapOrder.of(settings), explained, rows)
        assert taken == global_importances(settings, frame).shap.method, name


def test_every_metric_of_importance_has_a_library_formula():
    assert set(SCORES) == {metric.id for metric in METRICS}


@pytest.mark.slow
def test_names_that_are_taken_give_the_same_importances_alone(tmp_path):
    """Bins, levels and words whose names other columns have."""
    steps = ("indicator", "one_hot", "counts", "bins", "variance")
    recipe = (*map(Step, steps), Step("date_parts"), Step("standard"))
    experiment = replace(names.case(*recipe), table_name="alike")
    values = {"shap": False, "impurity": True, "n_repeats": 2}
    code = script(experiment, "permutation", names.alike(), **values)
    printed = run_alone(tmp_path, {"alike": names.alike()}, {"one": code})["one"].numbers
    answer = global_importances(GlobalSettings(experiment, **values), names.alike())
    for found in answer.importances:
        for name, value in zip(found.columns, found.values, strict=True):
            said = printed[f"{name}, {found.method}"]
            assert said == pytest.approx(value, rel=1e-9, abs=1e-12), (name, found.method)
