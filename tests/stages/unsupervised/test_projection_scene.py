"""Projection on the screen: what a click takes in hand, what is drawn, what is said and why."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core.figures.blocks import Grid, Moving
from core.stages.unsupervised.projection import scene
from core.stages.unsupervised.projection.run import projections
from core.stages.unsupervised.projection.scene_below import map_distances
from core.stages.unsupervised.projection.scene_maps import drawn_places
from core.stages.unsupervised.projection.scene_words import notice
from core.stages.unsupervised.projection.settings import projection_settings

pytestmark = pytest.mark.slow


def shown(**values):
    chosen = projection_settings({"n_points": 60, "n_steps": 60, **values})
    return chosen, projections(chosen.work())


def film_of(blocks):
    return next(block.picture for block in blocks if isinstance(block, Moving))


def click(board, place, dot, step=None):
    """A click right on a dot of a map, at a step of the film."""
    xy = drawn_places(board, place)
    at = board.n_steps if step is None else step
    if xy.ndim == 3:
        xy = xy[int(np.searchsorted(board.steps, at))]
    return SimpleNamespace(name=f"map {place}", x=xy[dot, 0], y=xy[dot, 1], step=at)


def test_a_click_takes_the_dot_under_it_in_hand_wherever_the_film_is():
    chosen, board = shown(shape="linked_rings", methods="pca, tsne 10, mds")
    for place in range(3):
        for step in (int(board.steps[3]), board.n_steps):
            assert scene.picked(chosen, board, click(board, place, 16, step)) == {"held": 17}
    held = projection_settings({"n_points": 60, "held": 17})
    assert scene.picked(held, board, click(board, 0, 16)) == {"held": 0}, "it is let go"
    away = SimpleNamespace(name="map 0", x=5.0, y=5.0, step=0)
    assert scene.picked(held, board, away) == {"held": 0}
    assert scene.picked(held, board, SimpleNamespace(name="?", x=0, y=0, step=0)) == {}


def test_the_lit_dots_are_the_true_neighbours_in_every_map():
    chosen, board = shown(shape="swiss_roll", methods="pca, isomap 6, lda", held=9)
    X = board.clouds[0].X
    far = np.linalg.norm(X - X[8], axis=1)
    nearest = set(np.argsort(far)[1:11].tolist())
    assert set(board.clouds[0].near[8].tolist()) == nearest
    panels = film_of(scene.draw(chosen, board)).panels
    for place in (0, 1):
        lit = panels[place].layers[-2]
        xy = drawn_places(board, place)
        assert {(x, y) for x, y in zip(lit.x, lit.y, strict=True)} == {
            tuple(xy[i]) for i in nearest
        }
        kept = board.maps[place].each[8]
        assert panels[place].note.startswith(f"{kept:.0%} of the neighbours of dot 9")
        assert f"{board.names[place]} {kept:.0%}" in notice(chosen, board)
    assert panels[2].note == board.maps[2].refused


def test_hidden_colours_are_hidden_everywhere():
    chosen, board = shown(methods="pca", hidden=True)
    picture = film_of(scene.draw(chosen, board))
    assert set(picture.panels[0].layers[1].colour.tolist()) == {0}
    assert set(picture.panels[0].layers[1].symbol.tolist()) == {0}
    assert "group" not in "".join((*picture.captions, *picture.panels[0].layers[1].labels))


def test_distances_are_drawn_at_the_scale_that_suits_them_best():
    _, board = shown(methods="mds")
    far, there = board.clouds[0].far, map_distances(board, 0)[-1]
    assert (far * there).sum() == pytest.approx((there**2).sum())
    first, second = board.pairs.T
    X = board.clouds[0].X
    np.testing.assert_allclose(far, np.linalg.norm(X[first] - X[second], axis=1), rtol=1e-8)


def test_the_phase_is_named_and_ends_after_a_quarter_of_the_steps():
    chosen, board = shown(methods="tsne 10", exaggeration=6.0)
    captions = film_of(scene.draw(chosen, board)).captions
    early = [int(step) for step, text in zip(board.steps, captions, strict=True) if "Early" in text]
    assert early[0] == 1
    assert early[-1] <= 15 < int(board.steps[len(early) + 1])
    assert all("6 times" in text for text in captions[1 : len(early)])


def test_the_table_has_the_numbers_of_the_maps():
    _, board = shown(shape="near_and_far", methods="pca, mds")
    grid = scene.table(board)
    assert isinstance(grid, Grid)
    assert grid.frame["map"].tolist() == ["in all dimensions", "PCA", "MDS"]
    assert grid.frame.iloc[1, 1] == pytest.approx(100 * board.maps[0].kept, abs=1e-3)
    assert grid.frame.iloc[0, 1:4].tolist() == [100, 1, 0]


SAID = {
    "draws it 1.": {"shape": "tight_and_wide", "methods": "pca, tsne 20", "n_steps": 300},
    "sizes and gaps of groups mean nothing": {"shape": "simplex", "methods": "tsne 15"},
    "has nothing to give up": {"shape": "moons", "methods": "pca"},
    "no flat map keeps both": {"shape": "swiss_roll", "methods": "pca, tsne 20, mds"},
    "they are made up": {"view": "noise", "shape": "blobs", "methods": "tsne 10"},
    "nothing in this map is worth a claim": {
        "view": "noise", "shape": "noise_cloud", "methods": "tsne 5",
    },
    "leaves nothing to chance": {"view": "seeds", "methods": "pca"},
    "Turned and scaled to fit": {"view": "seeds", "shape": "noise_cloud", "methods": "tsne 5"},
    "None of these methods can place the 60 points": {"shape": "trefoil", "methods": "lda"},
}  # fmt: skip


@pytest.mark.parametrize("words", SAID)
def test_each_case_is_told_in_its_own_words(words):
    assert words in notice(*shown(**SAID[words]))


def test_what_is_told_of_a_map_that_moves_is_said_to_hold_at_the_end():
    for more in ({}, {"held": 3}):
        chosen, board = shown(methods="pca, mds", **more)
        picture = film_of(scene.draw(chosen, board))
        assert picture.begin == "end", "the frame that the numbers are of"
        pca, mds, flat, bent = picture.panels
        assert "at the end" not in f"{pca.title} {pca.note} {flat.title}"
        for said in (mds.title, mds.note, bent.title, notice(chosen, board)):
            assert "at the end" in said
        assert f"Stress at the end: {picture.readouts[0].values[-1]:.2f}" == bent.title
    assert "at the end" not in notice(*shown(methods="pca"))


def test_the_shadow_of_pca_is_told_of_only_where_it_is_seen():
    assert "PCA's shadow holds" in notice(*shown(shape="swiss_roll", methods="pca, tsne 20"))
    for methods in ("isomap 8", "isomap 8, tsne 20", "mds"):
        chosen, board = shown(shape="swiss_roll", methods=methods)
        told = notice(chosen, board)
        assert "shadow" not in told
        assert f"{min(one.stress for one in board.drawn):.2f}" in told


def test_the_headings_of_the_table_are_short():
    _, board = shown(shape="near_and_far", methods="pca, mds")
    columns = scene.table(board).frame.columns
    assert len(columns) == 6
    assert max(map(len, columns)) <= 14
