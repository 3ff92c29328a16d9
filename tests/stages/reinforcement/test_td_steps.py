"""One learner watched step by step: the same steps as the whole run, the update by hand."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from core.params import BadValue
from core.rl.td.run import run as learn
from core.rl.td.settings import TdSettings
from core.rl.worlds.presets import resolve
from core.stages.reinforcement.temporal_difference.steps import StepSettings, run

METHODS = [choice.id for choice in StepSettings.PARAMS[0].choices]


def last(settings: StepSettings):
    *_, frame = run(settings)
    return frame


@pytest.mark.parametrize("world", ["corners", "FrozenLake-v1"])
@pytest.mark.parametrize("method", METHODS)
def test_the_steps_are_those_of_the_whole_run(method, world):
    *_, whole = learn(
        TdSettings(world, method, "none", gamma=0.9, epsilon=0.3, n_episodes=12, seed=2)
    )
    n_steps = int(whole.n_steps[0])
    settings = StepSettings(world, method, gamma=0.9, epsilon=0.3, n_steps=n_steps, seed=2)
    found = last(settings)
    assert found.n_episodes == 12
    assert np.array_equal(found.q, whole.q[0])
    assert found.path.tolist() == whole.paths[0].tolist()
    assert found.total == whole.returns[0, -1]


@pytest.mark.parametrize("method", METHODS)
def test_practice_before_the_film_is_the_same_practice(method):
    all_of_it = StepSettings("lake4", method, gamma=0.9, epsilon=0.5, n_steps=300, seed=1)
    frames = list(run(all_of_it))
    fifth = next(frame for frame in frames if frame.n_episodes == 5)
    first = next(run(replace(all_of_it, n_before=5)))
    assert np.array_equal(first.q, fifth.q)
    assert (first.n_steps, first.n_episodes, first.state) == (0, 5, -1)


@pytest.mark.parametrize("method", METHODS)
def test_every_update_moves_alpha_of_the_way_to_the_target(method):
    settings = StepSettings("cliff", method, alpha=0.25, n_steps=200, n_planning=0)
    before = next(run(settings)).q
    for frame in run(settings):
        if frame.state < 0:
            continue
        assert frame.old == before[frame.state, frame.action]
        assert frame.new == pytest.approx(frame.old + 0.25 * (frame.target - frame.old))
        assert frame.q[frame.state, frame.action] == frame.new
        changed = frame.q != before
        changed[frame.state, frame.action] = False
        assert not changed.any()
        before = frame.q


def test_the_formula_carries_the_numbers():
    frames = list(run(StepSettings("corners", alpha=0.5, n_steps=40)))
    ended = next(frame for frame in frames if frame.terminated)
    assert r"[r - Q]" in ended.latex
    assert "[-1 - " in ended.latex
    other = next(frame for frame in frames[20:] if frame.state >= 0 and not frame.terminated)
    row, col = divmod(other.state, 4)
    name = resolve("corners").actions[other.action].name
    assert rf"Q({row + 1},{col + 1}, \text{{{name}}})" in other.latex
    assert r"\max_b Q(s',b)" in other.latex
    assert other.latex.endswith(rf"= {round(other.new, 3):g} \end{{aligned}}")


def test_a_share_epsilon_of_the_steps_is_random():
    frames = list(run(StepSettings("cliff", epsilon=0.3, n_steps=1000)))
    assert np.mean([frame.is_random for frame in frames[1:]]) == pytest.approx(0.3, abs=0.05)


def test_the_time_limit_is_not_an_end():
    frames = list(run(StepSettings("c3xS.W~t4", n_steps=8)))
    assert [frame.truncated for frame in frames] == [i in (4, 8) for i in range(9)]
    assert not any(frame.terminated for frame in frames)
    assert "gamma" in frames[4].latex


def test_equal_settings_give_equal_films():
    settings = StepSettings("islands", "dyna_q", n_steps=50)
    assert pickle.dumps(list(run(settings))) == pickle.dumps(list(run(settings)))


@pytest.mark.parametrize("param", StepSettings.PARAMS, ids=lambda param: param.id)
def test_every_param_changes_the_film(param):
    base = StepSettings("lake4", "dyna_q", gamma=0.9, epsilon=0.3, n_steps=200)
    other = {
        "method": "sarsa", "alpha": 0.1, "epsilon": 0.9, "gamma": 0.5, "n_before": 3,
        "n_steps": 100, "n_planning": 0, "seed": 4,
    }[param.id]  # fmt: skip
    changed = replace(base, **{param.id: other})
    assert pickle.dumps(list(run(base))) != pickle.dumps(list(run(changed)))
    assert param.default == getattr(StepSettings(), param.id)


def test_what_cannot_be_watched_is_refused():
    with pytest.raises(BadValue, match="Method must be one of"):
        run(StepSettings(method="monte_carlo"))
    (only,) = run(StepSettings("c2xWW"))
    assert only.ended == "No cell is free to start in. Paint some floor or a start."
