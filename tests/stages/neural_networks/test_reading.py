"""What is read from a frame is what the frame's network does."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from core.neural.data.dataset import DataSettings
from core.stages.neural_networks.playground.places import BIAS, Inspected
from core.stages.neural_networks.playground.reading import (
    confusion,
    net_of,
    network_part,
    neuron_latex,
    values_at,
    weights_json,
)
from core.stages.neural_networks.playground.settings import (
    BadNetwork,
    LayerSpec,
    PlaygroundSettings,
)
from core.stages.neural_networks.playground.train import train
from core.stages.neural_networks.playground.trainer import Trainer

SETTINGS = PlaygroundSettings(
    DataSettings("blobs", 3, 60), formulas=("cos(x1)",),
    layers=(LayerSpec(3), LayerSpec(2, "relu")),
    batch_norm=True, n_epochs=5,
)  # fmt: skip


@pytest.fixture(scope="module")
def shown():
    return list(train(SETTINGS))[-1]


def test_the_network_of_a_frame_predicts_what_the_frame_did(shown):
    trainer = Trainer(SETTINGS)
    z = net_of(SETTINGS, shown).outputs(trainer.test_inputs)
    assert trainer.form.value(z, trainer.test_targets) == shown.test_loss
    assert np.array_equal(z.argmax(axis=1), shown.predicted)


def test_values_at_a_point_of_the_grid_are_those_of_the_picture(shown):
    x1, x2 = -6 + 0.15, 6 - 0.15  # the first column of the top row
    values = values_at(SETTINGS, shown, x1, x2)
    assert values.inputs.tolist() == [x1, x2, np.cos(x1)]
    assert values.shares.sum() == pytest.approx(1)
    assert shown.picture.winner[-1, 0] == values.shares.argmax()
    assert shown.picture.surface[-1, 0] == round(255 * values.shares.max())
    assert (values.outputs[1] == np.maximum(values.sums[1], 0)).all()
    assert [len(z) for z in values.sums] == [3, 2, 3]


def test_a_neurons_formula_carries_its_weights():
    settings = PlaygroundSettings(layers=(LayerSpec(2), LayerSpec(1, "leaky_relu")))
    frame = next(train(settings))
    frame = replace(
        frame,
        weights=(np.array([[0.5, 1], [-1.25, 1]]), np.ones((2, 1)), np.array([[-2.0]])),
        biases=(np.array([0.1, 0]), np.zeros(1), np.array([3.0])),
    )
    assert neuron_latex(settings, frame, 0, 0) == r"\tanh(0.5\,x_1 - 1.25\,x_2 + 0.1)"
    assert neuron_latex(settings, frame, 1, 0) == (r"\mathrm{leaky\_relu}(1\,a_{1} + 1\,a_{2} + 0)")
    assert neuron_latex(settings, frame, 2, 0) == r"-2\,a_{1} + 3"
    with pytest.raises(BadNetwork, match="no neuron 3 in layer 1"):
        neuron_latex(settings, frame, 0, 2)


def test_a_normalised_neuron_says_so(shown):
    assert neuron_latex(SETTINGS, shown, 0, 1).startswith(r"\tanh(\mathrm{norm}(")
    assert r"\mathtt{cos(x1)}" in neuron_latex(SETTINGS, shown, 0, 1)


def test_the_confusion_counts_every_test_point(shown):
    data = Trainer(SETTINGS).data
    counts = confusion(shown, data)
    assert counts.sum(axis=1).tolist() == np.bincount(data.y_test).tolist()
    assert np.trace(counts) / counts.sum() == shown.test_score
    assert counts[0, 1] == np.sum((data.y_test == 0) & (shown.predicted == 1))


def test_the_file_of_weights_has_every_digit(shown):
    content = json.loads(weights_json(SETTINGS, shown))
    assert np.array_equal(content["layers"][1]["weights"], shown.weights[1])
    assert np.array_equal(content["batch_norm"][0]["variance"], shown.norms[0][3])
    assert content["settings"]["data"]["shape"] == "blobs"
    assert content["inputs"] == ["x1", "x2", "cos(x1)"]


def test_what_is_clicked_is_the_weight_or_the_bias_that_is_drawn_there(shown):
    for i, weight in enumerate(np.concatenate([w.ravel() for w in shown.weights])):
        part = network_part(shown, "weights", i)
        assert shown.weights[part.layer][part.row, part.unit] == weight
    for i, bias in enumerate(np.concatenate(shown.biases)):
        part = network_part(shown, "neurons", i)
        assert part.row == BIAS
        assert shown.biases[part.layer][part.unit] == bias
    assert network_part(shown, "neurons", 3) == Inspected(1, 0, BIAS)


@pytest.mark.parametrize(("of", "index"), [("neurons", 8), ("weights", 10**6), ("weights", -1),
                                           ("", 0), ("heat", 0)])  # fmt: skip
def test_a_click_on_an_input_or_on_nothing_is_no_part(shown, of, index):
    assert network_part(shown, of, index) is None
