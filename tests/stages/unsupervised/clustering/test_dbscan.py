"""DBSCAN against scikit-learn: every rule that fired, every ε of the growing one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN
from sklearn.neighbors import NearestNeighbors

from core.compute.film import record
from core.stages.unsupervised.clustering.dbscan import SPEC, fit_dbscan, run_dbscan
from core.stages.unsupervised.clustering.density import (
    BORDER,
    CORE,
    NOISE,
    UNSEEN,
    core_distances,
    dbscan,
    visits,
)
from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.growth import carried, grow
from core.stages.unsupervised.clustering.linkage import named
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.unlabelled.points import BadData
from tests.stages.unsupervised.clustering.density_points import MAKERS, places

FORMS = pytest.mark.parametrize("form", MAKERS)
REACH = pytest.mark.parametrize("eps", [0.05, 0.15, 0.3, 0.8, 3.0])


def film(X, **knobs):
    return record(run_dbscan(X, ClusterSettings(algorithm="dbscan", **knobs)), most=SPEC.most)


@FORMS
@REACH
@pytest.mark.parametrize("min_samples", [1, 4, 9])
def test_labels_are_scikit_learns(form, eps, min_samples):
    X = places(form)
    theirs = DBSCAN(eps=eps, min_samples=min_samples).fit(X)
    labels, roles = dbscan(distances(X), eps, min_samples)
    assert (labels == theirs.labels_).all()
    assert np.flatnonzero(roles == CORE).tolist() == theirs.core_sample_indices_.tolist()
    *_, last = visits(distances(X), eps, min_samples)
    assert (last.labels == labels).all()
    assert (last.roles == roles).all()


@FORMS
def test_every_look_tells_the_rule_that_holds(form):
    X = places(form)
    away, eps, least = distances(X), 0.3, 5
    seen = np.zeros(len(X), int)
    reached: set[int] = set()
    for visit in visits(away, eps, least):
        near = {i for i in range(len(X)) if away[visit.point, i] <= eps}
        assert set(visit.near.tolist()) == near
        assert (visit.role == CORE) == (len(near) >= least)
        if visit.source >= 0:
            assert visit.roles[visit.source] == CORE
            assert away[visit.source, visit.point] <= eps
        assert (visit.role == NOISE) == (len(near) < least and visit.source < 0)
        assert visit.start == (visit.role == CORE and visit.point not in reached)
        if visit.role == CORE:
            reached |= near
        seen[visit.point] += 1
        assert (visit.roles[seen == 0] == UNSEEN).all()
    assert set(seen.tolist()) <= {1, 2}, "only noise that is reached later is looked at again"
    assert (visit.roles != UNSEEN).all()


@FORMS
@pytest.mark.parametrize("grow_eps", [False, True])
def test_the_last_frame_is_what_is_found_without_a_film(form, grow_eps):
    X = places(form)
    last = film(X, eps=0.3, min_samples=4, grow_eps=grow_eps).last
    labels, numbers = fit_dbscan(X, 0.3, 4, grow_eps)
    assert (named(last.labels) == named(labels)).all()
    assert numbers == {name: getattr(last, name) for name in numbers}
    assert sum(numbers.values()) == len(X)


@FORMS
def test_every_eps_of_the_growing_one_is_scikit_learns(form):
    X = places(form)
    states = list(grow(distances(X), 0.3, 4))
    values = [state.eps for state in states]
    assert values == sorted(set(values))
    assert 0.3 in values
    for state in states[::7]:
        theirs = DBSCAN(eps=state.eps, min_samples=4).fit(X)
        assert (named(state.labels) == named(theirs.labels_)).all()
    assert (states[-1].roles == CORE).all(), "it grows until every point is a core point"


@given(st.integers(5, 40), st.integers(0, 999), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_a_growing_fire_never_loses_a_point_and_melts_into_the_larger(n, seed, least):
    X = np.random.default_rng(seed).normal(size=(n, 2))
    before = None
    for state in grow(distances(X), 0.5, least):
        if before is not None:
            assert (state.labels[before.labels >= 0] >= 0).all()
            for old in np.unique(before.labels[before.labels >= 0]):
                core = (before.labels == old) & (before.roles == CORE)
                assert len(np.unique(state.labels[core])) == 1, "core points stay together"
        before = state


def test_a_cluster_keeps_its_number_and_a_new_one_takes_the_lowest_free():
    before = np.array([0, 0, 1, 2, 2, 2, -1, -1])
    now = np.array([1, 1, 1, 1, 1, 1, 0, -1])
    assert carried(before, now).tolist() == [2, 2, 2, 2, 2, 2, 0, -1]


@FORMS
@pytest.mark.parametrize("k", [1, 3, 10])
def test_a_point_is_core_from_its_kth_neighbour_on(form, k):
    X = places(form)
    away, _ = NearestNeighbors(n_neighbors=k).fit(X).kneighbors(X)
    assert np.allclose(core_distances(distances(X), k), away[:, -1])


@given(st.integers(4, 40), st.integers(0, 999))
@settings(max_examples=40, deadline=None)
def test_only_a_border_point_may_depend_on_the_order_of_rows(n, seed):
    rng = np.random.default_rng(seed)
    X, order = rng.normal(size=(n, 2)), rng.permutation(n)
    labels, roles = dbscan(distances(X), 0.5, 3)
    theirs, their_roles = dbscan(distances(X[order]), 0.5, 3)
    assert (their_roles == roles[order]).all()
    core = roles[order] == CORE
    assert (named(theirs[core]) == named(labels[order][core])).all()
    flat, _ = dbscan(distances(np.column_stack([X, np.full(n, 7.0)])), 0.5, 3)
    assert (flat == labels).all()


def test_the_captions_name_the_rule_and_its_numbers():
    said = [frame.said for frame in film(places("moons"), eps=0.2, min_samples=5).frames]
    assert any(text.startswith("Core rule: ") and "catches fire here" in text for text in said)
    assert any(text.startswith("Border rule: ") and "passes nothing on" in text for text in said)
    assert any(text.startswith("Noise rule: ") and "fewer than 5" in text for text in said)


def test_what_cannot_be_clustered_is_refused_in_a_sentence():
    with pytest.raises(BadData, match="All 4 points lie in one place"):
        film(np.ones((4, 2)))


def test_two_equal_points_and_more_neighbours_than_points_have_an_answer():
    X = np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0]])
    assert film(X, eps=0.1, min_samples=2).last.labels.tolist() == [0, 0, -1]
    last = film(X, eps=0.1, min_samples=30, grow_eps=True).last
    assert last.labels.tolist() == [-1, -1, -1]
    assert last.n_noise == 3
    assert BORDER not in last.roles
