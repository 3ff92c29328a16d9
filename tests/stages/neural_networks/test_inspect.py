"""What is looked into below the playground's picture, and the weight that is set by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from core.compute.film import record
from core.figures.deeds import inside
from core.stages.neural_networks.playground.places import (
    BIAS,
    Inspected,
    WeightEdit,
    read_edit,
    read_inspected,
    write_edit,
    write_inspected,
)
from core.stages.neural_networks.playground.scene_inspect import MOST_WEIGHT, operate, picked
from core.stages.neural_networks.playground.settings import BadNetwork, PlaygroundSettings
from core.stages.neural_networks.playground.train import train
from core.stages.neural_networks.playground.trainer import NetChange, Trainer, net_change
from core.ui.player import Pick

VALUES = {
    "shape": "blobs",
    "n_classes": 3,
    "n_points": 30,
    "formulas": "cos(x1); x1 - x2",
    "layers": "3 tanh, 2 relu",
    "n_epochs": 4,
}
SETTINGS = PlaygroundSettings.of(VALUES)


def film_of(settings):
    return record(train(settings, pictures=False))


@pytest.fixture(scope="module")
def film():
    return film_of(SETTINGS)


def click(of, index, value=None, step=2):
    return Pick("network", 0.0, 0.0, step, of, index, value)


def after(effect, values=VALUES):
    """The settings that a deed's values make."""
    return PlaygroundSettings.of({**values, **effect})


def shown(settings, film):
    """What stands below the picture: the fold, and what is in it by key or by type."""
    blocks = inside(operate(settings, film, None))
    return blocks[0], {getattr(b, "key", "") or type(b).__name__.lower(): b for b in blocks}


def number(found):
    return next(block for key, block in found.items() if key.startswith("set_"))


def parts(film):
    """Every weight and bias: how it is clicked, and its layer, row, unit and values by frame."""
    for kind, row_of in (("weights", None), ("neurons", BIAS)):
        index = 0
        for layer, weights in enumerate(film.last.weights):
            for place in range(weights.size if row_of is None else weights.shape[1]):
                row, unit = divmod(place, weights.shape[1]) if row_of is None else (BIAS, place)
                yield kind, index, layer, row, unit
                index += 1


def value_at(frame, layer, row, unit):
    own = frame.biases[layer] if row == BIAS else frame.weights[layer][row]
    return own[unit]


# What is clicked


def test_what_is_clicked_is_opened_with_its_number_then(film):
    clicked = list(parts(film))
    assert len(clicked) == (4 + 1) * 3 + (3 + 1) * 2 + (2 + 1) * 3
    for kind, index, layer, row, unit in clicked:
        settings = after(picked(SETTINGS, film, click(kind, index)))
        assert settings.inspect == Inspected(layer, unit, row, epoch=2)
        fold, found = shown(settings, film)
        assert fold.opened
        assert found["layer"].value == str(layer)
        assert found["unit"].value == unit + 1
        assert found["row"].value == str(row)
        (value,) = number(found).params
        assert value.default == float(f"{value_at(film.frames[2], layer, row, unit):.4g}")


@pytest.mark.parametrize(("of", "index"), [("neurons", 8), ("neurons", 99), ("weights", -1),
                                           ("heat", 0), ("", 0)])  # fmt: skip
def test_a_click_on_an_input_or_on_nothing_moves_nothing(film, of, index):
    assert picked(SETTINGS, film, click(of, index)) == {}
    assert picked(SETTINGS, film, click(of, index, 2.0)) == {}


def test_nothing_is_open_before_a_click(film):
    fold, found = shown(SETTINGS, film)
    assert not fold.opened
    assert (found["layer"].value, found["unit"].value, found["row"].value) == ("0", 1, "0")


def test_looking_starts_no_work_and_leaves_a_live_run_as_it_is(film):
    settings = after(picked(SETTINGS, film, click("weights", 3)))
    assert settings != SETTINGS
    assert settings.work() == SETTINGS
    assert net_change(SETTINGS, settings) == NetChange()


# What is set


def test_what_is_typed_into_the_picture_is_the_weight_the_run_begins_with(film):
    for kind, index, layer, row, unit in parts(film):
        settings = after(picked(SETTINGS, film, click(kind, index, 0.625)))
        assert settings.edit == WeightEdit(layer, row, unit, 0.625)
        block = Trainer(settings).net.layers[layer].block
        assert block[row, unit] == 0.625
        assert np.count_nonzero(block != Trainer(SETTINGS).net.layers[layer].block) == 1


def test_the_form_sets_the_weight_that_is_looked_into(film):
    for kind, index, layer, row, unit in parts(film):
        settings = after(picked(SETTINGS, film, click(kind, index)))
        form = number(shown(settings, film)[1])
        assert after(form.effect({"value": -1.5})).edit == WeightEdit(layer, row, unit, -1.5)


@pytest.mark.parametrize(("typed", "kept"), [(1e9, MOST_WEIGHT), (-1e300, -MOST_WEIGHT),
                                             (1e-9, 1e-9), (-0.123456789, -0.123457)])  # fmt: skip
def test_a_weight_is_kept_within_its_ends_and_to_six_digits(film, typed, kept):
    assert after(picked(SETTINGS, film, click("weights", 0, typed))).edit.value == kept
    form = number(shown(SETTINGS, film)[1])
    assert after(form.effect({"value": typed})).edit.value == kept


def test_a_weight_beyond_all_ends_is_shown_as_it_is(film):
    grown = replace(film.last, weights=tuple(1e20 * w for w in film.last.weights))
    (value,) = number(shown(SETTINGS, replace(film, frames=(grown,)))[1]).params
    assert value.default == float(f"{grown.weights[0][0, 0]:.4g}")
    assert (value.low, value.high) == (None, None)


def test_the_field_moves_by_a_fiftieth_of_the_neurons_largest_weight(film):
    weights = film.last.weights[0][:, 0]
    largest = max(*np.abs(weights), abs(film.last.biases[0][0]))
    (value,) = number(shown(SETTINGS, film)[1]).params
    assert value.step == pytest.approx(largest / 50, rel=0.5)
    still = replace(film.last, weights=tuple(0 * w for w in film.last.weights),
                    biases=tuple(0 * b for b in film.last.biases))  # fmt: skip
    (value,) = number(shown(SETTINGS, replace(film, frames=(still,)))[1]).params
    assert value.step is None


def test_an_edit_can_be_undone_where_there_is_one(film):
    assert "undo" not in shown(SETTINGS, film)[1]
    edited = after({"edit": "1 2 3 0.5"})
    assert after(shown(edited, film)[1]["undo"].effect).edit is None


@pytest.mark.parametrize("edit", [WeightEdit(0, BIAS, 2, -0.5), WeightEdit(2, 11, 4, 1e4),
                                  WeightEdit(8, 0, 0, -1.25e-7)])  # fmt: skip
def test_an_edit_is_read_as_it_was_written(edit):
    assert read_edit(write_edit(edit)) == edit


@pytest.mark.parametrize("place", [Inspected(0, 0), Inspected(8, 15, BIAS), Inspected(1, 2, 9, 0),
                                   Inspected(3, 1, BIAS, 19_999)])  # fmt: skip
def test_a_place_is_read_as_it_was_written(place):
    assert read_inspected(write_inspected(place)) == place


# Choices follow the network


@pytest.mark.parametrize("layers", ["", "4 relu", "2 tanh, 3 tanh, 1 elu"])
def test_choices_are_those_of_the_network(layers):
    values = VALUES | {"layers": layers, "n_epochs": 1}
    settings = PlaygroundSettings.of(values)
    film = film_of(settings)
    found = shown(settings, film)[1]
    names = [choice.label for choice in found["layer"].param.choices]
    hidden = [layer.width for layer in settings.layers]
    assert names == [*(f"Layer {i + 1}" for i in range(len(hidden))), "Output"]
    inputs = ["x1", "x2", "cos(x1)", "x1 - x2"]
    rows = [inputs, *([f"a{i + 1}" for i in range(width)] for width in hidden)]
    for layer, (width, before) in enumerate(zip([*hidden, 3], rows, strict=True)):
        there = after(found["layer"].effect(str(layer)), values)
        assert there.inspect == Inspected(layer, 0)
        told = shown(there, film)[1]
        assert [choice.label for choice in told["row"].param.choices] == [*before, "the bias"]
        assert ("unit" in told) == (width > 1)
        if width > 1:
            assert (told["unit"].param.low, told["unit"].param.high) == (1, width)
            last = after(told["unit"].effect(width), values)
            assert last.inspect == Inspected(layer, width - 1)
        for row in range(BIAS, len(before)):
            assert after(told["row"].effect(str(row)), values).inspect == Inspected(layer, 0, row)


def test_another_neuron_is_looked_at_in_the_same_epoch(film):
    settings = after(picked(SETTINGS, film, click("weights", 4, step=3)))
    found = shown(settings, film)[1]
    for effect in (found["layer"].effect("2"), found["unit"].effect(1), found["row"].effect("-1")):
        assert after(effect).inspect.epoch == 3


NONSENSE = ["", "?", "x1 * x2", "0 1 1", "1 0 1", "1 1 0", "1 1", "b b b", "1 1 1 -4",
            "1 1 1 2.5", "9" * 5000, "1 1 1 " + "9" * 400]  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: text[:12])
def test_a_link_with_nonsense_opens_with_nothing_looked_into(film, text):
    settings = after({"inspect": text})
    assert settings == SETTINGS
    assert not shown(settings, film)[0].opened


@pytest.mark.parametrize("text", ["9 99 99", "3 b 50 7", "1 40 2 999999", "2 4 1"])
def test_a_link_into_a_larger_network_is_looked_into_where_this_one_ends(film, text):
    fold, found = shown(after({"inspect": text}), film)
    assert fold.opened
    for key in ("layer", "row"):
        assert found[key].value in [choice.id for choice in found[key].param.choices]
    assert 1 <= found["unit"].value <= found["unit"].param.high
    assert np.isfinite(number(found).params[0].default)


def test_a_normalised_layer_offers_no_bias_to_set():
    values = VALUES | {"batch_norm": True, "n_epochs": 1}
    settings = PlaygroundSettings.of(values)
    normed = film_of(settings)
    there = after(picked(settings, normed, click("neurons", 0)), values)
    found = shown(there, normed)[1]
    assert "the bias" not in [choice.label for choice in found["row"].param.choices]
    assert found["row"].value == "0"
    assert picked(settings, normed, click("neurons", 0, 2.0)) == {}
    output = picked(settings, normed, click("neurons", 5, 2.0))
    assert after(output, values).edit == WeightEdit(2, BIAS, 0, 2.0)
    with pytest.raises(BadNetwork, match="Layer 1 is normalised and has no bias"):
        after({"edit": "1 b 1 2"}, values)


# The formula and the file


@pytest.mark.parametrize("epoch", [0, 3, 4])
def test_the_formula_has_the_weights_of_the_frame_that_was_clicked(film, epoch):
    for index, (layer, unit) in enumerate([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)]):
        settings = after(picked(SETTINGS, film, click("neurons", index, step=epoch)))
        found = shown(settings, film)[1]
        frame = film.frames[epoch]
        own = [*frame.weights[layer][:, unit], frame.biases[layer][unit]]
        assert numbers_of(found["formula"].latex) == [f"{weight:.3g}" for weight in own]
    said = [block.text for block in inside(operate(settings, film, None)) if hasattr(block, "text")]
    assert any(f"after {epoch} epochs, from the outputs of layer 2" in text for text in said)


def numbers_of(latex):
    """The factors of a sum, signs with them."""
    plain = re.sub(r"\\left\[.*?\\right\]|\\begin\{gathered\}|\\end\{gathered\}", "x", latex)
    plain = plain.replace(r" \\ ", " ").replace(" - ", " + -")
    plain = re.sub(r"^\\tanh\(|^\\max\(0,\\; |\)$", "", plain.removeprefix("x").removesuffix("x"))
    return [term.split("\\,")[0].strip() for term in plain.split(" + ")]


def test_a_long_sum_is_broken_after_every_fourth_term_and_no_formula_is_torn():
    values = VALUES | {"features": ("x1", "x2", "x1_squared", "x1_x2"), "n_epochs": 1}
    settings = PlaygroundSettings.of(values | {"formulas": "x1 - x2; x1 + x2"})
    latex = shown(settings, film_of(settings))[1]["formula"].latex
    rows = latex.removeprefix(r"\begin{gathered}").removesuffix(r"\end{gathered}").split(r" \\ ")
    assert [row.count(r"\,") for row in rows] == [4, 2]
    assert rows[1][:2] in ("+ ", "- ")
    assert r"\left[\mathtt{x1 - x2}\right]" in latex
    assert r"\left[\mathtt{x1 + x2}\right]" in latex


def test_the_file_is_the_trained_network_whatever_frame_is_looked_at(film):
    settings = after(picked(SETTINGS, film, click("weights", 0, step=0)))
    file = next(block for block in inside(operate(settings, film, None)) if hasattr(block, "mime"))
    content = json.loads(file.content())
    assert content["epoch"] == 4
    for layer, weights in zip(content["layers"], film.last.weights, strict=True):
        assert np.array_equal(layer["weights"], weights)
