"""The perceptron: corrections, the bound on them, and what it cannot do."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.course import missions
from core.errors import PlaygroundError
from core.stages.neural_networks.perceptron.margin import best_separator
from core.stages.neural_networks.perceptron.run import (
    perceptron_film,
    perceptron_points,
    run_perceptron,
)
from core.stages.neural_networks.perceptron.settings import PerceptronSettings

LINEAR = PerceptronSettings()
XOR = PerceptronSettings("xor", most_passes=5)


def lifted(given_settings):
    X, sides = perceptron_points(given_settings)
    return sides[:, None] * np.column_stack([X, np.ones(len(X))])


def same(a, b):
    return all(
        np.array_equal(getattr(a, f.name), getattr(b, f.name), equal_nan=True)
        if f.name != "ended"
        else a.ended == b.ended
        for f in fields(a)
    )


def test_same_seed_same_film():
    shuffled = replace(LINEAR, order="shuffled", start="random")
    pairs = zip(run_perceptron(shuffled), run_perceptron(shuffled), strict=True)
    assert all(same(a, b) for a, b in pairs)


def test_the_first_frame_is_before_any_point():
    first = next(run_perceptron(LINEAR))
    assert (first.mistakes, first.n_passes, first.point) == (0, 0, -1)
    assert not first.weights.any()
    assert first.n_wrong == 40


@pytest.mark.parametrize("order", ["given", "shuffled", "worst"])
def test_each_frame_adds_one_wrong_point_to_the_weights(order):
    settings_ = replace(LINEAR, order=order, learning_rate=0.5)
    Z, frames = lifted(settings_), list(run_perceptron(settings_))
    for before, after in itertools.pairwise(frames[:-1]):
        assert Z[after.point] @ before.weights <= 0
        assert np.allclose(after.weights, before.weights + 0.5 * Z[after.point])
        assert after.mistakes == before.mistakes + 1
        assert after.n_wrong == np.count_nonzero(Z @ after.weights <= 0)
    assert frames[-1].done
    assert (Z @ frames[-1].weights > 0).all()


@pytest.mark.parametrize("order", ["given", "shuffled", "worst"])
@pytest.mark.parametrize("rate", [0.1, 1.0, 7.0])
@pytest.mark.parametrize("seed", range(4))
def test_mistakes_stay_within_the_bound_at_any_rate_and_order(order, rate, seed):
    given_settings = PerceptronSettings(
        n_points=30, order=order, learning_rate=rate, most_passes=200, seed=seed
    )
    last = list(run_perceptron(given_settings))[-1]
    assert last.done
    assert 0 < last.mistakes <= last.bound
    assert last.bound == (last.radius / last.margin) ** 2


def test_from_zero_the_rate_changes_only_the_scale():
    one, two = (list(run_perceptron(replace(LINEAR, learning_rate=rate))) for rate in (1.0, 2.0))
    assert [frame.point for frame in one] == [frame.point for frame in two]
    assert np.allclose(2 * one[-1].weights, two[-1].weights)


def test_xor_is_given_up_with_the_reason():
    frames = list(run_perceptron(XOR))
    assert not frames[-1].done
    assert np.isnan(frames[-1].bound)
    assert f"after 5 passes with {frames[-1].n_wrong} points wrong" in frames[-1].ended
    assert "No straight line parts these classes" in frames[-1].ended
    assert max(frame.n_passes for frame in frames) == 5


def test_too_few_passes_are_said_to_be_too_few():
    hard = replace(LINEAR, most_passes=1)
    assert list(run_perceptron(hard))[-1].ended.endswith("A line exists: allow more passes.")


def test_drawn_points_are_parted():
    points = tuple((float(i), float(i % 3), float(i > 4)) for i in range(10))
    film = perceptron_film(PerceptronSettings("drawn", points, most_passes=200))
    assert film.last.done
    assert film.ended == f"Every point is right after {film.last.mistakes} corrections."


def test_orders_differ_and_shuffled_ones_change_from_pass_to_pass():
    points = {
        order: [frame.point for frame in run_perceptron(replace(XOR, order=order))]
        for order in ("given", "shuffled", "worst")
    }
    assert len({tuple(rows) for rows in points.values()}) == 3
    frames = list(run_perceptron(replace(XOR, order="given")))[1:-1]
    for n_passes in range(1, 6):
        rows = [frame.point for frame in frames if frame.n_passes == n_passes]
        assert rows == sorted(rows)
    assert points["shuffled"] != sorted(points["shuffled"])


def test_a_drawing_is_gone_through_in_the_order_it_was_drawn():
    gate = ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0, 1.0))  # AND
    given_settings = PerceptronSettings("drawn", gate, most_passes=50)
    X, sides = perceptron_points(given_settings)
    assert X.tolist() == [list(point[:2]) for point in gate]
    assert sides.tolist() == [-1, -1, -1, 1]
    assert list(run_perceptron(given_settings))[-1].done
    parity = tuple((x1, x2, float(x1 != x2)) for x1, x2, _ in gate)
    xor = replace(given_settings, points=parity)
    assert "No straight line" in list(run_perceptron(xor))[-1].ended


# The margin


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_the_margin_is_that_of_a_support_vector_machine(seed):
    from sklearn.svm import SVC

    rng = np.random.default_rng(seed)
    truth = rng.normal(size=3)
    Z = rng.normal(size=(40, 3))
    Z *= np.sign(Z @ truth)[:, None]
    Z += 0.3 * truth / np.linalg.norm(truth)
    # a machine through the origin: mirrored points force its own bias to 0
    both, sides = np.vstack([Z, -Z]), np.repeat([1, -1], len(Z))
    machine = SVC(kernel="linear", C=1e9, tol=1e-10).fit(both, sides)
    expected = 1 / np.linalg.norm(machine.coef_)
    assert best_separator(Z)[1] == pytest.approx(expected, rel=1e-5)


@given(st.integers(0, 10_000), st.integers(2, 30))
@settings(max_examples=60, deadline=None)
def test_no_direction_has_a_wider_margin(seed, n):
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(n, 3))
    u, margin = best_separator(Z)
    others = rng.normal(size=(500, 3))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    assert (Z @ others.T).min(axis=0).max() <= margin + 1e-9
    if margin > 0:
        assert (Z @ u).min() == pytest.approx(margin)


# Controls and refusals

CHANGED = {"shape": "blobs", "points": "1,1,0;-1,-1,0;1,-1,1;-1,1,1",
           "n_points": 60, "noise": 0.4, "order": "worst", "start": "random",
           "learning_rate": 2.0, "most_passes": 1, "seed": 3}  # fmt: skip


@pytest.mark.parametrize("param", PerceptronSettings.PARAMS, ids=lambda param: param.id)
def test_every_param_changes_the_frames(param):
    base = {"shape": "drawn"} if param.id == "points" else {}
    one = list(run_perceptron(PerceptronSettings.of(base)))
    other = list(run_perceptron(PerceptronSettings.of(base | {param.id: CHANGED[param.id]})))
    assert len(one) != len(other) or not all(same(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("given_settings", "says"),
    [
        (PerceptronSettings("drawn", ((0, 0, 0), (1, 1, 1), (0, 1, 2), (1, 0, 2))), "two classes"),
        (PerceptronSettings("plane"), "two classes"),
        (PerceptronSettings("drawn", ()), "drawn 0 points"),
        (PerceptronSettings(order="back"), "no order 'back'"),
        (PerceptronSettings(start="one"), "no start 'one'"),
        (PerceptronSettings(learning_rate=0.0), "must be above 0"),
        (PerceptronSettings(most_passes=0), "at least one pass"),
    ],
)
def test_bad_settings_are_refused(given_settings, says):
    with pytest.raises(PlaygroundError, match=says):
        next(run_perceptron(given_settings))


def test_a_random_start_and_a_small_rate_make_no_points_hard():
    hard = missions.by_id("neural_networks.hard_but_possible")
    from_afar = PerceptronSettings.of({"start": "random", "learning_rate": 0.01})
    film = perceptron_film(from_afar)
    assert film.last.done
    assert film.last.mistakes >= 50
    assert not hard.done(from_afar, film)
