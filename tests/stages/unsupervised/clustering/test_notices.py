"""What a sentence below a film says is so, and its advice holds when it is taken."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage as scipy_linkage
from sklearn.cluster import KMeans

from core.figures.encoding import encode
from core.figures.film import Segments
from core.stages.unsupervised.clustering import mean_shift, scene
from core.stages.unsupervised.clustering.catalogue import ALGORITHMS
from core.stages.unsupervised.clustering.run import clustering
from core.stages.unsupervised.clustering.scene_tree import placed, whole
from core.stages.unsupervised.clustering.settings import cluster_settings

pytestmark = pytest.mark.slow

IDS = [spec.id for spec in ALGORITHMS]


def shown(**values):
    """Return a film and the sentence below it."""
    asked = cluster_settings(values)
    film = clustering(asked)
    return film, scene.notice(film.settings, film)


def numbers_in(pattern, said):
    found = re.search(pattern, said)
    assert found, said
    return [float(one.replace(",", "")) for one in found.groups()]


@pytest.mark.parametrize("start", ["mine", "plus"])
def test_k_means_at_the_optimum_says_that_no_start_ends_lower(start):
    film, said = shown(start=start)
    best = KMeans(3, n_init=50, random_state=0).fit(film.points.X).inertia_
    assert film.last.inertia == pytest.approx(best)
    assert "not one ends lower" in said
    assert "not the best there is" not in said


@pytest.mark.parametrize("shape", ["near_and_far", "uniform", "simplex"])
def test_the_better_start_that_k_means_names_ends_where_it_says(shape):
    k = 6
    film, said = shown(shape=shape, n_clusters=k)
    seed, ends = numbers_in(r"seed (\d+), the search ends at ([\d,.]+), [\d.]+% lower", said)
    taken, then = shown(shape=shape, n_clusters=k, start="plus", seed=int(seed))
    assert taken.last.inertia < film.last.inertia
    assert taken.last.inertia == pytest.approx(ends, rel=1e-3)
    assert "not one ends lower" in then


@pytest.mark.parametrize("algorithm", IDS)
@pytest.mark.parametrize("shape", ["uniform", "noise_cloud", "s_curve"])
def test_where_there_is_no_group_every_algorithm_is_said_to_have_found_none(algorithm, shape):
    film, said = shown(algorithm=algorithm, shape=shape)
    n_found = len(np.unique(film.last.labels[film.last.labels >= 0]))
    assert "There is no group in these points" in said
    assert ("cut up what belongs together" in said) == (n_found > 1)
    assert "no group in these points" not in shown(algorithm=algorithm)[1]


def test_a_graph_in_pieces_recommends_as_many_clusters():
    film, said = shown(algorithm="spectral", shape="moons", n_clusters=3)
    assert film.last.n_pieces == 2
    assert "2 eigenvalues are 0" in said
    assert "so k = 2 finds them" in said
    then = shown(algorithm="spectral", shape="moons", n_clusters=2)[1]
    assert "as many as the clusters you ask for" in then
    assert "adjusted Rand index 1.00" in then


@pytest.mark.parametrize("shape", ["blobs", "uniform"])
@pytest.mark.parametrize("k", [2, 5])
def test_the_widest_gap_of_a_whole_graph_recommends_a_number_that_can_be_taken(shape, k):
    film, said = shown(algorithm="spectral", shape=shape, n_clusters=k)
    values = film.last.waves.values[:9]
    (best,) = numbers_in(r"recommends k = (\d)", said)
    assert best == np.diff(values).argmax() + 1
    percent, _ = numbers_in(r"is ([\d.]+)% of the widest among the first (\d)", said)
    assert percent == pytest.approx(100 * np.diff(values)[k - 1] / np.diff(values).max(), abs=0.06)
    then = shown(algorithm="spectral", shape=shape, n_clusters=int(best))[1]
    assert f"the graph itself recommends k = {best:.0f}" in then


def test_the_pairs_of_birch_are_counted_without_a_point_and_itself():
    film, said = shown(algorithm="birch")
    n = film.last.n_summaries
    assert film.last.pairs == pytest.approx((n * (n - 1) / 2) / (150 * 149 / 2))
    assert numbers_in(r"falls to ([\d.]+) % of all pairs", said)[0] == pytest.approx(
        100 * film.last.pairs, rel=0.05
    )


@pytest.mark.parametrize("shape", ["blobs", "moons", "uniform", "simplex"])
@pytest.mark.parametrize("linkage", ["ward", "single"])
def test_the_heights_around_a_cut_are_scipys_and_the_widest_gap_is_said_to_be(shape, linkage):
    for k in range(2, 9):
        film, said = shown(algorithm="agglomerative", shape=shape, linkage=linkage, n_clusters=k)
        heights = scipy_linkage(film.points.X, linkage)[:, 2]
        ends = heights[-k], heights[-k + 1]
        told = numbers_in(r"from ([\d,.]+) to ([\d,.]+)\.", said)
        assert np.allclose(told, ends, rtol=2e-4, atol=6e-3)
        widest = np.isclose(np.ptp(ends), np.diff(heights).max())
        assert ("No other number lasts over so much height" in said) == widest


def test_before_a_cut_is_dragged_the_tree_shows_where_k_cuts():
    film, said = shown(algorithm="agglomerative", n_clusters=4)
    asked = cluster_settings({"algorithm": "agglomerative", "n_clusters": 4})
    tree = scene.draw(asked, film)[0].picture.panels[1]
    (line,) = [layer for layer in tree.layers if getattr(layer, "name", "").startswith("k = 4")]
    assert set(line.y.tolist()) == {film.last.height}
    (at,) = numbers_in(r"Cut at ([\d.]+),", said)
    assert line.name == f"k = 4 cuts at {at:g}"
    dragged = cluster_settings({"algorithm": "agglomerative", "cut_height": 5.0})
    layers = scene.draw(dragged, clustering(dragged))[0].picture.panels[1].layers
    assert not any(getattr(layer, "name", "").startswith("k =") for layer in layers)


def test_every_merge_has_its_level_line_at_the_end_those_of_no_cluster_too():
    film, _ = shown(algorithm="hdbscan")
    merges = film.last.parts.merges
    tree = scene.draw(film.settings, film)[0].picture.panels[1]
    level = [
        layer.y0
        for layer in tree.layers
        if isinstance(layer, Segments) and layer.y0 is layer.y1 and layer.weight[-1].all()
    ]
    assert np.sort(np.concatenate(level)).tolist() == np.sort(merges[:, 2]).tolist()


def test_the_tree_to_come_is_drawn_at_full_strength():
    film, _ = shown(algorithm="agglomerative")
    assert whole(placed(film.last.merges)).weight.tolist() == [1.0] * (3 * 149)


def test_windows_that_are_stopped_while_they_climb_are_told(monkeypatch):
    monkeypatch.setattr(mean_shift, "MOST_STEPS", 1)
    film, said = shown(algorithm="mean_shift")
    assert film.last.n_moving > 0
    assert said == film.ended
    assert f"After 2 steps {film.last.n_moving} windows still climb" in said


def lines_of(film):
    picture = scene.draw(film.settings, film)[0].picture
    return picture, next(one for one in picture.panels[0].layers if isinstance(one, Segments))


def test_lines_of_dbscan_lead_from_the_point_in_hand_to_all_within_reach():
    film, _ = shown(algorithm="dbscan")
    _, lines = lines_of(film)
    xy = film.points.plane.xy.astype(np.float32)
    for i, frame in enumerate(film.frames):
        there = lines.weight[i] > 0
        ends = np.column_stack([lines.x1[i], lines.y1[i]])[there]
        assert {tuple(one) for one in ends} == {tuple(one) for one in xy[frame.near > 0]}
        if frame.point >= 0:
            assert set(lines.x0[i][there]) == {xy[frame.point, 0]}


def test_a_film_of_a_thousand_points_sends_few_lines_and_each_to_a_point_within_reach():
    film, _ = shown(algorithm="dbscan", n_points=1000, eps=2.0)
    picture, lines = lines_of(film)
    assert lines.weight.shape[1] == 60
    assert (lines.weight.sum(axis=1) <= film.series("near").sum(axis=1)).all()
    away = np.hypot(lines.x1 - lines.x0, lines.y1 - lines.y0)[lines.weight > 0]
    assert away.max() <= 2.0 + 1e-5
    assert len(encode(picture)["blob"]) < 1.6e6
