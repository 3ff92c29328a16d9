"""Spectral clustering against scikit-learn: graph, embedding up to sign, labels up to names."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import SpectralClustering
from sklearn.manifold import spectral_embedding
from sklearn.metrics.pairwise import rbf_kernel

from core.compute.film import record
from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.graph import (
    heat_graph,
    moves,
    n_pieces,
    neighbour_graph,
    spectrum,
)
from core.stages.unsupervised.clustering.linkage import named
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.stages.unsupervised.clustering.spectral import SPEC, fit_spectral, run_spectral
from core.unlabelled.points import BadData
from tests.stages.unsupervised.clustering.density_points import MAKERS, places

FORMS = pytest.mark.parametrize("form", MAKERS)


def film(X, **knobs):
    return record(run_spectral(X, ClusterSettings(algorithm="spectral", **knobs)), most=SPEC.most)


def theirs(X, k, **look):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a graph in pieces
        return SpectralClustering(k, random_state=0, **look).fit(X)


@FORMS
@pytest.mark.parametrize("n_neighbours", [3, 10])
def test_the_graph_is_scikit_learns(form, n_neighbours):
    X = places(form)
    found = theirs(X, 2, affinity="nearest_neighbors", n_neighbors=n_neighbours)
    expected = found.affinity_matrix_.toarray()
    np.fill_diagonal(expected, 0)
    mine = neighbour_graph(distances(X), n_neighbours)
    assert np.array_equal(mine, expected)
    assert n_pieces(mine) == connected_components(expected, directed=False)[0]


def test_likeness_by_distance_is_scikit_learns():
    X = places("blobs")
    expected = rbf_kernel(X, gamma=0.7)
    np.fill_diagonal(expected, 0)
    assert np.allclose(heat_graph(distances(X), 0.7), expected)


def test_the_embedding_is_scikit_learns_up_to_sign():
    weights = heat_graph(distances(places("moons")), 5.0)
    values, vectors = spectrum(weights, 5)
    expected = spectral_embedding(weights, n_components=5, drop_first=False, random_state=0)
    for mine, other in zip(vectors.T, expected.T, strict=True):
        assert np.allclose(mine, other, atol=1e-6) or np.allclose(mine, -other, atol=1e-6)
    assert (np.diff(values) >= 0).all()
    assert abs(values[0]) < 1e-9


@pytest.mark.parametrize(("form", "k", "n_neighbours"), [("blobs", 4, 10), ("rings", 2, 8)])
def test_labels_are_scikit_learns_where_groups_are_plain(form, k, n_neighbours):
    X = places(form, 3)
    expected = theirs(X, k, affinity="nearest_neighbors", n_neighbors=n_neighbours)
    labels, _ = fit_spectral(X, k, "nearest", n_neighbours, 1.0)
    assert (named(labels) == named(expected.labels_)).all()


def test_as_many_eigenvalues_are_nothing_as_the_graph_has_pieces():
    for n_neighbours in (3, 5, 10):
        weights = neighbour_graph(distances(places("moons")), n_neighbours)
        values, _ = spectrum(weights, 120)
        assert int((values < 1e-9).sum()) == n_pieces(weights)


@FORMS
@pytest.mark.parametrize("affinity", ["nearest", "rbf"])
def test_the_last_frame_is_what_is_found_without_a_film(form, affinity):
    X = places(form)
    knobs = {"n_clusters": 3, "affinity": affinity, "n_neighbours": 8, "gamma": 2.0}
    last = film(X, **knobs).last
    labels, numbers = fit_spectral(X, **knobs)
    assert (named(last.labels) == named(labels)).all()
    assert numbers["n_pieces"] == last.n_pieces
    assert np.isclose(numbers["gap"], last.gap)


@given(st.integers(6, 40), st.integers(1, 5), st.integers(0, 999))
@settings(max_examples=40, deadline=None)
def test_k_means_among_the_eigenvectors_never_raises_its_inertia(n, k, seed):
    points = np.random.default_rng(seed).normal(size=(n, 3))
    inertia = [
        ((points - centres[labels]) ** 2).sum() for centres, labels in moves(points, min(k, n))
    ]
    assert (np.diff(inertia) <= 1e-9).all()


def test_neither_the_order_of_rows_nor_a_constant_column_changes_a_cluster():
    X = places("blobs")
    order = np.random.default_rng(0).permutation(len(X))
    plain, _ = fit_spectral(X, 4, "nearest", 10, 1.0)
    moved, _ = fit_spectral(X[order], 4, "nearest", 10, 1.0)
    assert (named(moved) == named(plain[order])).all()
    flat, _ = fit_spectral(np.column_stack([X, np.ones(len(X))]), 4, "nearest", 10, 1.0)
    assert (named(flat) == named(plain)).all()


def test_what_cannot_be_clustered_is_refused_in_a_sentence():
    with pytest.raises(BadData, match="All 4 points lie in one place"):
        film(np.ones((4, 2)))
    with pytest.raises(BadData, match="8 clusters cannot be made of 4 points"):
        film(np.arange(8.0).reshape(4, 2), n_clusters=8)
    with pytest.raises(BadData, match="10 neighbours are more than the 4 points"):
        film(np.arange(8.0).reshape(4, 2), n_clusters=2)


def test_two_equal_points_and_a_point_without_edges_have_an_answer():
    X = np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0], [90.0, 90.0]])
    for knobs in ({"n_neighbours": 2}, {"affinity": "rbf", "gamma": 100.0}):
        last = film(X, n_clusters=2, **knobs).last
        assert last.labels[0] == last.labels[1]
