"""SHAP by its routes: additivity for every family, and the routes against each other."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.compute.progress import capturing
from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.explain.shap import shap_answer
from core.tabular.explain.shapley import EXACT_LIMIT, exact_shapley
from core.tabular.explain.target import (
    NothingToExplain,
    explained_quantity,
    predict_function,
    sample_rows,
)
from core.tabular.explain.tree import NoTreeRoute, load_shap, tree_route, tree_shapley
from core.tabular.fit import fit
from tests.tabular.explain_cases import SHORT, experiment, fitted, planted, with_model

pytestmark = pytest.mark.slow

NUMBERS = ("noise", "size", "rooms", "age")


def explain(case, class_=None, *, n_rows=12, n_background=8, **options):
    explained = explained_quantity(case, case.experiment.target, class_)
    rows, positions = sample_rows(case.X_test, n_rows, 0)
    background, _ = sample_rows(case.X_train, n_background, 0)
    return shap_answer(case, explained, rows, background, positions=positions, **options)


def families(task):
    """Yield (name, model, tolerance) for every kind of tree model and three others."""
    import sklearn.ensemble as ensemble
    from lightgbm import LGBMClassifier, LGBMRegressor
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
    from xgboost import XGBClassifier, XGBRegressor

    few = {"n_estimators": 8, "random_state": 0}
    if task == "regression":
        return {
            "tree": (DecisionTreeRegressor(max_depth=5, random_state=0), 1e-6),
            "forest": (ensemble.RandomForestRegressor(**few), 1e-6),
            "extra trees": (ensemble.ExtraTreesRegressor(**few), 1e-6),
            "boosting": (ensemble.GradientBoostingRegressor(**few), 1e-6),
            "histogram": (ensemble.HistGradientBoostingRegressor(max_iter=8), 1e-6),
            "lightgbm": (LGBMRegressor(**few, verbose=-1), 1e-6),
            "xgboost": (XGBRegressor(**few), 1e-5),
            "ridge": (Ridge(), 1e-6),
            "neighbours": (KNeighborsRegressor(), 1e-6),
            "ada": (ensemble.AdaBoostRegressor(**few), 1e-6),
        }
    return {
        "tree": (DecisionTreeClassifier(max_depth=5, random_state=0), 1e-6),
        "forest": (ensemble.RandomForestClassifier(**few), 1e-6),
        "extra trees": (ensemble.ExtraTreesClassifier(**few), 1e-6),
        "boosting": (ensemble.GradientBoostingClassifier(**few), 1e-6),
        "histogram": (ensemble.HistGradientBoostingClassifier(max_iter=8), 1e-6),
        "lightgbm": (LGBMClassifier(**few, verbose=-1), 1e-6),
        "xgboost": (XGBClassifier(**few), 1e-5),
        "logistic": (make_pipeline(StandardScaler(), LogisticRegression()), 1e-6),
        "neighbours": (KNeighborsClassifier(), 1e-6),
        "ada": (ensemble.AdaBoostClassifier(**few), 1e-6),
    }


TREES = ("tree", "forest", "extra trees", "boosting", "histogram", "lightgbm", "xgboost")
FORESTS = TREES[:3]
REGRESSORS = (*TREES, "ridge", "neighbours", "ada")
CLASSIFIERS = (*TREES, "logistic", "neighbours", "ada")


def assert_adds_up(found, tolerance):
    gap = np.abs(found.base + found.values.sum(axis=1) - found.predictions)
    size = np.abs(found.base) + np.abs(found.values).sum(axis=1)
    assert (gap <= tolerance * size).all(), (gap / size).max()


@pytest.mark.parametrize("name", REGRESSORS)
def test_a_regressors_values_add_up_to_its_prediction(name):
    model, tolerance = families("regression")[name]
    case = with_model(fitted("price", "random_forest", features=SHORT), model)
    found = explain(case)
    assert_adds_up(found, tolerance)
    np.testing.assert_allclose(found.predictions, case.predict(case.X_test.iloc[found.positions]))
    assert found.method == ("tree" if name in TREES else "exact")
    assert np.abs(found.values).mean(axis=0).argmax() == SHORT.index("size")


@pytest.mark.parametrize("class_", ["yes", "no"])
@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_classifiers_values_add_up_to_the_probability(name, class_):
    model, tolerance = families("classification")[name]
    case = with_model(fitted("dear", "random_forest", features=SHORT), model)
    found = explain(case, class_)
    assert_adds_up(found, tolerance)
    truth = case.proba(case.X_test.iloc[found.positions])[:, case.classes.index(class_)]
    np.testing.assert_allclose(found.predictions, truth)
    assert found.method == ("tree" if name in FORESTS else "exact")
    if name in TREES:
        assert_adds_up(explain(case, class_, method="tree"), tolerance)
    assert_adds_up(explain(case, class_, method="permutation"), tolerance)


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_with_three_classes_values_add_up_to_the_chosen_ones_probability(name):
    model, tolerance = families("classification")[name]
    case = with_model(fitted("band", "random_forest", features=SHORT), model)
    found = explain(case, "middle", n_rows=5)
    assert_adds_up(found, tolerance)
    assert (found.method == "tree") == (name in FORESTS)
    if name in ("histogram", "lightgbm", "xgboost"):
        assert "more than two classes" in found.why


@pytest.mark.parametrize(
    ("target", "name"), [("price", name) for name in TREES] + [("dear", name) for name in FORESTS]
)
def test_the_tree_route_equals_enumeration_when_raw_columns_are_the_players(target, name):
    case = fitted(target, "random_forest", features=NUMBERS)
    task = "regression" if target == "price" else "classification"
    case = with_model(case, families(task)[name][0])
    rows, background = case.X_test.iloc[:5], case.X_train.iloc[:6]
    explained = explained_quantity(case, target)
    trees = tree_shapley(case, explained, rows, tree_route(case, explained, background))
    exact = exact_shapley(predict_function(case), rows, background)
    tolerance = 1e-5 if name == "xgboost" else 1e-7
    size = np.abs(exact.base) + np.abs(exact.values).sum()
    np.testing.assert_allclose(trees.values, exact.values, atol=tolerance * size)
    np.testing.assert_allclose(trees.base, exact.base, atol=tolerance * size)


@pytest.mark.parametrize("name", ["boosting", "histogram", "lightgbm", "xgboost"])
def test_two_boosted_classes_get_log_odds_stretched_per_background_row(name):
    case = fitted("dear", "random_forest", features=NUMBERS)
    case = with_model(case, families("classification")[name][0])
    rows, background = case.X_test.iloc[:4], case.X_train.iloc[:6]
    explained = explained_quantity(case, "dear")
    route = tree_route(case, explained, background)
    assert not route.exact
    probability = predict_function(case)

    def log_odds(X):
        p = probability(X)
        return np.log(p / (1 - p))

    stretched = []
    for k in range(len(background)):
        z = background.iloc[[k]]
        exact = exact_shapley(log_odds, rows, z)
        risen = exact.predictions - exact.base
        with np.errstate(invalid="ignore"):
            factor = np.where(risen == 0, 0, (probability(rows) - probability(z)) / risen)
        stretched.append(exact.values * factor[:, None])
    found = tree_shapley(case, explained, rows, route)
    np.testing.assert_allclose(found.values, np.mean(stretched, axis=0), atol=1e-6)


def test_the_tree_routes_sums_are_the_librarys_values_of_the_levels():
    case = fitted("price", "random_forest", features=SHORT)
    found = explain(case)
    X, Z = (
        case.transform(case.X_test.iloc[found.positions]),
        case.transform(sample_rows(case.X_train, 8, 0)[0]),
    )
    theirs = load_shap().TreeExplainer(case.model, Z.to_numpy()).shap_values(X.to_numpy())
    for j, name in enumerate(SHORT):
        own = [raw == (name,) for raw in case.provenance.values()]
        np.testing.assert_allclose(found.values[:, j], theirs[:, own].sum(axis=1), atol=1e-9)


@pytest.mark.parametrize("name", TREES)
def test_values_that_lie_on_a_threshold_go_the_way_the_model_sends_them(name):
    """shap's C code compares in float32: 7.1 <= 7.1 may come out false there."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.integers(0, 60, size=(400, 2)) / 10, columns=["a", "b"])
    frame["y"] = np.sin(frame["a"] * 3) * 10 + frame["b"]
    case = fit(
        Experiment("sample:x", "x", "y", "regression", model=ModelChoice("random_forest")), frame
    )
    case = with_model(case, families("regression")[name][0])
    cuts = tree_route(case, explained_quantity(case, "y"), case.X_train.head(3)).cuts
    rows = pd.DataFrame({"a": cuts[0][:30], "b": 3.1})
    explained = explained_quantity(case, "y")
    found = tree_shapley(case, explained, rows, tree_route(case, explained, case.X_train.head(9)))
    assert found.additivity_error < 1e-6


def test_noise_gets_next_to_nothing_by_every_route():
    case = fitted("price", "random_forest", features=NUMBERS)
    for method in ("tree", "exact", "permutation"):
        sizes = np.abs(explain(case, method=method).values).mean(axis=0)
        assert sizes[NUMBERS.index("noise")] < 0.15 * sizes[NUMBERS.index("size")], method


def test_a_linear_models_value_is_its_slope_times_the_distance_from_the_background():
    case = fitted("price", "linear", features=("noise", "size"))
    found = explain(case, method="exact")
    predict = predict_function(case)
    rows = case.X_test.iloc[found.positions]
    slope = predict(rows.assign(size=1.0)) - predict(rows.assign(size=0.0))
    background, _ = sample_rows(case.X_train, 8, 0)
    expected = slope * (rows["size"] - background["size"].mean())
    np.testing.assert_allclose(found.values[:, 1], expected, rtol=1e-9)


def test_a_recipe_that_mixes_columns_takes_the_other_route_and_says_why():
    case = fitted("price", "random_forest", features=NUMBERS)
    mixed = {name: NUMBERS if name == "size" else raw for name, raw in case.provenance.items()}
    case = replace(case, provenance=mixed)
    found = explain(case)
    assert found.method == "exact"
    assert "recipe mixes" in found.why
    assert_adds_up(found, 1e-6)
    with pytest.raises(NoTreeRoute, match="recipe mixes"):
        explain(case, method="tree")


GAPPY = ("noise", "size", "rooms", "age")


@pytest.mark.parametrize("step", ["knn_impute", "iterative"])
def test_gaps_filled_from_other_columns_are_credited_to_those(step):
    case = fitted("price", "random_forest", features=GAPPY, recipe=(Step(step),))
    assert case.provenance["age"] == ("age",)
    with pytest.raises(NoTreeRoute, match="fills a gap in one column from the others"):
        explain(case, method="tree")
    found = explain(case)
    assert found.method == "exact"
    assert "fills a gap" in found.why
    assert_adds_up(found, 1e-6)


@pytest.mark.parametrize("columns", [("age",), ("noise", "size"), None])
def test_fillers_that_borrow_nothing_keep_the_tree_route(columns):
    features = ("noise", "size", "rooms") if columns is None else GAPPY
    steps = (Step("knn_impute", (), columns), Step("median"))
    case = fitted("price", "random_forest", features=features, recipe=steps)
    assert explain(case, method="tree").method == "tree"


def test_the_route_is_the_cheapest_exact_one_and_said():
    case = fitted("price", "linear", features=SHORT)
    assert explain(case, n_rows=1).method == "exact"
    assert explain(case, n_rows=60).method == "permutation"
    found = explain(case, n_rows=1)
    assert "not a tree model" in found.why
    assert found.n_evaluations == 8 * 2**7
    assert explain(fitted("dear"), method="auto").n_evaluations == 0


def test_the_tree_route_is_refused_for_a_line():
    with pytest.raises(NoTreeRoute, match="not a tree model that SHAP can read"):
        explain(fitted("price", "linear"), method="tree")


def test_trees_that_do_not_add_up_are_refused():
    case = fitted("price", "random_forest", features=NUMBERS)

    class Lying:
        """A pipeline whose answers its trees do not explain."""

        steps = case.pipeline.steps

        def __getitem__(self, key):
            return case.pipeline[key]

        def predict(self, X):
            return case.pipeline.predict(X) * 1.001

    lying = replace(case, pipeline=Lying())
    with pytest.raises(NoTreeRoute, match="does not add up"):
        explain(lying, method="tree")
    assert explain(lying).method in ("exact", "permutation")


def test_too_many_columns_are_not_enumerated():
    case = fitted("price", "linear", features=SHORT)
    wide = case.X_test.assign(**{f"extra {k}": 0.0 for k in range(EXACT_LIMIT)})
    explained = explained_quantity(case, "price")
    with pytest.raises(NothingToExplain, match="Choose the permutation method"):
        shap_answer(case, explained, wide, wide, positions=np.arange(len(wide)), method="exact")


@pytest.mark.parametrize("model", ["linear", "random_forest"])
def test_progress_shows_at_least_five_steps(model):
    with capturing() as reports:
        explain(fitted("price", model), n_rows=20)
    assert len([item for item in reports if item.text.startswith("SHAP")]) >= 5


def test_the_values_come_with_the_raw_rows_and_their_positions():
    case = fitted("price", "random_forest", features=SHORT)
    found = explain(case)
    expected = case.X_test.iloc[found.positions].reset_index(drop=True)
    assert found.rows.equals(expected)
    ranks = found.value_ranks()
    assert ranks.shape == found.values.shape
    assert np.isnan(ranks[:, SHORT.index("town")]).all()
    size = ranks[:, SHORT.index("size")]
    assert size[expected["size"].argmin()] == 0.0
    assert size[expected["size"].argmax()] == 1.0


@pytest.mark.slow
def test_all_explanations_together_load_neither_torch_nor_the_browsers_libraries():
    program = """
import sys
from core.stages.explainable_ai.global_.run import GlobalSettings, global_importances
from core.stages.explainable_ai.local.run import LocalSettings, explain_row
from core.tabular.explain.pdp import PdpSettings, partial_dependence
from core.tabular.fit import fit
from tests.tabular.explain_cases import experiment, planted
case = experiment("dear")
global_importances(GlobalSettings(case, n_rows=3), planted())
explain_row(LocalSettings(case, n_seeds=1, n_samples=100), planted())
partial_dependence(PdpSettings(case, "size"), planted())
found = {"torch", "streamlit", "plotly"} & set(sys.modules)
assert not found, found
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, timeout=120)


def test_no_heavy_library_is_loaded_by_importing_the_explanations():
    program = """
import sys
import core.stages.explainable_ai.global_.run, core.stages.explainable_ai.local.run
import core.tabular.explain.pdp, core.stages.explainable_ai.local.what_if
heavy = {"sklearn", "scipy", "shap", "lime", "torch", "numba", "matplotlib"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_experiment_used_here_has_every_kind_of_column():
    kinds = {str(dtype) for dtype in planted()[list(experiment().features)].dtypes}
    assert kinds == {"float64", "int64", "bool", "str", "datetime64[us]"}
