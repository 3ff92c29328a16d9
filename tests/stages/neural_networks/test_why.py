"""Presets end as they say they do, and the sentence names the rule's numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.course import missions
from core.neural.data.dataset import DataSettings
from core.stages.neural_networks.playground.chaos import Chaos, measure_chaos
from core.stages.neural_networks.playground.presets import PRESET_BY_ID, PRESETS
from core.stages.neural_networks.playground.run import NetFilm
from core.stages.neural_networks.playground.settings import LayerSpec, PlaygroundSettings
from core.stages.neural_networks.playground.train import train
from core.stages.neural_networks.playground.why import HIGHEST_RATE, LOWEST_RATE, RULES, why


def frames_of(settings):
    return list(train(settings, pictures=False))


def said_of(**changes):
    settings = replace(PlaygroundSettings(), **changes)
    return why(frames_of(settings), settings)


@pytest.fixture(scope="module")
def runs():
    return {preset.id: frames_of(preset.settings) for preset in PRESETS}


def test_there_are_good_and_bad_presets():
    assert len(PRESETS) == len(PRESET_BY_ID) >= 8
    assert sum(preset.good for preset in PRESETS) >= 4
    assert sum(not preset.good for preset in PRESETS) >= 4
    assert all(len(preset.why) > 40 for preset in PRESETS)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_every_preset_ends_in_its_rule(preset, runs):
    found = why(runs[preset.id], preset.settings)
    # where a chaotic run ends, the processor's rounding decides
    assert preset.chaotic or found.rule == preset.rule
    assert found.sentence[-1] == "."
    assert found.numbers


def test_good_presets_solve_their_task_and_l2_helps(runs):
    for preset in PRESETS:
        if preset.rule == "done":
            assert runs[preset.id][-1].test_score > 0.95, preset.id
    assert runs["overfit_tamed"][-1].test_loss < 0.6 * runs["overfit"][-1].test_loss


CURES = {
    "rate_too_high": {"learning_rate": 0.01},
    "dead_relu": {"learning_rate": 0.03},
    "too_slow": {"learning_rate": 0.03},
    "all_zero": {"init": "xavier_uniform", "n_epochs": 80},
}


@pytest.mark.parametrize(("bad", "cure"), CURES.items())
def test_what_a_bad_preset_names_as_its_cure_solves_it(bad, cure):
    assert frames_of(replace(PRESET_BY_ID[bad].settings, **cure))[-1].test_score > 0.95


def test_the_numbers_that_presets_name_are_those_of_their_runs(runs):
    score = {name: frames[-1].test_score for name, frames in runs.items()}
    said = {preset.id: preset.why for preset in PRESETS}
    assert f"{score['overfit']:.0%}" == "60%"
    assert (round(100 * score["overfit_tamed"]), "87 %" in said["overfit_tamed"]) == (87, True)
    assert (round(100 * score["overfit_stopped"]), "80 %" in said["overfit_stopped"]) == (80, True)
    assert (round(100 * score["spirals_flat"]), "57 %" in said["spirals_flat"]) == (57, True)
    waves = PRESET_BY_ID["waves_sine"].settings
    tanh = frames_of(replace(waves, layers=(LayerSpec(8, "tanh"),)))[-1].test_score
    assert (f"{score['waves_sine']:.2f}", f"{tanh:.2f}") == ("1.00", "0.92")
    tests = [frame.test_loss for frame in runs["overfit"]]
    assert runs["overfit"][int(np.argmin(tests))].epoch in (19, 20)
    flat = replace(PRESET_BY_ID["circles_hidden"].settings, layers=(LayerSpec(2),))
    assert frames_of(flat)[-1].test_score < 0.8


@pytest.mark.slow
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_a_preset_is_chaotic_exactly_where_it_says_so(preset):
    found = measure_chaos(preset.settings)
    assert found.chaotic == preset.chaotic
    assert ("chaotic" in found.sentence) == preset.chaotic


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_no_mission_is_earned_by_choosing_a_run_worth_seeing(preset, runs):
    frames = tuple(runs[preset.id])
    chaos = Chaos(1.0, 2.0, 1.0, 1 if preset.chaotic else -1)
    film = NetFilm(frames, np.arange(len(frames)), len(frames) - 1, chaos)
    graded = missions.grade(missions.of("neural_networks", "playground"), preset.settings, film)
    assert set(graded.values()) == {missions.Outcome.NOT_YET}


def test_every_rule_but_those_for_other_runs_is_shown_by_a_preset():
    shown = {preset.rule for preset in PRESETS}
    assert shown == {
        "done", "diverging", "dead", "saturated", "copies", "overfitting", "underfitting",
        "too_slow", "settled", "stopped",
    }  # fmt: skip
    assert len(RULES) == len(shown) + 5  # start, early, held down, bouncing, improving


def test_before_any_step_nothing_is_trained():
    settings = PlaygroundSettings()
    found = why(frames_of(settings)[:1], settings)
    assert found.rule == "start"
    assert "the loss starts at 0." in found.sentence


def test_a_run_cut_short_is_still_improving():
    settings = PRESET_BY_ID["spirals_8_8"].settings
    found = why(frames_of(settings)[:60], settings)
    assert found.rule == "improving"
    assert f"by {dict(found.numbers)['fall']:.0%}" in found.sentence


def test_a_loss_that_jumps_up_and_down_bounces():
    settings = PlaygroundSettings()
    start = frames_of(replace(settings, n_epochs=1))[0]
    losses = [0.7, 0.6] + [0.6, 0.8] * 8
    frames = [replace(start, epoch=i, train_loss=loss) for i, loss in enumerate(losses)]
    found = why(frames, settings)
    assert found.rule == "bouncing"
    assert "rose in 47% of the last 17 pictures" in found.sentence


def test_overfitting_names_the_epoch_where_the_test_loss_was_least(runs):
    frames, settings = runs["overfit"], PRESET_BY_ID["overfit"].settings
    best = min(frames, key=lambda frame: frame.test_loss)
    assert f"Since epoch {best.epoch} " in why(frames, settings).sentence


def test_an_invisible_change_is_a_trillionth():
    found = measure_chaos(replace(PRESET_BY_ID["xor_product"].settings, n_epochs=5))
    assert 0 < found.apart < 1e-10
    assert np.isfinite(found.loss)


def test_the_fall_of_a_loss_is_said_of_as_many_epochs_as_it_took(runs):
    settings, frames = PRESET_BY_ID["spirals_8_8"].settings, runs["spirals_8_8"][:61]
    found = why(frames, settings)
    before = frames[-13]  # a fifth of 60 epochs back
    assert f"over the last {60 - before.epoch} epochs" in found.sentence
    fall = 1 - frames[-1].train_loss / before.train_loss
    assert dict(found.numbers)["fall"] == pytest.approx(fall)


@pytest.mark.parametrize(("n_epochs", "said"), [(1, "after 1 epoch the loss"), (4, "4 epochs")])
def test_a_few_epochs_are_too_early_to_tell(n_epochs, said):
    found = said_of(n_epochs=n_epochs)
    assert (found.rule, said in found.sentence) == ("early", True)


@pytest.mark.parametrize("test_share", [0.1, 0.9])
def test_a_single_point_has_no_score_and_is_never_called_solved(test_share):
    plane = DataSettings("plane", n_points=10, noise=0.0, test_share=test_share)
    found = said_of(data=plane, learning_rate=0.05, optimiser="adam", n_epochs=300)
    assert found.rule not in ("done", "underfitting")
    assert "nan" not in found.sentence


@pytest.mark.parametrize(
    ("change", "named"), [({"l2": 10.0}, "L2 of 10"), ({"l1": 1.0}, "L1 of 1")]
)
def test_a_penalty_that_holds_the_weights_down_is_named(change, named):
    found = said_of(n_epochs=100, **change)
    assert found.rule == "held_down"
    assert named in found.sentence
    assert dict(found.numbers)["now"] < 0.3 * dict(found.numbers)["before"]


def test_much_dropout_is_named_before_more_neurons_are_asked_for():
    found = said_of(dropout=0.8, n_epochs=60)
    assert found.rule == "underfitting"
    assert "Dropout silences 80% of them" in found.sentence
    assert "Add neurons" not in found.sentence


def test_a_run_stopped_before_it_learnt_is_not_said_to_have_been_kept_from_noise(runs):
    found = said_of(patience=3, learning_rate=1.0)
    assert found.rule == "stopped"
    assert "no noise was learnt" in found.sentence
    kept = why(runs["overfit_stopped"], PRESET_BY_ID["overfit_stopped"].settings)
    assert "keeps the net from learning the noise" in kept.sentence


def test_a_run_stopped_at_a_loss_is_not_told_to_train_on():
    found = said_of(stop_below=0.66)
    assert found.rule == "stopped"
    assert "fell below 0.66" in found.sentence
    assert "Train on" not in found.sentence


def test_dead_neurons_of_a_solved_run_do_not_hide_that_it_is_solved(runs):
    solved = runs["circles_hidden"][-1]
    settings = PRESET_BY_ID["circles_hidden"].settings
    bent = replace(settings, layers=(LayerSpec(4, "relu"),))
    frames = [runs["circles_hidden"][0], replace(solved, dead=np.array([0.75]))]
    assert why(frames, bent).rule == "done"
    unsolved = [frames[0], replace(frames[1], test_score=0.6, train_score=0.6)]
    assert "their slope is 0 for every training point" in why(unsolved, bent).sentence
    smooth = replace(settings, layers=(LayerSpec(4, "elu"),))
    assert "their slope is under 0.001" in why(unsolved, smooth).sentence


@pytest.mark.slow
def test_a_run_that_is_right_on_the_test_points_is_not_said_to_learn_by_heart():
    found = said_of(data=DataSettings("circles", n_points=1200), n_epochs=400)
    assert found.rule == "done"
    assert found.sentence.startswith("Solved: 99.")
    assert "more points" not in found.sentence


def test_solved_comes_before_a_test_loss_that_rose(runs):
    settings, solved = PRESET_BY_ID["circles_hidden"].settings, runs["circles_hidden"][-1]
    then = replace(solved, epoch=20, train_loss=0.1, test_loss=0.01)
    now = replace(solved, epoch=90, train_loss=0.001, test_loss=0.03, test_score=0.998)
    found = why([runs["circles_hidden"][0], then, now], settings)
    assert found.rule == "done"
    assert "lowest at epoch 20, 0.01, and is 0.03 now" in found.sentence
    wrong = replace(now, test_score=0.8)
    assert why([runs["circles_hidden"][0], then, wrong], settings).rule == "overfitting"


def test_the_most_points_are_not_told_to_become_more():
    start = frames_of(PlaygroundSettings(n_epochs=1))[0]
    frames = [start, replace(start, epoch=9, test_loss=0.3, train_loss=0.3),
              replace(start, epoch=99, test_loss=0.9, train_loss=0.1, test_score=0.8)]  # fmt: skip
    few, many = PlaygroundSettings(), PlaygroundSettings(DataSettings("circles", n_points=1200))
    assert why(frames, few).sentence.endswith("More points or L2 would hold it back.")
    assert why(frames, many).sentence.endswith("L2 would hold it back.")
    assert "ore points" not in why(frames, many).sentence
    held = why(frames, replace(many, l2=0.05)).sentence
    assert held.endswith("by heart. It was best at epoch 9.")


NOISY = DataSettings("moons", n_points=30, noise=0.5)
WIDE = (LayerSpec(16), LayerSpec(16))
ADVISED = {
    "by heart: more points": ("overfitting", "test_loss",
        {"data": NOISY, "layers": WIDE, "optimiser": "adam", "n_epochs": 120},
        {"data": replace(NOISY, n_points=300)}),
    "by heart: L2": ("overfitting", "test_loss",
        {"data": NOISY, "layers": WIDE, "optimiser": "adam", "n_epochs": 120}, {"l2": 0.05}),
    "large start": ("saturated", "train_loss",
        {"layers": (LayerSpec(8), LayerSpec(8)), "init": "large_normal", "n_epochs": 100},
        {"init": "xavier_uniform"}),
    "large rate": ("saturated", "train_loss", {"learning_rate": 3.0, "n_epochs": 100},
        {"learning_rate": 0.3}),
    "penalty": ("held_down", "train_loss", {"l2": 1.0, "n_epochs": 100}, {"l2": 0.1}),
    "small rate": ("too_slow", "train_loss", {"learning_rate": 1e-4, "n_epochs": 100},
        {"learning_rate": 3e-4}),
    "small rate, tenfold": ("too_slow", "train_loss", {"learning_rate": 1e-4, "n_epochs": 100},
        {"learning_rate": 1e-3}),
    "on the way": ("improving", "train_loss", {"n_epochs": 120}, {"n_epochs": 300}),
    "no neuron: a layer": ("underfitting", "train_loss", {"layers": (), "n_epochs": 100},
        {"layers": (LayerSpec(8),)}),
    "no neuron: an input": ("underfitting", "train_loss", {"layers": (), "n_epochs": 100},
        {"features": ("x1", "x2", "x1_squared")}),
    "copies": ("copies", "train_loss", {"init": "zeros", "n_epochs": 100},
        {"init": "xavier_uniform"}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "loss", "change", "advice"), ADVISED.values(), ids=ADVISED)
def test_the_advice_taken_lowers_the_loss(rule, loss, change, advice):
    fired = 0
    for seed in (0, 1, 2):
        settings = replace(PlaygroundSettings(), **change, seed=seed)
        before = frames_of(settings)
        if why(before, settings).rule != rule:
            continue
        fired += 1
        after = frames_of(replace(settings, **advice))
        assert getattr(after[-1], loss) < getattr(before[-1], loss)
    assert fired


@pytest.mark.parametrize("bad", ["rate_too_high", "dead_relu", "saturated"])
def test_a_tenth_of_a_rate_that_is_to_be_lowered_does_better(bad, runs):
    settings = PRESET_BY_ID[bad].settings
    if "ower the" in why(runs[bad], settings).sentence:
        tenth = frames_of(replace(settings, learning_rate=settings.learning_rate / 10))
        assert tenth[-1].test_score > runs[bad][-1].test_score


def test_a_rate_that_is_advised_can_be_set():
    (rate,) = [param for param in PlaygroundSettings.PARAMS if param.id == "learning_rate"]
    assert (rate.low, rate.high) == (LOWEST_RATE, HIGHEST_RATE)
    start = frames_of(PlaygroundSettings(n_epochs=1))[0]
    frames = [start, replace(start, epoch=9, train_loss=9.0)]
    low, usual = (replace(PlaygroundSettings(), learning_rate=r) for r in (1e-5, 0.5))
    assert why(frames, usual).sentence.endswith("Lower the learning rate of 0.5 to a tenth.")
    assert why(frames, low).sentence.endswith("each step jumps over the valley.")


@pytest.mark.slow
def test_a_run_is_steady_at_a_tenth_of_a_chaotic_rate():
    chaotic = PRESET_BY_ID["chaotic"].settings
    assert not measure_chaos(replace(chaotic, learning_rate=0.3)).chaotic
