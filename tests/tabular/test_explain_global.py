"""Importances of raw columns against scikit-learn, brute force and planted truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.inspection import permutation_importance as sklearn_permutation

from core.compute.progress import capturing
from core.params import BadValue
from core.stages.explainable_ai.global_.run import (
    GlobalSettings,
    NoMethod,
    global_importances,
)
from core.tabular.experiment import Step
from core.tabular.explain.importance import Importance, agreement, rank_correlation
from core.tabular.explain.permutation import (
    METRICS,
    BadMetric,
    metric_for,
    permutation_importance,
    scorer_for,
)
from core.tabular.explain.refit import (
    NoImportance,
    drop_column_importance,
    impurity_importance,
    without_column,
)
from core.tabular.explain.target import NothingToExplain, UnknownClass
from core.tabular.fit import fit
from tests.tabular.explain_cases import FEATURES, SHORT, experiment, fitted, planted, with_model

pytestmark = pytest.mark.slow

ALL = {"permutation": True, "shap": True, "impurity": True, "drop_column": True}
SKLEARN_NAMES = {
    "r2": "r2",
    "rmse": "neg_root_mean_squared_error",
    "accuracy": "accuracy",
    "log_loss": "neg_log_loss",
    "roc_auc": "roc_auc",
}


def settings(target: str = "price", model: str | None = None, **changed: object) -> GlobalSettings:
    case = experiment(target, model, features=changed.pop("features", SHORT))
    return GlobalSettings(case, **{"n_rows": 20, "background": 10, **changed})


@pytest.mark.parametrize("target", ["price", "dear", "band"])
def test_the_planted_column_ranks_first_and_noise_near_zero_by_every_method(target):
    found = global_importances(settings(target, "random_forest", **ALL), planted())
    assert [item.method for item in found.importances] == [
        *("permutation", "shap", "impurity", "drop_column")
    ]
    for item in found.importances:
        noise = item.values[item.columns.index("noise")]
        assert item.top == "size", item.method
        assert noise < 0.25 * item.values.max(), item.method
        assert 0.3 < item.top_share <= 1.0, item.method


def test_the_answer_speaks_of_raw_columns_only():
    found = global_importances(settings(features=FEATURES), planted())
    assert found.columns == FEATURES
    assert all(item.columns == FEATURES for item in found.importances)
    assert found.shap is not None
    assert tuple(found.shap.rows.columns) == FEATURES
    assert found.label == "price"
    assert global_importances(settings("dear"), planted()).label == "probability of yes"


@pytest.mark.parametrize(
    ("target", "metric"),
    [
        *(("price", "r2"), ("price", "rmse"), ("dear", "accuracy")),
        *(("dear", "log_loss"), ("dear", "roc_auc"), ("band", "accuracy")),
    ],
)
def test_permutation_equals_scikit_learn_with_the_same_seed(target, metric):
    case = fitted(target)
    ours = permutation_importance(
        case,
        metric_for(metric, case.experiment.task),
        case.X_test,
        case.y_test,
        n_repeats=3,
        seed=4,
    )
    theirs = sklearn_permutation(
        case.pipeline,
        case.X_test,
        case.codes_test,
        scoring=SKLEARN_NAMES[metric],
        n_repeats=3,
        random_state=4,
    )
    np.testing.assert_allclose(ours.samples, theirs.importances, atol=1e-12)
    np.testing.assert_allclose(ours.values, theirs.importances_mean, atol=1e-12)
    np.testing.assert_allclose(ours.spread, theirs.importances_std, atol=1e-12)


def test_permutation_equals_a_plain_loop_on_average():
    case = fitted()
    ours = permutation_importance(
        case, metric_for("rmse", "regression"), case.X_test, case.y_test, n_repeats=10
    )
    random = np.random.default_rng(0)

    def rmse(X):
        return np.sqrt(np.mean((case.predict(X) - case.y_test) ** 2))

    for name in ("size", "town", "noise"):
        losses = []
        for _ in range(10):
            X = case.X_test.copy()
            X[name] = X[name].iloc[random.permutation(len(X))].to_numpy(dtype=object)
            losses.append(rmse(X.astype(case.X_test.dtypes)) - rmse(case.X_test))
        j = ours.columns.index(name)
        error = ours.spread[j] * (2 / 10) ** 0.5  # of the difference of two means of ten
        assert ours.values[j] == pytest.approx(np.mean(losses), abs=4 * error)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_every_metrics_importance_is_positive_when_the_column_helps(metric):
    case = fitted("price" if metric.task == "regression" else "band")
    found = permutation_importance(case, metric, case.X_test, case.y_test, n_repeats=2)
    assert found.values[found.columns.index("size")] > 0.02


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_every_metrics_score_equals_scikit_learns_scorer(metric):
    from sklearn.metrics import get_scorer

    case = fitted("price" if metric.task == "regression" else "dear")
    theirs = get_scorer(SKLEARN_NAMES[metric.id])(case.pipeline, case.X_test, case.codes_test)
    ours = scorer_for(case, metric, case.y_test)(case.X_test)
    assert metric.sign * ours == pytest.approx(theirs, rel=1e-12)


def test_shuffling_leaves_the_test_rows_as_they_were():
    case = fitted()
    before = case.X_test.copy()
    permutation_importance(case, metric_for("auto", "regression"), case.X_test, case.y_test)
    pd.testing.assert_frame_equal(case.X_test, before)


def test_drop_column_equals_fitting_the_smaller_experiment():
    case = fitted()
    found = drop_column_importance(case, metric_for("rmse", "regression"))
    smaller = fit(experiment(features=tuple(n for n in FEATURES if n != "town")), planted())

    def rmse(model):
        return np.sqrt(np.mean((model.predict(model.X_test) - model.y_test) ** 2))

    assert found.values[FEATURES.index("town")] == pytest.approx(rmse(smaller) - rmse(case))


def test_a_dropped_column_leaves_the_recipe_too():
    case = experiment(
        recipe=(Step("median", columns=("age", "size")), Step("standard", columns=("size",)))
    )
    without = without_column(case, FEATURES, "size")
    assert without.recipe == (Step("median", columns=("age",)),)
    assert without.features == tuple(name for name in FEATURES if name != "size")


def test_impurity_is_the_forests_own_summed_over_the_levels_of_a_category():
    case = fitted("dear")
    found = impurity_importance(case, tuple(case.X_test.columns))
    assert found.values.sum() == pytest.approx(1.0)
    levels = [raw == ("town",) for raw in case.provenance.values()]
    expected = case.model.feature_importances_[levels].sum()
    assert found.values[found.columns.index("town")] == pytest.approx(expected)
    assert expected > 0


@pytest.mark.slow
def test_lightgbm_and_xgboost_importances_are_gains():
    from lightgbm import LGBMRegressor
    from xgboost import XGBRegressor

    base = fitted("price", "random_forest")
    sizes = [raw == ("size",) for raw in base.provenance.values()]
    light, xg = LGBMRegressor(n_estimators=10, verbose=-1), XGBRegressor(n_estimators=10)
    found = impurity_importance(with_model(base, light), FEATURES)
    gains = light.booster_.feature_importance("gain")
    assert found.values[FEATURES.index("size")] == pytest.approx(gains[sizes].sum() / gains.sum())
    found = impurity_importance(with_model(base, xg), FEATURES)
    expected = xg.feature_importances_[sizes].sum() / xg.feature_importances_.sum()
    assert found.values[FEATURES.index("size")] == pytest.approx(expected)


def test_a_line_has_no_impurity_and_the_answer_says_so():
    found = global_importances(settings(impurity=True), planted())
    assert found.importance("impurity") is None
    assert "keeps no impurity importance" in found.notes[0]
    with pytest.raises(NoImportance, match="keeps no impurity importance"):
        global_importances(settings(impurity=True, permutation=False, shap=False), planted())


def test_the_same_settings_give_the_same_numbers_and_another_seed_others():
    first, again, other = (global_importances(settings(seed=seed), planted()) for seed in (1, 1, 2))
    for a, b, c in zip(first.importances, again.importances, other.importances, strict=True):
        np.testing.assert_array_equal(a.values, b.values)
        assert (a.values != c.values).any()


@pytest.mark.parametrize(
    "changed",
    [
        *({"n_repeats": 2}, {"metric": "rmse"}, {"n_rows": 7}, {"background": 5}),
        *({"method": "permutation"}, {"n_permutations": 1, "method": "permutation"}),
        *({"permutation": False}, {"shap": False}, {"impurity": True}, {"drop_column": True}),
    ],
    ids=str,
)
def test_every_setting_changes_the_numbers(changed):
    def numbers(**values):
        case = settings("price", "random_forest", **{"method": "exact", **values})
        if "n_permutations" in changed:
            case = replace(case, method="permutation")
        case = replace(case, **{k: v for k, v in values.items() if k != "features"})
        found = global_importances(case, planted())
        return np.concatenate([item.values for item in found.importances])

    before, after = numbers(), numbers(**changed)
    assert len(before) != len(after) or (before != after).any()


def test_progress_moves_through_the_parts_without_going_back():
    with capturing() as reports:
        global_importances(settings("dear", **ALL), planted())
    reports = [item for item in reports if "shuffling" in item.text or "SHAP" in item.text]
    shares = [item.share for item in reports]
    assert shares == sorted(shares)
    assert sum("SHAP" in item.text for item in reports) >= 5
    assert sum("shuffling" in item.text for item in reports) == len(SHORT)


def test_rank_correlation_of_reversed_lists_is_minus_one_and_of_a_constant_is_none():
    up = np.array([1.0, 2.0, 4.0])
    assert rank_correlation(up, -up) == -1.0
    assert rank_correlation(up, np.ones(3)) is None
    from scipy.stats import spearmanr

    other = np.array([2.0, 2.0, 1.0])
    assert rank_correlation(up, other) == pytest.approx(spearmanr(up, other).statistic)


def test_rounding_errors_have_no_rank():
    clean = np.array([3.0, 0.0, 0.0, -2.0, 1.0])
    dusty = np.array([3.0, 1e-18, -1e-17, -2.0, 1.0])
    other = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    assert rank_correlation(dusty, clean) == 1.0
    assert rank_correlation(dusty, other) == rank_correlation(clean, other)
    assert rank_correlation(1e-30 * clean, clean) == 1.0  # small, but all of it


def test_agreement_is_a_symmetric_table_of_methods():
    one = Importance("a", "A", "", ("x", "y", "z"), np.array([3.0, 2.0, 1.0]))
    two = Importance("b", "B", "", ("x", "y", "z"), np.array([1.0, 2.0, 3.0]))
    table = agreement((one, two))
    assert table.loc["A", "B"] == table.loc["B", "A"] == -1.0
    assert (one.top, one.runner_up, one.top_share) == ("x", "y", 0.5)


@pytest.mark.parametrize(
    ("changed", "error", "sentence"),
    [
        ({"permutation": False, "shap": False}, NoMethod, "Choose at least one importance"),
        ({"metric": "accuracy"}, BadMetric, "accuracy does not measure regression. Choose one of"),
        ({"n_repeats": 0}, BadValue, "Repeats must lie between 1 and 50, not 0"),
        ({"target": "dear", "class_": "maybe"}, UnknownClass, "no class 'maybe'"),
        ({"method": "guess"}, BadValue, "SHAP method must be one of"),
    ],
    ids=str,
)
def test_bad_settings_are_refused_with_a_sentence(changed, error, sentence):
    with pytest.raises(error, match=sentence):
        global_importances(settings(**changed), planted())


def test_a_constant_model_is_refused():
    constant = planted().assign(price=7.0)
    with pytest.raises(NothingToExplain, match=r"same price \(7\) for every row"):
        global_importances(settings(), constant)


def test_auc_without_every_class_in_the_test_rows_is_refused():
    case = fitted("band")
    few = case.y_test == "high"
    with pytest.raises(BadMetric, match="do not hold every class"):
        scorer_for(case, metric_for("roc_auc", "classification"), case.y_test[few])(
            case.X_test[few]
        )


@pytest.mark.parametrize("value", [0.0, 0.1, -3e8])
def test_r2_where_every_test_row_has_one_target_is_refused(value):
    case = fitted("price")
    same = np.full(len(case.y_test), value)
    with pytest.raises(BadMetric, match=r"so there is no R²\. Choose RMSE"):
        scorer_for(case, metric_for("r2", "regression"), same)(case.X_test)


def test_one_column_cannot_be_dropped():
    case = fit(experiment(features=("size",)), planted())
    with pytest.raises(NoImportance, match="With one column"):
        drop_column_importance(case, metric_for("auto", "regression"))


def test_every_setting_has_a_param_with_its_default():
    defaults = GlobalSettings(experiment())
    names = {param.id for param in GlobalSettings.PARAMS}
    assert names | {"experiment"} == set(GlobalSettings.__dataclass_fields__)
    for param in GlobalSettings.PARAMS:
        assert param.check(getattr(defaults, param.id)) == param.default
