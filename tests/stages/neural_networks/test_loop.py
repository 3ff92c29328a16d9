"""The assembled loop does what its lines say: a loop by hand, without torch's optimiser, agrees."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pytest

from core.export.script import Example, written
from core.figures.encoding import encode
from core.stages.neural_networks.training_loop import scene as net_loop
from core.stages.neural_networks.training_loop.example import ORDERS, example, loop_of
from core.stages.neural_networks.training_loop.lines import (
    LINES,
    BadLoop,
    loop_code,
    problem_of,
)
from core.stages.neural_networks.training_loop.parts import parts_of
from core.stages.neural_networks.training_loop.run import loop_film, run_loop
from core.stages.neural_networks.training_loop.settings import CURVES, DIAGNOSES, LoopSettings

PLAIN = LoopSettings(net="plain", n_epochs=6, width=8)
BROKEN = {
    "right": {},
    "no zero_grad": {"zero_grad": False},
    "no backward": {"backward": False},
    "no step": {"step": False},
    "never shuffled": {"shuffle": False},
    "step first": {"order": "step_first"},
    "zeroed late": {"order": "zero_late"},
    "zeroed last": {"order": "zero_last"},
}


def by_hand(settings):
    """Train the same net in NumPy: own forward and backward pass, own books of the gradients."""
    names = vars(parts_of(problem_of(settings)))  # the same weights, points and batches
    pars = [p.detach().double().numpy().copy() for p in names["net"].parameters()]
    held, losses = [np.zeros_like(p) for p in pars], []
    orders = {
        "right": "zfbs", "step_first": "zfsb", "zero_late": "fbzs", "zero_last": "fbsz",
    }  # fmt: skip
    for _ in range(settings.n_epochs):
        for x, y in names["loader"]:
            fresh = None
            for letter in orders[settings.order]:
                if letter == "z" and settings.zero_grad:
                    held = [np.zeros_like(p) for p in pars]
                elif letter == "f":
                    fresh = gradients(pars, x.double().numpy(), y.double().numpy())
                elif letter == "b" and settings.backward:
                    held = [h + g for h, g in zip(held, fresh, strict=True)]
                elif letter == "s" and settings.step:
                    pars = [p - settings.learning_rate * h for p, h in zip(pars, held, strict=True)]
        with np.errstate(all="ignore"):
            losses.append(loss(pars, names["test_x"].double().numpy(),
                               names["test_y"].double().numpy()))  # fmt: skip
    return losses


def forward(pars, x):
    w1, b1, w2, b2, w3, b3 = pars
    h1 = np.maximum(x @ w1.T + b1, 0)
    h2 = np.maximum(h1 @ w2.T + b2, 0)
    return h1, h2, h2 @ w3.T + b3


def loss(pars, x, y):
    z = forward(pars, x)[2]
    return float(np.mean(np.logaddexp(0, z) - z * y))


def gradients(pars, x, y):
    h1, h2, z = forward(pars, x)
    d3 = (1 / (1 + np.exp(-z)) - y) / len(x)
    d2 = (d3 @ pars[4]) * (h2 > 0)
    d1 = (d2 @ pars[2]) * (h1 > 0)
    return [d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0)]


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_broken_loop_breaks_as_by_hand(change):
    settings = replace(PLAIN, learning_rate=0.02, **change)
    film = loop_film(settings)
    ours = [frame.test_loss for frame in film.frames[1:]]
    np.testing.assert_allclose(ours, by_hand(settings), rtol=2e-4)


@pytest.mark.parametrize("change", [
    {"backward": False}, {"step": False}, {"order": "zero_late"}, {"order": "step_first"},
])  # fmt: skip
def test_without_gradients_at_the_step_no_weight_moves(change):
    assert all(frame.moved == 0 for frame in loop_film(replace(PLAIN, **change)).frames)


def test_a_step_between_forward_and_backward_ends_with_what_pytorch_says():
    film = loop_film(replace(PLAIN, order="step_first", zero_grad=False))
    assert film.ended.startswith("PyTorch stops with a RuntimeError: step() changed weights")
    assert film.last.epoch == 1


@pytest.mark.parametrize("change", [
    {"eval_mode": False}, {"train_mode": False}, {"order": "zero_last"},
])  # fmt: skip
def test_what_a_plain_network_does_not_notice(change):
    assert loop_film(replace(PLAIN, **change)).last.gap == 0


def test_eval_switches_dropout_off_only_for_judging():
    kept, left_out = (
        loop_film(replace(LoopSettings(n_epochs=5), eval_mode=value)).last
        for value in (True, False)
    )
    assert kept.gap == 0 < left_out.gap


def test_without_train_dropout_is_off_for_good():
    one = loop_film(LoopSettings(n_epochs=5, train_mode=False)).frames
    again = loop_film(LoopSettings(n_epochs=5)).frames
    assert one[1].test_loss == again[1].test_loss, "eval() has not been called yet"
    assert one[2].test_loss != again[2].test_loss


def test_batch_norm_fails_on_sorted_points():
    film = loop_film(LoopSettings(net="batch_norm", shuffle=False))
    assert film.last.test_loss > 2 * film.last.target_test


def test_the_first_frame_is_before_any_step_and_does_not_disturb_the_loop():
    frames = list(run_loop(replace(LoopSettings(), n_epochs=3)))
    assert (frames[0].epoch, frames[0].moved) == (0, 0)
    assert frames[0].train_loss == pytest.approx(np.log(2), abs=0.05)


def test_equal_settings_make_equal_films():
    one, two = loop_film(LoopSettings(n_epochs=5)), loop_film(LoopSettings(n_epochs=5))
    for a, b in zip(one.frames, two.frames, strict=True):
        for item in fields(a):
            np.testing.assert_array_equal(getattr(a, item.name), getattr(b, item.name))


def test_every_diagnosis_has_one_curve():
    assert sorted(truth for truth, _ in CURVES.values()) == sorted(DIAGNOSES)


def test_its_own_settings_reproduce_each_curve_and_no_other_curve_does():
    made = {}
    for letter, (_, change) in CURVES.items():
        film = loop_film(replace(LoopSettings(), **change, target=letter))
        assert film.last.gap == 0
        made[letter] = np.array([(f.train_loss, f.test_loss) for f in film.frames])
    for a in made:
        for b in made:
            assert a == b or np.abs(made[a] - made[b]).mean() > 0.04, f"{a} looks like {b}"


def test_a_line_left_out_is_shown_as_left_out():
    for name in LINES:
        if name == "shuffle":
            shuffled, sorted_ = (problem_of(replace(PLAIN, shuffle=x)) for x in (True, False))
            assert (shuffled.shuffle, sorted_.shuffle) == (True, False)
            continue
        assert loop_code(PLAIN).count("# left out") == 0
        assert loop_code(replace(PLAIN, **{name: False})).count("# left out") == 1


def test_one_point_for_batch_norm_is_refused():
    with pytest.raises(BadLoop, match="The last batch would hold one point"):
        next(run_loop(LoopSettings(net="batch_norm", n_train=161)))


def test_a_loss_that_leaves_the_numbers_ends_the_film_with_a_sentence():
    film = loop_film(replace(PLAIN, learning_rate=1e20, zero_grad=False))
    assert film.ended.endswith("Lower the learning rate.")
    assert film.ended in net_loop.notice(PLAIN, film)


def test_the_largest_film_is_small():
    settings = LoopSettings(n_epochs=60, n_train=320)
    moving = net_loop.draw(settings, loop_film(settings))[0]
    assert len(json.dumps(encode(moving.picture))) < 400_000


@pytest.mark.slow
@pytest.mark.parametrize("change", [
    {}, {"zero_grad": False}, {"net": "batch_norm", "optimiser": "adam"}, {"train_mode": False},
])  # fmt: skip
def test_the_script_run_alone_prints_the_numbers_on_the_screen(change, tmp_path):
    settings = replace(LoopSettings(n_epochs=8), **change)
    path = tmp_path / "loop.py"
    path.write_text(written(Example(example, settings, loop_of)).code, encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    printed = [line.rpartition(" ")[2] for line in done.stdout.splitlines()]
    last = loop_film(settings).last
    assert printed == [f"{x:.6g}" for x in (last.train_loss, last.test_loss, last.accuracy)]


@pytest.mark.parametrize("change", [
    *({"order": order} for order in ORDERS), {"zero_grad": False}, {"backward": False},
    {"step": False}, {"eval_mode": False}, {"train_mode": False, "shuffle": False},
    {"net": "batch_norm", "train_mode": False}, {"order": "zero_last", "zero_grad": False},
    {"optimiser": "adam", "net": "plain"},
], ids=str)  # fmt: skip
def test_the_example_is_the_loop_that_the_page_shows_and_runs(change, capsys):
    settings = replace(LoopSettings(n_epochs=3), **change)
    example(loop_of(settings))
    printed = [line.rpartition(" ")[2] for line in capsys.readouterr().out.splitlines()]
    last = loop_film(settings).last
    assert printed == [f"{x:.6g}" for x in (last.train_loss, last.test_loss, last.accuracy)]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (replace(PLAIN, shuffle=False), "each batch pulls to one side"),
        (replace(PLAIN, shuffle=False, n_train=32, batch_size=32), "one batch holds all 32 points"),
        (replace(PLAIN, net="dropout", train_mode=False), "dropout is off for good"),
        (replace(PLAIN, net="batch_norm", train_mode=False), "keeps the averages of the first"),
    ],
)
def test_a_fault_is_described_as_it_acts_on_this_network_and_these_batches(settings, said):
    assert said in net_loop.notice(settings, loop_film(settings))


def test_averages_of_batch_norm_stay_those_of_the_first_epoch_without_train():
    import torch

    kept = []
    for n_epochs in (1, 4):
        settings = replace(PLAIN, net="batch_norm", train_mode=False, n_epochs=n_epochs)
        names = {"torch": torch, "history": [], **vars(parts_of(problem_of(settings)))}
        exec(loop_code(settings), names)  # ours, no learner's
        kept.append(names["net"][1].running_mean.numpy())
    np.testing.assert_array_equal(*kept)
