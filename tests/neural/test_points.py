"""Shapes, drawn points, columns and input formulas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.neural.data.dataset import BadData, DataSettings, make_dataset
from core.neural.data.features import (
    FEATURES,
    BadFormula,
    check_finite,
    compute_features,
    feature_formulas,
    formula_code,
    read_formula,
)
from core.neural.data.shapes import SHAPES
from core.stages.neural_networks.playground.settings import PlaygroundSettings

TEN = {
    "blobs", "moons", "circles", "xor", "spirals", "checkerboard", "two_gaussians", "rings",
    "linear", "random_labels",
}  # fmt: skip


def test_there_are_ten_shapes_and_three_surfaces():
    assert {spec.id for spec in SHAPES if spec.task == "classification"} == TEN
    assert sum(spec.task == "regression" for spec in SHAPES) == 3


@pytest.mark.parametrize("spec", SHAPES, ids=lambda spec: spec.id)
def test_every_shape_gives_what_was_asked_for_and_the_same_again(spec):
    for k in range(spec.classes[0], spec.classes[1] + 1):
        settings = DataSettings(spec.id, k, 200, 0.1, 0.3, data_seed=4)
        a, b = make_dataset(settings), make_dataset(settings)
        assert a.X_train.tobytes() == b.X_train.tobytes()
        assert a.y_test.tobytes() == b.y_test.tobytes()
        assert (len(a.X_train), len(a.X_test)) == (140, 60)
        assert np.abs(a.X_train).max() < 8
        if spec.task == "classification":
            assert set(np.unique(a.y_train)) == set(range(k)) == set(range(a.n_classes))
        else:
            assert a.n_classes == 0
            assert np.abs(a.y_train).max() < 1.6


@pytest.mark.parametrize("spec", SHAPES, ids=lambda spec: spec.id)
def test_seed_and_noise_change_the_points(spec):
    base = make_dataset(DataSettings(spec.id, data_seed=0, noise=0.1))
    for other in (DataSettings(spec.id, data_seed=1), DataSettings(spec.id, noise=0.3)):
        made = make_dataset(other)
        assert made.X_train.tobytes() + made.y_train.tobytes() != (
            base.X_train.tobytes() + base.y_train.tobytes()
        )


def test_xor_without_noise_is_the_sign_of_the_product():
    data = make_dataset(DataSettings("xor", noise=0.0))
    assert ((data.X_train.prod(axis=1) < 0) == (data.y_train == 1)).all()


def test_drawn_points_are_the_data_and_classes_are_renumbered():
    points = tuple((float(i), float(-i), (0, 3)[i % 2]) for i in range(20))
    data = make_dataset(DataSettings("drawn", 4, points=points, test_share=0.25))
    assert data.n_classes == 2
    assert data.classes == ("0", "3")
    together = np.vstack([data.X_train, data.X_test])
    assert sorted(together[:, 0]) == [float(i) for i in range(20)]


def frame(n=60):
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "height": rng.normal(170, 10, n),
            "weight": rng.normal(70, 8, n),
            "name": ["ann", "bob", "cy"] * (n // 3),
            "price": rng.normal(5, 1, n),
            "same": np.ones(n),
        }
    )


def columns(target="name", **changes):
    given = {"shape": "columns", "x1": "height", "x2": "weight", "target": target}
    return DataSettings(**{**given, **changes})


def test_columns_are_standardised_by_the_training_rows_alone():
    data = make_dataset(columns(test_share=0.4), frame())
    np.testing.assert_allclose(data.X_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(data.X_train.std(axis=0), 1, atol=1e-12)
    assert np.abs(data.X_test.mean(axis=0)).max() > 1e-6
    assert data.classes == ("ann", "bob", "cy")
    assert data.names == ("height", "weight", "name")


def test_a_column_of_many_numbers_is_a_regression():
    data = make_dataset(columns("price"), frame())
    assert data.task == "regression"
    assert data.n_classes == 0


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (DataSettings("cube"), "no shape named 'cube'"),
        (DataSettings("blobs", n_points=0), "0 points are too few"),
        (DataSettings("drawn", points=()), "You have drawn 0 points of 0 classes"),
        (DataSettings("drawn", points=((0, 0, 0),) * 9), "9 points of 1 class\\."),
        (DataSettings("drawn", points=((0, 0, 0), (1, 1, 1)) * 3 + ((np.nan, 0, 0),)), "no place"),
        (columns(), "no active data set"),
    ],
)
def test_points_that_cannot_be_trained_on_are_refused(settings, says):
    with pytest.raises(BadData, match=says):
        make_dataset(settings)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (columns(x1="gone"), "no column 'gone'"),
        (columns(x1="name", target="price"), "holds no numbers"),
        (columns(x1="same"), "one value in all training rows"),
        (columns(x1="price", target="price"), "cannot foretell itself"),
    ],
)
def test_unusable_columns_are_refused(settings, says):
    with pytest.raises(BadData, match=says):
        make_dataset(settings, frame())


def test_rows_with_gaps_or_far_out_are_left_out_and_said_to_be():
    table = frame()
    table["height"] = table["height"].astype(float)
    table.loc[table.index[0], "height"] = np.nan
    table.loc[table.index[1], "height"] = 1e6
    data = make_dataset(columns(), table)
    assert len(data.X_train) + len(data.X_test) == len(table) - 2
    assert np.abs(np.vstack([data.X_train, data.X_test])).max() < 5
    assert data.note == (
        "1 row has a gap in one of these columns and 1 row stands too far out to be drawn with "
        "the others: left out here."
    )
    assert make_dataset(columns(), frame()).note == ""


def test_a_standardised_column_tells_what_its_numbers_were():
    table = frame()
    data = make_dataset(columns(), table)
    (mean, spread), _ = data.scales
    back = np.sort(np.concatenate([data.X_train, data.X_test])[:, 0] * spread + mean)
    np.testing.assert_allclose(back, np.sort(table["height"]), rtol=1e-12)


def test_whole_numbers_with_gaps_are_classes_and_fractions_are_not():
    table = frame()
    table["bought"] = np.arange(len(table)) % 2 * 1.0
    table.loc[table.index[3], "bought"] = np.nan
    data = make_dataset(columns("bought"), table)
    assert (data.task, data.classes) == ("classification", ("0", "1"))
    table["bought"] += 0.5
    assert make_dataset(columns("bought"), table).task == "regression"


# Formulas


def test_the_seven_inputs_are_those_of_tensorflow_playground():
    X = np.array([[0.5, -2.0]])
    values = compute_features(X, feature_formulas([spec.id for spec in FEATURES]))
    np.testing.assert_allclose(values[0], [0.5, -2, 0.25, 4, -1, np.sin(0.5), np.sin(-2)])


NUMBERS = st.floats(-9, 9).map(lambda x: f"{x:.3f}")
LEAVES = st.one_of(NUMBERS, st.sampled_from(["x1", "x2", "pi"]))
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        st.tuples(st.sampled_from(["sin", "tanh", "abs"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            "{0[0]}({0[1]},{0[2]})".format
        ),
    ),
    max_leaves=4,
)


@given(FORMULAS, st.floats(-6, 6), st.floats(-6, 6))
def test_a_formula_its_code_and_python_agree(formula, x1, x2):
    value = compute_features(np.array([[x1, x2]]), [formula])[0, 0]
    code = eval(formula_code(formula), {"np": np, "x1": x1, "x2": x2})
    assert value == pytest.approx(float(code), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("__import__('os')", "not allowed"),
        ("x1.real", "'x1.real' at sign 1 is not allowed"),
        ("x1 + x3", "'x3' at sign 6 is not allowed"),
        ("open(x1)", "not allowed"),
        ("sin(x1, x2)", "not allowed"),
        ("sin(x=x1)", "not allowed"),
        ("[x1]", "not allowed"),
        ("True", "not allowed"),
        ("'a'", "not allowed"),
        ("1j", "not allowed"),
        ("x1 if x2 else 1", "not allowed"),
        ("x1 +", "cannot be read at sign"),
        ("", "cannot be read"),
        ("x1\x00", "cannot be read"),
        ("x1" + "+1" * 60, "120 are allowed"),
        ("(" * 50 + "x1" + ")" * 50, None),
        ("-" * 40 + "x1", "nested more than 24 deep"),
    ],
)
def test_what_is_no_formula_is_refused(formula, says):
    if says is None:
        read_formula(formula)
        return
    with pytest.raises(BadFormula, match=says):
        read_formula(formula)


def test_huge_powers_end_at_once():
    X = np.ones((2, 2))
    assert not np.isfinite(compute_features(X, ["9**9**9**9**9"])).any()


def test_a_formula_without_a_value_somewhere_is_refused_with_the_place():
    X = np.array([[1.0, 0.0], [-3.0, 0.0]])
    with pytest.raises(BadFormula, match=r"log\(x1\) has no value at x1 = -3, x2 = 0"):
        check_finite(X, compute_features(X, ["log(x1)"]), ["log(x1)"])


def test_an_unknown_input_is_refused():
    with pytest.raises(BadFormula, match="no input named 'x9'"):
        feature_formulas(["x9"])


def test_only_points_of_the_chosen_classes_are_trained_on():
    text = "1,1,0;2,1,0;-1,0,1;2,-2,1;3,3,2;-3,1,2;4,4,3"
    for n_classes, n_points in ((2, 4), (3, 6), (4, 7)):
        made = PlaygroundSettings.of({"shape": "drawn", "points": text, "n_classes": n_classes})
        assert len(made.data.drawn) == n_points
        data = make_dataset(made.data)
        assert data.n_classes == n_classes
