"""Partial dependence, ICE and ALE against scikit-learn, brute force and straight lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.inspection import partial_dependence as sklearn_pdp

from core.compute.progress import capturing
from core.params import BadValue
from core.tabular.explain.curves import (
    NoGrid,
    accumulated_local_effects,
    crossing_share,
    grid_of,
    ice_curves,
)
from core.tabular.explain.pdp import PdpSettings, partial_dependence
from core.tabular.explain.target import (
    NothingToExplain,
    UnknownClass,
    UnknownColumn,
    predict_function,
)
from tests.tabular.explain_cases import experiment, fitted, planted

pytestmark = pytest.mark.slow


def answer(column: str, target: str = "price", model: str | None = None, **settings: object):
    return partial_dependence(PdpSettings(experiment(target, model), column, **settings), planted())


@pytest.mark.parametrize("column", ["size", "rooms", "town", "age", "sold", "garden"])
def test_every_curve_equals_setting_the_cells_one_by_one(column):
    found = answer(column, n_grid=12, n_rows=5)
    case = fitted()
    rows = case.X_test.iloc[found.positions]
    for i in range(5):
        for g in range(len(found.grid)):
            one = rows.iloc[[i]].copy()
            one[column] = pd.Series([found.grid.iloc[g]], dtype=one[column].dtype, index=one.index)
            np.testing.assert_allclose(found.ice[i, g], case.predict(one)[0], rtol=1e-12)
    np.testing.assert_allclose(found.pdp, found.ice.mean(axis=0))


@pytest.mark.parametrize(("target", "model"), [("price", "linear"), ("dear", "random_forest")])
def test_the_mean_curve_equals_scikit_learns_brute_force(target, model):
    case = fitted(target, model)
    found = answer("size", target, model, n_grid=23, n_rows=500)
    theirs = sklearn_pdp(
        case.pipeline,
        case.X_test,
        ["size"],
        kind="both",
        method="brute",
        response_method="predict_proba" if target == "dear" else "auto",
        custom_values={"size": found.grid.to_numpy()},
    )
    np.testing.assert_allclose(found.pdp, theirs["average"][0], rtol=1e-9)
    np.testing.assert_allclose(found.ice, theirs["individual"][0], rtol=1e-9)


def test_a_linear_models_curve_is_a_straight_line_and_its_curves_never_cross():
    found = answer("size", n_grid=6)
    slopes = np.diff(found.pdp) / np.diff(found.grid.to_numpy())
    np.testing.assert_allclose(slopes, slopes[0], rtol=1e-6)
    assert found.crossing == pytest.approx(0.0, abs=1e-12)
    assert found.ale is not None
    ale_slopes = np.diff(found.ale.values) / np.diff(found.ale.edges.to_numpy())
    np.testing.assert_allclose(ale_slopes, slopes[0], rtol=1e-6)


def test_ale_of_a_product_with_a_twin_follows_the_data_where_pdp_does_not():
    """With b = a, f = a·b has local effect 2·b da / 2: ALE is a²/2, partial dependence a·mean."""
    a = np.linspace(0.0, 1.0, 201)
    twins = pd.DataFrame({"a": a, "b": a})
    ale = accumulated_local_effects(lambda f: (f["a"] * f["b"]).to_numpy(), twins, "a", 41)
    expected = ale.edges.to_numpy() ** 2 / 2
    np.testing.assert_allclose(ale.values - ale.values[0], expected - expected[0], atol=4e-3)


def test_ale_is_centred_on_the_rows():
    found = answer("age", "dear", n_grid=8)
    assert found.ale is not None
    edges = found.ale.edges.to_numpy()
    ages = fitted("dear").X_test["age"].dropna().to_numpy()
    assert found.ale.n_rows == len(ages)
    middle = (found.ale.values[1:] + found.ale.values[:-1]) / 2
    bins = np.clip(np.searchsorted(edges, ages), 1, len(edges) - 1)
    assert middle[bins - 1].mean() == pytest.approx(0.0, abs=1e-12)


def test_the_grid_holds_observed_values_and_the_gap_last():
    ages = planted()["age"]
    grid = grid_of(ages, 9)
    assert grid.iloc[:-1].isin(ages).all()
    assert grid.iloc[:-1].is_monotonic_increasing
    assert np.isnan(grid.iloc[-1])
    assert len(grid) <= 10


def test_a_categorys_grid_is_its_most_frequent_levels():
    towns = pd.Series(["x"] * 5 + ["y"] * 3 + ["z"] * 9, dtype="str", name="town")
    assert grid_of(towns, 2).tolist() == ["z", "x"]
    found = answer("town")
    assert found.kind == "category"
    assert found.shares is not None
    assert found.shares.sum() == pytest.approx(1.0)
    assert found.rug is None
    assert found.ale is None


def test_whole_numbers_dates_and_truth_values_keep_their_type():
    for column in ("rooms", "sold", "garden"):
        assert answer(column, n_grid=5, n_rows=5).grid.dtype == planted()[column].dtype


def test_left_out_levels_and_tails_are_noted():
    assert "most frequent of 3 levels" in answer("town", n_grid=2).notes[0]
    assert "lowest and highest 2 %" in answer("size", n_grid=5).notes[0]
    assert answer("town").notes == ()


def test_crossing_share_is_one_when_the_mean_shows_nothing():
    assert crossing_share(np.array([[0.0, 1.0], [1.0, 0.0]])) == pytest.approx(1.0)
    assert crossing_share(np.array([[0.0, 1.0], [5.0, 6.0]])) == pytest.approx(0.0)
    assert crossing_share(np.zeros((3, 4))) == 0.0


def test_three_classes_have_curves_that_sum_to_one():
    curves = [
        answer("size", "band", class_=name, n_grid=5).pdp for name in ("high", "low", "middle")
    ]
    np.testing.assert_allclose(np.sum(curves, axis=0), 1.0)


def test_progress_shows_at_least_five_steps():
    with capturing() as reports:
        answer("size", n_grid=20, n_rows=5)
    assert len([item for item in reports if "grid point" in item.text]) >= 5


def test_the_same_settings_give_the_same_curves_and_another_seed_other_rows():
    first, again = answer("size", n_rows=10, seed=1), answer("size", n_rows=10, seed=1)
    np.testing.assert_array_equal(first.ice, again.ice)
    assert (answer("size", n_rows=10, seed=2).positions != first.positions).any()


def test_predictions_speak_of_the_raw_frame():
    predict = predict_function(fitted("dear"), "yes")
    rows = fitted("dear").X_test.head(3)
    curve = ice_curves(predict, rows, "noise", rows["noise"])
    np.testing.assert_allclose(np.diag(curve), predict(rows))


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"column": "colour"}, UnknownColumn, "no feature named 'colour'. Choose one of: noise"),
        ({"column": "comment"}, NoGrid, "comment holds free text"),
        ({"column": "size", "n_grid": 1}, BadValue, "Grid points must lie between 2 and 60"),
    ],
)
def test_bad_settings_are_refused_with_a_sentence(settings, error, sentence):
    with pytest.raises(error, match=sentence):
        answer(**settings)


def test_an_unknown_class_is_refused_with_the_known_ones():
    with pytest.raises(UnknownClass, match="no class 'maybe'"):
        answer("size", "dear", class_="maybe")


def test_a_column_with_one_value_is_refused():
    with pytest.raises(NothingToExplain, match="same value in every training row"):
        grid_of(pd.Series([2.0, 2.0], name="size"), 5)


@pytest.mark.parametrize("dtype", ["float64", "str", "datetime64[us]"])
def test_a_column_without_a_value_is_not_said_to_have_one(dtype):
    empty = pd.Series([None, None], name="size").astype(dtype)
    with pytest.raises(NothingToExplain, match="size has no value in any training row"):
        grid_of(empty, 5)


def test_every_setting_has_a_param_with_its_default():
    settings = PdpSettings(experiment(), "size")
    for param in PdpSettings.PARAMS:
        assert param.id == "column" or getattr(settings, param.id) == param.default


def test_a_column_without_a_value_is_not_said_to_have_the_same_everywhere():
    empty = pd.Series([np.nan] * 5, name="fax")
    with pytest.raises(NothingToExplain, match="fax has no value in any training row, so there"):
        grid_of(empty, 5)
    with pytest.raises(NothingToExplain, match="fax has the same value in every training row"):
        grid_of(empty.fillna(1.0), 5)
