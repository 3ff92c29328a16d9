"""Laws of every clustering, and what is drawn of it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures.blocks import Grid, Moving, Notes
from core.figures.encoding import encode
from core.stages.unsupervised.clustering import scene
from core.stages.unsupervised.clustering.agreement import adjusted_rand, in_words
from core.stages.unsupervised.clustering.catalogue import ALGORITHM_BY_ID, ALGORITHMS
from core.stages.unsupervised.clustering.lesson import _how_close, _why_less
from core.stages.unsupervised.clustering.prepare import in_order, lifted, ordered_points, percents
from core.stages.unsupervised.clustering.run import clustering, film_of, settings_of
from core.stages.unsupervised.clustering.scene_drawings import DRAWINGS
from core.stages.unsupervised.clustering.scene_gaussian_mixture import ellipse
from core.stages.unsupervised.clustering.scene_mean_shift import density
from core.stages.unsupervised.clustering.scene_read import _signed, _verdict
from core.stages.unsupervised.clustering.settings import (
    PARAMS,
    ClusterSettings,
    cluster_settings,
)
from core.ui.player import Pick
from core.unlabelled.points import BadData, PointSet
from core.unlabelled.settings import PointSettings

pytestmark = pytest.mark.slow

IDS = [spec.id for spec in ALGORITHMS]
VIEWS = ("film", "count", "compare", "read")
EXAMPLES = settings(max_examples=15, deadline=None)


def some_points(seed: int, n: int = 40, d: int = 2) -> PointSet:
    rng = np.random.default_rng(seed)
    X = np.round(rng.normal(0, 2, (n, d)), 3)
    return PointSet(X, X, tuple(f"x{i}" for i in range(d)), np.arange(n))


def shuffled(points: PointSet, seed: int) -> PointSet:
    order = np.random.default_rng(seed).permutation(len(points.X))
    return replace(points, X=points.X[order], raw=points.raw[order], rows=points.rows[order])


@pytest.mark.parametrize("algorithm", IDS)
@EXAMPLES
@given(seed=st.integers(0, 999), start=st.sampled_from(("plus", "random", "mine")))
def test_the_order_of_rows_changes_no_clustering(algorithm, seed, start):
    asked = cluster_settings({"algorithm": algorithm, "start": start, "seed": seed})
    points = some_points(seed)
    one = film_of(asked, in_order(points))
    two = film_of(asked, in_order(shuffled(points, seed + 1)))
    assert np.array_equal(one.last.labels, two.last.labels)
    assert [frame.said for frame in one.frames] == [frame.said for frame in two.frames]


@pytest.mark.parametrize("algorithm", IDS)
@EXAMPLES
@given(seed=st.integers(0, 999))
def test_a_constant_column_changes_no_clustering_after_scaling(algorithm, seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"a": rng.normal(0, 1, 40), "b": rng.normal(5, 9, 40)})
    values = {"algorithm": algorithm, "shape": "table"}
    plain = clustering(cluster_settings(values), frame)
    more = clustering(cluster_settings(values), frame.assign(c=7.0))
    assert np.array_equal(plain.last.labels, more.last.labels)


@pytest.mark.parametrize("algorithm", IDS)
def test_a_film_made_again_is_the_same_to_the_byte(algorithm):
    asked = cluster_settings({"algorithm": algorithm, "shape": "spreads"})
    one, two = (scene.draw(asked, clustering(asked))[0].picture for _ in range(2))
    assert encode(one) == encode(two)


@pytest.mark.parametrize("algorithm", IDS)
def test_every_frame_has_a_label_for_every_point_and_a_sentence_with_numbers(algorithm):
    film = clustering(cluster_settings({"algorithm": algorithm}))
    for frame in film.frames:
        assert frame.labels.shape == (150,)
        assert frame.labels.min() >= -1
        assert frame.said.endswith(".")
    assert (film.last.labels >= 0).mean() > 0.5
    said = scene.notice(film.settings, film)
    assert any(sign.isdigit() for sign in said)


@pytest.mark.parametrize("shape", ["blobs", "near_and_far", "linked_rings"])
def test_places_in_percent_are_places_of_the_space_and_back(shape):
    points = ordered_points(PointSettings(shape=shape))
    own = lifted(points.plane, "10,20,0;50,50,0;0,100,0")
    assert np.array(own).shape == (3, points.X.shape[1])
    np.testing.assert_allclose(
        percents(points.plane, np.array(own)), [[10, 20], [50, 50], [0, 100]], atol=1e-9
    )


@pytest.mark.parametrize("algorithm", ["k_means", "fuzzy_c_means", "gaussian_mixture"])
def test_a_centre_that_is_carried_begins_where_it_was_laid_and_the_others_where_they_stood(
    algorithm,
):
    asked = cluster_settings({"algorithm": algorithm, "start": "plus"})
    film = clustering(asked)
    frame = film.frames[1]
    stood = frame.centres if algorithm != "gaussian_mixture" else frame.bells.means
    moved = scene.picked(asked, film, Pick("centre", 4.0, 5.0, int(film.steps[1]), "centres", 1))
    assert moved["start"] == "mine"
    again = clustering(cluster_settings({"algorithm": algorithm, **moved}))
    first = again.frames[0]
    begun = first.centres if algorithm != "gaussian_mixture" else first.bells.means
    (x0, x1), _ = film.points.plane.ranges()
    tenth = (x1 - x0) / 1000
    np.testing.assert_allclose(begun[1], [4.0, 5.0], atol=tenth)
    np.testing.assert_allclose(begun[[0, 2]], stood[[0, 2]], atol=tenth)
    for odd in (-1, 3):
        assert scene.picked(asked, film, Pick("centre", 0, 0, 0, "centres", odd)) == {}


def test_a_click_on_a_point_reads_its_cluster():
    asked = cluster_settings({"view": "read"})
    film = clustering(asked)
    for i in (0, 70, 149):
        x, y = film.points.plane.xy[i]
        found = scene.picked(asked, film, Pick("point", float(x), float(y), 0))
        assert found == {"cluster": int(film.last.labels[i]) + 1}


def test_a_cluster_is_read_with_days_and_effects_as_large_as_their_words():
    rng = np.random.default_rng(0)
    days = np.concatenate([rng.integers(0, 9, 60), rng.integers(300, 309, 60)])
    dates = pd.Timestamp("2023-01-01") + pd.to_timedelta(days, unit="D")
    asked = cluster_settings({"view": "read", "shape": "table", "n_clusters": 2})
    film = clustering(asked, pd.DataFrame({"signed_up": dates, "other": rng.normal(0, 1, 120)}))
    said = scene.notice(asked, film)
    shown = [str(dates[:60].mean().round("D").date()), str(dates[60:].mean().round("D").date())]
    assert all(f"{one} " in said for one in shown)
    assert "pooled standard deviations" in said
    blocks = scene.draw(asked, film)
    table = next(block for block in blocks if isinstance(block, Grid)).frame
    assert table["column"][0] == "signed_up (days since 1970)"
    assert blocks[0].picture.panels[-1].x.ticks[0][1].startswith("202")


def test_the_words_for_effects_are_true_of_the_numbers_written():
    assert "Both effects are large" in _verdict(np.array([1.2, -0.8]))
    assert "the second is not" in _verdict(np.array([0.95, 0.77]))
    assert "middling" in _verdict(np.array([0.794]))
    assert "The effect is large" in _verdict(np.array([np.inf]))
    assert "combination" in _verdict(np.array([np.nan, np.nan]))
    assert [_signed(one) for one in (0.7681, -np.inf, np.nan)] == ["+0.77", "−∞", "unknown"]


def test_names_of_columns_stand_on_no_line():
    asked = cluster_settings({"view": "read", "shape": "table"})
    rng = np.random.default_rng(0)
    film = clustering(asked, pd.DataFrame(rng.normal(0, 1, (90, 4)), columns=list("abcd")))
    panel = scene.draw(asked, film)[0].picture.panels[1]
    names = next(layer for layer in panel.layers if layer.kind == "texts")
    for line in (layer for layer in panel.layers if layer.kind == "line"):
        ends = line.y[np.isfinite(line.y)].reshape(-1, 2)
        assert not any((low < y < high) for low, high in ends for y in names.y.ravel())
    assert all(panel.y.low <= at <= panel.y.high for at, _ in panel.y.ticks)


def test_a_light_control_starts_no_work():
    one, two = (cluster_settings({"view": "read", "cluster": c}) for c in (1, 3))
    assert one != two
    assert one.work() == two.work()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("shape", ["blobs", "near_and_far", "swiss_roll"])
def test_every_view_is_drawn_and_says_something_with_numbers(view, shape):
    asked = cluster_settings({"view": view, "shape": shape})
    film = clustering(asked)
    blocks = scene.draw(asked, film)
    assert isinstance(blocks[0], Moving)
    assert all(panel.alt for panel in blocks[0].picture.panels)
    assert any(isinstance(block, Notes) for block in blocks) == (not film.points.plane.exact)
    said = scene.notice(asked, film)
    assert any(sign.isdigit() for sign in said)
    assert "nan" not in said
    assert encode(blocks[0].picture)["blob"]


def test_side_by_side_every_pair_has_its_agreement_at_every_share_of_the_way():
    asked = cluster_settings({
        "view": "compare", "shape": "stretched", "lineup": "k_means 3, mean_shift 2, k_means 5",
    })  # fmt: skip
    film = clustering(asked)
    assert [name for name, _ in film.entries] == ["k_means", "mean_shift", "k_means"]
    for frame in film.frames:
        for i, one in enumerate(frame.labels):
            for j, two in enumerate(frame.labels):
                assert frame.rand[i, j] == adjusted_rand(one, two)
            assert frame.known[i] == adjusted_rand(one, film.points.labels)
    alone = film_of(settings_of(asked, film.entries[1]), film.points)
    assert np.array_equal(film.last.labels[1], alone.last.labels)
    table = next(block for block in scene.draw(asked, film) if isinstance(block, Grid)).frame
    assert table["with 2"].tolist()[1] == 1


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ((0.46, 0.2), "k-means fits better, but neither finds them."),
        ((0.7, 0.2), "k-means fits better, but finds only part of them."),
        ((0.95, 0.2), "k-means has the idea of a cluster that fits them best."),
        ((1.0, 1.0), "k-means and Mean shift fit them equally well."),
        ((0.6, 0.6), "k-means and Mean shift find an equal part of them."),
        ((0.1, 0.1), "the best are equal, but neither finds them."),
    ],
)
def test_who_fits_the_known_groups_is_said_no_better_than_it_is(known, said):
    asked = cluster_settings({"view": "compare", "lineup": "k_means 3, mean_shift 2"})
    film = clustering(asked)
    last = replace(film.last, known=np.array(known))
    told = scene.notice(asked, replace(film, frames=(*film.frames[:-1], last)))
    assert told.endswith(said)


def test_side_by_side_opens_at_the_end_and_says_nothing_of_clusters_not_begun():
    asked = cluster_settings({"view": "compare", "lineup": "k_means 3, mean_shift 2"})
    film = clustering(asked)
    picture = scene.draw(asked, film)[0].picture
    assert picture.begin == "end"
    assert "k-means has no cluster yet" in picture.captions[0]
    assert "agree" not in picture.captions[0]
    assert "The first two agree by" in picture.captions[-1]


def test_a_verdict_of_the_lesson_and_its_words_have_one_scale():
    options = {0: "nearly the same", 1: "much partly", 2: "hardly no"}
    for index in np.linspace(0, 0.99, 100):
        first = in_words(float(index)).split()[0]
        assert first in options[_how_close(None, (3, index))], index


def test_one_more_centre_lowers_the_best_sum_only():
    assert "This search rests above" in _why_less((3, 100.0), (4, 120.0))
    assert "rests above" not in _why_less((3, 100.0), (4, 80.0))
    assert "rests above" not in _why_less((4, 100.0), (3, 120.0)), "one centre less"


def test_one_algorithm_alone_is_asked_for_a_second():
    asked = cluster_settings({"view": "compare", "lineup": "mean_shift"})
    assert "Add a second algorithm" in scene.notice(asked, clustering(asked))


def test_the_number_in_a_lineup_is_the_knob_of_the_settings():
    own = {param.id: param for param in ClusterSettings.PARAMS}
    for spec in ALGORITHMS:
        assert spec.knob.id in spec.knobs
        mine, theirs = spec.knob, own[spec.knob.id]
        for name in ("kind", "default", "low", "high", "step"):
            assert getattr(mine, name) == getattr(theirs, name), (spec.id, name)
        assert set(spec.knobs) <= set(own)


def test_every_algorithm_is_drawn_and_a_knob_is_shown_with_those_that_read_it():
    assert set(DRAWINGS) == set(ALGORITHM_BY_ID)
    shown = {param.id: param for param in PARAMS}
    for spec in ALGORITHMS:
        for knob in set(spec.knobs) - {"starts"}:
            assert spec.id in shown[knob].when[1], (spec.id, knob)


def test_equal_films_have_equal_settings():
    one = cluster_settings({"algorithm": "mean_shift", "n_clusters": 5, "seed": 4})
    assert one == cluster_settings({"algorithm": "mean_shift"})
    assert cluster_settings({"start": "plus", "starts": "1,1,0"}).starts == one.starts


def test_an_ellipse_is_where_the_bell_is_as_many_deviations_away():
    covariance = np.array([[2.0, 0.9], [0.9, 1.0]])
    outline = ellipse(np.array([1.0, -1.0]), covariance, np.eye(2), 2.0) - [1, -1]
    far = np.einsum("ni,ij,nj->n", outline, np.linalg.inv(covariance), outline)
    np.testing.assert_allclose(far, 4.0)


def test_the_hill_rises_along_every_window_that_climbs():
    film = clustering(cluster_settings({"algorithm": "mean_shift", "shape": "moons"}))
    heights = [density(film.points.X, frame.windows, 1.5) for frame in film.frames]
    assert (np.diff(heights, axis=0) >= -1e-9).all()


def test_a_hundred_thousand_rows_are_sampled_aloud():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(0, 1, (100_000, 50)), columns=[f"c{i}" for i in range(50)])
    asked = cluster_settings({"view": "read", "shape": "table", "n_points": 300})
    film = clustering(asked, frame)
    assert len(film.points.X) == 300
    notes = next(block for block in scene.draw(asked, film) if isinstance(block, Notes))
    assert "300 of 100,000 rows" in notes.sentences[0]


GAPS = [np.nan] * 6
REFUSED = {
    "one row": ({"a": [1.0], "b": [2.0]}, "too few"),
    "two equal rows": ({"a": [1.0, 1.0], "b": [2.0, 2.0]}, "too few"),
    "a constant table": ({"a": [1.0] * 6, "b": [2.0] * 6}, "."),
    "text only": ({"a": [f"many words and the number {i}" for i in range(40)]}, "No feature"),
}
DRAWN = {
    "an all-missing column": {"a": GAPS, "b": [1.0, 2, 3, 4, 5, 9]},
    "900 classes": {"a": [f"class {i}" for i in range(900)], "b": range(900)},
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", REFUSED)
def test_a_table_without_points_is_refused_with_a_sentence(name, view):
    columns, message = REFUSED[name]
    with pytest.raises(BadData, match=message):
        clustering(cluster_settings({"view": view, "shape": "table"}), pd.DataFrame(columns))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", DRAWN)
def test_an_odd_table_is_drawn_all_the_same(name, view):
    asked = cluster_settings({"view": view, "shape": "table", "n_points": 60})
    film = clustering(asked, pd.DataFrame(DRAWN[name]))
    assert scene.draw(asked, film)
    assert "nan" not in scene.notice(asked, film)


@pytest.mark.parametrize("view", VIEWS)
def test_two_different_rows_are_too_few_for_three_clusters(view):
    table = pd.DataFrame({"a": [1.0, 1, 1, 5, 5, 5]})
    with pytest.raises(BadData, match="only 2 different points, too few for 3"):
        clustering(cluster_settings({"view": view, "shape": "table"}), table)


@pytest.mark.parametrize("algorithm", ["k_means", "fuzzy_c_means", "gaussian_mixture"])
def test_a_search_that_is_cut_off_says_so(algorithm, monkeypatch):
    module = import_module(f"core.stages.unsupervised.clustering.{algorithm}")
    monkeypatch.setattr(module, "MOST_ROUNDS", 1)
    asked = cluster_settings({"algorithm": algorithm})
    film = clustering(asked)
    assert "within 1 rounds" in film.ended
    assert scene.notice(asked, film) == film.ended
