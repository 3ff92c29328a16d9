"""Agglomerative clustering against SciPy; the cut, the colours, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster
from scipy.cluster.hierarchy import linkage as scipy_linkage

from core.compute.film import record
from core.stages.unsupervised.clustering.agglomerative import (
    SPEC,
    cut_at,
    fit_agglomerative,
    numbers_of,
    rise,
    run_agglomerative,
    widest_gap,
)
from core.stages.unsupervised.clustering.linkage import cut, linkage, members, named
from core.stages.unsupervised.clustering.scene_tree import placed
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.unlabelled.points import BadData
from tests.stages.unsupervised.clustering.density_points import MAKERS, places

KINDS = ("ward", "average", "complete", "single")
FORMS = pytest.mark.parametrize("form", MAKERS)
KIND = pytest.mark.parametrize("kind", KINDS)


def film(X, **knobs):
    chosen = ClusterSettings(algorithm="agglomerative", **knobs)
    return record(run_agglomerative(X, chosen), most=SPEC.most)


@KIND
@FORMS
def test_every_merge_is_scipys(form, kind):
    X = places(form)
    assert np.allclose(linkage(X, kind), scipy_linkage(X, kind), rtol=1e-9, atol=1e-9)


@KIND
@FORMS
def test_the_cut_leaves_scipys_clusters_at_every_number_and_height(form, kind):
    X = places(form)
    merges, theirs = linkage(X, kind), scipy_linkage(X, kind)
    for k in (1, 2, 5, 8):
        assert (cut(merges, k) == named(fcluster(theirs, k, "maxclust"))).all()
    for height in np.quantile(theirs[:, 2], (0.3, 0.7, 0.95)) + 1e-9:
        labels, numbers = fit_agglomerative(X, kind, 3, float(height))
        assert (named(labels) == named(fcluster(theirs, height, "distance"))).all()
        assert numbers == {"n_left": len(np.unique(labels)), "height": height}


@KIND
def test_the_last_frame_is_what_is_found_without_a_film(kind):
    X = places("moons")
    for knobs in ({"n_clusters": 4}, {"n_clusters": 1}, {"cut_height": 0.7}, {"cut_height": 1e-3}):
        last = film(X, linkage=kind, **knobs).last
        height = knobs.get("cut_height", 0.0)
        labels, numbers = fit_agglomerative(X, kind, knobs.get("n_clusters", 3), height)
        assert (last.labels == labels).all()
        assert numbers == {"n_left": last.n_left, "height": last.height}


@given(st.integers(3, 40), st.integers(0, 999), st.sampled_from(KINDS))
@settings(max_examples=40, deadline=None)
def test_a_number_stays_with_the_larger_part(n, seed, kind):
    merges = linkage(np.random.default_rng(seed).normal(size=(n, 2)), kind)
    numbers = numbers_of(merges)
    for n_merges in range(n):
        found = np.unique(numbers[members(merges, n_merges)])
        assert found.tolist() == list(range(n - n_merges)), "k clusters are 0 to k - 1"
    sizes = np.append(np.ones(n), merges[:, 3])
    for step, (a, b, *_) in enumerate(merges):
        keeps, other = sorted((int(a), int(b)), key=lambda node: -sizes[node])
        assert numbers[n + step] in (numbers[keeps], numbers[other])
        if sizes[keeps] > sizes[other]:
            assert numbers[n + step] == numbers[keeps]


@given(st.integers(3, 30), st.integers(0, 999), st.sampled_from(KINDS))
@settings(max_examples=40, deadline=None)
def test_neither_the_order_of_rows_nor_a_constant_column_changes_a_cluster(n, seed, kind):
    rng = np.random.default_rng(seed)
    X, order = rng.normal(size=(n, 2)), rng.permutation(n)
    plain = cut(linkage(X, kind), 3)
    assert (named(plain[order]) == cut(linkage(X[order], kind), 3)).all()
    assert (plain == cut(linkage(np.column_stack([X, np.full(n, 2.0)]), kind), 3)).all()


@KIND
def test_the_film_rises_and_shows_the_last_merges_one_by_one(kind):
    made = film(places("blobs"), linkage=kind)
    heights, merges = made.series("height", float)[:-1], made.series("n_merges", int)[:-1]
    assert heights[0] == 0.0
    assert (np.diff(heights) >= 0).all()
    assert set(np.diff(merges).tolist()) <= {0, 1}, "120 points: no merge is passed over"
    assert heights[-1] == made.last.merges[-1, 2]
    gaps = np.diff(heights) / heights[-1]
    assert gaps.max() < 1 / 40, "the cut follows a hand without jumps"


def test_a_large_tree_passes_over_early_merges_only():
    merges = linkage(np.random.default_rng(1).normal(size=(1000, 2)), "ward")
    shown = [n_merges for n_merges, _ in rise(merges)]
    assert len(shown) < 130
    assert set(range(999 - 6, 1000)) <= set(shown)


def test_a_height_that_was_dragged_to_is_a_frame_of_the_film():
    X = places("blobs")
    made = film(X, cut_height=1.2345)
    assert 1.2345 in made.series("height", float)[:-1]
    assert made.last.height == 1.2345
    n_merges, height = cut_at(made.last.merges, 3, 1.2345)
    assert (n_merges, height) == (int((made.last.merges[:, 2] <= 1.2345).sum()), 1.2345)


def test_no_branches_cross():
    tree = placed(linkage(places("cloud"), "average"))
    assert sorted(tree.x[: tree.n]) == list(range(tree.n))
    for node in range(tree.n, 2 * tree.n - 1):
        under, waiting = [], [node]
        while waiting:
            one = waiting.pop()
            if one < tree.n:
                under.append(tree.x[one])
            else:
                waiting.extend(int(part) for part in tree.merges[one - tree.n, :2])
        assert max(under) - min(under) == len(under) - 1, "a branch's points stand side by side"


def test_the_widest_gap_is_between_two_clusters_and_the_parts_they_have():
    X = np.array([[0.0], [1.0], [10.0], [11.0], [100.0], [101.0]])
    assert widest_gap(linkage(X, "single")) == (2, 80.0)
    assert widest_gap(linkage(X, "average"))[0] == 2


def test_equal_points_merge_at_height_nothing():
    X = np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0]])
    assert linkage(X, "single").tolist() == [[0, 1, 0.0, 2], [2, 3, 5.0, 3]]
    assert film(X, n_clusters=2, linkage="single").last.labels.tolist() == [0, 0, 1]


def test_what_cannot_be_clustered_is_refused_in_a_sentence():
    with pytest.raises(BadData, match="All 4 points lie in one place"):
        film(np.ones((4, 2)))
    with pytest.raises(BadData, match="8 clusters cannot be made of 4 points"):
        film(np.arange(8.0).reshape(4, 2), n_clusters=8)
