"""Whose column is this? Names that look alike, through every step, against shuffling by hand.

The truth is found without the suite's bookkeeping: shuffle one raw column, run the pipeline, and
see which columns of the model change.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.stages.explainable_ai.global_.run import GlobalSettings, global_importances
from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.explain.importance import Importance
from core.tabular.explain.permutation import metric_for, permutation_importance
from core.tabular.explain.refit import impurity_importance
from core.tabular.explain.target import explained_quantity
from core.tabular.explain.tree import load_shap, tree_route, tree_shapley
from core.tabular.fit import Fitted, fit
from core.tabular.recipe.pipeline import borrowing
from core.tabular.recipe.steps import STEPS

FAULTS = Path(__file__).resolve().parents[1] / "faults"
TREE = ModelChoice("decision_tree", (("max_depth", 8),))


@cache
def alike(n: int = 90, seed: int = 1) -> pd.DataFrame:
    """Return columns named as other columns' parts are: bins, levels, date parts, words, marks."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "n_1.0": random.normal(size=n),
            "n": random.normal(size=n),
            "n_1": random.normal(size=n),
            "n missing": random.normal(size=n),
            "n m": random.normal(size=n),
            "n^2": random.normal(size=n),
            "m": random.normal(size=n),
            "pca0": random.normal(size=n),
            "a": random.choice(["1", "1=x", "x", "(missing)", "(other)", "missing"], n),
            "a=1": random.choice(["x", "y"], n),
            "a_2": random.normal(size=n),
            "a=bucket 1": random.choice(["u", "v", "w"], n),
            "d day": random.normal(size=n),
            "d": pd.Timestamp("2021-01-01") + pd.to_timedelta(random.integers(0, 900, n), "D"),
            "t": [" ".join(random.choice(["xx", "yy", "zz", "ww"], 5)) + f" k{i}"
                  for i in range(n)],
            "t: xx": random.normal(size=n),
            "self": random.random(n) > 0.5,
            "wide": random.normal(0, 10, n),
        }
    )  # fmt: skip
    signal = (
        frame["n"] + (frame["a"] == "1") + frame["n_1"] * frame["m"] + frame["d day"]
        + 2 * frame["t"].str.count("xx") + (frame["a=1"] == "x") + frame["self"]
        + (frame["a"] == "(missing)") + frame["d"].dt.month / 6
    )  # fmt: skip
    frame["y"] = signal + random.normal(0, 0.1, n)
    frame["kind"] = pd.qcut(signal, 3, labels=["1", "2", "2_1"]).astype("str")
    for name, every in (("n", 7), ("a", 9), ("d", 11), ("t", 13), ("m", 10)):
        frame.loc[::every, name] = None
    strings = dict.fromkeys(("a", "a=1", "a=bucket 1", "t", "kind"), "str")
    return frame.astype({**strings, "d": "datetime64[us]"})


FEATURES = tuple(name for name in alike().columns if name not in ("y", "kind"))
NUMBERS = tuple(alike()[list(FEATURES)].select_dtypes("number").columns)


def case(*recipe: Step, target: str = "kind", model: ModelChoice = TREE) -> Experiment:
    task = "regression" if target == "y" else "classification"
    return Experiment("sample:alike", "alike", target, task, FEATURES, recipe, model)


SHOWN = [spec.id for spec in STEPS if not spec.hidden and spec.kind != "table"]
RECIPES = {
    **{step: (Step(step),) for step in SHOWN},
    "leave_out": (Step("leave_out", (), ("n_1", "t: xx")),),
    "number of the bin": (Step("bins", (("encode", "ordinal"),)),),
    "few levels": (Step("one_hot", (("max_levels", 2),)),),
    "levels, then directions": (Step("one_hot"), Step("median"), Step("pca")),
    "bins, then powers": (Step("bins", (), ("n", "n_1")), Step("polynomials"),),
    "products with levels": (
        Step("polynomials", (("interaction_only", True), ("levels", True))),
    ),
    "marks, then bins": (Step("indicator"), Step("median"), Step("bins")),
    "two sets of directions": (
        Step("pca", (), ("n_1", "n_1.0", "a_2")), Step("svd", (), ("n m", "n^2")),
        Step("pca", (), ("pca0", "d day")),
    ),
    "gone, made again, asked for": (
        Step("variance", (("threshold", 10.0),), ("pca0", "wide")),
        Step("pca", (), ("n_1", "n_1.0")), Step("standard"),
    ),
}  # fmt: skip


@cache
def fitted_of(name: str, target: str = "kind") -> Fitted:
    return fit(case(*RECIPES[name], target=target), alike())


@cache
def true_sources(name: str, target: str = "kind") -> list[set[str]]:
    """For every column of the model the raw columns that change it, found by shuffling each."""
    found = fitted_of(name, target)
    X = found.prepared.X
    columns = [column for column in X.columns for _ in range(2)]
    made = np.asarray(found.transform(shuffled(X, columns, seed=5)), dtype=np.float64)
    before = found.transform(X).to_numpy(dtype=np.float64)
    sources: list[set[str]] = [set() for _ in range(before.shape[1])]
    for column, after in zip(columns, np.split(made, len(columns)), strict=True):
        same = np.isclose(before, after, rtol=1e-12, atol=0, equal_nan=True).all(axis=0)
        for place in np.flatnonzero(~same):
            sources[place].add(column)
    return sources


def shuffled(X: pd.DataFrame, columns: list[str], seed: int) -> pd.DataFrame:
    """One copy of ``X`` under the other for each of ``columns``, with that column shuffled."""
    random = np.random.default_rng(seed)
    copies = [X.copy() for _ in columns]
    for copy, column in zip(copies, columns, strict=True):
        copy[column] = X[column].array.take(random.permutation(len(X)))
    return pd.concat(copies, ignore_index=True)


MIXING = {"blends", "mixed", "borrows"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "target"), [*((name, "kind") for name in RECIPES), ("target", "y"), ("l1", "y")]
)
def test_every_column_of_the_model_knows_the_raw_columns_that_change_it(name, target) -> None:
    found = fitted_of(name, target)
    said, truth = list(found.provenance.values()), true_sources(name, target)
    assert len(said) == len(truth)
    if borrowing(found.steps, found.prepared.gaps) is not None:
        return  # gaps are filled from other columns: explanations ask the whole recipe
    mixing = any(planned.spec.outputs in MIXING for planned in found.steps)
    for column, told, true in zip(found.model_columns, said, truth, strict=True):
        assert true <= set(told), column
        assert mixing or not true or true == set(told), column


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES)
def test_permutation_importance_is_that_of_shuffling_by_hand(name) -> None:
    found = fitted_of(name)
    metric = metric_for("accuracy", "classification")
    X, y = found.X_test, found.codes_test
    ours = permutation_importance(found, metric, X, found.y_test, n_repeats=1, seed=3)
    order = np.arange(len(X))  # scikit-learn's own draw, the same for every column
    np.random.RandomState(np.random.RandomState(3).randint(2**31)).shuffle(order)
    copies = [X.copy() for _ in X.columns]
    for copy, column in zip(copies, X.columns, strict=True):
        copy[column] = X[column].array.take(order)
    right = found.pipeline.predict(pd.concat(copies)).reshape(len(copies), -1) == y
    losses = (found.pipeline.predict(X) == y).mean() - right.mean(axis=1)
    np.testing.assert_allclose(ours.values, losses, atol=1e-12)


def summed(parts: np.ndarray, truth: list[set[str]]) -> np.ndarray:
    """Add (n_rows, n_prepared) parts up by the raw column that truly changes each."""
    total = np.zeros((len(parts), len(FEATURES)))
    for place, sources in enumerate(truth):
        if not sources:
            assert not parts[:, place].any()
        for name in sources:
            total[:, FEATURES.index(name)] += parts[:, place] / len(sources)
    return total


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES)
def test_impurity_and_shap_are_summed_over_the_columns_that_truly_come_from_one(name) -> None:
    found = fitted_of(name, "kind")
    truth = true_sources(name)
    if any(len(sources) > 1 for sources in truth) or any(
        planned.spec.outputs in MIXING for planned in found.steps
    ):
        return  # shares of mixed columns belong to no single one; permutation tests those
    ours = impurity_importance(found, FEATURES)
    shares = summed(found.model.feature_importances_[None], truth)[0]
    np.testing.assert_allclose(ours.values, shares, atol=1e-12)
    explained = explained_quantity(found, "kind", "1")
    rows, background = found.X_test.iloc[:5], found.X_train.iloc[:20]
    explainer = load_shap().TreeExplainer(
        found.model, np.asarray(found.transform(background), dtype=np.float64),
        model_output="raw", feature_perturbation="interventional",
    )  # fmt: skip
    parts = explainer.shap_values(np.asarray(found.transform(rows), dtype=np.float64))[:, :, 0]
    route = tree_route(found, explained, background)
    values = tree_shapley(found, explained, rows, route).values
    np.testing.assert_allclose(values, summed(parts, truth), atol=1e-6)


def lags(**settings: object) -> dict[str, Importance]:
    """`04_lags.csv`: ``temp`` alone makes ``sold``; ``temp_1`` and ``temp_2`` are its past."""
    table = pd.read_csv(FAULTS / "04_lags.csv")
    forest = ModelChoice("random_forest", (("n_estimators", 30),))
    experiment = Experiment(
        "file:lags", "lags", "sold", "regression", None, (Step("bins"),), forest
    )
    wanted = {"permutation": False, "shap": False, **settings}
    answer = global_importances(GlobalSettings(experiment, **wanted), table)
    return {found.method: found for found in answer.importances}


@pytest.mark.parametrize("method", ["permutation", "impurity", "shap"])
def test_a_column_keeps_its_bins_beside_columns_that_are_named_like_them(method) -> None:
    found = lags(**{method: True, "n_rows": 20})[method]
    assert found.columns == ("temp", "temp_1", "temp_2", "noise")
    assert found.top == "temp"
    assert found.top_share > 0.6


def test_brute_force_says_the_same_of_the_lags() -> None:
    table = pd.read_csv(FAULTS / "04_lags.csv")
    experiment = Experiment(
        "file:lags", "lags", "sold", "regression", None, (Step("bins"),), ModelChoice("linear")
    )
    found = fit(experiment, table)
    metric = metric_for("r2", "regression")
    ours = permutation_importance(found, metric, found.X_test, found.y_test, n_repeats=2)
    told = [raw for name, raw in found.provenance.items() if name.startswith("temp_2.0")]
    assert ("temp",) in told
    assert ours.values[0] > 0.5
    assert np.abs(ours.values[1:]).max() < 0.05


@pytest.mark.parametrize("first", [(), (Step("one_hot"),)])
@pytest.mark.parametrize("kind", ["str", "bool"])
def test_a_product_with_a_yes_or_no_column_comes_from_both(kind, first) -> None:
    """``y = age`` for smokers and 0 for others: no line without the product can say so."""
    random = np.random.default_rng(0)
    age, smoker = random.uniform(20, 60, 80), random.random(80) > 0.5
    names = smoker if kind == "bool" else pd.Series(np.where(smoker, "yes", "no"), dtype="str")
    table = pd.DataFrame({"age": age, "smoker": names, "y": age * smoker})
    products = Step("polynomials", (("interaction_only", True), ("levels", True)))

    def fitted(*recipe: Step) -> Fitted:
        return fit(Experiment("file:x", "x", "y", "regression", None, recipe), table)

    found, alone = fitted(*first, products), fitted(*first, Step("polynomials"))
    assert {"age", "smoker"} in map(set, found.provenance.values())
    assert np.abs(found.predict(table) - table["y"]).max() < 1e-6
    assert np.abs(alone.predict(table) - table["y"]).max() > 1
