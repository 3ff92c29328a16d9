"""The pictures of the neural playgrounds: sizes, ranges, captions, scripts, refusals."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from core.compute.film import Film
from core.errors import PlaygroundError
from core.export.script import Example, written
from core.figures.encoding import encode
from core.figures.plain_formula import with_minus
from core.neural.data.dataset import make_dataset
from core.stages.neural_networks.one_step import scene as one_step_scene
from core.stages.neural_networks.one_step.example import example as one_step_example
from core.stages.neural_networks.one_step.example import network_of
from core.stages.neural_networks.one_step.run import by_hand_film
from core.stages.neural_networks.one_step.settings import ByHandSettings
from core.stages.neural_networks.perceptron import scene as perceptron
from core.stages.neural_networks.perceptron.example import example as perceptron_example
from core.stages.neural_networks.perceptron.example import perceptron_of
from core.stages.neural_networks.perceptron.run import perceptron_film
from core.stages.neural_networks.perceptron.settings import PerceptronSettings
from core.stages.neural_networks.playground import scene as net_playground
from core.stages.neural_networks.playground.places import WeightEdit
from core.stages.neural_networks.playground.presets import PRESETS, preset_values
from core.stages.neural_networks.playground.run import playground_film, playground_live
from core.stages.neural_networks.playground.scene_outcome import counts, outcome
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.train import train
from core.stages.neural_networks.playground.trainer import NetChange, net_change
from core.stages.neural_networks.playground.watched import example_of, watched

SIXTEEN = ", ".join(["16 tanh"] * 8)


def size_of(block) -> int:
    return len(json.dumps(encode(block.picture)))


def ran(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# Sizes and ranges


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layers", "most"), [("4 tanh, 2 tanh", 1.2e6), ("8 tanh, 8 tanh", 1.5e6), (SIXTEEN, 4e6)]
)
def test_a_film_of_the_playground_is_small(layers, most):
    made = PlaygroundSettings.of({"layers": layers, "n_epochs": 250})
    assert size_of(net_playground.draw(made, playground_film(made))[0]) < most


SCENES = (
    (net_playground, PlaygroundSettings.of({"n_epochs": 20}), playground_film),
    (
        net_playground,
        PlaygroundSettings.of({"n_epochs": 9, "shape": "sine_waves"}),
        playground_film,
    ),
    (net_playground, PlaygroundSettings.of({"n_epochs": 9, "layers": ""}), playground_film),
    (perceptron, PerceptronSettings.of({}), perceptron_film),
    (perceptron, PerceptronSettings.of({"shape": "xor", "start": "random"}), perceptron_film),
    (one_step_scene, ByHandSettings.of({}), by_hand_film),
    (one_step_scene, ByHandSettings.of({"outputs": "1", "n_steps": 3}), by_hand_film),
)


@pytest.mark.parametrize(("scene", "settings", "film_of"), SCENES)
def test_dots_and_lines_lie_within_their_panels(scene, settings, film_of):
    for panel in scene.draw(settings, film_of(settings))[0].picture.panels:
        for layer in panel.layers:
            if layer.kind == "dots":
                assert inside(panel.x, layer.x)
                assert inside(panel.y, layer.y)


def inside(axis, values) -> bool:
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    return bool(((known >= axis.low) & (known <= axis.high)).all())


@pytest.mark.parametrize(("scene", "settings", "film_of"), SCENES)
def test_every_panel_says_what_there_is_to_see(scene, settings, film_of):
    picture = scene.draw(settings, film_of(settings))[0].picture
    assert picture.alt
    for panel in picture.panels:
        assert panel.alt
        assert panel.plain or (panel.x.label and panel.y.label)


# The perceptron


def test_a_caption_names_the_point_that_was_wrong_and_the_new_line():
    settings = PerceptronSettings.of({})
    film = perceptron_film(settings)
    captions = perceptron.draw(settings, film)[0].picture.captions
    assert len(captions) == len(film.frames)
    for frame, said in zip(film.frames[1:-1], captions[1:-1], strict=True):
        assert f"Correction {frame.mistakes}:" in said
        assert with_minus(f"({frame.weights[0]:.3g}, {frame.weights[1]:.3g})") in said
    assert captions[-1] == film.ended
    assert "w·x + b = 0, on the line, which is not yet right." in captions[1]


def test_a_caption_shows_no_rounding_and_no_hyphen_as_a_sign():
    settings = PerceptronSettings.of({"shape": "drawn", "learning_rate": 0.01, "seed": 21})
    film = perceptron_film(settings)
    captions = perceptron.draw(settings, film)[0].picture.captions
    lost = next(i for i, frame in enumerate(film.frames) if 0 < abs(frame.weights[2]) < 1e-12)
    assert "b to 0." in captions[lost]
    assert not [said for said in captions if re.search(r"-\d", said)]


def test_one_pass_and_one_point_are_no_plural():
    settings = PerceptronSettings.of({"learning_rate": 10.0, "most_passes": 1})
    film = perceptron_film(settings)
    assert film.last.n_wrong == 1
    assert film.last.ended.startswith("Stopped after 1 pass with 1 point wrong.")
    assert ", 1 point wrong" in perceptron.draw(settings, film)[0].picture.alt


def test_the_lines_drawn_are_the_weights():
    settings = PerceptronSettings.of({"seed": 3})
    film = perceptron_film(settings)
    plane = perceptron.draw(settings, film)[0].picture.panels[0]
    now = next(layer for layer in plane.layers if getattr(layer, "name", "") == "line now")
    for i, frame in enumerate(film.frames[1:], start=1):
        on_it = now.x[i] * frame.weights[0] + now.y[i] * frame.weights[1] + frame.weights[2]
        np.testing.assert_allclose(on_it, 0, atol=1e-9)


def test_the_count_stays_below_its_bound():
    settings = PerceptronSettings.of({"shape": "blobs"})
    film = perceptron_film(settings)
    assert film.last.mistakes <= film.last.bound
    assert "(R/γ)²" in perceptron.notice(settings, film)


def test_from_a_random_start_the_sentence_is_one_and_names_no_bound():
    settings = PerceptronSettings.of({"start": "random"})
    film = perceptron_film(settings)
    assert np.isnan(film.last.bound)
    assert perceptron.notice(settings, film).endswith(
        "With each point taken as (x₁, x₂, 1), the best line leaves a margin γ of "
        f"{film.last.margin:.3g} to the nearest point, and the farthest lies "
        f"R = {film.last.radius:.4g} away; the bound (R/γ)² holds from a start at zero only."
    )


def test_xor_has_no_bound_and_the_sentence_says_why():
    settings = PerceptronSettings.of({"shape": "xor"})
    said = perceptron.notice(settings, perceptron_film(settings))
    assert said.startswith("No straight line parts these classes")


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"order": "shuffled", "start": "random", "noise": 0.2},
        {"order": "worst"},
        {"shape": "xor"},
        {"shape": "drawn", "points": "1,1,0;-1,-1,0;1,-2,1;-1,3,0", "most_passes": 3},
    ],
    ids=str,
)
def test_the_perceptrons_script_ends_at_the_same_line(values):
    settings = PerceptronSettings.of(values)
    last = perceptron_film(settings).last
    w1, w2, b = last.weights
    parted = not np.isnan(last.margin)
    expected = [
        f"corrections: {last.mistakes}",
        f"wrong points: {last.n_wrong}",
        f"w: {w1:.6g} {w2:.6g}, b: {b:.6g}",
        f"radius: {last.radius:.6g}",
        f"margin: {last.margin:.6g}" if parted else "margin: no line parts the classes",
    ]
    if not np.isnan(last.bound):
        expected.append(f"most corrections: {last.bound:.6g}")
    assert (
        ran(written(Example(perceptron_example, settings, perceptron_of)).code).splitlines()
        == expected
    )


# One step by hand


def test_a_caption_gives_the_number_with_its_formula_filled_in():
    settings = ByHandSettings.of({})
    film = by_hand_film(settings)
    captions = one_step_scene.draw(settings, film)[0].picture.captions
    assert captions[1] == "net h1 = w1 i1 + w2 i2 + b1 = 0.15 · 0.05 + 0.2 · 0.1 + 0.35 = 0.3775"
    assert captions[12].endswith("= 0.138499")
    for said in captions:
        assert "\\" not in said
        assert "{" not in said


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
def test_no_latex_is_left_in_a_caption(activation):
    settings = ByHandSettings.of({"activation": activation, "update_biases": True, "outputs": "1"})
    for said in one_step_scene.draw(settings, by_hand_film(settings))[0].picture.captions:
        assert not re.search(r"[\\{}_]", said), said


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"activation": "tanh", "outputs": "1", "n_steps": 2},
        {"activation": "relu", "update_biases": True},
        {"activation": "linear", "n_steps": 3, "w3": -0.45},
    ],
    ids=str,
)
def test_the_script_of_a_step_prints_its_errors_and_weights(values):
    settings = ByHandSettings.of(values)
    told = [f for f in by_hand_film(settings).frames if f.name == "E" or f.stage == "update"]
    code = written(Example(one_step_example, settings, network_of)).code
    lines = ran(code).splitlines()
    assert lines == [f"{frame.name}: {frame.value:.9g}" for frame in told]


# Presets and refusals


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_the_controls_values_of_a_preset_make_its_settings(preset):
    assert PlaygroundSettings.of(preset_values(preset)) == preset.settings


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"learning_rate": 1e9}, "Learning rate must lie between"),
        ({"n_points": 0}, "Points must lie between"),
        ({"features": ()}, "no input"),
        ({"formulas": "; ".join(["x1"] * 40)}, "Keep to 8"),
        ({"formulas": "x1 +" * 90 + "1"}, "Shorten|long|signs"),
        ({"layers": "17 tanh"}, "1 to 16 wide"),
        ({"layers": ", ".join(["2 tanh"] * 9)}, "too many"),
        ({"layers": "x"}, "cannot be read"),
        ({"shape": "drawn", "points": ""}, "Draw at least four"),
        ({"shape": "columns"}, "no active data set"),
    ],
)
def test_bad_settings_end_in_a_sentence(values, says):
    with pytest.raises(PlaygroundError, match=says):
        playground_film(PlaygroundSettings.of(values))


def test_a_step_without_a_gradient_names_no_largest_one():
    made = ByHandSettings.of({"activation": "relu", "b2": -10.0, "n_steps": 2})
    said = one_step_scene.notice(made, by_hand_film(made))
    assert "largest" not in said
    assert "no weight gets a gradient: all of them are 0, so none moves at any rate." in said


def test_lines_of_a_step_stay_in_sight_when_weights_grow_apart():
    made = ByHandSettings.of(
        {"activation": "linear", "i1": -10.0, "w1": -9.95, "update_biases": True, "n_steps": 3}
    )
    film = by_hand_film(made)
    assert film.last.ended
    picture = one_step_scene.draw(made, film)[0].picture
    lines = picture.panels[0].layers[0]
    assert np.abs(lines.weight).min() >= 0.2
    assert np.abs(lines.weight).max() == 1
    said = one_step_scene.notice(made, film)
    assert said == picture.captions[-1]
    assert "_" not in said
    assert said.endswith("Lower the learning rate or the weights.")


def test_an_overflow_ends_the_film_with_a_sentence_and_keeps_it():
    settings = PlaygroundSettings.of({"learning_rate": 100.0, "shape": "plane", "layers": ""})
    film = playground_film(settings)
    assert film.ended.startswith("The weights grew beyond all bounds")
    (block, *_) = net_playground.draw(settings, film)
    assert len(block.picture.steps) == len(film.frames) >= 2
    assert "Lower it" in net_playground.notice(settings, film)


# The outcome on test points


def test_the_outcome_counts_every_test_point_once():
    settings = PlaygroundSettings.of({"n_epochs": 5, "shape": "blobs", "n_classes": 4})
    film = playground_film(settings)
    data = make_dataset(settings.data)
    found = counts(film, data)
    assert (found.sum(axis=(1, 2)) == len(data.y_test)).all()
    right = found[-1].trace() / len(data.y_test)
    assert right == pytest.approx(film.last.test_score)


def test_a_regression_is_a_scatter_against_the_diagonal():
    settings = PlaygroundSettings.of({"n_epochs": 5, "shape": "sine_waves"})
    film = playground_film(settings)
    panel = outcome(film, make_dataset(settings.data), 180)
    assert [layer.kind for layer in panel.layers] == ["line", "dots"]
    assert "RMSE" in str([r.label for r in net_playground.draw(settings, film)[0].picture.readouts])


def test_a_film_says_whether_its_run_is_chaotic_and_a_live_run_does_not():
    chaotic = next(preset.settings for preset in PRESETS if preset.chaotic)
    film = playground_film(chaotic)
    assert film.chaos.chaotic
    assert "chaotic" in net_playground.draw(chaotic, film)[1].text
    live = Film(film.frames, film.steps, film.n_steps)
    assert len(net_playground.draw(chaotic, live)) == 1


def test_the_weights_and_biases_hovered_over_are_those_of_the_frame():
    settings = PlaygroundSettings.of({"n_epochs": 7})
    film = playground_film(settings)
    panel = net_playground.draw(settings, film)[0].picture.panels[1]
    weights, spots = panel.layers[0], panel.layers[-1]
    flat = np.concatenate([weights.ravel() for weights in film.last.weights])
    np.testing.assert_allclose(weights.weight[-1] * weights.scale, flat)
    assert len(weights.labels) == len(flat)
    biases = np.concatenate(film.last.biases)
    np.testing.assert_array_equal(spots.value[-1][: len(biases)], biases)
    assert np.isnan(spots.value[-1][len(biases) :]).all()  # an input has none


def test_what_is_drawn_changes_no_run_and_keeps_the_films_place():
    plain = PlaygroundSettings.of({"n_epochs": 3})
    bare = PlaygroundSettings.of({"n_epochs": 3, "show": ("sharp",)})
    assert bare.work() == plain
    assert net_change(plain, bare) == NetChange()
    film = playground_film(plain)
    one, other = (net_playground.draw(s, film)[0].picture for s in (plain, bare))
    assert encode(one)["meta"]["look"] != encode(other)["meta"]["look"]
    assert [layer.kind for layer in other.panels[0].layers] == ["heat"]
    assert set(np.unique(other.panels[0].layers[0].values)) <= {0, 255}
    assert one.panels[0].title == "What it says: ● training, ▲ test"
    assert other.panels[0].title == "What it says"


def test_every_line_names_the_neurons_it_joins():
    settings = PlaygroundSettings.of({"n_epochs": 3, "layers": "3 tanh, 2 tanh"})
    panel = net_playground.draw(settings, playground_film(settings))[0].picture.panels[1]
    labels = panel.layers[0].labels
    assert labels[0] == "weight x₁ → neuron 1.1"
    assert labels[5] == "weight x₂ → neuron 1.3"
    assert labels[6] == "weight 1.1 → neuron 2.1"
    assert labels[-1] == "weight 2.2 → output 1"
    assert panel.layers[-1].labels[3] == "layer 2, neuron 1"


@pytest.mark.parametrize(
    "layers", ["", "1 relu", "8 tanh, 8 tanh", "4 relu, 4 relu, 4 relu", SIXTEEN]
)
def test_the_boundary_is_the_largest_panel_and_no_neuron_covers_another(layers):
    settings = PlaygroundSettings.of({"n_epochs": 2, "layers": layers, "n_points": 20})
    panels = net_playground.draw(settings, playground_film(settings))[0].picture.panels
    boundary = panels[0]
    assert (boundary.width, boundary.height_px) == (7, 372)
    net = next(panel for panel in panels if panel.pick == "network")
    extents = [layer.extent for layer in net.layers if layer.kind == "heat"]
    for i, (x0, x1, y0, y1) in enumerate(extents):
        assert net.x.low <= x0 < x1 <= net.x.high
        assert net.y.low <= y0 < y1 <= net.y.high
        for a0, a1, b0, b1 in extents[:i]:
            assert x1 <= a0 or a1 <= x0 or y1 <= b0 or b1 <= y0


# Live runs


def test_only_what_may_change_goes_into_a_live_run():
    before = PlaygroundSettings.of({})
    now = PlaygroundSettings.of({"learning_rate": 0.1, "dropout": 0.2})
    assert net_change(before, now) == NetChange(learning_rate=0.1, dropout=0.2)
    edited = PlaygroundSettings.of({"edit": "1 2 3 0.5"})
    assert net_change(before, edited) == NetChange(weight=WeightEdit(0, 1, 2, 0.5))
    assert net_change(before, PlaygroundSettings.of({"optimiser": "adam"})) is None


def test_a_live_run_goes_on_unless_its_schedule_needs_an_end():
    run = playground_live(PlaygroundSettings.of({"n_epochs": 2}))
    assert [next(run)().epoch for _ in range(5)] == [0, 1, 2, 3, 4]
    scheduled = playground_live(PlaygroundSettings.of({"n_epochs": 2, "schedule": "cosine"}))
    assert [make().epoch for make in scheduled] == [0, 1, 2]


def test_a_change_of_nothing_leaves_a_live_run_as_it_is():
    settings = PlaygroundSettings.of({"n_points": 40})
    run = train(settings, pictures=False)
    next(run)
    assert run.send(NetChange()).changed is None


@pytest.mark.slow
def test_the_script_of_a_live_run_repeats_its_changes():
    settings = PlaygroundSettings.of({"n_points": 60})
    run = train(settings, pictures=False)
    for change in (
        None,
        None,
        NetChange(learning_rate=0.2),
        NetChange(weight=WeightEdit(0, 1, 2, 0.5)),
    ):
        last = run.send(change) if change else next(run)
    now = PlaygroundSettings.of({"n_points": 60, "learning_rate": 0.2, "edit": "1 2 3 0.5"})
    told = ran(written(example_of(watched(now, last))).code)
    assert f"loss {last.train_loss:.6g}" in told
    assert f"loss {last.test_loss:.6g}" in told


@pytest.mark.slow
def test_the_script_begins_with_the_weight_set_by_hand():
    settings = PlaygroundSettings.of({"n_points": 60, "n_epochs": 6, "edit": "2 b 1 -1.5"})
    last = playground_film(settings).last
    assert f"loss {last.train_loss:.6g}" in ran(written(example_of(watched(settings, last))).code)


@pytest.mark.parametrize(
    ("text", "says"),
    [("x", "is no weight"), ("4 1 1 2", "no layer 4"), ("1 9 1 2", "no weight 9"),
     ("1 1 9 2", "no weight 1 to 9"), ("0 1 1 2", "is no weight"),
     ("1 0 1 2", "is no weight"), ("1 1 1 1e999", "is no weight"), ("1 3 1 2", "no weight 3")],
)  # fmt: skip
def test_a_weight_that_is_not_there_is_refused(text, says):
    with pytest.raises(PlaygroundError, match=says):
        PlaygroundSettings.of({"edit": text})


def test_an_r2_far_below_is_drawn_on_the_edge_that_says_so():
    made = PlaygroundSettings.of({"shape": "plane", "layers": "", "n_epochs": 5, "n_points": 40})
    film = playground_film(made)
    assert min(frame.train_score for frame in film.frames) < -1
    panels = net_playground.draw(made, film)[0].picture.panels
    scores = next(panel for panel in panels if panel.title == "R²")
    assert scores.y.label == "R² (cut off at −1)"
    assert min(layer.y.min() for layer in scores.layers) >= scores.y.low


def test_columns_say_what_their_standardised_numbers_are_and_what_is_left_out():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"a": rng.normal(50, 10, 30), "b": rng.normal(0, 1, 30)})
    table["kind"] = np.where(table["a"] > 50, "large", "small")
    table.loc[0, "a"] = 9999.0
    made = PlaygroundSettings.of(
        {"shape": "columns", "x1": "a", "x2": "b", "target": "kind", "n_epochs": 3}
    )
    film = playground_film(made, table)
    blocks = net_playground.draw(made, film)
    (mean, spread), _ = film.last.data.scales
    across = blocks[0].picture.panels[0].x
    assert across.label == f"a (0 is {mean:.4g}, 1 is {spread:.3g} more)"
    assert across.high < 5
    assert blocks[-1].sentences == (
        "1 row stands too far out to be drawn with the others: left out here.",
    )
