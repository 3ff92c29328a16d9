"""Curves that grow with a film: as far as it has come, bands below, a mark where they are now."""

from __future__ import annotations

import numpy as np

from core.figures.curves import Curve, around, growing, training_and_test
from core.figures.film import Band, Dots, Line

X = np.arange(4.0)
UP = np.array([1.0, np.nan, 3.0, 4.0])


def test_a_curve_is_one_growing_line_with_its_gaps():
    (line,) = growing(X, Curve(UP, "gap", 2, 1.5, dash=True))
    assert line == Line(X, line.y, 2, 1.5, dash=True, grows=True, name="gap")
    np.testing.assert_array_equal(line.y, UP)


def test_bands_lie_below_all_lines_and_marks_move_with_the_film():
    marked = Curve(UP, "a", 3, band=(UP - 1, UP + 1), mark=5.0)
    layers = growing(X, Curve(X, "b", 1), marked)
    assert [type(layer) for layer in layers] == [Band, Line, Line, Dots]
    band, _, line, dots = layers
    assert band.grows
    assert (band.colour, line.colour, dots.colour, dots.symbol, dots.size) == (3, 3, 3, 3, 5.0)
    np.testing.assert_array_equal(band.high - band.low, [2, np.nan, 2, 2])
    assert dots.x.shape == dots.y.shape == (4, 1), "one dot, another place in every frame"
    np.testing.assert_array_equal(dots.y[:, 0], UP)


def test_training_and_test_look_the_same_everywhere():
    train, test = training_and_test(X, UP, X)
    assert [(each.name, each.colour, each.dash) for each in (train, test)] == [
        ("training", 0, False),
        ("test", 1, True),
    ]


def test_an_axis_lies_around_what_is_known():
    assert around(np.array([[1.0, np.inf], [np.nan, 5.0]]), 0.25) == (0.0, 6.0)
    assert around(np.array([3, 3]), 0.25, 1.0) == (2.0, 4.0)
    assert around(np.array([3, 3]), 0.25) == (2.75, 3.25)
    assert around(np.full(3, np.nan), 0.25) == (-0.25, 1.25)
