"""Double descent: the shortest of the best weights by other routes, the peak, its cure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.linear_model import Ridge

from core.stages.evaluation.bias_variance.double import (
    MOST_FEATURES,
    N_KNOWN,
    Wide,
    between,
    draw,
    ladder,
    least_weights,
    new_first,
    slope,
    stops,
)
from core.stages.evaluation.bias_variance.run import bias_film
from core.stages.evaluation.bias_variance.scene import notice
from core.stages.evaluation.bias_variance.settings import bias_settings


def filmed(**values):
    return bias_film(bias_settings({"view": "double", **values}))


@pytest.mark.parametrize("p", [5, 42, 57, 60, 63, 90, 400])
def test_the_weights_are_those_of_least_squares_by_lapack(p):
    sample = draw(Wide(), 0)
    A = sample.train[:, :p]
    theirs = np.linalg.lstsq(A, sample.y, rcond=None)[0]
    assert_allclose(A @ least_weights(A, sample.y, 0.0), A @ theirs, atol=1e-7)
    ours, theirs = (sample.test[:, :p] @ w for w in (least_weights(A, sample.y, 0.0), theirs))
    assert_allclose(ours, theirs, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("p", [20, 60, 200])
@pytest.mark.parametrize("alpha", [0.01, 1.0, 10.0])
def test_with_a_penalty_they_are_scikit_learns_ridge(p, alpha):
    sample = draw(Wide(), 1)
    A = sample.train[:, :p]
    theirs = Ridge(alpha=alpha, fit_intercept=False, solver="svd").fit(A, sample.y).coef_
    assert_allclose(least_weights(A, sample.y, alpha), theirs, atol=1e-7)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999), st.integers(1, 12), st.integers(1, 20))
def test_no_other_weights_that_fit_as_well_are_shorter(seed, n, p):
    rng = np.random.default_rng(seed)
    A, y = rng.normal(size=(n, p)), rng.normal(size=n)
    w = least_weights(A, y, 0.0)
    hidden = np.eye(p) - np.linalg.pinv(A) @ A  # what the rows cannot see
    other = w + hidden @ rng.normal(size=p)
    assert_allclose(A @ other, A @ w, atol=1e-6)
    assert np.linalg.norm(other) >= np.linalg.norm(w) - 1e-9


def test_the_film_goes_down_up_and_down_again():
    film = filmed()
    before, peak, after = film.three
    assert before.n_features < peak.n_features == 60 < after.n_features
    assert peak.error > 50 * before.error
    assert after.error < before.error
    assert peak.variance > 0.9 * (peak.error - film.noise2)
    assert peak.length == max(frame.length for frame in film.frames)
    assert all(frame.train_error < 1e-9 for frame in film.frames if frame.n_features > 62)


@pytest.mark.parametrize("noise", [0.3, 1.0])
@pytest.mark.parametrize(("n_rows", "seed"), [(20, 0), (20, 1), (40, 2), (60, 0), (120, 1)])
def test_as_many_features_as_rows_meet_every_row_of_every_fit(n_rows, seed, noise):
    wide = Wide(n_rows, noise, seed=seed)
    for fit in range(12):
        sample = draw(wide, fit)
        for p in (n for n in ladder(n_rows) if n >= n_rows):
            A = sample.train[:, :p]
            error = np.mean((A @ least_weights(A, sample.y, 0.0) - sample.y) ** 2)
            assert error < 1e-12, (fit, p)


def test_features_that_say_nothing_new_of_the_rows_come_last():
    columns = np.array([[0.0, 1, 2, 0, 3], [0, 1, 2, 1, 0], [0, 0, 0, 0, 1]])
    assert new_first(columns).tolist() == [1, 3, 4, 0, 2]


def test_a_frame_is_the_fits_of_every_sample_measured_alone():
    film, wide = filmed(n_fits=4), Wide(n_fits=4)
    frame = next(frame for frame in film.frames if frame.n_features == 100)
    each = []
    for fit in range(4):
        sample = draw(wide, fit)
        w = np.linalg.pinv(sample.train[:, :100]) @ sample.y
        told = sample.test[:, :100] @ w
        each.append(np.mean([(sample.truth + s * 0.3 - told) ** 2 for s in (1, -1)]))
    assert_allclose(frame.each, each, rtol=1e-6)
    assert frame.error == pytest.approx(np.mean(each), rel=1e-6)
    whole = frame.bias2 + frame.variance + film.noise2
    assert whole == pytest.approx(frame.error, rel=1e-9)


@pytest.mark.parametrize("n_rows", [20, 60, 120])
def test_the_peak_moves_with_the_rows(n_rows):
    film = filmed(n_train=n_rows)
    error = film.series("error", float)
    at = film.frames[int(np.argmax(error))].n_features
    assert 0.9 * n_rows <= at <= 1.1 * n_rows
    assert film.three[1].n_features == at


def test_a_penalty_flattens_the_peak_and_the_sentence_says_so():
    peaks = [filmed(penalty=p).three[1].error for p in (None, -4.0, -2.0, 0.0)]
    assert peaks == sorted(peaks, reverse=True)
    for penalty, words in ((None, "falls again"), (-4.0, "too weak"), (0.0, "flattened the peak")):
        chosen = bias_settings({"view": "double", "penalty": penalty})
        assert words in notice(chosen, bias_film(chosen))


def test_what_is_told_of_the_peak_is_what_is_seen():
    chosen = bias_settings({"view": "double", "n_train": 20, "noise": 1.0})
    film = bias_film(chosen)
    told = notice(chosen, film)
    start, before, peak = film.frames[0], film.three[0], film.three[1]
    assert f"error is {start.error:.0f} with 2 features, {before.error:.0f} with" in told
    assert "at 20, as many as rows" in told
    assert peak.variance / (len(peak.each) - 1) >= 0.9 * peak.bias2
    assert "A mean of 12 fits wobbles itself" in told
    assert "all may be that: variance, too." in told


def test_more_rows_hurt_where_they_meet_the_features():
    few, many = (
        next(f.error for f in filmed(n_train=n).frames if f.n_features == 100) for n in (60, 100)
    )
    assert many > 10 * few


def test_a_walk_goes_straight_and_passes_every_stop():
    rng = np.random.default_rng(0)
    known, new = rng.normal(size=(60, 3)), rng.normal(size=(200, 3))
    path = between(stops(known, new))
    assert_allclose(path[::40], known[:N_KNOWN])
    assert_allclose(path[20::40], new[: N_KNOWN - 1])
    assert_allclose(path[10], (known[0] + new[0]) / 2)


def test_past_the_peak_a_fit_passes_through_the_rows_it_walks_by():
    film = filmed()
    for frame in film.frames:
        misses = np.abs(frame.path[::40] - film.known).max()
        assert (misses < 1e-6) == (frame.n_features >= 60)


def test_the_fit_that_walks_is_one_of_the_wilder_at_the_peak():
    film, wide = filmed(n_fits=8), Wide(n_fits=8)
    peak = next(frame for frame in film.frames if frame.n_features == 60)
    wilder = int(np.argsort(peak.each)[6])
    assert_allclose(film.known, draw(wide, wilder).y[:N_KNOWN])


def test_the_truth_has_a_slope_of_one_and_numbers_of_features_rise_to_the_most():
    assert slope(np.ones((1, 4))).tolist() == [2.0]
    for n in (20, 60, 120):
        counts = ladder(n)
        assert n in counts
        assert list(counts) == sorted(set(counts))
        assert counts[-1] == MOST_FEATURES
