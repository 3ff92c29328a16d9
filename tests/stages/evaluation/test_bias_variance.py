"""Bias and variance: sums that add up, formulas and other libraries for every number."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.ensemble import BaggingRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor

from core.playground import Context, load
from core.stages.evaluation.bias_variance.catalogue import MODEL_BY_ID, MODELS
from core.stages.evaluation.bias_variance.ensemble import (
    PLACES,
    Case,
    errors,
    known,
    over_all_places,
    parts,
    refit,
    samples,
)
from core.stages.evaluation.bias_variance.refits import BadSample, looked_at
from core.stages.evaluation.bias_variance.run import bias_film
from core.stages.evaluation.bias_variance.settings import bias_settings
from core.stages.evaluation.bias_variance.smoothers import (
    TOP_DEGREE,
    columns,
    neighbour_matrix,
    polynomial_matrix,
)
from core.stages.evaluation.bias_variance.trees import tree_answers
from core.stages.evaluation.bias_variance.truths import TRUTHS, drawn, nothing, sine

KNOBS = {"polynomial": 5.0, "knn": 4.0, "ridge": -1.0, "tree": 3.0, "bagged": 3.0}
EACH_MODEL = pytest.mark.parametrize("spec", MODELS, ids=lambda spec: spec.id)
CASES = st.builds(
    lambda model, truth, knob, n_rows, noise, random_rows, seed: Case(
        truth.function, model.fit, min(knob, n_rows) if model.id == "knn" else knob, n_rows,
        noise, 12, random_rows, seed,
    ),
    st.sampled_from(MODELS), st.sampled_from(TRUTHS), st.integers(1, 8), st.integers(6, 40),
    st.floats(0, 1), st.booleans(), st.integers(0, 99),
)  # fmt: skip


def filmed(**values):
    chosen = bias_settings(values)
    film = bias_film(chosen.work())
    return chosen, looked_at(chosen, film) if chosen.view == "refits" else film


def walked(**values):
    playground = load("evaluation", "bias_variance")
    chosen = playground.settings(Context(), values)
    film = playground.derive(chosen, playground.work(playground.work_settings(chosen)))
    return chosen, film, playground.notice(chosen, film)


# The parts add up


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_the_parts_add_up_to_the_measured_error_at_every_place(case):
    truth = case.truth(PLACES)
    found = parts(refit(case).curves, truth, case.noise)
    whole = found.bias2 + found.variance + found.noise
    assert_allclose(whole, found.error, rtol=1e-9, atol=1e-9)
    means = over_all_places(found)
    assert means.error == pytest.approx(means.bias2 + means.variance + means.noise, rel=1e-9)


def test_the_measured_error_is_that_of_two_answers_per_fit_and_place():
    case = Case(sine, MODEL_BY_ID["polynomial"].fit, 4.0, n_refits=5)
    curves, truth = refit(case).curves, sine(PLACES)
    fresh = [
        (truth[j] + sign * case.noise - curves[r, j]) ** 2
        for r in range(5)
        for j in range(len(PLACES))
        for sign in (1, -1)
    ]
    assert over_all_places(parts(curves, truth, case.noise)).error == pytest.approx(np.mean(fresh))
    assert errors(curves, truth, case.noise).mean() == pytest.approx(np.mean(fresh))


@pytest.mark.parametrize("model", KNOBS)
def test_drawn_test_answers_come_to_the_same_error(model):
    """A plain simulation with its own noise, four standard errors wide."""
    case = Case(sine, MODEL_BY_ID[model].fit, KNOBS[model], n_refits=100)
    curves = refit(case).curves
    drawn = sine(PLACES) + 0.3 * np.random.default_rng(5).normal(size=(200, *curves.shape))
    squared = ((drawn - curves) ** 2).mean(axis=(1, 2))
    told = over_all_places(parts(curves, sine(PLACES), 0.3)).error
    assert abs(squared.mean() - told) < 4 * squared.std() / np.sqrt(len(squared))


# Formulas that need no simulation


@pytest.mark.parametrize("model", ["polynomial", "knn", "ridge"])
def test_many_refits_come_to_what_the_formula_says(model):
    spec = MODEL_BY_ID[model]
    case = Case(sine, spec.fit, KNOBS[model], 30, 0.3, 4000)
    bias2, variance = known(case, spec.matrix)
    found = parts(refit(case).curves, sine(PLACES), 0.3)
    assert_allclose(found.variance, variance, rtol=0.12)
    bias = refit(case).curves.mean(axis=0) - sine(PLACES)
    wobble = 4.5 * np.sqrt(variance / case.n_refits)
    assert (np.abs(np.abs(bias) - np.sqrt(bias2)) < wobble).all()


def test_few_fits_add_their_variance_over_their_number_to_bias2():
    matrix = MODEL_BY_ID["polynomial"].matrix
    case = Case(sine, MODEL_BY_ID["polynomial"].fit, 5.0, n_refits=10)
    bias2, variance = (values.mean() for values in known(case, matrix))
    told = [
        over_all_places(parts(refit(replace(case, seed=s)).curves, sine(PLACES), 0.3)).bias2
        for s in range(200)
    ]
    assert np.mean(told) == pytest.approx(bias2 + variance / 10, rel=0.15)
    _, film = filmed(degree=5, n_refits=10)
    assert film.wobble == pytest.approx(variance / 10)


def test_least_squares_is_the_hat_matrix():
    x = np.sort(np.random.default_rng(1).random(20))
    X = columns(x, 4)
    hat = X @ np.linalg.inv(X.T @ X) @ X.T
    assert_allclose(polynomial_matrix(x, x, 4), hat, atol=1e-10)
    assert np.trace(hat) == pytest.approx(5), "one for each weight"


@settings(max_examples=40, deadline=None)
@given(st.integers(6, 60), st.integers(1, 6), st.floats(0.05, 1))
def test_the_variance_of_k_neighbours_is_the_noise_over_k_everywhere(n_rows, k, noise):
    case = Case(sine, MODEL_BY_ID["knn"].fit, float(k), n_rows, noise)
    _, variance = known(case, neighbour_matrix)
    assert_allclose(variance, noise**2 / k, rtol=1e-12)


def test_the_mean_variance_of_least_squares_on_its_rows_is_that_of_its_weights():
    """σ² p / n, the trace of the hat matrix over n (Hastie and others, 2009, (7.12))."""
    x = (np.arange(25) + 0.5) / 25
    H = polynomial_matrix(x, x, 6)
    assert (0.09 * (H**2).sum(axis=1)).mean() == pytest.approx(0.09 * 7 / 25)


# Other libraries


def one_sample(n=30, seed=3):
    rng = np.random.default_rng(seed)
    x = rng.random(n)
    return x, sine(x) + 0.3 * rng.normal(size=n)


def says(model, x, y, knob):
    return MODEL_BY_ID[model].fit(x[None], y[None], PLACES[None], knob)[0]


@pytest.mark.parametrize("degree", [0, 1, 5, 9])
def test_a_polynomial_is_scikit_learns(degree):
    x, y = one_sample()
    model = LinearRegression().fit(columns(x, degree)[:, 1:] if degree else x[:, None] * 0, y)
    X = columns(PLACES, degree)[:, 1:] if degree else PLACES[:, None] * 0
    assert_allclose(says("polynomial", x, y, degree), model.predict(X), atol=1e-7)


@pytest.mark.parametrize("power", [-3.0, 0.0, 2.0])
def test_ridge_is_scikit_learns(power):
    x, y = one_sample()
    model = Ridge(alpha=10**power, solver="svd").fit(columns(x, TOP_DEGREE)[:, 1:], y)
    expected = model.predict(columns(PLACES, TOP_DEGREE)[:, 1:])
    assert_allclose(says("ridge", x, y, power), expected, atol=1e-7)


@pytest.mark.parametrize("k", [1, 4, 30])
def test_neighbours_are_scikit_learns(k):
    x, y = one_sample()
    model = KNeighborsRegressor(k).fit(x[:, None], y)
    assert_allclose(says("knn", x, y, k), model.predict(PLACES[:, None]), atol=1e-12)


@pytest.mark.parametrize("depth", [0, 1, 2, 4, 8])
@pytest.mark.parametrize("seed", range(4))
def test_a_tree_is_scikit_learns(depth, seed):
    x, y = one_sample(40, seed)
    expected = np.full(len(PLACES), y.mean())
    if depth:
        model = DecisionTreeRegressor(max_depth=depth, random_state=0).fit(x[:, None], y)
        expected = model.predict(PLACES[:, None])
    assert_allclose(says("tree", x, y, depth), expected, atol=1e-9)


def test_trees_of_many_refits_are_those_of_each_alone():
    x, y = samples(Case(sine, tree_answers, n_refits=7, random_rows=True))
    at = np.tile(PLACES, (7, 1))
    together = tree_answers(x, y, at, 4)
    alone = [tree_answers(x[r : r + 1], y[r : r + 1], at[:1], 4)[0] for r in range(7)]
    assert_allclose(together, alone, atol=1e-9)


def test_a_tree_with_equal_places_cuts_between_others_only():
    x = np.array([[0.1, 0.1, 0.6, 0.6]])
    y = np.array([[0.0, 2.0, 5.0, 7.0]])
    assert tree_answers(x, y, np.array([[0.0, 0.3, 0.4, 1.0]]), 5).tolist() == [[1, 1, 6, 6]]


@pytest.mark.slow
def test_a_bag_of_trees_wobbles_as_scikit_learns_bag_does():
    case = Case(sine, MODEL_BY_ID["bagged"].fit, 5.0, 25, 0.3, 60)
    x, y = samples(case)
    bags = [
        BaggingRegressor(DecisionTreeRegressor(max_depth=5), 20, random_state=r)
        .fit(x[r][:, None], y[r])
        .predict(PLACES[:, None])
        for r in range(60)
    ]
    theirs = over_all_places(parts(np.stack(bags), sine(PLACES), 0.3))
    ours = over_all_places(parts(refit(case).curves, sine(PLACES), 0.3))
    assert ours.variance == pytest.approx(theirs.variance, rel=0.15)
    assert ours.bias2 == pytest.approx(theirs.bias2, abs=0.004)


# A drawn truth


def test_a_drawn_truth_is_scipys_cubic_through_its_points():
    from scipy.interpolate import CubicHermiteSpline

    points = ((-3.0, 1.0, 0), (-1.0, -2.0, 0), (0.5, 3.0, 0), (3.0, 0.0, 0))
    at, up = np.array([(x / 6 + 0.5, y / 2) for x, y, _ in points]).T
    theirs = CubicHermiteSpline(at, up, np.gradient(up, at))
    assert_allclose(drawn(PLACES, points), theirs(PLACES), atol=1e-12)
    assert_allclose(drawn(at, points), up, atol=1e-12)


def test_points_at_one_place_are_averaged_and_beyond_the_outer_ones_it_is_level():
    points = ((-1.0, 1.0, 0), (-1.0, 2.0, 0), (1.0, -1.0, 0))
    assert drawn(np.array([0.0, 1 / 3, 1.0]), points).tolist() == pytest.approx([0.75, 0.75, -0.5])


def test_a_drawing_is_the_truth_of_its_film_and_one_place_is_refused():
    _, film = filmed(truth="drawn", points="-3,-3,0;3,3,0")
    assert_allclose(film.truth, 3 * PLACES - 1.5, atol=1e-12)
    for text in ("", "1,1,0", "1,1,0;1,2,0"):
        with pytest.raises(BadSample, match="points at two different places"):
            filmed(truth="drawn", points=text)


# Laws


@EACH_MODEL
def test_more_rows_begin_with_the_draws_of_fewer(spec):
    few, many = (samples(Case(nothing, spec.fit, n_rows=n)) for n in (10, 40))
    assert_allclose(many[1][:, :10], few[1])


@settings(max_examples=20, deadline=None)
@given(st.integers(6, 100), st.integers(6, 100), st.floats(0, 1))
def test_more_rows_never_change_the_noise(few, many, noise):
    found = [
        over_all_places(parts(refit(case).curves, sine(PLACES), noise)).noise
        for case in (
            Case(sine, MODEL_BY_ID["polynomial"].fit, 2.0, n, noise, 3) for n in (few, many)
        )
    ]
    assert found[0] == pytest.approx(noise**2)
    assert found[1] <= found[0]


@pytest.mark.parametrize("view", ["refits", "sweep", "rows", "double"])
def test_the_same_settings_make_the_same_film_byte_for_byte(view):
    first, again = (filmed(view=view)[1] for _ in range(2))
    assert pickle.dumps([vars(f) for f in first.frames]) == pickle.dumps(
        [vars(f) for f in again.frames]
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 60), st.sampled_from(["polynomial", "tree"]))
def test_a_step_back_shows_the_bytes_that_were_there(step, model):
    """A longer film begins with the frames of a shorter one: nothing later reaches back."""
    n = max(10, -(-step // 10) * 10)
    short, long = (filmed(model=model, n_refits=m)[1] for m in (n, 80))
    at = [pickle.dumps(vars(film.at(min(step, n)))) for film in (short, long)]
    assert at[0] == at[1]


def test_controls_of_other_views_and_models_change_nothing():
    plain = bias_settings({})
    assert bias_settings({"penalty": 1.0, "n_train": 100, "depth": 2, "k": 9}) == plain
    assert bias_settings({"points": "1,1,0;2,2,0"}) == plain
    double = bias_settings({"view": "double"})
    assert bias_settings({"view": "double", "truth": "step", "n_rows": 9, "at_x": 1.0}) == double


def test_moving_the_place_starts_no_work():
    here, there = (bias_settings({"at_x": x}) for x in (0.1, 0.9))
    assert here.work() == there.work()
    (_, one), (_, two) = filmed(at_x=0.1), filmed(at_x=0.9)
    assert one.place.truth == pytest.approx(np.sin(0.2 * np.pi))
    assert one.place.mean[-1] != two.place.mean[-1]
