"""Clusters are those of scikit-learn from the same start, or of the formula, by brute force."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sklearn.cluster import KMeans, MeanShift
from sklearn.metrics import adjusted_rand_score, silhouette_samples
from sklearn.mixture import GaussianMixture

from core.stages.unsupervised.clustering.advice import why_gap_stops, without_groups
from core.stages.unsupervised.clustering.agreement import adjusted_rand, in_words
from core.stages.unsupervised.clustering.catalogue import ALGORITHMS
from core.stages.unsupervised.clustering.effects import by_size, effects_of
from core.stages.unsupervised.clustering.fuzzy_c_means import shares_of, weighted_means
from core.stages.unsupervised.clustering.gaussian_mixture import floor_of
from core.stages.unsupervised.clustering.k_means import means_of
from core.stages.unsupervised.clustering.number_of_clusters import (
    N_DRAWS,
    N_TRIES,
    CountFrame,
    Recommended,
    box_axes,
    gap_of,
    groupless,
    groupless_inertias,
    lloyd,
    mixture_bic,
    named_as_before,
    numbers_of_clusters,
    recommended,
    silhouettes,
    spread_starts,
)
from core.stages.unsupervised.clustering.prepare import ordered_points
from core.stages.unsupervised.clustering.run import clustering
from core.stages.unsupervised.clustering.scene_count import count_notice
from core.stages.unsupervised.clustering.settings import cluster_settings
from core.unlabelled.points import BadData
from core.unlabelled.settings import PointSettings

SHAPES = ("blobs", "spreads", "stretched", "moons", "uniform", "near_and_far")
STARTS = ("plus", "random", "mine")
COVARIANCES = ("full", "tied", "diag", "spherical")


def filmed(**values):
    return clustering(cluster_settings(values))


def points(shape="blobs", n_points=150, noise=0.3):
    return ordered_points(PointSettings(shape=shape, n_points=n_points, noise=noise)).X


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("k", [1, 3, 8])
def test_k_means_ends_where_scikit_learn_does_from_the_same_centres(shape, start, k):
    film = filmed(shape=shape, start=start, n_clusters=k)
    X = film.points.X
    theirs = KMeans(k, init=film.frames[0].centres, n_init=1, tol=0, algorithm="lloyd").fit(X)
    assert film.last.labels.tolist() == theirs.labels_.tolist()
    np.testing.assert_allclose(film.last.centres, theirs.cluster_centers_, atol=1e-9)
    assert film.last.inertia == pytest.approx(theirs.inertia_, rel=1e-9)


def test_an_empty_cluster_takes_the_furthest_point_as_scikit_learn_has_it():
    X = np.array([[0.0, 0], [1, 0], [0, 1], [9, 9], [10, 9], [30, 30]])
    first = np.array([[0.0, 0], [100, 100], [9, 9]])
    labels = ((X[:, None] - first) ** 2).sum(axis=2).argmin(axis=1)
    assert 1 not in labels
    theirs = KMeans(3, init=first, n_init=1, tol=0, max_iter=1).fit(X)
    goal = means_of(X, labels, first)
    np.testing.assert_allclose(goal, theirs.cluster_centers_)
    assert goal[1].tolist() == [30, 30]


def test_every_act_lowers_inertia_and_counts_what_it_did():
    film = filmed(shape="uniform", n_clusters=6)
    acts = [frame.act for frame in film.frames]
    assert acts[0] == "start"
    assert acts[1:] == ["assign", "move"] * (len(acts) // 2 - 1) + ["assign"]
    inertia = film.series("inertia", float)[1:]
    assert (np.diff(inertia) <= 1e-9).all()
    for before, frame in pairwise(film.frames):
        if frame.act == "assign":
            assert frame.n_changed == int((frame.labels != before.labels).sum())
            assert np.array_equal(frame.centres, before.centres)
        else:
            way = np.sqrt(((frame.centres - before.centres) ** 2).sum(axis=1)).max()
            assert frame.moved == pytest.approx(way)
        assert frame.parts.sum() == pytest.approx(frame.inertia)
    assert film.last.n_changed == 0


@pytest.mark.parametrize("m", [1.1, 2.0, 3.7])
def test_a_share_is_what_the_formula_says_by_brute_force(m):
    X, centres = points(n_points=30), np.array([[0.0, 0], [2, 1], [-3, 3]])
    shares = shares_of(X, centres, m)
    for x, row in zip(X, shares, strict=True):
        d = [float(np.linalg.norm(x - centre)) for centre in centres]
        for i in range(3):
            assert row[i] == pytest.approx(
                1 / sum((d[i] / d[j]) ** (2 / (m - 1)) for j in range(3)), abs=1e-12
            )
    for j, centre in enumerate(weighted_means(X, shares, m)):
        weights = [row[j] ** m for row in shares]
        told = sum(w * x for w, x in zip(weights, X, strict=True)) / sum(weights)
        np.testing.assert_allclose(centre, told)


def test_a_point_on_a_centre_belongs_to_it_alone():
    shares = shares_of(np.array([[0.0, 0], [1, 1]]), np.array([[0.0, 0], [2, 2]]), 2.0)
    assert shares[0].tolist() == [1, 0]
    assert shares[1].tolist() == [0.5, 0.5]


def test_the_end_of_fuzzy_c_means_is_a_rest_and_its_loss_never_rose():
    film = filmed(algorithm="fuzzy_c_means", n_clusters=4, shape="uniform", fuzzifier=1.8)
    loss = film.series("loss", float)
    assert (np.diff(loss) <= 1e-9 * loss[0]).all()
    last, X = film.last, film.points.X
    again = weighted_means(X, last.shares, 1.8)
    np.testing.assert_allclose(again, last.centres, atol=1e-3)
    brute = sum(
        last.shares[i, j] ** 1.8 * ((x - c) ** 2).sum()
        for i, x in enumerate(X) for j, c in enumerate(last.centres)
    )  # fmt: skip
    assert last.loss == pytest.approx(brute)
    assert last.n_torn == sum(max(row) < 0.6 for row in last.shares)


@pytest.mark.parametrize("covariance", COVARIANCES)
@pytest.mark.parametrize("shape", ["blobs", "stretched", "linked_rings"])
@pytest.mark.parametrize("k", [1, 3])
def test_a_mixture_has_scikit_learns_log_likelihood_and_bic(covariance, shape, k):
    film = filmed(algorithm="gaussian_mixture", shape=shape, covariance=covariance, n_clusters=k)
    X, first = film.points.X, film.frames[0].bells
    precision = {
        "full": np.linalg.inv(first.covariances),
        "tied": np.linalg.inv(first.covariances[0]),
        "diag": 1 / np.diagonal(first.covariances, axis1=1, axis2=2),
        "spherical": 1 / first.covariances[:, 0, 0],
    }[covariance]
    theirs = GaussianMixture(
        k, covariance_type=covariance, weights_init=first.weights, means_init=first.means,
        precisions_init=precision, max_iter=film.n_steps, tol=0, reg_covar=floor_of(X),
    )  # fmt: skip
    with pytest.warns(UserWarning, match="converge"):
        theirs.fit(X)
    assert film.last.log_likelihood == pytest.approx(theirs.score(X) * len(X), rel=1e-6)
    assert film.last.bic == pytest.approx(theirs.bic(X), rel=1e-6)
    np.testing.assert_allclose(film.last.shares, theirs.predict_proba(X), atol=1e-5)
    assert film.last.labels.tolist() == theirs.predict(X).tolist()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("bandwidth", [0.6, 1.5, 4.0])
def test_mean_shift_finds_scikit_learns_clusters(shape, bandwidth):
    film = filmed(algorithm="mean_shift", shape=shape, bandwidth=bandwidth, n_points=100)
    theirs = MeanShift(bandwidth=bandwidth).fit(film.points.X)
    assert adjusted_rand_score(film.last.labels, theirs.labels_) == 1
    assert film.last.n_peaks == len(theirs.cluster_centers_)
    ours = film.last.peaks
    order, others = np.lexsort(ours.T), np.lexsort(theirs.cluster_centers_.T)
    np.testing.assert_allclose(ours[order], theirs.cluster_centers_[others], atol=1e-6)


@pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)
def test_an_algorithm_without_its_film_ends_where_the_film_does(spec):
    film = filmed(algorithm=spec.id, shape="spreads")
    knobs = {name: getattr(film.settings, name) for name in spec.knobs if name != "starts"}
    if film.settings.own:
        knobs["own"] = film.settings.own
    if spec.draws:
        knobs["seed"] = film.settings.seed
    labels, numbers = spec.fit(film.points.X, **knobs)
    assert np.array_equal(labels, film.last.labels)
    for name, value in numbers.items():
        assert getattr(film.last, name) == pytest.approx(value), name


def test_silhouettes_are_scikit_learns():
    X = points("stretched")
    far = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    rng = np.random.default_rng(0)
    for k in (2, 5, 40):
        labels = rng.integers(k, size=len(X))
        labels[0] = k  # a cluster of one point
        np.testing.assert_allclose(
            silhouettes(labels, far), silhouette_samples(X, labels), atol=1e-12
        )
    assert np.isnan(silhouettes(np.zeros(len(X), int), far)).all()


def test_the_gap_is_its_formula():
    gap, error = gap_of(5.0, np.array([8.0, 10.0, 12.0]))
    logs = [np.log(8), np.log(10), np.log(12)]
    mean = sum(logs) / 3
    sd = (sum((one - mean) ** 2 for one in logs) / 3) ** 0.5
    assert gap == pytest.approx(mean - np.log(5))
    assert error == pytest.approx(sd * (1 + 1 / 3) ** 0.5)
    assert np.isnan(gap_of(0.0, np.array([1.0]))).all()


def test_points_strewn_evenly_are_no_better_grouped_than_clouds_without_groups():
    frames = numbers_of_clusters(points("uniform", noise=0.1), 0)
    assert max(abs(frame.gap) for frame in frames) < 3 * max(frame.gap_error for frame in frames)


def test_a_cloud_without_groups_is_searched_as_often_as_the_points():
    clouds = groupless(points("uniform"), 4, np.random.default_rng(0))
    found = groupless_inertias(clouds, 8, np.random.default_rng(1))
    rng = np.random.default_rng(1)
    tries = [lloyd(clouds, spread_starts(clouds, 8, rng))[2] for _ in range(N_TRIES)]
    assert found.tolist() == [min(each) for each in zip(*tries, strict=True)]


def test_a_box_lies_along_the_columns_unless_one_along_the_variance_is_smaller():
    square = np.random.default_rng(0).uniform(-1, 1, (400, 2))
    assert np.array_equal(box_axes(square), np.eye(2))
    long = square * [1, 0.1] @ np.array([[1, 1], [-1, 1]])
    assert abs(box_axes(long)[0, 0]) == pytest.approx(np.sqrt(0.5), abs=0.05)
    assert len(box_axes(np.random.default_rng(0).normal(0, 1, (4, 9)))) == 4
    assert box_axes(np.ones((5, 2)) * np.arange(5)[:, None]).shape == (2, 2), "a line has no area"


def test_who_is_wrong_about_points_without_groups_is_computed():
    asked = cluster_settings({"view": "count", "shape": "uniform"})
    film = clustering(asked)
    said = count_notice(asked, film)
    bic = recommended(film.frames).bic
    assert bic == 3
    assert f"BIC can, but names {bic}" in said
    assert "BIC can, and does" in without_groups(Recommended(3, 7, 4, 1))
    assert "gap statistic can, but names 4" in without_groups(Recommended(3, 7, 4, 1))


def test_a_gap_that_is_far_larger_elsewhere_is_explained_by_its_rule():
    blobs = numbers_of_clusters(points("blobs", noise=0.1), 0)
    assert recommended(blobs).gap == 1
    said = why_gap_stops(blobs)
    assert f"The gap is largest at 3 ({blobs[2].gap:.3f})" in said
    assert f"{blobs[0].gap:.3f} at 1, {blobs[1].gap:.3f} ± {blobs[1].gap_error:.3f} at 2" in said
    assert why_gap_stops(numbers_of_clusters(points("spreads", noise=0.1), 0)) == ""


def test_clouds_without_groups_fill_the_box_along_the_axes_of_variance():
    X = points("stretched")
    clouds = groupless(X, 200, np.random.default_rng(0)).reshape(-1, 2)
    mean = X.mean(axis=0)
    axes = np.linalg.svd(X - mean)[2]
    mine, theirs = (X - mean) @ axes.T, (clouds - mean) @ axes.T
    np.testing.assert_allclose(theirs.min(axis=0), mine.min(axis=0), atol=0.02)
    np.testing.assert_allclose(theirs.max(axis=0), mine.max(axis=0), atol=0.02)
    assert (theirs.min(axis=0) >= mine.min(axis=0) - 1e-9).all()


def test_many_searches_at_once_are_each_scikit_learns():
    X = points("uniform", 60)
    clouds = np.stack([X, 2 * X, X + 1])
    starts = spread_starts(clouds, 4, np.random.default_rng(1))
    labels, _, inertias = lloyd(clouds, starts)
    for place in range(3):
        theirs = KMeans(4, init=starts[place], n_init=1, tol=0).fit(clouds[place])
        assert labels[place].tolist() == theirs.labels_.tolist()
        assert inertias[place] == pytest.approx(theirs.inertia_)


def test_the_bic_of_a_mixture_is_scikit_learns_from_the_same_clusters():
    X = points("spreads")
    labels = KMeans(3, n_init=3, random_state=0).fit(X).labels_
    shares = np.eye(3)[labels]
    means = shares.T @ X / shares.sum(axis=0)[:, None]
    covariances = np.array([np.cov(X[labels == j].T, bias=True) for j in range(3)])
    covariances += floor_of(X) * np.eye(2)
    theirs = GaussianMixture(
        3, weights_init=shares.mean(axis=0), means_init=means, tol=1e-9, max_iter=2000,
        precisions_init=np.linalg.inv(covariances), reg_covar=floor_of(X),
    ).fit(X)  # fmt: skip
    assert mixture_bic(X, labels, 3) == pytest.approx(theirs.bic(X), abs=0.2)


def test_what_four_rules_recommend():
    def frame(k, inertia, silhouette, gap, error, bic):
        return CountFrame("", np.zeros(3, int), "", k, np.zeros((k, 2)), inertia, silhouette, gap,
                          error, bic)  # fmt: skip

    nan = float("nan")
    frames = (
        frame(1, 100, nan, 0.1, 0.05, 90), frame(2, 30, 0.5, 0.6, 0.05, 80),
        frame(3, 20, 0.7, 0.62, 0.05, 70), frame(4, 15, 0.4, 0.61, 0.05, 75),
    )  # fmt: skip
    found = recommended(frames)
    assert (found.elbow, found.silhouette, found.gap, found.bic) == (2, 3, 2, 3)
    rising = tuple(frame(k, 10 / k, 0.1 * k, float(k), 0.01, k) for k in (1, 2, 3))
    assert recommended(rising).gap == 3, "the largest, where every next one is better"


def test_the_gap_of_the_film_is_its_formula_of_as_many_clouds():
    frames = numbers_of_clusters(points("spreads"), 0)
    assert [frame.k for frame in frames] == list(range(1, 9))
    assert recommended(frames).gap == 3
    assert N_DRAWS == 12
    one = frames[0]
    X = points("spreads")
    assert one.inertia == pytest.approx(((X - X.mean(axis=0)) ** 2).sum())


def test_clusters_keep_the_names_of_those_they_share_most_points_with():
    labels, centres = named_as_before(
        np.array([0, 0, 1, 1, 2]), np.array([[0.0], [1], [2]]), np.array([1, 1, 0, 0, 0])
    )
    assert labels.tolist() == [1, 1, 0, 0, 2]
    assert centres.ravel().tolist() == [1, 0, 2]


def test_agreement_is_scikit_learns_adjusted_rand_index():
    rng = np.random.default_rng(0)
    for _ in range(30):
        one, two = rng.integers(-1, 4, 40), rng.integers(0, rng.integers(1, 6), 40)
        assert adjusted_rand(one, two) == pytest.approx(adjusted_rand_score(one, two), abs=1e-12)
    same = np.zeros(5, int)
    assert adjusted_rand(same, same) == adjusted_rand_score(same, same) == 1
    assert in_words(0.7) == "much alike"


def test_an_effect_is_the_difference_in_pooled_standard_deviations():
    raw = np.array([[1.0, 5, 1], [2, 5, 0], [3, 5, 1], [11, 5, 0], [13, 5, 0]])
    found = effects_of(raw, np.array([0, 0, 0, 1, 1]))
    assert found.inside[0].tolist() == pytest.approx([2, 5, 2 / 3])
    assert found.outside[0].tolist() == [12, 5, 0]
    pooled = ((2 * 1.0 + 1 * 2.0) / 3) ** 0.5  # variances 1 and 2 of three and two rows
    assert found.effect[0, 0] == pytest.approx((2 - 12) / pooled)
    assert np.isnan(found.effect[0, 1])
    assert found.sizes.tolist() == [3, 2]
    assert by_size(np.array([0.1, np.nan, -2.0, np.inf])).tolist() == [3, 2, 0, 1]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"shape": "drawn", "points": "1,1,0;1,1,0;1,1,0"}, "only 1 different points"),
        ({"shape": "drawn", "points": "1,1,0;2,2,0;1,1,0", "n_clusters": 3}, "too few for 3"),
        ({"shape": "drawn", "points": "1,1,0"}, "1 point is too few"),
        ({"shape": "drawn", "points": "1,1,0;1,1,0;1,1,0", "view": "count"}, "only 1 different"),
        ({"shape": "columns"}, "no active data set"),
    ],
)
def test_what_cannot_be_clustered_is_refused_with_a_sentence(values, message):
    with pytest.raises(BadData, match=message):
        filmed(**values)
