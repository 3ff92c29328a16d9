"""Deep networks: signals as the theory says, gradients as torch says, schedules as PyTorch's."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pytest

from core.course import missions
from core.export.script import Example, written
from core.figures.encoding import encode
from core.neural.net import in_torch
from core.neural.net.optimisers import OPTIMISERS
from core.neural.net.schedules import SCHEDULES
from core.stages.neural_networks.deep_trouble import scene as net_trouble
from core.stages.neural_networks.deep_trouble.cures import changes
from core.stages.neural_networks.deep_trouble.deep_net import BadDepth
from core.stages.neural_networks.deep_trouble.example import VIEWS
from core.stages.neural_networks.deep_trouble.rate_finder import rate_at
from core.stages.neural_networks.deep_trouble.run import (
    deep_film,
    finder_film,
    race_film,
    trouble_film,
)
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings
from core.stages.neural_networks.deep_trouble.signals import run_trouble, verdict
from core.ui.widgets.numbers import log_steps

RELU = TroubleSettings(activation="relu", init="he_normal")


def starts(settings, n_seeds=12):
    return [next(run_trouble(replace(settings, seed=seed))) for seed in range(n_seeds)]


def growth(frames, name):
    """The factor a layer multiplies by, from the second layer on, averaged over seeds."""
    values = np.array([getattr(frame, name) for frame in frames]) ** 2
    mean = values.mean(axis=0)
    return float((mean[-1] / mean[1]) ** (1 / (2 * (len(mean) - 2))))


@pytest.mark.parametrize(("activation", "init", "factor"), [
    ("relu", "he_normal", 1.0),           # He et al. (2015), eq. 10
    ("linear", "lecun_normal", 1.0),
    ("linear", "xavier_normal", 1.0),     # Glorot & Bengio (2010), eq. 12, equal widths
    ("relu", "xavier_normal", 0.5**0.5),  # half of each signal is silenced
    ("linear", "small_normal", 0.01 * 256**0.5),
    ("linear", "large_normal", 3 * 256**0.5),
])  # fmt: skip
def test_signals_and_gradients_change_by_the_factor_of_theory(activation, init, factor):
    settings = TroubleSettings(activation=activation, init=init, width=256, n_layers=8)
    frames = starts(settings)
    assert growth(frames, "size") == pytest.approx(factor, rel=0.05)
    assert 1 / growth(frames, "gradient") == pytest.approx(factor, rel=0.05)


def test_a_sigmoid_layer_passes_back_at_most_a_quarter_times_its_weights():
    for frame in starts(TroubleSettings(width=128, n_layers=10)):
        assert frame.passed_back < 0.27


def test_batch_normalisation_keeps_every_layer_at_size_one():
    frame = next(run_trouble(TroubleSettings(batch_norm=True, n_layers=20)))
    np.testing.assert_allclose(frame.size, 1, atol=0.01)


@pytest.mark.parametrize("spec", SCHEDULES, ids=lambda spec: spec.id)
def test_each_schedule_is_that_of_pytorch(spec):
    import torch

    n = 40
    steps = torch.optim.lr_scheduler
    theirs = {
        "constant": lambda o: steps.ConstantLR(o, factor=1.0),
        "step": lambda o: steps.StepLR(o, n // 4, gamma=0.5),
        "exponential": lambda o: steps.ExponentialLR(o, gamma=0.01 ** (1 / n)),
        "cosine": lambda o: steps.CosineAnnealingLR(o, n),
        "warm_up": lambda o: steps.LinearLR(o, 1 / (n / 10), total_iters=n // 10 - 1),
    }
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    scheduler = theirs[spec.id](optimiser)
    settings = TroubleSettings(learning_rate=0.3, n_steps=n)
    for step in range(n):
        expected = optimiser.param_groups[0]["lr"]
        assert rate_at(settings, spec.id, step) == pytest.approx(expected, abs=1e-12)
        optimiser.step()
        scheduler.step()


def test_a_warm_up_rises_evenly_and_then_leaves_the_schedule_alone():
    settings = TroubleSettings(learning_rate=1.0, warm_up=0.5, n_steps=20)
    rates = [rate_at(settings, "constant", step) for step in range(20)]
    np.testing.assert_allclose(rates[:10], np.arange(1, 11) / 10)
    assert set(rates[10:]) == {1.0}


def test_equal_settings_make_equal_films():
    for film in (trouble_film, finder_film, race_film):
        one, two = film(RELU), film(RELU)
        for a, b in zip(one.frames, two.frames, strict=True):
            for item in fields(a):
                np.testing.assert_array_equal(getattr(a, item.name), getattr(b, item.name))


def test_the_first_frame_is_before_any_step():
    slow, fast = (next(run_trouble(replace(RELU, learning_rate=r))) for r in (0.001, 1.0))
    assert (slow.step, slow.loss) == (0, fast.loss)


@pytest.mark.parametrize(("change", "rule"), [
    ({}, "vanishing"),
    ({"n_layers": 4}, "vanishing"),  # passes back 0.223 a layer, as the twelve layers do
    ({"activation": "relu", "init": "he_normal"}, "healthy"),
    ({"init": "zeros"}, "silent"),
    ({"activation": "tanh", "init": "large_normal", "learning_rate": 1e-4}, "saturated"),
    ({"activation": "relu", "init": "he_normal", "learning_rate": 1.0}, "dead"),
    ({"activation": "relu", "init": "large_normal"}, "overflow"),
    ({"activation": "softplus", "init": "large_normal", "learning_rate": 1e-30}, "exploding"),
])  # fmt: skip
def test_the_rule_names_what_became_of_the_gradient(change, rule):
    film = trouble_film(replace(TroubleSettings(), **change))
    assert verdict(film) == rule
    assert net_trouble.notice(TroubleSettings(), film)


def test_an_overflow_ends_the_film_with_a_sentence_and_keeps_what_was():
    film = trouble_film(replace(RELU, learning_rate=5.0))
    assert film.ended == (
        "Step 4 at a rate of 5 made the numbers overflow: the film ends before it."
    )
    assert all(np.isfinite(frame.loss) for frame in film.frames)
    said = net_trouble.notice(replace(RELU, learning_rate=5.0), film)
    assert "After 3 steps, 50 % of the points are right." in said


@pytest.mark.parametrize(("change", "sentence"), [
    ({"n_layers": 900}, "900 layers of 24 units cannot be built. Keep to 60 layers of 1024."),
    ({"learning_rate": 0.0}, "The learning rate must be above 0, not 0. Try 0.1."),
    ({"n_steps": 0}, "Take at least one step, and warm up over a part between 0 and 1."),
])  # fmt: skip
def test_a_network_that_cannot_be_is_refused(change, sentence):
    with pytest.raises(BadDepth) as refused:
        next(run_trouble(replace(RELU, **change)))
    assert str(refused.value) == sentence


def test_the_rate_finder_stops_where_the_loss_runs_away():
    film = finder_film(RELU)
    losses = [frame.loss for frame in film.frames]
    assert losses[-1] > 4 * losses[0] > max(losses[:-1])
    assert film.last.suggested == pytest.approx(film.last.lowest_at / 10)


def test_a_trial_is_the_plain_run_at_that_rate():
    found = finder_film(RELU).last
    plain = trouble_film(replace(RELU, learning_rate=found.tried[1], n_steps=found.step))
    assert plain.last.loss == found.trials[1]


def test_the_constant_schedule_is_the_plain_run():
    assert race_film(RELU).last.losses[0] == trouble_film(RELU).last.loss


def test_the_sentence_names_the_rate_of_the_last_step_taken():
    settings = replace(RELU, view="schedules", schedule="step", n_steps=40)
    assert net_trouble.notice(settings, race_film(settings)).endswith("was taken at 0.0125.")


@pytest.mark.slow
@pytest.mark.parametrize("view", ["signals", "finder", "schedules"])
def test_the_largest_film_is_small(view):
    settings = replace(RELU, view=view, n_layers=30, n_steps=200)
    (block,) = net_trouble.draw(settings, deep_film(settings))
    assert len(json.dumps(encode(block.picture))) < 900_000


SCRIPTS = {
    "plain": TroubleSettings(),
    "relu": replace(RELU, n_steps=20),
    "norm": TroubleSettings(batch_norm=True, n_steps=10, n_layers=5),
    "adam": replace(RELU, optimiser="adam", activation="gelu", n_layers=4, learning_rate=0.01),
    "finder": replace(RELU, view="finder"),
    "schedules": replace(RELU, view="schedules", schedule="cosine", warm_up=0.2),
    "lion": replace(RELU, view="schedules", schedule="step", optimiser="lion", n_steps=10,
                    learning_rate=0.001),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("settings", SCRIPTS.values(), ids=SCRIPTS)
def test_torch_prints_the_numbers_on_the_screen(settings, tmp_path):
    path = tmp_path / "trouble.py"
    function, arrange = VIEWS[settings.view]
    path.write_text(written(Example(function, settings, arrange)).code, encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    printed = [float(line.rpartition(" ")[2]) for line in done.stdout.splitlines()]
    np.testing.assert_allclose(printed, on_screen(settings), rtol=1e-6)


@pytest.mark.parametrize("spec", OPTIMISERS, ids=lambda spec: spec.id)
def test_an_example_has_the_optimiser_of_the_catalogue(spec):
    import torch

    rng = np.random.default_rng(3)
    theta = rng.normal(size=9)
    p = torch.tensor(theta.copy(), requires_grad=True)
    ours, theirs = spec.make(9, 0.01), in_torch.optimisers()[spec.id]([p], lr=0.5)
    for rate in (0.1, 0.03, 0.2):
        g = rng.normal(size=9)
        p.grad = torch.tensor(g)
        for group in theirs.param_groups:
            group["lr"] = rate
        theirs.step()
        ours.step(theta, g, rate)
        np.testing.assert_allclose(p.detach().numpy(), theta, rtol=1e-9)


def on_screen(settings):
    film = deep_film(settings)
    first, last = film.frames[0], film.last
    if settings.view == "signals":
        return [first.last_gradient, first.first_gradient, first.loss, last.loss]
    if settings.view == "finder":
        return [min(frame.loss for frame in film.frames), last.lowest_at, last.suggested]
    return [last.losses[[spec.id for spec in SCHEDULES].index(settings.schedule)]]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (TroubleSettings("finder", n_layers=20), "the first layer gets only"),
        (TroubleSettings("finder", 2, "linear", optimiser="adam"), "the first layer does get"),
    ],
    ids=["vanished", "arrives"],
)
def test_the_finder_blames_the_gradient_only_where_it_does_not_arrive(settings, said):
    film = deep_film(settings)
    first = next(run_trouble(settings))
    assert film.last.arrives == first.first_gradient / first.last_gradient
    told = net_trouble.notice(settings, film)
    assert told.startswith("**No rate helps.**")
    assert said in told


def test_a_finder_that_ends_at_its_lowest_loss_is_not_said_to_have_risen():
    settings = TroubleSettings("finder", activation="tanh", n_steps=40)
    film = deep_film(settings)
    lowest = int(np.argmin([frame.loss for frame in film.frames]))
    assert "then rose" in net_trouble.notice(settings, film)
    cut = replace(film, frames=film.frames[: lowest + 1])
    assert "and had not risen yet" in net_trouble.notice(settings, cut)


def test_a_race_that_every_schedule_loses_says_overflow():
    settings = TroubleSettings("schedules", 12, "sine", learning_rate=82.0, width=4, n_steps=148)
    film = deep_film(settings)
    assert np.isnan(film.last.lowest)
    picture = net_trouble.draw(settings, film)[0].picture
    assert "its loss has overflowed, the lowest of all has overflowed" in picture.captions[-1]


def test_a_network_without_any_gradient_is_graded_without_an_error():
    alive = missions.by_id("neural_networks.deep_alive")
    settings = TroubleSettings(n_layers=20, init="zeros", n_steps=10)
    assert not alive.done(settings, deep_film(settings))


def told(**change):
    settings = replace(TroubleSettings(), **change)
    film = deep_film(settings)
    return net_trouble.notice(settings, film), film


@pytest.mark.parametrize("n_layers", [2, 4, 12])
def test_a_coin_toss_is_called_one_however_deep_the_net(n_layers):
    said, film = told(n_layers=n_layers)
    assert said.startswith("**Vanishing.**")
    assert film.last.loss == pytest.approx(np.log(2), abs=1e-3)
    assert "no better than a coin, whose loss is 0.693" in said


def test_large_weights_that_learn_more_are_not_told_to_start_smaller():
    large, film = told(init="large_normal")
    assert film.last.accuracy > told()[1].last.accuracy + 0.2
    assert "smaller" not in large
    assert f"{100 * film.last.accuracy:.0f} % of the points are right" in large


def test_a_gradient_that_arrives_is_no_promise():
    said, film = told(activation="linear")
    assert film.frames[0].passed_back > 0.9
    assert film.last.accuracy < 0.6
    assert said.startswith("**It arrives, and yet little is learnt.**")


def test_a_saturated_net_that_learns_is_said_to_learn():
    settings = TroubleSettings(init="large_normal", learning_rate=1e-4)
    film = trouble_film(settings)
    right = replace(film.last, accuracy=0.95)
    learnt = replace(film, frames=(film.frames[0], right), cure=None, n_tried=0)
    said = net_trouble.notice(settings, learnt)
    assert said.startswith("**Saturated, and yet it learns.**")
    assert said.endswith("and 95 % of the points are right.")


def test_every_rate_that_is_advised_is_a_step_of_its_slider():
    rate = next(param for param in TroubleSettings.PARAMS if param.id == "learning_rate")
    for chosen in (1e-4, 0.003, 0.1, 5.0, 100.0):
        settings = TroubleSettings(learning_rate=chosen)
        found = [dict(change.values) for change in changes(settings, lower_first=True)]
        rates = [values["learning_rate"] for values in found if "learning_rate" in values]
        assert set(rates) <= set(log_steps(rate))
        assert not rates or min(rates) >= rate.low


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
@pytest.mark.parametrize("init", ["xavier_uniform", "large_normal", "zeros"])
def test_the_advice_taken_gives_what_it_promises(activation, init):
    for view in ("signals", "finder", "schedules"):
        for n_layers, rate in ((3, 0.1), (8, 10.0)):
            change = {"view": view, "n_layers": n_layers, "learning_rate": rate}
            said, film = told(activation=activation, init=init, **change)
            if film.cure is None:
                assert " With ReLU" not in said
                continue
            settings = TroubleSettings(activation=activation, init=init, **change)
            mended = deep_film(replace(settings, **dict(film.cure.values)))
            if view == "signals":
                assert f"{100 * mended.last.accuracy:.0f} % right" in said
            elif view == "finder":
                assert min(frame.loss for frame in mended.frames) == film.cure.loss
            else:
                assert mended.last.of("constant") == film.cure.loss


@pytest.mark.slow
@pytest.mark.parametrize("n_layers", [2, 6])
def test_no_verdict_contradicts_how_the_run_ends(n_layers):
    for activation in ("sigmoid", "tanh", "relu", "linear"):
        for init in ("he_normal", "large_normal"):
            for rate in (0.1, 1.0):
                said, film = told(n_layers=n_layers, activation=activation, init=init,
                                  learning_rate=rate)  # fmt: skip
                learns = film.last.accuracy >= 0.9 and not film.ended
                name = said.split("**")[1]
                assert (name == "It arrives." or name.endswith("it learns.")) == learns
