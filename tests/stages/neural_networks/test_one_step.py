"""One step by hand against the published worked example and torch."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest

from core.stages.neural_networks.one_step.run import BadStep, by_hand_film, run_by_hand
from core.stages.neural_networks.one_step.settings import ACTIVATIONS_BY_HAND, ByHandSettings

MAZUR = ByHandSettings()
ONE = ByHandSettings(outputs="1", t1=0.3, w2=-0.2, w6=-0.45)
PUBLISHED = {  # M. Mazur, "A Step by Step Backpropagation Example" (2015)
    "net_h1": 0.3775, "out_h1": 0.593269992, "out_h2": 0.596884378, "net_o1": 1.105905967,
    "out_o1": 0.75136507, "out_o2": 0.772928465, "E_o1": 0.274811083, "E_o2": 0.023560026,
    "E": 0.298371109, "d_o1": 0.138498562, "dE_w5": 0.082167041, "dE_w1": 0.000438568,
    "w5": 0.35891648, "w6": 0.408666186, "w7": 0.511301270, "w8": 0.561370121,
    "w1": 0.149780716, "w2": 0.19956143, "w3": 0.24975114, "w4": 0.29950229,
}  # fmt: skip


def values(settings):
    return dict(list(run_by_hand(settings))[-1].known)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_example_comes_out_to_its_printed_digits(name):
    digits = len(str(PUBLISHED[name]).split(".")[1])
    assert values(MAZUR)[name] == pytest.approx(PUBLISHED[name], abs=0.51 * 10**-digits)


def test_a_second_step_starts_from_the_new_weights():
    frames = list(run_by_hand(replace(MAZUR, n_steps=2)))
    second = [frame for frame in frames if frame.step == 2 and frame.name == "E"]
    w = np.array([values(MAZUR)[f"w{i}"] for i in range(1, 9)])
    hidden = 1 / (1 + np.exp(-(w[:4].reshape(2, 2) @ MAZUR.inputs + 0.35)))
    out = 1 / (1 + np.exp(-(w[4:].reshape(2, 2) @ hidden + 0.60)))
    assert second[0].value == pytest.approx(((out - MAZUR.targets) ** 2).sum() / 2, abs=1e-12)
    assert second[0].value == pytest.approx(0.291028, abs=5e-7)


@pytest.mark.slow
@pytest.mark.parametrize("start", [MAZUR, ONE], ids=["2-2-2", "2-2-1"])
@pytest.mark.parametrize("activation", ACTIVATIONS_BY_HAND)
def test_gradients_and_new_weights_are_those_of_torch(start, activation):
    import torch

    settings = replace(start, activation=activation, update_biases=True)
    function = {
        "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "linear": lambda z: z,
    }[activation]  # fmt: skip
    w = torch.tensor(settings.weights, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(settings.biases, dtype=torch.float64, requires_grad=True)
    x = torch.tensor(settings.inputs, dtype=torch.float64)
    hidden = function(w[:4].reshape(2, 2) @ x + b[0])
    out = function(w[4:].reshape(-1, 2) @ hidden + b[1])
    error = 0.5 * ((torch.tensor(settings.targets, dtype=torch.float64) - out) ** 2).sum()
    error.backward()
    got = values(settings)
    assert got["E"] == pytest.approx(error.item(), abs=1e-12)
    n = len(settings.weights)
    ours = [got[f"dE_w{i + 1}"] for i in range(n)] + [got["dE_b1"], got["dE_b2"]]
    np.testing.assert_allclose(ours, [*w.grad.tolist(), *b.grad.tolist()], atol=1e-12)
    new = (w - settings.learning_rate * w.grad).detach().tolist()
    np.testing.assert_allclose([got[f"w{i + 1}"] for i in range(n)], new, atol=1e-12)


def test_same_settings_same_frames_and_the_first_is_before_any_number():
    frames = list(run_by_hand(MAZUR))
    assert repr(frames) == repr(list(run_by_hand(MAZUR)))
    assert frames[0].stage == "start"
    assert dict(frames[0].known)["w1"] == 0.15
    assert "net_h1" not in dict(frames[0].known)
    assert by_hand_film(MAZUR).n_steps == len(frames) - 1 == 31


def test_each_frame_adds_exactly_its_number():
    frames = list(run_by_hand(MAZUR))
    for before, after in itertools.pairwise(frames):
        changed = set(after.known) - set(before.known)
        assert changed == {(after.name, after.value)}


def test_stages_come_in_their_order():
    order = ["start", "forward", "error", "backward", "update"]
    places = [order.index(frame.stage) for frame in run_by_hand(MAZUR)]
    assert places == sorted(places)


@pytest.mark.parametrize("activation", ACTIVATIONS_BY_HAND)
def test_the_filled_formula_gives_the_value(activation):
    settings = replace(MAZUR, activation=activation, w1=-0.15)
    for frame in list(run_by_hand(settings))[1:]:
        assert frame.formula
        assert evaluate(frame.filled) == pytest.approx(frame.value, rel=2e-4, abs=2e-6), frame


def evaluate(latex):
    """Read a filled formula back as Python."""
    text = latex.replace(r"\tfrac{1}{2}", "0.5 *").replace(r"\cdot", "*")
    text = re.sub(r"\\frac\{1\}\{1 \+ e\^\{-(.+)\}\}", r"1 / (1 + np.exp(-(\1)))", text)
    text = re.sub(r"\* 10\^\{(-?\d+)\}", r"* 10.0 ** (\1)", text)
    text = text.replace(r"\tanh", "np.tanh").replace(r"\max", "max").replace("^", "**")
    text = re.sub(r"\[(.+) > 0\]", r"float(\1 > 0)", text)
    text = re.sub(r"(\d|\)) \(", r"\1 * (", text)
    return eval(text, {"np": np})


@pytest.mark.parametrize("param", ByHandSettings.PARAMS, ids=lambda param: param.id)
def test_every_param_changes_the_frames(param):
    other = {"outputs": "1", "activation": "tanh", "update_biases": True, "n_steps": 2}
    changed = ByHandSettings.of({param.id: other.get(param.id, 0.77)})
    assert repr(list(run_by_hand(changed))) != repr(list(run_by_hand(MAZUR)))
    assert ByHandSettings.of({}) == MAZUR


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outputs": "3"}, "one or two outputs, not 3"),
        ({"activation": "gelu"}, "By hand use sigmoid"),
        ({"learning_rate": float("inf")}, "must lie between"),
        ({"n_steps": 9}, "1 to 3 steps"),
    ],
)
def test_bad_numbers_are_refused(change, says):
    with pytest.raises(BadStep, match=says):
        next(run_by_hand(replace(MAZUR, **change)))


def test_numbers_that_grow_away_end_the_film():
    wild = replace(MAZUR, activation="linear", learning_rate=1e5, n_steps=3)
    frames = list(run_by_hand(wild))
    assert "Lower the learning rate" in frames[-1].ended
    assert all(frame.ended == "" for frame in frames[:-1])
