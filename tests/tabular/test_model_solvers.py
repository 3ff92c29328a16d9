"""Models whose solver or default once gave wrong numbers on columns and units of real tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import r2_score
from statsmodels.api import GLM, families

from core.data.describe import column_kinds
from core.data.samples import load_sample, sample
from core.tabular.check import repair
from core.tabular.experiment import Experiment, ModelChoice, Split, to_json
from core.tabular.fit import FitFailed, Fitted, fit
from core.tabular.link import from_json
from core.tabular.recipe.plan import default_recipe
from tests.tabular.model_tables import build, case, columns, table


def _started(name: str, model: str, seed: int = 1, factor: float = 1.0) -> Fitted:
    """Fit a sample with the starting recipe; a number to predict is given in another unit."""
    frame, spec = load_sample(name).frame, sample(name)
    kinds = column_kinds(frame.drop(columns=spec.target))
    if spec.task == "regression":
        frame = frame.assign(**{spec.target: frame[spec.target] * factor})
    split = Split("random" if spec.task == "regression" else "stratified")
    recipe = default_recipe(kinds, model)
    return fit(
        Experiment(
            f"sample:{name}", name, spec.target, spec.task, None, recipe, ModelChoice(model),
            split, seed,
        ),
        frame,
    )  # fmt: skip


def _wide(seed: int) -> pd.DataFrame:
    """Return a table whose one-hot columns let a null eigenvalue of the wrong sign through."""
    random = np.random.default_rng(seed)
    n = int(random.integers(40, 200))
    parts: dict[str, object] = {
        f"x{i}": random.normal(size=n) * 10 ** random.uniform(-2, 3) + random.normal() * 5
        for i in range(random.integers(1, 5))
    }
    for i in range(random.integers(1, 4)):
        levels = [f"l{j}" for j in range(random.integers(2, 7))]
        parts[f"c{i}"] = pd.Series(random.choice(levels, n), dtype="str")
    frame = pd.DataFrame(parts)
    n_classes = int(random.integers(2, 4))
    rank = frame["x0"].rank(pct=True) + 0.5 * (frame["c0"] == "l0") + random.normal(0, 0.5, n)
    names = [f"k{j}" for j in range(n_classes)]
    return frame.assign(y=pd.Series(pd.qcut(rank, n_classes, labels=names)).astype("str"))


@pytest.mark.parametrize("seed", [32, 33])
def test_lda_gives_one_hot_columns_what_the_svd_solver_gives_them(seed) -> None:
    frame = _wide(seed)
    recipe = default_recipe(column_kinds(frame.drop(columns="y")), "lda")
    features = tuple(frame.columns.drop("y"))
    asked = Experiment("sample:t", "t", "y", "classification", features, recipe,
                       ModelChoice("lda"), Split("stratified"))  # fmt: skip
    fitted = fit(asked, frame)
    X, Z = fitted.transform(fitted.X_train), fitted.transform(fitted.X_test)
    svd = LinearDiscriminantAnalysis(solver="svd").fit(X, fitted.codes_train)
    np.testing.assert_allclose(fitted.proba(fitted.X_test), svd.predict_proba(Z), atol=1e-8)


def test_lda_on_the_loans_is_the_svd_solvers() -> None:
    from sklearn.metrics import roc_auc_score

    fitted = _started("loans", "lda")
    found = roc_auc_score(fitted.codes_test, fitted.proba(fitted.X_test)[:, 1])
    assert found == pytest.approx(0.78721345, abs=1e-6)


def test_lda_with_fewer_rows_than_columns_is_the_svd_solvers() -> None:
    random = np.random.default_rng(0)
    X, y = random.normal(size=(40, 60)) * 10.0 ** random.uniform(-3, 3, 60), np.arange(40) % 3
    svd = LinearDiscriminantAnalysis(solver="svd").fit(X, y)
    ours = build("lda", "classification").fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(X), svd.predict_proba(X), atol=1e-8)


@pytest.mark.parametrize("shrinkage", [0.1, 1.0])
def test_shrunken_lda_is_the_librarys_on_scaled_columns(shrinkage) -> None:
    X, y, Z = columns(7, "classification", ())
    mean, spread = X.mean(axis=0), X.std(axis=0)
    library = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)
    theirs = library.fit((X - mean) / spread, y).predict_proba((Z - mean) / spread)
    ours = build("lda", "classification", shrinkage=shrinkage).fit(X, y).predict_proba(Z)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


@pytest.mark.parametrize("values", [(0.0, 1.0), (0.1, 0.3), (7.1, -1e9)])
def test_lda_sees_a_column_that_is_the_target(values) -> None:
    y = np.arange(90) % 2
    noise = np.random.default_rng(0).normal(size=90)
    X = np.column_stack([noise, np.asarray(values)[y], np.full(90, 0.1)])
    assert (build("lda", "classification").fit(X, y).predict(X) == y).all()


def test_lda_on_columns_that_never_vary_says_the_shares() -> None:
    ours = build("lda", "classification").fit(np.full((10, 2), 0.1), np.arange(10) % 5 > 2)
    np.testing.assert_allclose(ours.predict_proba(np.ones((1, 2))), [[0.6, 0.4]])


@pytest.mark.parametrize("model", ["bayesian_ridge", "huber", "lasso", "elastic_net", "ridge"])
def test_the_houses_in_cents_are_predicted_as_well_as_in_euros(model) -> None:
    euros, cents = _started("houses", model), _started("houses", model, factor=100.0)
    r2 = r2_score(euros.y_test, euros.predict(euros.X_test))
    assert r2_score(cents.y_test, cents.predict(cents.X_test)) == pytest.approx(r2, abs=1e-6)
    assert r2 > 0.85


def test_qda_starts_on_the_wine_as_well_as_with_scaled_columns() -> None:
    fitted = _started("wine", "qda")
    assert np.mean(fitted.predict(fitted.X_test) == fitted.y_test) > 0.95


def test_plain_bells_are_scipys() -> None:
    X, y, Z = columns(8, "classification", ())
    X, Z = X[:, :4], Z[:, :4]
    heights = [
        stats.multivariate_normal(X[y == k].mean(0), np.cov(X[y == k].T, bias=True)).logpdf(Z)
        + np.log(np.mean(y == k))
        for k in range(3)
    ]
    ours = build("qda", "classification", shrinkage=0.0).fit(X, y).predict_proba(Z)
    odds = np.exp(np.array(heights).T)
    np.testing.assert_allclose(ours, odds / odds.sum(axis=1, keepdims=True), atol=1e-9)


def test_plain_bells_of_one_hot_columns_are_refused_with_the_way_out() -> None:
    asked = case(table(0), "classification", "qda", shrinkage=0.0)
    message = r"plain bells have no shape\. Set the shrinkage above 0, or leave such columns out\.$"
    with pytest.raises(FitFailed, match=message):
        fit(asked, table(0))
    fit(replace(asked, model=ModelChoice("qda", (("shrinkage", 0.01),))), table(0))
    fit(replace(asked, features=("x0", "x1", "x2", "rooms")), table(0))


def test_a_class_of_one_row_has_no_bell() -> None:
    frame = table(0).assign(kind=table(0)["kind"].where(table(0).index != 40, "rare"))
    with pytest.raises(FitFailed, match=r"^A class has only one training row, and a bell needs"):
        fit(replace(case(frame, "classification", "qda"), split=Split(test_share=0.1)), frame)


def test_logistic_regression_without_a_penalty_is_statsmodels() -> None:
    X, y, Z = columns(9, "classification", ("scale",))
    X, Z, y = X[:, :3], Z[:, :3], (y == 1).astype(int)
    ours = build("logistic", "classification", C=None).fit(X, y).predict_proba(Z)[:, 1]
    wide, asked = (np.column_stack([np.ones(len(part)), part]) for part in (X, Z))
    theirs = GLM(y, wide, family=families.Binomial()).fit().predict(asked)
    np.testing.assert_allclose(ours, theirs, atol=1e-3)


@pytest.mark.parametrize(
    ("model", "params"),
    [("logistic", (("C", None),)), ("logistic", (("C", 5.0),)), ("qda", (("shrinkage", 0.01),)),
     ("qda", (("shrinkage", 0.0),)), ("lda", (("shrinkage", 0.3),)), ("gaussian_nb", ())],
)  # fmt: skip
def test_links_to_these_models_open_as_they_are(model, params) -> None:
    link = replace(case(table(0), "classification", model), model=ModelChoice(model, params))
    again, said = repair(from_json(to_json(link)), list(table(0)), column_kinds(table(0)))
    assert (again.model, said) == (ModelChoice(model, params), ())
