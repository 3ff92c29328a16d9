"""Importances and SHAP values come out of the script, from scikit-learn and shap themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.errors import PlaygroundError
from core.export.scene import scene_of
from core.stages.explainable_ai.global_.example import chosen_shap
from core.stages.explainable_ai.global_.run import GlobalSettings, global_importances
from core.tabular.experiment import Step
from core.tabular.explain.by_library import coalition_shap, permutation_shap, tree_shap
from core.tabular.explain.permutation import METRICS
from core.tabular.judge.by_library import BY_LIBRARY
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, script
from tests.tabular import test_provenance as names

NO_METHOD = {"permutation": False, "shap": False}
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

ROUTES = {"tree": tree_shap, "exact": coalition_shap, "permutation": permutation_shap}


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
        values = {"n_rows": 12, **values}
        explain = chosen_shap(scene_of(case, frame), values)["explain"]
        taken = global_importances(GlobalSettings(case, **values), frame).shap.method
        assert getattr(explain, "func", explain) is ROUTES[taken], name


@pytest.mark.slow
def test_only_the_route_that_is_taken_lands_in_the_script():
    words = {"tree": "TreeExplainer", "exact": "ExactExplainer", "permutation": "PermutationExpl"}
    case = house("dear", model="xgboost", features=FEW, n_estimators=10)
    for method, own in words.items():
        code = script(case, "shap", method=method, n_rows=2, background=3)
        assert [word for word in words.values() if word in code] == [own]


@pytest.mark.parametrize(
    ("case", "values"),
    [
        (house("dear"), {"permutation": False, "shap": False}),
        (house("dear", n_estimators=5), {"metric": "r2"}),
        (house("dear", n_estimators=5), {"class_": "maybe"}),
        (house("dear", model="knn", features=FEW), {"permutation": False, "method": "tree"}),
        (house("price", model="linear", features=FEW), {**NO_METHOD, "impurity": True}),
        (
            house("price", model="linear", features=("size",)),
            {**NO_METHOD, "impurity": True, "drop_column": True},
        ),
        (house("price", model="decision_tree", max_depth=1, min_samples_leaf=80), {}),
    ],
)
def test_what_the_page_refuses_has_no_code_either(case, values):
    with pytest.raises(PlaygroundError) as of_page:
        global_importances(GlobalSettings(case, **values), FRAMES[case.table_name]())
    with pytest.raises(type(of_page.value)) as of_script:
        script(case, "permutation", **values)
    assert str(of_script.value) == str(of_page.value)


def test_every_metric_of_importance_has_a_library_formula():
    assert {metric.id for metric in METRICS} <= set(BY_LIBRARY)


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
