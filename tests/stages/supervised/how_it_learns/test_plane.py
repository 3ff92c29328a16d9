"""Boundaries are drawn where the model changes its mind, and nowhere outside the picture."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from core.stages.supervised.how_it_learns.data import classes_of
from core.stages.supervised.how_it_learns.frames import SIDE, plane
from core.stages.supervised.how_it_learns.margin import level_of
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.scene import draw
from core.stages.supervised.how_it_learns.scene_margin import margin_bands
from core.stages.supervised.how_it_learns.scene_plane import contour, straight
from core.stages.supervised.how_it_learns.settings import learn_settings


def shades(values):
    return np.round(values.reshape(1, SIDE, SIDE)).astype(np.uint8)


def ends_of(pieces):
    found = np.column_stack([pieces.x0[0], pieces.y0[0], pieces.x1[0], pieces.y1[0]])
    return found[np.isfinite(found).all(axis=1)]


def test_the_contour_of_a_cone_is_a_circle_all_around():
    radius = np.linalg.norm(plane() - [1.0, -0.5], axis=1)
    name, pieces = contour(shades(20 * radius), 60.0, "boundary", 1.0)
    ends = ends_of(pieces)
    assert name.name == "boundary"
    assert_allclose(np.hypot(ends[:, 0] - 1.0, ends[:, 1] + 0.5), 3.0, atol=0.05)
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * 3, rel=0.01)


def test_a_saddle_is_crossed_by_two_branches_that_do_not_meet():
    values = 127.5 + 10 * plane()[:, 0] * plane()[:, 1]
    ends = ends_of(contour(shades(np.clip(values, 0, 255)), 137.5, "", 1.0)[1])
    middle = (ends[:, :2] + ends[:, 2:]) / 2
    assert (middle[:, 0] * middle[:, 1] > 0).all()
    assert {tuple(sign) for sign in np.sign(middle).astype(int).tolist()} == {(1, 1), (-1, -1)}


def test_curves_close_also_where_two_corners_of_a_square_face_each_other():
    values = np.zeros((SIDE, SIDE))
    values[30, 30] = values[32, 32] = 255
    ends = ends_of(contour(shades(values), 127.5, "", 1.0)[1]).reshape(-1, 2).round(6)
    _, times = np.unique(ends, axis=0, return_counts=True)
    assert (times == 2).all()


def test_a_model_that_says_the_same_everywhere_has_no_boundary():
    _, pieces = contour(np.full((1, SIDE, SIDE), 200, np.uint8), 127.5, "", 1.0)
    assert len(ends_of(pieces)) == 0


@pytest.mark.parametrize(
    "weights", [[1.0, 2.0, 0.5], [0.0, 1.0, 2.0], [1.0, 0.0, -3.0], [-2.0, 1.0, 4.0]]
)
def test_a_straight_boundary_ends_at_the_edges_of_the_picture(weights):
    line = straight(np.array([weights]), 1.0, "")
    ends = np.column_stack([line.x[0], line.y[0]])
    assert_allclose(ends @ weights[:2] + weights[2], 1.0, atol=1e-9)
    assert_allclose(np.abs(ends).max(axis=1), 6.0)


@pytest.mark.parametrize("weights", [[0.0, 0.0, 1.0], [1.0, 1.0, 100.0], [0.0, 1.0, 7.0]])
def test_no_boundary_is_drawn_where_there_is_none_in_the_picture(weights):
    assert np.isnan(straight(np.array([weights]), 0.0, "").x).all()


def test_the_bands_of_a_machine_are_its_sides_within_and_beyond_the_margin():
    values = np.linspace(-1.5, 1.5, SIDE * SIDE)
    bands = margin_bands(shades(level_of(values)))[0].ravel()
    for band, low, high in ((0, -1.5, -1), (82, -1, 0), (173, 0, 1), (255, 1, 1.5)):
        inside = (values > low + 0.01) & (values < high - 0.01)
        assert (bands[inside] == band).all()


def test_a_machine_before_any_update_is_neither_side():
    settings = learn_settings({"algorithm": "svm_rbf"})
    film = learning_film(settings)
    heat = draw(settings, film)[0].picture.panels[0].layers[0].values
    assert np.ptp(heat[0]) == 0
    assert len(np.unique(heat[-1])) == 4


def test_the_drawn_boundary_parts_what_the_machine_gets_right():
    """The ends of the curve lie where the decision value is 0, to the width of a pixel."""
    settings = learn_settings({"algorithm": "svm_rbf"})
    film = learning_film(settings)
    pieces = next(
        layer
        for layer in draw(settings, film)[0].picture.panels[0].layers
        if layer.kind == "segments" and layer.x0.ndim == 2 and layer.x0.shape[1] > 10
    )
    points, last = classes_of(settings.data), film.last
    ends = np.column_stack([pieces.x0[-1], pieces.y0[-1]])
    ends = ends[np.isfinite(ends).all(axis=1)]
    gram = np.exp(-0.3 * ((ends[:, None] - points.X_train[None]) ** 2).sum(axis=2))
    value = gram @ (last.alpha * (2.0 * points.y_train - 1)) + last.b
    assert np.abs(value).max() < 0.05
