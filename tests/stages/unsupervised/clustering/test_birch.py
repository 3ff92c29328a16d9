"""BIRCH against scikit-learn; its tree keeps what it must."""

from __future__ import annotations

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import Birch

from core.compute.film import record
from core.stages.unsupervised.clustering.birch import (
    SPEC,
    fit_birch,
    run_birch,
    shuffled,
    tree_of,
)
from core.stages.unsupervised.clustering.linkage import named
from core.stages.unsupervised.clustering.scene_birch import stands
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.stages.unsupervised.clustering.summaries import birch, insertions, leaves
from core.unlabelled.points import BadData
from tests.stages.unsupervised.clustering.density_points import MAKERS, places

FORMS = pytest.mark.parametrize("form", MAKERS)
SIZES = pytest.mark.parametrize(
    ("threshold", "branching"), [(0.5, 50), (0.3, 4), (0.15, 3), (1.2, 8), (0.4, 2)]
)


def film(X, **knobs):
    return record(run_birch(X, ClusterSettings(algorithm="birch", **knobs)), most=SPEC.most)


def ordered(rows):
    return rows[np.lexsort(rows.T[::-1])]


@FORMS
@SIZES
def test_summaries_and_labels_are_scikit_learns(form, threshold, branching):
    for seed in range(3):
        X = places(form, seed)
        theirs = Birch(threshold=threshold, branching_factor=branching, n_clusters=3)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # fewer summaries than clusters
            theirs.fit(X)
        centres, labels = birch(X, threshold, branching, 3)
        assert np.allclose(ordered(centres), ordered(theirs.subcluster_centers_))
        assert (named(labels) == named(theirs.labels_)).all()


@given(st.integers(1, 60), st.integers(0, 999), st.floats(0.05, 2.0), st.integers(2, 6))
@settings(max_examples=50, deadline=None)
def test_nothing_is_lost_no_summary_too_wide_and_no_node_too_full(n, seed, threshold, branching):
    X = np.random.default_rng(seed).normal(size=(n, 2))
    for n_read, one in enumerate(insertions(X, threshold, branching), start=1):
        found = leaves(one.root)
        assert sum(leaf.n for leaf in found) == n_read
        assert np.allclose(sum(leaf.sum for leaf in found), X[:n_read].sum(axis=0))
        assert all(leaf.radius <= threshold + 1e-9 for leaf in found)
        waiting = [one.root]
        for node in waiting:
            assert 1 <= len(node.parts) <= branching
            for part in node.parts:
                if part.child is not None:
                    assert part.n == sum(below.n for below in part.child.parts)
                    waiting.append(part.child)
    tree = tree_of(one.root)
    assert len(tree.size) == (tree.level == tree.level.max()).sum(), "all leaves are level"


@FORMS
def test_the_last_frame_is_what_is_found_without_a_film(form):
    X = places(form)
    knobs = {"threshold": 0.4, "branching": 4, "n_clusters": 3, "seed": 5}
    last = film(X, **knobs).last
    labels, numbers = fit_birch(X, **knobs)
    assert (last.labels == labels).all()
    assert numbers == {"n_summaries": last.n_summaries}


def test_every_frame_tells_what_became_of_its_point():
    frames = film(places("cloud"), threshold=0.6, branching=3).frames
    kept = [frame.n_summaries for frame in frames[:-1]]
    for before, frame in pairwise(frames[:-1]):
        new = frame.n_summaries - before.n_summaries
        assert new in (0, 1)
        assert ("absorbed" in frame.said) == (new == 0)
        assert ("split" in frame.said) == (frame.n_splits > before.n_splits)
    assert kept[-1] == frames[-1].n_summaries


def test_no_branches_cross():
    tree = film(places("blobs"), threshold=0.3, branching=3).last.tree
    x, y = stands(tree)
    assert x.min() > 0
    assert x.max() < 1
    assert y[0] == tree.level.max()
    ends = np.flatnonzero(tree.level == tree.level.max())
    assert len(np.unique(x[ends])) == len(ends)
    for parent in range(len(x)):
        below = np.flatnonzero(tree.parent == parent)
        if len(below):
            assert np.isclose(x[parent], x[below].mean())


def test_a_seed_shuffles_and_another_one_shuffles_otherwise():
    assert sorted(shuffled(50, 0)) == list(range(50))
    assert shuffled(50, 0).tolist() == shuffled(50, 0).tolist()
    assert shuffled(50, 0).tolist() != shuffled(50, 1).tolist()


def test_a_constant_column_changes_no_cluster():
    X = places("blobs")
    flat = np.column_stack([X, np.full(len(X), 0.5)])
    assert (fit_birch(X, 0.5, 6, 4, 0)[0] == fit_birch(flat, 0.5, 6, 4, 0)[0]).all()


def test_what_cannot_be_clustered_is_refused_in_a_sentence():
    with pytest.raises(BadData, match="All 4 points lie in one place"):
        film(np.ones((4, 2)))


def test_fewer_summaries_than_clusters_are_told():
    last = film(places("blobs"), threshold=5.0, n_clusters=8).last
    assert last.n_summaries <= 8
    assert "no more than the 8 clusters you ask for" in last.said


def test_two_equal_points_share_a_summary():
    X = np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0]])
    last = film(X, threshold=0.05, n_clusters=2).last
    assert last.n_summaries == 2
    assert last.labels[0] == last.labels[1] != last.labels[2]
