"""Projection: maps equal the libraries' or brute force's, measures their definitions; laws."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial import procrustes
from scipy.spatial.distance import cdist

from core.errors import PlaygroundError
from core.stages.unsupervised.projection import measures, methods
from core.stages.unsupervised.projection.clumps import best_clumps
from core.stages.unsupervised.projection.run import in_order, projections
from core.stages.unsupervised.projection.settings import projection_settings
from core.stages.unsupervised.projection.smacof import distances, smacof_steps
from core.stages.unsupervised.projection.tsne import affinities, divergence, tsne_steps
from core.unlabelled.points import make_points
from core.unlabelled.shapes import SHAPES

pytestmark = pytest.mark.slow

TOLD = ("tight_and_wide", "linked_rings", "swiss_roll", "near_and_far")


def of(**values):
    return projection_settings({"n_points": 60, "n_steps": 100, **values})


def board_of(**values):
    return projections(of(**values).work())


def points_of(shape, n=80, seed=0):
    return make_points(of(shape=shape, n_points=n, data_seed=seed).data)


def same_up_to_sign(one, other, atol=1e-8):
    signs = np.sign((one * other).sum(axis=0))
    np.testing.assert_allclose(one, other * signs, atol=atol * np.abs(other).max())


# The libraries, called plainly


@pytest.mark.parametrize("shape", TOLD)
def test_pca_is_the_librarys_up_to_sign(shape):
    from sklearn.decomposition import PCA

    X = points_of(shape).X
    model = PCA(2, svd_solver="full").fit(X)
    same_up_to_sign(methods.pca(X), model.transform(X))
    np.testing.assert_allclose(methods.pca_shares(X), model.explained_variance_ratio_, atol=1e-12)


@pytest.mark.parametrize("kernel", ["rbf", "poly", "sigmoid", "cosine"])
@pytest.mark.parametrize("gamma", [0.01, 0.2])
def test_kernel_pca_is_the_librarys_up_to_sign(kernel, gamma):
    from sklearn.decomposition import KernelPCA

    X = points_of("near_and_far").X
    plain = KernelPCA(2, kernel=kernel, gamma=gamma, degree=3, coef0=1, eigen_solver="dense")
    same_up_to_sign(methods.kernel_pca(X, gamma, kernel), plain.fit_transform(X), 1e-6)


@pytest.mark.parametrize(("shape", "k"), [("swiss_roll", 8), ("trefoil", 6)])
def test_isomap_is_walks_of_least_length_laid_flat(shape, k):
    X = points_of(shape, 90).X
    far = cdist(X, X)
    order = np.argsort(far, axis=1, kind="stable")[:, 1 : k + 1]
    graph = np.full_like(far, np.inf)
    np.put_along_axis(graph, order, np.take_along_axis(far, order, axis=1), axis=1)
    walks = shortest_path(np.where(np.isinf(graph), 0, graph), directed=False)
    assert np.isfinite(walks).all(), "one piece"
    centre = np.eye(len(X)) - 1 / len(X)
    values, vectors = np.linalg.eigh(-centre @ walks**2 @ centre / 2)
    expected = vectors[:, :-3:-1] * np.sqrt(values[:-3:-1])
    same_up_to_sign(methods.isomap(X, k), expected, 1e-6)


def test_spectral_embedding_is_the_slowest_waves_of_the_graph():
    X, k = points_of("swiss_roll", 90).X, 8
    far = cdist(X, X)
    near = np.zeros_like(far)
    # the library counts a point among its own k
    np.put_along_axis(near, np.argsort(far, axis=1, kind="stable")[:, :k], 1.0, axis=1)
    links = (near + near.T) / 2
    assert connected_components(links)[0] == 1, "one piece"
    np.fill_diagonal(links, 0)
    root = np.sqrt(links.sum(axis=1))
    laplacian = np.eye(len(X)) - links / root[:, None] / root
    _, vectors = np.linalg.eigh(laplacian)
    expected = vectors[:, 1:3] / root[:, None]
    same_up_to_sign(methods.spectral(X, k, 0), expected, 1e-6)


def test_lda_solves_the_problem_of_its_two_scatters():
    from scipy.linalg import eigh

    points = points_of("blobs")
    X, y = points.X, points.labels
    means = np.array([X[y == code].mean(axis=0) for code in range(3)])
    within = sum((X[y == c] - means[c]).T @ (X[y == c] - means[c]) for c in range(3)) / len(X)
    counts = np.bincount(y)
    apart = means - X.mean(axis=0)
    between = (counts[:, None] * apart).T @ apart
    _, vectors = eigh(between, within)
    expected = (X - X.mean(axis=0)) @ vectors[:, ::-1][:, :2]
    same_up_to_sign(methods.lda(X, y), expected, 1e-8)


def test_lda_of_two_groups_adds_the_widest_way_that_is_left():
    points = points_of("tight_and_wide")
    places = methods.lda(points.X, points.labels)
    assert abs(np.corrcoef(places.T)[0, 1]) < 1e-9
    assert places[:, 1].std() > 0


@pytest.mark.parametrize("shape", TOLD)
def test_smacof_takes_the_librarys_steps_and_its_stress_never_rises(shape):
    from sklearn.manifold import smacof

    X = points_of(shape, 50).X
    wanted, start = distances(X), methods.mds_start(X, 3)
    walk = list(smacof_steps(wanted, start, 60))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        places, stress = smacof(wanted, init=start, n_init=1, max_iter=20, eps=0)[:2]
    np.testing.assert_allclose(walk[20], places, atol=1e-6)
    losses = [measures.stress(wanted, each, 1.0) for each in walk]
    expected = np.sqrt(stress / (wanted**2).sum() * 2)
    assert losses[20] == pytest.approx(expected, rel=1e-6)
    assert (np.diff(losses) <= 1e-12).all()
    assert losses[-1] < 0.8 * losses[0]


def test_affinities_are_the_librarys():
    from sklearn.manifold import _t_sne

    for shape, perplexity in (("near_and_far", 12), ("swiss_roll", 30), ("tight_and_wide", 3)):
        squared = distances(points_of(shape).X) ** 2
        condensed = _t_sne._joint_probabilities(squared.astype(np.float32), perplexity, 0)
        found = affinities(squared, perplexity)
        np.testing.assert_allclose(
            found[np.triu_indices(len(found), 1)], condensed, rtol=2e-3, atol=1e-7
        )
        assert found.sum() == pytest.approx(1, abs=1e-6)


def test_the_bells_have_the_perplexity_that_was_asked_for():
    squared = distances(points_of("tight_and_wide").X) ** 2
    n = len(squared)
    for perplexity in (2.0, 15.0, 60.0):
        joint = affinities(squared, perplexity)
        assert np.allclose(joint, joint.T)
        # the rows of p before they are made symmetric, by brute force
        for row in (0, 7):
            gaps = np.delete(squared[row], row)
            betas = np.geomspace(1e-4, 1e4, 200_001)
            low, high = 0, len(betas) - 1
            while high - low > 1:
                middle = (low + high) // 2
                bell = np.exp(-(gaps - gaps.min()) * betas[middle])
                bell /= bell.sum()
                wide = np.exp(-(bell[bell > 0] * np.log(bell[bell > 0])).sum()) > perplexity
                low, high = (middle, high) if wide else (low, middle)
            bell = np.exp(-(gaps - gaps.min()) * betas[low])
            bell /= bell.sum()
            assert (2 * n * np.delete(joint[row], row) >= bell - 1e-3).all()


def test_the_divergence_and_its_slope_are_the_librarys():
    from scipy.spatial.distance import squareform
    from sklearn.manifold import _t_sne

    X = points_of("near_and_far", 60).X
    joint = affinities(distances(X) ** 2, 15)
    places = np.random.default_rng(0).normal(size=(60, 2))
    condensed = squareform(joint, checks=False)
    error, slope = _t_sne._kl_divergence(places.ravel(), condensed, 1.0, 60, 2)
    assert divergence(joint, places) == pytest.approx(error, rel=1e-6)
    rate = 1e-6  # the first step goes against the slope: gains are 0.8 there
    steps = list(tsne_steps(joint, places, 4, learning_rate=rate, exaggeration=1.0))
    moved = (steps[1] - places) - (steps[1] - places).mean(axis=0)
    np.testing.assert_allclose(-moved / rate / 0.8, slope.reshape(60, 2), rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize(("shape", "n"), [("near_and_far", 100), ("swiss_roll", 150)])
def test_tsne_ends_as_low_as_the_librarys_and_keeps_as_many_neighbours(shape, n):
    from sklearn.manifold import TSNE

    board = board_of(shape=shape, n_points=n, methods="tsne 20", n_steps=500)
    X = board.clouds[0].X
    joint = affinities(distances(X) ** 2, 20)
    plain = TSNE(perplexity=20, method="exact", init="random", random_state=0).fit_transform(X)
    plain = plain.astype(float)
    assert board.last.loss[0] == pytest.approx(divergence(joint, board.last.places[0]), rel=1e-9)
    assert board.last.loss[0] <= 1.1 * divergence(joint, plain) + 0.02
    theirs = measures.each_kept(board.clouds[0].near, plain).mean()
    assert board.maps[0].kept >= theirs - 0.05


# Measures


@settings(max_examples=25, deadline=None)
@given(st.integers(6, 30), st.integers(1, 6), st.integers(0, 10_000), st.booleans())
def test_neighbours_kept_and_trustworthiness_are_their_definitions(n, k, seed, coarse):
    from sklearn.manifold import trustworthiness

    k = min(k, (n - 1) // 2)
    rng = np.random.default_rng(seed)
    X, places = rng.normal(size=(n, 4)), rng.normal(size=(n, 2))
    if coarse:
        places = places.round(0)  # many are equally near
    far = distances(X)
    near = measures.nearest(far, k)
    in_map = measures.nearest(distances(places), k)
    brute = [len({*a} & {*b}) / k for a, b in zip(near.tolist(), in_map.tolist(), strict=True)]
    np.testing.assert_allclose(measures.each_kept(near, places), brute, atol=1e-12)
    if not coarse:
        assert measures.trustworthiness(far, places, k) == pytest.approx(
            trustworthiness(X, places, n_neighbors=k), abs=1e-12
        )


def test_the_stress_is_least_at_the_best_scale():
    X = points_of("swiss_roll").X
    far, places = distances(X), methods.pca(X)
    scale, least = measures.best_scale(far, places), measures.stress(far, places)
    assert least == pytest.approx(measures.stress(far, places, scale))
    assert all(measures.stress(far, places, scale * f) > least for f in (0.9, 0.99, 1.01, 1.2))
    assert measures.stress(far, 1000 * places) == pytest.approx(least)


def test_the_disparity_is_scipys():
    rng = np.random.default_rng(5)
    one, other = rng.normal(size=(2, 40, 2))
    assert measures.disparity(one, other) == pytest.approx(procrustes(one, other)[2])
    turn = np.array([[0.0, -3.0], [3.0, 0.0]])
    assert measures.disparity(one, one @ turn + 7) == pytest.approx(0, abs=1e-12)


def test_pieces_of_a_graph_are_scipys():
    for shape, k in (("blobs", 3), ("simplex", 4), ("swiss_roll", 5), ("near_and_far", 10)):
        far = distances(points_of(shape).X)
        links = np.zeros_like(far)
        np.put_along_axis(links, measures.nearest(far, k), 1, axis=1)
        assert measures.n_pieces(far, k) == connected_components(links, directed=False)[0]


def test_widths_and_gaps_are_by_hand():
    X = np.array([[0.0, 0], [2, 0], [10, 0], [10, 6], [0, 9]])
    labels = np.array([0, 0, 1, 1, 2])
    np.testing.assert_allclose(measures.widths(X, labels), [1, 3, np.nan])
    np.testing.assert_allclose(
        measures.gaps(X, labels), [np.hypot(9, 3), np.hypot(1, 9), np.hypot(10, 6)]
    )
    assert measures.ratio(measures.widths(X, labels)) == 3


def test_clumps_are_the_best_of_k_means_and_hardly_any_are_in_noise():
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    points = points_of("blobs")
    n, here, truly = best_clumps(points.X, points.X)
    groups = KMeans(3, n_init=4, random_state=0).fit_predict(points.X)
    assert n == 3
    assert here == truly == pytest.approx(silhouette_score(points.X, groups))
    board = board_of(view="noise", shape="noise_cloud", methods="tsne 2", n_steps=300)
    assert all(one.clumps > 0.35 and one.clumps_true < 0.1 for one in board.maps)


# Laws


@settings(max_examples=6, deadline=None)
@given(st.permutations(range(40)), st.sampled_from(["table", "columns"]))
def test_the_order_of_the_rows_changes_no_map(order, shape):
    frame = table(40)
    chosen = of(
        shape=shape, x1="a", x2="b", methods="pca, tsne 8, isomap 6, mds", target="group",
        n_steps=50,
    ).work()  # fmt: skip
    board, other = projections(chosen, frame), projections(chosen, frame.iloc[order])
    assert other.last.places[:, np.argsort(order)].tobytes() == board.last.places.tobytes()
    assert [one.kept for one in board.maps] == [one.kept for one in other.maps]
    near = np.asarray(order)[other.clouds[0].near][np.argsort(order)]
    assert (near == board.clouds[0].near).all()


@settings(max_examples=6, deadline=None)
@given(st.floats(-1e6, 1e6), st.integers(0, 3), st.sampled_from(["standard", "none"]))
def test_a_constant_column_changes_no_map(value, place, scaling):
    frame = table(40)
    wider = frame.copy()
    wider.insert(place, "same", value)
    chosen = of(
        shape="table", scaling=scaling, methods="pca, tsne 8, spectral 6, mds", target="group",
        n_steps=50,
    ).work()  # fmt: skip
    one, other = projections(chosen, frame), projections(chosen, wider)
    assert one.last.places.tobytes() == other.last.places.tobytes()


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([spec.id for spec in SHAPES]), st.integers(0, 99))
def test_a_film_is_the_same_bytes_again_and_steps_back_to_them(shape, seed):
    values = {"shape": shape, "start_seed": seed, "methods": "tsne 5, mds", "n_steps": 50}
    one, other = board_of(**values), board_of(**values)
    for here, there in zip(one.frames, other.frames, strict=True):
        assert here.places.tobytes() == there.places.tobytes()
        assert here.loss.tobytes() == there.loss.tobytes()
    back = [one.at(int(step)) for step in one.steps[::-1]]
    assert [frame.places.tobytes() for frame in back[::-1]] == [
        frame.places.tobytes() for frame in other.frames
    ]


def test_maps_are_turned_and_never_bent():
    board = board_of(shape="linked_rings", methods="pca, mds, isomap 8")
    points = points_of("linked_rings", 60)
    order, X = in_order(points.X)
    np.testing.assert_allclose(
        distances(board.last.places[2][order]), distances(methods.isomap(X, 8)), atol=1e-9
    )


def test_another_start_moves_what_has_one_and_nothing_else():
    one, other = (board_of(methods="pca, tsne 10, mds", start_seed=seed) for seed in (0, 1))
    same = [
        a.tobytes() == b.tobytes() for a, b in zip(one.last.places, other.last.places, strict=True)
    ]
    assert same == [True, False, False]
    seeds = board_of(view="seeds", methods="tsne 10", begin="pca")
    assert seeds.apart.max() < 1e-9


def test_noise_has_the_points_size_and_none_of_their_shape():
    board = board_of(view="noise", shape="tight_and_wide", n_points=200, methods="pca")
    yours, noise = (cloud.X for cloud in board.clouds)
    assert noise.shape == yours.shape
    assert noise.var(axis=0).sum() == pytest.approx(yours.var(axis=0).sum(), rel=0.1)
    assert noise.var(axis=0).max() < 2 * noise.var(axis=0).min()


# What a learner may do wrong


def table(n=40, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=list("abcd"))
    return frame.assign(group=np.where(frame["a"] > 0, "yes", "no"))


REFUSED = {
    "one row": table(1),
    "two equal rows": table(1).iloc[[0, 0]].reset_index(drop=True),
    "four rows": table(4),
    "an all-missing column alone": pd.DataFrame({"a": [np.nan] * 9, "group": ["x"] * 9}),
    "a constant table": pd.DataFrame({"a": [1.0] * 30, "b": [2.0] * 30, "group": ["x"] * 30}),
    "text only": pd.DataFrame({"a": [f"letter {i} of a long tale" for i in range(60)]}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_points_that_no_map_can_show_are_met_with_a_sentence(name):
    frame = REFUSED[name]
    with pytest.raises(PlaygroundError) as told:
        projections(of(shape="table", target="group").work(), frame)
    assert str(told.value).endswith(".")


def test_odd_tables_get_maps():
    frame = table(60).assign(void=np.nan, same=1.0)
    frame.loc[3, "a"] = np.nan
    many = table(950).assign(group=[f"class {i}" for i in range(950 - 50)] + ["class 0"] * 50)
    wide = pd.DataFrame(np.random.default_rng(0).normal(size=(100_000, 50))).add_prefix("x")
    for each, target in ((frame, "group"), (many, "group"), (wide, "x0")):
        chosen = of(shape="table", target=target, colour_by=target, methods="pca, tsne 10, lda")
        board = projections(chosen.work(), each)
        assert [bool(one.refused) for one in board.maps[:2]] == [False, False]
        assert len(board.colours.codes) == board.n == 60
    assert "60 of 100,000 rows were drawn" in board.notes[0]
    assert board.maps[2].refused.startswith("It parts groups that somebody named")


def test_a_method_says_on_its_own_map_why_there_is_none():
    board = board_of(shape="trefoil", methods="lda, pca")
    assert board.maps[0].refused.endswith("or a target of classes.")
    assert not board.maps[1].refused


def test_more_neighbours_than_there_are_are_taken_aloud():
    chosen = of(shape="drawn", methods="tsne 30, isomap 50, spectral 40")
    board = projections(chosen.work())
    n = board.n
    assert f"{(n - 1) / 3:.3g} was taken" in board.maps[0].note
    assert f"{n - 1} were taken" in board.maps[1].note
    assert not any(one.refused for one in board.maps)


def test_what_nothing_reads_starts_no_work():
    plain = of(methods="pca")
    assert of(methods="pca", n_steps=500, learning_rate=7.0, begin="pca").work() == plain.work()
    assert of(methods="pca", held=4, hidden=True).work() == plain.work()
    assert of(view="seeds", methods="pca, tsne 3").players == plain.players
    assert replace(of(methods="tsne 5"), n_steps=500).work() != of(methods="tsne 5").work()
