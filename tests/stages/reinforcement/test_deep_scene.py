"""The pictures of deep RL: limbs where the physics puts them, curves as pandas smooths them."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from itertools import islice

import numpy as np
import pandas as pd
import pytest

from core.compute.film import Film, record
from core.figures.blocks import Moving, Notes
from core.figures.encoding import encode
from core.stages.reinforcement.deep_rl import scene as deep_rl
from core.stages.reinforcement.deep_rl.rates import MEASURED, rate_sentence
from core.stages.reinforcement.deep_rl.recipes import legal_pairs
from core.stages.reinforcement.deep_rl.run import deep_run
from core.stages.reinforcement.deep_rl.scene_curves import smoothed
from core.stages.reinforcement.deep_rl.scene_worlds import LOOKS
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from core.stages.reinforcement.deep_rl.worlds import WORLDS, open_world, plane

MOST_BYTES = 1_500_000


def film_of(settings, n=6):
    with closing(deep_run(settings)) as run:
        return record(islice(run, n))


def limbs(world_id, states):
    states = np.asarray(states, dtype=float)
    return LOOKS[world_id].limbs(states, np.zeros(states.shape[:-1]))


def test_the_pole_is_one_long_and_leans_as_the_state_says():
    drawn = limbs("CartPole-v1", [[0.5, 0, 0.2, 0]])
    tip, foot = drawn.dots[0]
    assert np.hypot(*(tip - foot)) == pytest.approx(1.0)
    assert tip[0] - foot[0] == pytest.approx(np.sin(0.2))


@pytest.mark.slow
def test_the_acrobot_ends_where_its_drawn_tip_passes_the_line():
    env = open_world("Acrobot-v1")
    state, _ = env.reset(seed=0)
    ended, heights = False, []
    for _ in range(1500):
        pump = 2 if state[5] > 0 else 0  # swings higher and higher
        state, _, terminated, truncated, _ = env.step(pump)
        heights.append((limbs("Acrobot-v1", state[None]).dots[0, -1, 1], terminated))
        ended = ended or terminated
        if terminated or truncated:
            state, _ = env.reset()
    assert ended, "no episode reached the line: the test shows nothing"
    assert all((height > 1.0) == terminated for height, terminated in heights)


def test_the_pendulum_stands_on_top_at_angle_zero():
    top, right_down = limbs("Pendulum-v1", [[1, 0, 0], [0, -1, 0]]).dots[:, -1]
    np.testing.assert_allclose(top, (0, 1), atol=1e-12)
    np.testing.assert_allclose(right_down, (1, 0), atol=1e-12)


@pytest.mark.slow
def test_the_lander_stands_on_the_drawn_ground_when_a_leg_touches():
    env = open_world("LunarLander-v3")
    from core.stages.reinforcement.deep_rl.trainer import terrain_of

    for seed in range(5):
        state, _ = env.reset(seed=seed)
        ground = terrain_of(env)
        assert ground.shape == (11, 2)
        pad = ground[np.abs(ground[:, 0]) < 0.25]
        np.testing.assert_allclose(pad[:, 1] * 20 / 3, -0.633, atol=1e-3)  # 0.99 of the pad
        ended = False
        while not ended:
            state, _, terminated, truncated, _ = env.step(0)
            ended = terminated or truncated
            if state[6] or state[7]:
                floor = np.interp(state[0], ground[:, 0], ground[:, 1])
                assert 20 / 3 * abs(state[1] - floor) < 1.6  # metres, a leg's length away
                break


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.id)
def test_limbs_follow_any_shape_of_states(world):
    states = plane(world)[:12].reshape(3, 4, -1)
    whole = LOOKS[world.id].limbs(states, np.zeros((3, 4)))
    one = LOOKS[world.id].limbs(states[1, 2], np.zeros(()))
    np.testing.assert_allclose(whole.lines[1, 2], one.lines)
    np.testing.assert_allclose(whole.dots[1, 2], one.dots)
    np.testing.assert_allclose(whole.pushes[1, 2], one.pushes)
    assert len(LOOKS[world.id].glyphs) == len(world.actions)


def lengths(world_id, state, action):
    pushes = LOOKS[world_id].limbs(np.asarray(state, float), np.asarray(action, float)).pushes
    return np.hypot(*(pushes[..., 2:] - pushes[..., :2]).T)


@pytest.mark.parametrize(
    ("world_id", "state", "idle", "busy"),
    [
        ("MountainCar-v0", [-0.5, 0.0], 1, 2),
        ("Acrobot-v1", [1, 0, 1, 0, 0, 0], 1, 0),
        ("Pendulum-v1", [1, 0, 0], 0.0, -2.0),
        ("LunarLander-v3", [0.0] * 8, 0, 2),
    ],
)
def test_a_push_is_drawn_only_where_the_agent_does_something(world_id, state, idle, busy):
    np.testing.assert_allclose(lengths(world_id, state, idle), 0, atol=1e-12)
    assert lengths(world_id, state, busy).max() > 0.1


def test_arrows_point_where_the_torque_turns_things():
    push = LOOKS["Pendulum-v1"].limbs(np.array([1.0, 0, 0]), np.array(2.0)).pushes[0]
    assert push[2] < push[0], "a positive torque turns the pendulum to the left, as its angle grows"
    arm = LOOKS["Acrobot-v1"].limbs(np.array([1.0, 0, 1, 0, 0, 0]), np.array(2)).pushes[0]
    assert arm[2] > arm[0], "a positive torque turns the hanging arm to the right"


@pytest.mark.parametrize("window", [1, 3, 30])
def test_curves_are_smoothed_as_pandas_smooths_them(window):
    values = np.random.default_rng(0).normal(size=60)
    values[[3, 4, 5, 20, 59]] = np.nan
    expected = pd.Series(values).rolling(window, min_periods=1).mean().to_numpy(copy=True)
    expected[np.isnan(values)] = np.nan
    np.testing.assert_allclose(smoothed(values, window), expected)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "world"), legal_pairs())
def test_every_pair_has_its_pictures_and_its_sentence(method, world):
    settings = DeepSettings(method=method, world=world, n_seeds=2)
    film = film_of(settings)
    training, video, *rest = deep_rl.draw(settings, film)
    assert isinstance(training, Moving)
    assert not training.aside
    assert isinstance(video, Moving)
    assert video.aside
    assert all(isinstance(block, Notes) for block in rest)
    each = len(json.dumps(encode(training.picture))) / len(film.frames)
    assert 240 * each < 1.4 * MOST_BYTES
    assert len(json.dumps(encode(video.picture))) < 60_000
    assert all(panel.alt for panel in (*training.picture.panels, *video.picture.panels))
    assert str(int(settings.place.threshold)) in deep_rl.notice(settings, film)


@pytest.mark.slow
def test_an_agent_that_forgot_is_said_to_have_been_better_before():
    settings = DeepSettings(seed=0)
    film = film_of(settings, 3)
    checks = np.full_like(film.last.checks, np.nan)
    checks[0, :3] = 20, 400, 60
    last = replace(film.last, checks=checks, n_steps=9000, kept_steps=np.array([5000]))
    last = replace(last, recent=np.array([80.0]), n_episodes=np.array([50]))
    said = deep_rl.notice(settings, Film((last,), np.array([9]), 9))
    assert "It was better before: the agent of step 5,000, which got 400, is kept." in said
    checks[0, :3] = 20, 500, 500
    last = replace(last, checks=checks, recent=np.array([500.0]))
    said = deep_rl.notice(settings, Film((last,), np.array([9]), 9))
    assert said.endswith("475 counts as solved. So it has got there: what is left to learn is to "
                         "stay there.")  # fmt: skip


@pytest.mark.slow
def test_an_old_check_is_told_with_its_step_and_not_as_what_the_agent_does_now():
    settings = DeepSettings(seed=1)
    first = film_of(settings, 1).last
    checks = np.full_like(first.checks, np.nan)
    checks[0, 0] = 500
    spoilt = replace(first, checks=checks, n_steps=4800, recent=np.array([9.5]),
                     n_episodes=np.array([320]))  # fmt: skip
    said = deep_rl.notice(settings, Film((spoilt,), np.array([9]), 9))
    assert said == (
        "After 4,800 steps the last training episodes of the first agent return 9.5 on average. "
        "Played greedily at the check of step 0, it got 500 an episode; 475 counts as solved. How "
        "it plays since then, the check of step 5,000 will tell."
    )
    begun = replace(first, n_episodes=np.array([0]), n_steps=300, checks=checks)
    said = deep_rl.notice(settings, Film((begun,), np.array([9]), 9))
    assert said == (
        "Before training, played greedily, the first agent got 500 an episode; 475 counts as "
        "solved."
    )


@pytest.mark.slow
def test_the_sentence_of_an_examined_run_counts_who_solved_it():
    settings = DeepSettings(method="reinforce", steps="10000", n_seeds=1, learning_rate="1e-05")
    film = film_of(settings, None)
    said = deep_rl.notice(settings, film)
    kept = film.last.kept_steps[0]
    assert said.startswith("On twenty fresh episodes the agent returns ")
    gaps = film.last.returns.copy()
    gaps[0, 1:40] = gaps[0, 41:90] = np.nan  # long episodes end seldom
    sparse = Film((replace(film.last, returns=gaps),), film.steps[:1], 9)
    curve = next(part for part in deep_rl.draw(settings, sparse)[0].picture.panels[0].layers
                 if part.name == "training")  # fmt: skip
    known = np.flatnonzero(np.isfinite(curve.y[0]))
    assert known.tolist() == list(range(known[0], known[-1] + 1))
    assert len(known) > 80
    assert said.endswith(f"so it has not solved its world. It was kept after {kept:,} steps.")
    two = replace(film.last, exam=np.repeat(film.last.exam, 2, axis=0))
    assert "none of the agents solved it" in deep_rl.notice(settings, Film((two,), film.steps, 9))
    without_critic = deep_rl.draw(settings, film)[1].picture
    assert [readout.label for readout in without_critic.readouts] == ["return so far"]


def test_measured_rates_are_of_legal_pairs_and_said_with_their_source():
    assert set(MEASURED) <= set(legal_pairs())
    for (method, world), (solved, seeds) in MEASURED.items():
        assert 0 <= solved <= seeds
        sentence = rate_sentence(method, world)
        assert f"{solved} of {seeds} seeds" in sentence
        assert "tests/bench/deep_rl.py" in sentence
