"""Labels of bars: cut to fit, kept apart, and shown as they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures import data, evaluation, explain
from core.figures.theme import distinct, plain, short

LONG = [f"measurement_of_the_temperature_at_{place}" for place in ("noon", "nine", "night")]
NUMBERS = np.array([[0.1, -0.4, 0.2]])


@given(st.lists(st.text(max_size=40), max_size=8), st.integers(8, 30))
def test_labels_fit_and_stay_apart_when_the_names_are(names, most):
    labels = distinct(names, most)
    assert len(labels) == len(names)
    if len(set(names)) == len(names):
        assert len(set(labels)) == len(labels)
    for name, label in zip(names, labels, strict=True):
        if len(name) <= most and name.strip():
            assert label.startswith(plain(name))


def test_names_with_the_same_beginning_keep_their_ends():
    for name, label in zip(LONG, distinct(LONG, 20), strict=True):
        assert label.endswith(name[-5:])
        assert len(label) <= 20


def test_a_tag_in_a_name_is_no_tag():
    assert short("<b>x</b>") == "&lt;b>x&lt;/b>"
    assert short("<b>" * 20, 9) == "&lt;b>" * 2 + "&lt;b…"


def test_every_bar_of_similar_names_stands_alone():
    """Plotly puts bars with equal labels on top of each other."""
    classes = evaluation.confusion(np.eye(3, dtype=np.int64), LONG).data[0]
    assert len(set(classes.x)) == len(set(classes.y)) == 3
    bars = explain.importances(LONG, {"SHAP": (NUMBERS[0], np.zeros(3))}, "Importance").data[0]
    assert len(set(bars.y)) == 3
    both = explain.two_explanations(LONG, NUMBERS[0], NUMBERS[0])
    assert all(len(set(trace.y)) == 3 for trace in both.data)
    fall = explain.waterfall(LONG, ["1", "1", "1"], NUMBERS[0], 0.0, "y").data[0]
    assert len(set(fall.y)) == 5


def test_bins_that_read_the_same_keep_their_places():
    sketch = data.Sketch("year", ("1,990", "1,990", "1,991"), (1.0, 2.0, 3.0), 4, is_number=True)
    bars, gaps = data.column(sketch).data
    assert list(bars.x) == [0, 1, 2]
    assert list(gaps.x) == [3]


def test_a_level_called_missing_is_not_the_gaps():
    sketch = data.Sketch("level", ("missing", "b"), (1.0, 2.0), 4, is_number=False)
    bars, gaps = data.column(sketch).data
    assert not set(bars.x) & set(gaps.x)


@pytest.mark.parametrize(("n", "words"), [(15, "Column"), (40, "Largest 15 of 40 columns")])
def test_a_picture_of_some_columns_says_of_how_many(n, words) -> None:
    names, values = [f"c{i}" for i in range(n)], np.arange(n, dtype=float)
    bars = explain.importances(names, {"one": (values, 0 * values)}, "importance")
    both = explain.two_explanations(names, values, values)
    dots = explain.beeswarm(names, np.tile(values, (3, 1)), np.ones((3, n)), "price")
    for figure in (bars, both, dots):
        assert figure.layout.yaxis.title.text == words
