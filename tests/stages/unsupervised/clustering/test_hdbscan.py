"""HDBSCAN against scikit-learn and SciPy; stability against its definition."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from sklearn.cluster import HDBSCAN

from core.compute.film import record
from core.stages.unsupervised.clustering.density import core_distances
from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.hdbscan import (
    SPEC,
    fit_hdbscan,
    parts_of,
    run_hdbscan,
)
from core.stages.unsupervised.clustering.hierarchy import (
    hdbscan,
    points_of,
    reachability,
    single_linkage,
    spanning_tree,
)
from core.stages.unsupervised.clustering.linkage import named
from core.stages.unsupervised.clustering.scene_hdbscan import _middles
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.unlabelled.points import BadData
from tests.stages.unsupervised.clustering.density_points import MAKERS, places

FORMS = pytest.mark.parametrize("form", MAKERS)
SIZES = pytest.mark.parametrize(("least", "k"), [(5, 5), (10, 3), (15, 10), (4, 1)])


def film(X, **knobs):
    return record(run_hdbscan(X, ClusterSettings(algorithm="hdbscan", **knobs)), most=SPEC.most)


@FORMS
@SIZES
@pytest.mark.parametrize("method", ["eom", "leaf"])
def test_labels_are_scikit_learns(form, least, k, method):
    for seed in range(3):
        X = places(form, seed)
        theirs = HDBSCAN(
            min_cluster_size=least, min_samples=k, cluster_selection_method=method, copy=True
        ).fit(X)
        assert (named(hdbscan(X, least, k, method)) == named(theirs.labels_)).all()


@FORMS
@pytest.mark.parametrize("k", [1, 5])
def test_the_spanning_tree_is_as_short_as_scipys(form, k):
    X = places(form)
    away = distances(X)
    reach = reachability(away, core_distances(away, k))
    edges = spanning_tree(reach)
    assert np.isclose(edges[:, 2].sum(), minimum_spanning_tree(reach).sum())
    a, b = edges[:, 0].astype(int), edges[:, 1].astype(int)
    assert np.allclose(reach[a, b], edges[:, 2])
    for step in range(len(edges)):
        assert a[step] == 0 or a[step] in b[:step], "the tree grows from what it has"


def test_merges_are_the_pieces_of_the_graph_at_every_height():
    X = places("moons")[::3]
    away = distances(X)
    reach = reachability(away, core_distances(away, 4))
    merges = single_linkage(spanning_tree(reach))
    for height in np.unique(merges[:, 2]):
        n_pieces, _ = connected_components(reach <= height, directed=False)
        assert n_pieces == len(X) - int((merges[:, 2] <= height).sum())


@pytest.mark.parametrize("form", ["blobs", "moons", "cloud"])
def test_stability_is_how_much_longer_points_stay_than_their_branch_is_old(form):
    X, least = places(form)[::2], 6
    parts = parts_of(X, 4, least)
    away = distances(X)
    reach = reachability(away, parts.core)
    heights = np.unique(parts.merges[:, 2])[::-1]
    for branch in parts.branches[1:]:
        points = points_of(parts.merges, branch.node)
        ends = dict(branch.left)
        for child in branch.children:
            below = points_of(parts.merges, parts.branches[child].node)
            ends |= dict.fromkeys(below, parts.branches[child].birth)
        assert sorted(ends) == sorted(points), "every point leaves once, or goes on in a child"
        assert np.isclose(branch.stability, sum(ends.values()) - len(points) * branch.birth)
        for point, density in branch.left:
            tighter = heights[heights < 1 / density - 1e-12]
            if len(tighter):
                _, piece = connected_components(reach <= tighter[0], directed=False)
                assert (piece == piece[point]).sum() < least, "it has fallen out"
            _, piece = connected_components(reach <= 1 / density + 1e-12, directed=False)
            assert (piece == piece[point]).sum() >= least, "and was inside until then"


@FORMS
def test_a_branch_is_kept_unless_what_is_kept_below_it_is_more_stable(form):
    branches = parts_of(places(form), 5, 5).branches
    for at, branch in enumerate(branches[1:], start=1):
        below = sum(branches[child].best for child in branch.children)
        assert branch.best == max(branch.stability, below)
        up, kept = branch.parent, [at] if branch.selected else []
        while up >= 0:
            kept += [up] if branches[up].selected else []
            up = branches[up].parent
        assert len(kept) <= 1, "no cluster lies in another"


@FORMS
def test_the_last_frame_is_what_is_found_without_a_film(form):
    X = places(form)
    last = film(X, min_cluster_size=8, core_samples=4).last
    labels, numbers = fit_hdbscan(X, 8, 4)
    assert (named(last.labels) == named(labels)).all()
    assert numbers == {"n_clusters": last.n_clusters, "n_noise": last.n_noise}


def test_the_film_has_its_acts_in_order_and_ends_as_it_weighed():
    made = film(places("moons"), min_cluster_size=5, core_samples=5)
    acts = list(dict.fromkeys(frame.phase for frame in made.frames))
    assert acts == [
        "points", "core distances", "spanning tree", "merges", "condensed tree", "selection", "end",
    ]  # fmt: skip
    weighed = made.frames[-2]
    assert (weighed.labels[made.last.labels >= 0] >= 0).all()
    assert (named(weighed.labels) == named(made.last.labels)).all()


def test_branches_stand_beside_each_other():
    branches = parts_of(places("moons"), 5, 5).branches
    middle = _middles(branches)
    for branch in branches:
        ends = [
            (middle[child] - branches[child].size / 2, middle[child] + branches[child].size / 2)
            for child in branch.children
        ]
        assert all(high <= low + 1e-9 for (_, high), (low, _) in pairwise(ends))


@given(st.integers(12, 40), st.integers(0, 999))
@settings(max_examples=30, deadline=None)
def test_neither_the_order_of_rows_nor_a_constant_column_changes_a_cluster(n, seed):
    rng = np.random.default_rng(seed)
    X, order = rng.normal(size=(n, 2)), rng.permutation(n)
    plain = hdbscan(X, 4, 1)
    assert (named(hdbscan(X[order], 4, 1)) == named(plain[order])).all()
    assert (hdbscan(np.column_stack([X, np.ones(n)]), 4, 1) == plain).all()


def test_what_cannot_be_clustered_is_refused_in_a_sentence():
    with pytest.raises(BadData, match="All 4 points lie in one place"):
        film(np.ones((4, 2)))
    with pytest.raises(BadData, match="4 points are fewer than the 10 asked for"):
        film(np.arange(8.0).reshape(4, 2))


def test_equal_points_are_as_dense_as_can_be():
    X = np.repeat([[0.0, 0.0], [5.0, 5.0], [9.0, 0.0]], 6, axis=0)
    made = film(X, min_cluster_size=5, core_samples=3)
    assert np.bincount(made.last.labels).tolist() == [6, 6, 6]
    theirs = HDBSCAN(min_cluster_size=5, min_samples=3, copy=True).fit(X)
    assert (named(made.last.labels) == named(theirs.labels_)).all()
