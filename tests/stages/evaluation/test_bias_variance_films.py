"""The films of bias and variance: what each frame holds, what is advised, the code taken along."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from core.export.script import Example, written
from core.stages.evaluation.bias_variance.advice import HEADS, HELPS, advice, knobs
from core.stages.evaluation.bias_variance.catalogue import MODELS
from core.stages.evaluation.bias_variance.ensemble import PLACES, Case, refit
from core.stages.evaluation.bias_variance.example import VIEWS
from core.stages.evaluation.bias_variance.refits import BadSample
from core.stages.evaluation.bias_variance.run import bias_film
from core.stages.evaluation.bias_variance.settings import PARAMS, bias_settings
from core.stages.evaluation.bias_variance.truths import TRUTHS, sine
from core.stages.evaluation.bias_variance.words import NOTHING
from tests.stages.evaluation.test_bias_variance import EACH_MODEL, filmed, walked
from tests.stages.test_examples import told_alone


def test_the_film_of_refits_is_the_parts_of_the_fits_so_far():
    _, film = filmed(degree=4, n_refits=20)
    frame, place = film.frames[7], film.place
    so_far = film.curves[:7]
    assert frame.n_done == 7
    assert_allclose(frame.mean, np.mean(so_far, axis=0))
    assert_allclose(frame.sd, np.std(so_far, axis=0))
    assert frame.bias2 == pytest.approx(np.mean((so_far.mean(axis=0) - sine(PLACES)) ** 2))
    i = 25
    assert place.x == 0.25
    assert place.variance[7] == pytest.approx(np.var(so_far[:, i]))
    assert place.bias2[7] + place.variance[7] + 0.09 == pytest.approx(place.error[7], abs=1e-12)
    assert np.isnan(place.error[0])


def test_its_training_error_is_that_of_the_newest_fit_on_its_own_rows():
    _, film = filmed(degree=3, n_refits=10)
    frame = film.frames[4]
    fit = np.polynomial.Polynomial.fit(frame.x, frame.y, 3)
    assert frame.train_error == pytest.approx(np.mean((fit(frame.x) - frame.y) ** 2))


@EACH_MODEL
def test_the_least_error_is_named_and_can_be_set(spec):
    chosen, film = filmed(view="sweep", model=spec.id)
    control = {p.id: p for p in PARAMS}[spec.knob]
    value = control.check(film.least.knob)
    _, alone = filmed(model=spec.id, **{spec.knob: value})
    assert alone.last.error == film.least.error
    assert film.least.error == min(frame.error for frame in film.frames)
    assert film.now.knob == chosen.knob


@EACH_MODEL
@pytest.mark.parametrize("n_rows", [12, 60])
def test_advice_comes_true_when_it_is_taken(spec, n_rows):
    _, film = filmed(view="rows", model=spec.id, n_rows=n_rows)
    other = {spec.knob: {p.id: p for p in PARAMS}[spec.knob].check(film.choices.other.knob)}
    _, richer = filmed(view="rows", model=spec.id, n_rows=n_rows, **other)
    _, longer = filmed(view="rows", model=spec.id, n_rows=film.choices.more_rows.n_rows)
    assert richer.now.error == film.choices.other.error
    assert longer.now.error == film.choices.more_rows.error


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"degree": 1}, "A more flexible model helps most"),
        ({"degree": 12}, "A stiffer model helps most"),
        ({"degree": 8}, "More rows help most"),
        ({"degree": 5, "n_rows": 200}, "help much**: what is left is mostly noise."),
        ({"noise": 0.0, "truth": "line"}, "help much**: there is no error left"),
        ({"n_rows": 200}, "More than 200 rows cannot be set here."),
    ],
)
def test_the_advice_is_the_larger_gain(values, words):
    assert words in walked(view="rows", **values)[2]


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"degree": 1}, "**bias**"),
        ({"degree": 9}, "**variance**"),
        ({"noise": 0.0, "truth": "line"}, "the truth itself"),
    ],
)
def test_the_sentence_names_what_rules_the_error(values, word):
    assert word in walked(**values)[2]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(TRUTHS), st.sampled_from(MODELS), st.integers(0, 15), st.integers(6, 60),
    st.sampled_from([0.0, 0.1, 0.3, 1.0]),
)  # fmt: skip
def test_every_view_gives_the_same_advice_and_it_is_true_when_taken(
    truth, spec, knob, n_rows, noise
):
    own = {p.id: p for p in PARAMS}[spec.knob]
    values = {
        "truth": truth.id, "model": spec.id, "n_rows": n_rows, "noise": noise, "n_refits": 10,
        spec.knob: own.check(min(max(knob, own.low), min(own.high, n_rows))),
    }  # fmt: skip
    chosen, one, said = walked(**values)
    _, two, told = walked(view="rows", **values)
    assert one.choices == two.choices
    what = advice(chosen, one.choices)
    told_in = said if one.last.bias2 + one.last.variance >= NOTHING else told
    assert [head in told_in for head in HEADS.values()] == [head in told for head in HEADS.values()]
    if what == "nothing":
        assert not any(head in said for head in HEADS.values())
        return
    best = one.choices.more_rows if what == "rows" else one.choices.other
    taken = {"n_rows": best.n_rows, spec.knob: own.check(best.knob)}
    _, then = filmed(**{**values, **taken})
    assert then.last.error == best.error < (1 - HELPS) * one.last.error
    ladder = knobs(chosen)
    if what in ("richer", "stiffer"):
        assert (ladder.index(best.knob) > ladder.index(chosen.knob)) == (what == "richer")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"degree": 15, "n_rows": 6, "noise": 0.0}, "A stiffer model helps most"),
        ({"degree": 15, "n_rows": 6, "view": "rows"}, "nearer to one for each row then"),
        ({"degree": 15, "n_rows": 6}, "16 weights for 6 rows: of all curves through the rows"),
        ({"degree": 15, "n_rows": 16}, "16 weights for 16 rows: where there are about as many"),
        ({"truth": "wiggle", "n_rows": 52, "degree": 11}, "most is **variance**"),
        ({"random_rows": True, "n_refits": 10, "degree": 15}, "A mean of 10 fits wobbles itself"),
        ({"truth": "line", "noise": 0.0}, "no error is left"),
        ({"n_rows": 6, "noise": 0.0, "at_x": 0.5}, "the truth is 0.000"),
    ],
)
def test_the_sentence_says_why(values, words):
    assert words in walked(**values)[2]


def test_more_neighbours_than_rows_are_refused_with_the_next_step():
    with pytest.raises(BadSample, match=r"takes 30 rows, and a sample has 25\. Choose a smaller k"):
        filmed(model="knn", k=30)


def test_where_no_formula_holds_none_is_told():
    assert "theory" in walked()[2]
    for values in ({"model": "tree"}, {"random_rows": True}):
        _, film, said = walked(**values)
        assert "theory" not in said
        assert np.isnan(film.mean_known).all()
    assert np.isnan(bias_film(replace(bias_settings({}), model="tree")).known_variance).all()


def test_every_model_says_its_truth_without_noise_and_with_enough_freedom():
    for spec in MODELS:
        knob = {"polynomial": 15.0, "knn": 1.0, "ridge": -6.0, "tree": 8.0, "bagged": 8.0}[spec.id]
        found = refit(Case(sine, partial(spec.fit), knob, 200, 0.0, 2))
        assert np.abs(found.curves - sine(PLACES)).max() < 0.06, spec.id


def test_the_least_known_error_is_that_of_the_best_setting():
    _, film = filmed(truth="wiggle", n_rows=60, n_refits=10)
    every = [
        filmed(truth="wiggle", n_rows=60, n_refits=10, degree=d)[1].error_known for d in range(16)
    ]
    assert film.known_least == pytest.approx(min(every))
    assert film.error_known == pytest.approx(every[8])
    assert np.isnan(filmed(model="tree")[1].known_least)


# The code that is taken along


def printed(capsys, **values):
    chosen = bias_settings(values)
    function, arrange = VIEWS[chosen.view]
    capsys.readouterr()
    function(arrange(chosen))
    return capsys.readouterr().out.splitlines()


def line_of(part, noise2):
    whole = f"bias² {part.bias2:.4f} + variance {part.variance:.4f} + noise {noise2:.4f} = "
    return f"{whole}{part.error:.4f}, measured {part.error:.4f}; training "


@EACH_MODEL
def test_the_example_prints_the_parts_of_its_film(spec, capsys):
    _, film = filmed(model=spec.id)
    assert printed(capsys, model=spec.id)[0].startswith(line_of(film.last, film.noise2))


@pytest.mark.parametrize(("view", "model"), [("sweep", "knn"), ("rows", "ridge")])
def test_the_examples_of_other_views_print_every_frame(view, model, capsys):
    _, film = filmed(view=view, model=model)
    told = printed(capsys, view=view, model=model)
    assert len(told) == len(film.frames)
    for line, frame in zip(told, film.frames, strict=True):
        whole = f"{line_of(frame, film.noise2)}{frame.train_error:.4f}"
        assert line.partition(": ")[2] == whole


def test_the_example_of_double_descent_prints_every_frame(capsys):
    _, film = filmed(view="double", penalty=-1.0)
    assert printed(capsys, view="double", penalty=-1.0) == [
        f"{f.n_features} features: test error {f.error:.4f}, weights {f.length:.4f} long"
        for f in film.frames
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    [
        {"truth": "drawn", "model": "knn"},
        {"view": "sweep", "model": "ridge", "random_rows": True},
        {"view": "rows", "model": "bagged", "n_refits": 10},
        {"view": "double", "penalty": 0.0},
    ],
    ids=str,
)
def test_every_view_is_a_file_that_prints_alone_what_it_prints_here(values, capsys, tmp_path):
    chosen = bias_settings(values)
    function, arrange = VIEWS[chosen.view]
    code = written(Example(function, chosen, arrange)).code
    assert told_alone(code, tmp_path).splitlines() == printed(capsys, **values)
