"""The pictures and sentences of bias and variance, whatever is set."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PlaygroundError
from core.figures.encoding import encode
from core.figures.film import Axis, Bars, Dots, Line
from core.playground import Context, load
from core.stages.evaluation.bias_variance.catalogue import MODELS
from core.stages.evaluation.bias_variance.scene_parts import stacked, top_of
from core.stages.evaluation.bias_variance.settings import PARAMS
from core.stages.evaluation.bias_variance.words import adding_up, number

VIEWS = ("refits", "sweep", "rows", "double")


def values_of(param):
    if param.kind == "choice":
        found = st.sampled_from([choice.id for choice in param.choices])
    elif param.kind == "bool":
        found = st.booleans()
    elif param.kind == "points":
        found = st.just(param.default)
    elif param.kind == "int":
        found = st.integers(int(param.low), int(param.high))
    else:
        found = st.sampled_from(param.settable())
    return st.none() | found if param.optional else found


ANYTHING = st.fixed_dictionaries(
    {
        **{param.id: values_of(param) for param in PARAMS},
        "n_refits": st.just(10),
        "n_fits": st.just(3),
        "n_train": st.sampled_from([20, 60]),
    }
)


def shown(**values):
    playground = load("evaluation", "bias_variance")
    chosen = playground.settings(Context(), values)
    film = playground.derive(chosen, playground.work(playground.work_settings(chosen)))
    (moving,) = playground.draw(chosen, film)
    return chosen, film, moving.picture, playground.notice(chosen, film)


def layer(picture, panel, name):
    return next(one for one in picture.panels[panel].layers if one.name == name)


@settings(max_examples=60, deadline=None)
@given(ANYTHING)
def test_whatever_is_set_is_drawn_and_told_or_refused_in_a_sentence(values):
    try:
        _, film, picture, said = shown(**values)
    except PlaygroundError:
        return
    assert said.endswith(".")
    assert "nan" not in said.replace("nearest", "")
    assert len(picture.captions) == len(film.frames)
    assert not any("nan" in caption for caption in picture.captions)
    for panel in picture.panels:
        assert panel.alt
        for axis in (panel.x, panel.y):
            assert np.isfinite([axis.low, axis.high]).all()
            assert axis.low != axis.high
            assert axis.label
    assert encode(picture)["blob"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_frame_names_what_it_shows(view):
    _, film, picture, _ = shown(view=view)
    assert len(set(picture.captions)) == len(film.frames)
    assert picture.steps.tolist() == sorted(picture.steps.tolist())


def test_the_bars_of_the_parts_end_where_the_measured_bar_does():
    _, film, picture, _ = shown()
    whole, measured = layer(picture, 2, "noise"), layer(picture, 2, "measured error")
    assert isinstance(whole, Bars)
    np.testing.assert_allclose(whole.height[:, [0, 2]], measured.height[:, [1, 3]], rtol=1e-12)
    assert measured.height[-1, 3] == film.last.error


def test_one_more_curve_lies_there_with_every_frame():
    _, film, picture, _ = shown(n_refits=20)
    faint = [one for one in picture.panels[0].layers if isinstance(one, Line) and one.width < 1]
    there = np.stack([~np.isnan(one.y).any(axis=1) for one in faint])
    assert there.sum(axis=0).tolist() == [0, *range(20)]
    assert layer(picture, 0, "newest fit").y[5].tolist() == film.curves[4].tolist()


def test_every_answer_lies_on_the_heap_at_its_place():
    _, film, picture, _ = shown(degree=1)
    dots = layer(picture, 1, "fits")
    assert isinstance(dots, Dots)
    assert np.isfinite(dots.x).sum(axis=1).tolist() == list(range(61))
    width = np.diff(np.unique(dots.x[-1])).min()
    assert (np.abs(dots.x[-1] - film.place.answers) <= width / 2 + 1e-9).all()
    places = set(zip(dots.x[-1].tolist(), dots.y.tolist(), strict=True))
    assert len(places) == 60, "no two dots in one place"


def test_a_click_is_a_place_on_the_steps_of_its_control():
    playground = load("evaluation", "bias_variance")
    at_x = {param.id: param for param in PARAMS}["at_x"]
    for x, place in ((0.333, 0.33), (-0.01, 0.0), (1.02, 1.0)):
        click = type("Click", (), {"name": "place", "x": x, "y": 0.0})()
        moved = playground.pick(None, None, click)
        assert moved == {"at_x": place}
        assert at_x.check(moved["at_x"]) == place


@pytest.mark.parametrize("spec", MODELS, ids=lambda spec: spec.id)
def test_complexity_runs_from_stiff_on_the_left_to_flexible_on_the_right(spec):
    _, film, picture, _ = shown(view="sweep", model=spec.id)
    axis = picture.panels[1].x
    assert isinstance(axis, Axis)
    across = (film.series("at", float) - axis.low) / (axis.high - axis.low)
    assert (np.diff(across) > 0).all()
    assert across.min() >= 0
    assert across.max() <= 1
    assert film.frames[0].bias2 > film.last.bias2


@pytest.mark.parametrize("spec", MODELS, ids=lambda spec: spec.id)
@pytest.mark.parametrize("values", [{"n_rows": 6, "noise": 0.0}, {}], ids=str)
def test_the_film_of_complexity_opens_with_its_curves_in_the_picture(spec, values):
    _, film, picture, _ = shown(view="sweep", model=spec.id, **values)
    for panel in picture.panels[1:]:
        assert panel.y.high > film.frames[0].error


def test_areas_stand_on_one_another():
    x, one, two = np.arange(3.0), np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, 0.0])
    bands = [one for one in stacked(x, ((one, "a", 0), (two, "b", 1))) if one.kind == "band"]
    assert bands[-1].low.tolist() == one.tolist()
    assert bands[-1].high.tolist() == (one + two).tolist()


def test_an_axis_ends_above_all_errors_or_at_some_times_the_least():
    assert top_of(np.array([1.0, 2.0]), 1.0) == pytest.approx(2.16)
    assert top_of(np.array([1.0, 200.0]), 1.0) == pytest.approx(4.32)
    assert top_of(np.zeros(2), 0.0) == 1.0


def test_numbers_of_a_sentence_are_neither_hidden_nor_endless():
    told = [number(v) for v in (0.0, 1e-20, 3e-6, 0.00012, 9.99, 10.4, 12345.6)]
    assert told == ["0", "0", "3 millionths", "0.0001", "9.9900", "10", "12,346"]


@settings(max_examples=300)
@given(st.floats(0, 2e4), st.floats(0, 9), st.sampled_from([0.0, 0.0225, 0.09, 1.0]))
def test_parts_that_are_told_add_up_as_they_are_told(bias2, variance, noise2):
    values = (bias2, variance, noise2, bias2 + variance + noise2)
    texts = adding_up(*values)
    if any(word.isalpha() for text in texts for word in text.split()):
        return  # billionths, told in words
    *parts, whole = (Decimal(text.replace(",", "")) for text in texts)
    assert sum(parts) == whole or "." not in texts[0]
    for text, value in zip(texts, values, strict=True):
        assert abs(float(text.replace(",", "")) - value) <= 0.0101 * max(1, value / 1e3)


@settings(max_examples=100)
@given(st.floats(1e-3, 9), st.floats(1e-3, 9))
def test_sums_of_ordinary_size_have_four_decimals(bias2, variance):
    for text in adding_up(bias2, variance, 0.09, bias2 + variance + 0.09):
        assert len(text.partition(".")[2]) == 4
