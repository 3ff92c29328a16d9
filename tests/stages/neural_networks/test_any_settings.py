"""Whatever is set within the controls' ranges, the film ends in frames or in a sentence."""

from __future__ import annotations

import contextlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PlaygroundError
from core.export.script import written
from core.stages.neural_networks.one_step.run import run_by_hand
from core.stages.neural_networks.one_step.settings import ByHandSettings
from core.stages.neural_networks.perceptron.run import run_perceptron
from core.stages.neural_networks.perceptron.settings import PerceptronSettings
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.train import train
from core.stages.neural_networks.playground.watched import Watched, example_of
from core.stages.neural_networks.playground.why import why

TEXTS = {
    "layers": ["", "1", "8, 8", "3 relu, 2 sine, 1 elu", "16 swish, 16 softplus, 4, 4, 4, 4, 4, 2"],
    "features": [("x1",), ("x1", "x2"), ("x1_squared", "x2_squared", "sin_x1"), ()],
    "formulas": ["", "", "exp(x1**2)", "x1**200", "1/(x1-x2); 3", "log(x1)"],
    "edit": ["", "", "1 1 1 5", "1 b 1 -2e3", "9 9 9 1"],
    "inspect": ["", "1 1 1", "9 b 9 7", "?"],
    "points": ["", "1,1,0;2,1,0;-1,0,1;2,-2,1", "1,1,0;2,1,0;-1,0,1;2,-2,1;0,5,2;1,5,2;2,5,2"],
}


def values_of(param):
    if param.kind == "choice":
        return st.sampled_from([choice.id for choice in param.choices])
    if param.kind == "bool":
        return st.booleans()
    if param.kind in ("text", "column", "columns", "layers", "points"):
        return st.sampled_from(TEXTS.get(param.id, [""]))
    if param.kind == "int":
        return st.integers(int(param.low), min(int(param.high), 40))
    return st.one_of(
        st.just(param.default),
        st.floats(param.low, param.high, allow_subnormal=False),
        st.just(param.high),
    )


def chosen(params):
    """Most controls at their default, some anywhere in their range."""
    return st.fixed_dictionaries({}, optional={param.id: values_of(param) for param in params})


@given(chosen(PlaygroundSettings.PARAMS), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_playground_never_breaks(values, pictures):
    with contextlib.suppress(PlaygroundError):
        made = PlaygroundSettings.of({**values, "n_epochs": 12})
        frames = list(train(made, pictures=pictures))
        check_film(made, frames)


def check_film(made, frames):
    assert frames[0].epoch == 0
    assert all(np.isfinite(w).all() for frame in frames for w in (*frame.weights, *frame.biases))
    assert all(frame.ended == "" for frame in frames[:-1])
    assert frames[-1].ended or frames[-1].epoch == 12
    assert why(frames, made).sentence
    compile(written(example_of(Watched(made, 12))).code, "script.py", "exec")


@given(chosen(PerceptronSettings.PARAMS))
@settings(max_examples=60, deadline=None)
def test_a_perceptron_never_breaks(values):
    with contextlib.suppress(PlaygroundError):
        frames = list(run_perceptron(PerceptronSettings.of(values)))
        assert frames[-1].ended
        assert frames[-1].done == (frames[-1].n_wrong == 0)


@given(chosen(ByHandSettings.PARAMS))
@settings(max_examples=100, deadline=None)
def test_a_step_by_hand_never_breaks(values):
    made = ByHandSettings.of({k: v for k, v in values.items() if k != "n_steps"})
    frames = list(run_by_hand(made))
    assert frames[-1].stage == "update" or frames[-1].ended
