"""Laws of all films: same settings, same film; nothing before the first step; knobs that act."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace

import numpy as np
import pytest

from core.errors import PlaygroundError
from core.stages.supervised.how_it_learns.catalogue import ALGORITHMS
from core.stages.supervised.how_it_learns.data import SHAPES, BadData, make_points
from core.stages.supervised.how_it_learns.frames import GRID, SIDE
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.scene import draw, notice
from core.stages.supervised.how_it_learns.settings import (
    PARAMS,
    DataSettings,
    LearnSettings,
    learn_settings,
)
from tests.stages.supervised.how_it_learns.test_script import code_of

pytestmark = pytest.mark.slow
SMALL = {"n_steps": 12, "n_trees": 5, "n_rounds": 6, "max_k": 6, "n_points": 40}
EACH = pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)


def settings(algorithm, **values):
    known = {param.id for param in PARAMS}
    small = {name: value for name, value in SMALL.items() if name in known}
    return learn_settings({"algorithm": algorithm, **small, **values})


def told(film):
    return pickle.dumps(tuple(tuple(vars(frame).values()) for frame in film.frames))


@EACH
def test_the_same_settings_make_the_same_film_byte_for_byte(spec):
    assert told(learning_film(settings(spec.id))) == told(learning_film(settings(spec.id)))


@EACH
def test_the_first_frame_is_before_any_step_and_answers_the_same_everywhere(spec):
    film = learning_film(settings(spec.id))
    assert film.steps[0] == 0
    if spec.id not in ("ridge", "lasso"):  # their first frame is least squares, nothing shrunk yet
        assert np.ptp(film.frames[0].answer.astype(float)) < 1e-12


@EACH
def test_every_frame_says_what_was_done_with_a_number_and_answers_everywhere(spec):
    frames = learning_film(settings(spec.id)).frames
    shape = GRID.shape if spec.task == "regression" else (SIDE, SIDE)
    for frame in frames:
        assert any(sign.isdigit() for sign in frame.said)
        assert frame.said.endswith(".")
        assert frame.answer.shape == shape
    assert len({frame.said for frame in frames}) == len(frames)


@EACH
def test_no_frame_is_changed_by_a_later_step(spec):
    run = spec.run(settings(spec.id))
    first = next(run)
    before = pickle.dumps(vars(first))
    second = next(run)
    kept = pickle.dumps(vars(second))
    list(run)
    assert pickle.dumps(vars(first)) == before
    assert pickle.dumps(vars(second)) == kept


@EACH
@pytest.mark.parametrize("shape", [spec.id for spec in SHAPES])
def test_every_algorithm_learns_every_shape(spec, shape):
    film = learning_film(settings(spec.id, shape=shape))
    for frame in film.frames:
        assert np.isfinite([frame.train_error, frame.test_error]).all()


@EACH
def test_every_knob_changes_the_frames(spec):
    before = told(learning_film(settings(spec.id)))
    for param in PARAMS:
        if param.id in spec.knobs or param.id in ("noise", "n_points", "seed"):
            values = (param.low, param.high, *(choice.id for choice in param.choices))
            films = (
                told(learning_film(settings(spec.id, **{param.id: _cast(param, value)})))
                for value in values
                if value is not None
            )
            assert any(film != before for film in films), param.id


def _cast(param, value):
    return int(value) if param.kind == "int" else value


@EACH
def test_a_knob_of_another_algorithm_changes_no_setting(spec):
    foreign = {
        name: replace(param).high
        for param in PARAMS
        for name in [param.id]
        if param.kind == "int" and param.when and param.when[0] == "algorithm"
        and name not in spec.knobs
    }  # fmt: skip
    values = {name: int(value) for name, value in foreign.items()}
    assert learn_settings({"algorithm": spec.id, **values}) == learn_settings(
        {"algorithm": spec.id}
    )


def test_every_knob_of_the_settings_has_a_control():
    knobs = {field.name for field in fields(LearnSettings)} - {"algorithm", "data"}
    shown = {param.id for param in PARAMS if param.when and param.when[0] == "algorithm"}
    assert knobs == shown


HOPELESS = {
    "one spot": ";".join(f"1,1,{i % 2}" for i in range(10)),
    "one place": ";".join(f"1,{i - 5},{i % 2}" for i in range(10)),
    "one height": ";".join(f"{i - 5},1,{i % 2}" for i in range(10)),
    "one other": ";".join(["1,1,0"] * 9 + ["2,2,1"]),
    "two spots": ";".join(["1,1,0"] * 5 + ["2,2,1"] * 5),
    "far corners": ";".join(["-6,-6,0", "6,6,1"] * 5),
}
EXTREME = {
    "learning_rate": 1e9, "c": 1e9, "gamma": 1e9, "max_k": 10**6, "n_waves": 10**3, "max_depth": 60,
}  # fmt: skip


@EACH
@pytest.mark.parametrize("name", HOPELESS)
def test_hopeless_points_and_wild_knobs_end_in_a_film_or_a_sentence(spec, name):
    data = DataSettings("drawn", points=HOPELESS[name])
    wild = {knob: value for knob, value in EXTREME.items() if knob in spec.knobs}
    for knobs in ({}, wild):
        asked = LearnSettings(spec.id, data, **knobs)
        try:
            film = learning_film(asked)
        except PlaygroundError:
            continue  # a sentence: `REFUSED` has them
        assert draw(asked, film)
        for frame in film.frames:
            assert np.isfinite([frame.train_error, frame.test_error]).all()
            assert "nan" not in frame.said.split()
        assert notice(asked, film).endswith((".", "%"))
        assert code_of(asked)


REFUSED = {
    "one": (DataSettings("drawn", points="1,1,0"), "1 point is too few"),
    "few": (DataSettings("drawn", points="1,1,0;2,2,1"), "2 points are too few"),
    "none": (DataSettings("drawn", points=""), "0 points are too few"),
    "class": (DataSettings("drawn", points="1,1,0;2,2,5"), "is of class 5"),
    "unknown": (DataSettings("cube"), "no shape 'cube'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_points_that_cannot_be_learnt_from_are_refused(name):
    data, words = REFUSED[name]
    with pytest.raises(BadData, match=words):
        make_points(data)


@EACH
def test_points_of_one_class_or_over_one_place_are_refused_or_learnt(spec):
    one_class = ";".join(f"{i - 5},{i % 3},0" for i in range(10))
    one_place = ";".join(f"1,{i - 5},{i % 2}" for i in range(10))
    if spec.task == "classification":
        with pytest.raises(PlaygroundError, match="of one class"):
            learning_film(settings(spec.id, shape="drawn", points=one_class))
    else:
        with pytest.raises(PlaygroundError, match="one place"):
            learning_film(settings(spec.id, shape="drawn", points=one_place))


@EACH
def test_a_small_drawing_with_doubled_points_is_learnt(spec):
    doubled = ";".join(f"{i // 2 - 2},{i % 2 + i // 3 - 2},{i % 2}" for i in range(10))
    assert learning_film(settings(spec.id, shape="drawn", points=doubled)).last.said


def test_a_rate_that_overshoots_ends_in_a_sentence_with_the_film_intact():
    film = learning_film(settings("line", learning_rate=1.0, n_steps=300))
    assert "Choose a smaller rate" in film.ended
    assert 1 < film.n_steps < 300
    assert film.frames[0].train_error < film.frames[1].train_error


def test_a_rate_just_below_the_fastest_comes_to_rest_and_one_above_does_not():
    fastest = learning_film(settings("line")).last.fastest
    errors = [
        learning_film(settings("line", learning_rate=rate * fastest, n_steps=400)).last.train_error
        for rate in (0.9, 1.1)
    ]
    assert errors[0] < 1
    assert errors[1] > 100
