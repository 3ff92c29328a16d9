"""Values, slopes, shares and losses of the look, against torch; the drag; the script."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from core.export.script import Example, written
from core.figures.encoding import encode
from core.neural.net import in_torch
from core.neural.net.units import ACTIVATIONS
from core.stages.neural_networks.activations import scene
from core.stages.neural_networks.activations.example import VIEWS as EXAMPLES
from core.stages.neural_networks.activations.example import look_of
from core.stages.neural_networks.activations.run import dragged, look, loss_curves
from core.stages.neural_networks.activations.settings import (
    CLASS_LOSSES,
    NUMBER_LOSSES,
    LookSettings,
)
from core.ui.player import Pick

VIEWS = [choice.id for choice in LookSettings.PARAMS[0].choices]


def differentiated(function, z, *more):
    import torch

    held = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    value = function(held, *more)
    value.sum().backward()
    return value.detach().numpy(), held.grad.numpy()


@pytest.mark.parametrize("spec", ACTIVATIONS, ids=lambda spec: spec.id)
def test_values_and_slopes_are_those_of_torch(spec):
    found = look(LookSettings(activation=spec.id))
    steps = found.steps[np.abs(found.steps) > 1e-12]  # a corner has no slope
    value, slope = differentiated(in_torch.activations()[spec.id], steps)
    keep = np.abs(found.steps) > 1e-12
    np.testing.assert_allclose(found.values[found.chosen][keep], value, atol=1e-12)
    np.testing.assert_allclose(found.slopes[found.chosen][keep], slope, atol=1e-12)


@pytest.mark.parametrize("truth", [0.0, 1.0])
@pytest.mark.parametrize("spec", CLASS_LOSSES + NUMBER_LOSSES, ids=lambda spec: spec.id)
def test_losses_and_gradients_are_those_of_torch(spec, truth):
    import torch

    for here in (-3.3, -0.2, 0.4, 2.7):
        target = torch.tensor([[truth]], dtype=torch.float64)
        value, slope = differentiated(in_torch.losses()[spec.id], [[here]], target)
        ours, pull = loss_curves(spec, np.array([here]), truth)
        np.testing.assert_allclose(ours[0], value, atol=1e-12)
        np.testing.assert_allclose(pull[0], slope[0, 0], atol=1e-12)


@pytest.mark.parametrize("spec", CLASS_LOSSES + NUMBER_LOSSES, ids=lambda spec: spec.id)
def test_a_gradient_over_many_places_is_that_of_each_place_alone(spec):
    places = np.array([-2.2, 0.3, 1.7])
    together = loss_curves(spec, places, 1.0)[1]
    alone = [loss_curves(spec, places[i : i + 1], 1.0)[1][0] for i in range(3)]
    np.testing.assert_allclose(together, alone, atol=1e-14)


def test_softmax_shares_are_those_of_torch_at_every_temperature():
    import torch

    found = look(LookSettings("softmax", logit_a=3.0, logit_b=-1.0, logit_c=0.2))
    for temperature, row in zip(found.steps, found.shares, strict=True):
        scores = torch.tensor([3.0, -1.0, 0.2], dtype=torch.float64) / temperature
        np.testing.assert_allclose(row, torch.softmax(scores, 0).numpy(), atol=1e-12)


def test_equal_scores_are_as_undecided_as_three_classes():
    assert look(LookSettings("softmax", logit_a=1.0, logit_c=1.0)).alive == pytest.approx(3)


def test_the_sigmoid_passes_at_most_a_quarter_on():
    found = look(LookSettings(activation="sigmoid", z=0.0))
    assert (found.slope, found.steepest, found.steepest_at) == (0.25, 0.25, 0.0)
    assert found.left_after_ten == pytest.approx(0.25**10)


def test_a_slope_counts_as_saturated_below_the_limit_only():
    assert look(LookSettings(z=3.0)).saturated
    assert not look(LookSettings(z=3.0, flat=0.005)).saturated


@pytest.mark.parametrize(("view", "name", "to"), [
    ("activation", "z", -3.2), ("softmax", "temperature", 0.316), ("classes", "sum", 5.0),
    ("numbers", "miss", -1.5),
])  # fmt: skip
def test_a_drag_moves_the_control_of_its_axis(view, name, to):
    click = Pick("input", to + 0.004, 0.0, 0)
    assert dragged(LookSettings(view), click) == pytest.approx({name: to})


@pytest.mark.parametrize("view", VIEWS)
def test_the_film_opens_at_the_input_and_is_small(view):
    settings = LookSettings(view, z=-3.2, temperature=2.0, sum=1.5, miss=-1.0)
    (block,) = scene.draw(settings, look(settings))
    held = {"activation": -3.2, "softmax": 2.0, "classes": 1.5, "numbers": -1.0}[view]
    assert block.picture.steps[block.picture.begin] == pytest.approx(held, rel=0.02)
    assert len(json.dumps(encode(block.picture))) < 400_000
    assert len(block.picture.captions) == len(block.picture.steps)


@pytest.mark.parametrize("spec", ACTIVATIONS, ids=lambda spec: spec.id)
def test_an_example_has_the_activation_of_the_catalogue(spec):
    import torch

    z = torch.linspace(-60, 60, 241, dtype=torch.float64, requires_grad=True)
    value = in_torch.activations()[spec.id](z)
    (slope,) = torch.autograd.grad(value.sum(), z)
    held = z.detach().numpy()
    ours, ours_slope = np.empty_like(held), np.empty_like(held)
    spec.value(held, ours)
    spec.slope(held, ours, ours_slope)
    np.testing.assert_allclose(value.detach().numpy(), ours, rtol=1e-12, atol=1e-12)
    corner = held == 0 if spec.id in ("relu", "leaky_relu") else np.zeros_like(held, dtype=bool)
    np.testing.assert_allclose(slope.numpy()[~corner], ours_slope[~corner], atol=1e-12)


@pytest.mark.parametrize("spec", CLASS_LOSSES + NUMBER_LOSSES, ids=lambda spec: spec.id)
def test_an_example_has_the_loss_of_the_catalogue(spec):
    import torch

    z = np.linspace(-9, 9, 37)[:, None]
    y = np.tile([0.0, 1.0], 19)[:37, None]
    ours = spec.form(1).value(z, y)
    theirs = in_torch.losses()[spec.id](torch.tensor(z), torch.tensor(y))
    assert theirs.item() == pytest.approx(ours, abs=1e-12)


CASES = (
    LookSettings(z=2.0, activation="sine"),
    LookSettings(z=-1.3, activation="gelu"),
    LookSettings("softmax", temperature=0.3),
    LookSettings("classes", class_loss="squared_error", truth="0", sum=3.0),
    LookSettings("classes", class_loss="hinge"),
    LookSettings("numbers", number_loss="huber", miss=-2.5),
)


@pytest.mark.slow
@pytest.mark.parametrize("settings", CASES, ids=lambda settings: settings.view)
def test_the_script_prints_the_numbers_on_the_screen(settings, tmp_path):
    path = tmp_path / "look.py"
    order = Example(EXAMPLES[settings.view], settings, look_of)
    path.write_text(written(order).code, encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-W", "error", str(path)], capture_output=True,
                          text=True, check=True)  # fmt: skip
    printed = [float(line.rpartition(" ")[2]) for line in done.stdout.splitlines()]
    found = look(settings)
    expected = {
        "activation": lambda: [found.value, found.slope, found.left_after_ten],
        "softmax": lambda: [*found.share, found.alive],
    }.get(settings.view, lambda: [found.loss, found.pull])()
    np.testing.assert_allclose(printed, expected, rtol=1e-8)


def test_each_setting_changes_the_sentence():
    plain = LookSettings()
    assert scene.notice(plain, look(plain)) != scene.notice(
        replace(plain, z=4.0), look(replace(plain, z=4.0))
    )


@pytest.mark.parametrize(
    ("logits", "said"),
    [
        ((2.0, 1.0, 0.5), "Class A leads at every temperature"),
        ((1.0, 2.0, 2.0), "Classes B and C have the same score, so neither leads"),
        ((0.0, 0.0, 0.0), "Equal scores get equal shares"),
    ],
)
def test_no_class_leads_where_scores_are_equal(logits, said):
    a, b, c = logits
    settings = LookSettings("softmax", logit_a=a, logit_b=b, logit_c=c)
    assert said in scene.notice(settings, look(settings))


@pytest.mark.parametrize(
    ("activation", "said"), [("relu", "from 0.1 on"), ("tanh", "at 0.0"), ("elu", "from 0.0 on")]
)
def test_a_slope_that_is_steepest_all_along_is_not_said_to_be_so_at_one_place(activation, said):
    settings = LookSettings(activation=activation, z=-8.0)
    assert f"It is steepest {said}, with 1.000." in scene.notice(settings, look(settings))


@pytest.mark.parametrize("view", VIEWS)
def test_negative_numbers_have_a_minus_and_nothing_is_minus_nothing(view):
    settings = LookSettings(view, activation="gelu", z=-8.0)
    picture = scene.draw(settings, look(settings))[0].picture
    told = [*picture.captions, picture.alt, scene.notice(settings, look(settings))]
    assert not [said for said in told if re.search(r"(?<!\w)-\d|−0\.0+\b", said)]


@pytest.mark.parametrize("view", ["classes", "numbers"])
def test_what_is_said_to_pull_harder_is_told_apart_from_what_does_not(view):
    for place in np.linspace(-8, 8, 33) if view == "classes" else np.linspace(-4, 4, 17):
        name = "sum" if view == "classes" else "miss"
        for loss in CLASS_LOSSES if view == "classes" else NUMBER_LOSSES:
            which = {"class_loss" if view == "classes" else "number_loss": loss.id}
            settings = LookSettings(view=view, **{name: float(place)}, **which)
            said = scene.notice(settings, look(settings))
            own, harder = (re.search(rf"{word} ([−\d.]+\d)", said)
                           for word in ("gradient is", "pulls harder, with"))  # fmt: skip
            if harder is not None:
                sizes = [abs(float(found[1].replace("−", "-"))) for found in (own, harder)]
                assert sizes[1] > sizes[0]


def test_cross_entropy_at_a_sure_truth_pulls_harder_with_a_number_that_is_not_nothing():
    settings = LookSettings(view="classes", class_loss="squared_error", sum=8.0)
    said = scene.notice(settings, look(settings))
    assert "Cross-entropy pulls harder, with −0.0003354" in said


def test_what_ten_flat_layers_leave_is_told_in_words():
    settings = LookSettings(activation="sigmoid", z=0.0)
    assert "leave 954 billionths of a gradient" in scene.notice(settings, look(settings))
    dead = LookSettings(activation="relu", z=-1.0)
    assert "leave nothing of a gradient" in scene.notice(dead, look(dead))
