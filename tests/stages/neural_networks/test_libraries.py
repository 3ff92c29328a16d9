"""One net in four libraries: what is run agrees with NumPy, what is not run has no numbers."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from core.compute.keys import digest
from core.neural.net.costs import COST_BY_ID
from core.neural.net.network import Net
from core.stages.neural_networks.four_libraries import scene as net_libraries
from core.stages.neural_networks.four_libraries.run import (
    RECORDED,
    LibrariesAnswer,
    LibraryRun,
    _run,
    recorded_run,
    run_libraries,
)
from core.stages.neural_networks.four_libraries.scripts import LIBRARIES, PARTS, script_of
from core.stages.neural_networks.four_libraries.settings import LibrarySettings
from tests.stages.neural_networks.record_libraries import SETTINGS as RECORDED_SETTINGS

NAMES = {"pytorch": "torch", "keras": "keras", "tensorflow": "tf", "jax": "jax"}


def header(settings):
    """The points and weights that every script draws, from the script's own text."""
    code = script_of(settings, "jax").partition("# %% JAX")[0]
    names = {}
    exec(code.replace("import jax.numpy as jnp", "").replace("import jax", ""), names)
    return names


@pytest.mark.parametrize("settings", [
    LibrarySettings(n_epochs=60, momentum=0.9),
    LibrarySettings(n_layers=1, width=5, activation="relu", n_epochs=30, learning_rate=0.5),
], ids=["tanh", "relu"])  # fmt: skip
def test_pytorch_agrees_with_the_net_written_by_hand(settings):
    names = header(settings)
    net = Net(settings.sizes, [settings.activation] * settings.n_layers)
    for layer, weights in zip(net.layers, names["start"], strict=True):
        layer.weights[...] = weights
    loss, rows = COST_BY_ID["cross_entropy"].form(1), net.with_ones(names["X"].astype(float))
    targets, speed, losses = names["y"].astype(float), np.zeros_like(net.theta), []
    for _ in range(settings.n_epochs + 1):
        losses.append(loss.value(net.gradient(rows, targets, loss), targets))
        speed = settings.momentum * speed + net.grad
        net.theta -= settings.learning_rate * speed
    run = run_libraries(settings).run("pytorch")
    np.testing.assert_allclose(run.losses, losses, rtol=2e-4)


def test_every_script_can_be_read_by_python_and_names_its_own_library():
    for spec in LIBRARIES:
        tree = ast.parse(script_of(LibrarySettings(), spec.id))
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert NAMES[spec.id] in used
        assert len(spec.parts) == len(PARTS)


@pytest.mark.parametrize("spec", LIBRARIES, ids=lambda spec: spec.id)
def test_a_linter_finds_no_fault_in_a_script_that_cannot_be_run_here(spec):
    command = ["ruff", "check", "--isolated", "--line-length", "100", "--select", "E4,E5,E7,E9,F,W"]
    done = subprocess.run(
        [sys.executable, "-m", *command, "-"],
        input=script_of(LibrarySettings(), spec.id), capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("spec", LIBRARIES, ids=lambda spec: spec.id)
def test_every_param_changes_every_script(spec):
    plain = script_of(LibrarySettings(), spec.id)
    for param in LibrarySettings.PARAMS[1:]:
        other = param.high if param.choices == () else param.choices[-1].id
        value = int(other) if param.kind == "int" else other
        assert script_of(replace(LibrarySettings(), **{param.id: value}), spec.id) != plain


def test_all_four_draw_the_same_points_and_weights():
    heads = {script_of(LibrarySettings(), spec.id).partition("def moons")[2].partition("# %%")[0]
             for spec in LIBRARIES}  # fmt: skip
    assert len(heads) == 1


def test_what_is_neither_installed_nor_recorded_is_marked_and_has_no_numbers():
    spec = replace(LIBRARIES[1], module="no_such_library")
    run = _run(LibrarySettings(seed=9), spec)
    assert (run.state, run.losses.size) == ("missing", 0)
    assert np.isnan(run.last_loss)
    assert np.isnan(run.accuracy)
    assert run.sentence == (
        "Keras is not installed here, and these settings were not recorded: it has no numbers. "
        "Go back to the defaults, or install no_such_library and run the script yourself."
    )


@pytest.mark.parametrize("settings", RECORDED_SETTINGS, ids=str)
def test_recorded_numbers_agree_with_pytorch_run_now_to_four_digits(settings):
    torch = run_libraries(settings).run("pytorch")
    for spec in LIBRARIES[1:]:
        run = recorded_run(settings, spec)
        assert (run.state, len(run.losses)) == ("recorded", settings.n_epochs + 1)
        np.testing.assert_allclose(run.losses, torch.losses, rtol=1e-4)
        assert run.accuracy == pytest.approx(torch.accuracy, abs=1e-6)
        assert run.version in run.sentence


def test_only_what_was_run_is_recorded():
    content = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert set(content) == {"keras", "tensorflow", "jax"}
    for spec in LIBRARIES[1:]:
        assert recorded_run(LibrarySettings(seed=9), spec) is None
        assert len(content[spec.id]["runs"]) == len(RECORDED_SETTINGS)


def test_what_is_recorded_was_printed_by_the_very_script_that_is_shown():
    for library, kept in json.loads(RECORDED.read_text(encoding="utf-8")).items():
        for run in kept["runs"]:
            shown = script_of(LibrarySettings(**run["settings"]), library)
            assert run["script"] == digest(shown.encode()), f"{library} changed: record it again"


def test_the_page_says_that_a_number_was_recorded_and_with_what():
    settings = LibrarySettings(library="jax")
    runs = tuple(recorded_run(settings, spec) or _run(settings, spec) for spec in LIBRARIES)
    answer = LibrariesAnswer(runs, 1)
    numbers, chart, words, *_ = net_libraries.draw(settings, answer)
    assert "recorded" in numbers.items[3].note
    assert "JAX (recorded)" in [trace.name for trace in chart.figure.data]
    assert f"numbers recorded with JAX {runs[3].version}" in words.text
    assert "Keras, TensorFlow, JAX end " in net_libraries.notice(settings, answer)
    assert "as recorded" in net_libraries.notice(settings, answer)


def test_a_script_that_fails_gets_a_sentence_and_no_numbers():
    spec = replace(LIBRARIES[1], module="json")  # there, but it is no Keras
    run = _run(LibrarySettings(), spec)
    if run.state == "ran":
        pytest.skip("Keras is installed here")
    assert (run.state, run.losses.size) == ("failed", 0)
    assert run.sentence == "Keras is installed, but its script ended with CalledProcessError."


def test_the_page_never_shows_a_number_for_a_library_that_was_not_run():
    settings = LibrarySettings(library="jax", n_epochs=20)
    answer = run_libraries(settings)
    missing = LibraryRun("jax", "JAX", "missing", np.empty(0), sentence="JAX is not here.")
    runs = tuple(missing if run.id == "jax" else run for run in answer.runs)
    answer = replace(answer, runs=runs)
    numbers, chart, words, *_ = net_libraries.draw(settings, answer)
    assert numbers.items[3].value == "not run"
    assert "JAX" not in [trace.name for trace in chart.figure.data]
    assert "NOT RUN HERE" in words.text
    assert "JAX is not here." in net_libraries.notice(settings, answer)


@pytest.mark.slow
def test_the_script_run_alone_prints_the_numbers_on_the_screen(tmp_path):
    settings = LibrarySettings(n_epochs=50)
    path = tmp_path / "net.py"
    path.write_text(script_of(settings, "pytorch"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    run = run_libraries(settings).run("pytorch")
    lines = dict(line.split(": ") for line in done.stdout.splitlines())
    assert float(lines["loss after"]) == run.last_loss
    assert float(lines["test accuracy"]) == run.accuracy


def test_parameters_are_counted():
    sizes = LibrarySettings().sizes
    assert run_libraries(LibrarySettings(n_epochs=10)).n_parameters == sum(
        a * b + b for a, b in pairwise(sizes)
    )
