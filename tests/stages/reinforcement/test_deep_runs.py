"""Deep RL while it runs: the library's own results, the same frames again, and no thread left."""

from __future__ import annotations

import gc
import pickle
import tempfile
import threading
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from core.compute import host
from core.compute.answers import check as check_plain
from core.compute.film import record
from core.compute.keys import name_of
from core.params import BadValue
from core.stages.reinforcement.deep_rl import trainer as training
from core.stages.reinforcement.deep_rl.frames import N_CHECKS, N_EXAM
from core.stages.reinforcement.deep_rl.learners import build, make_learner
from core.stages.reinforcement.deep_rl.play import forward, greedy, play
from core.stages.reinforcement.deep_rl.recipes import RECIPES, IllegalPair, legal_pairs
from core.stages.reinforcement.deep_rl.run import deep_run, device_for
from core.stages.reinforcement.deep_rl.settings import (
    DeepChange,
    DeepSettings,
    change,
    deep_settings,
)
from core.stages.reinforcement.deep_rl.weights import read_out
from core.stages.reinforcement.deep_rl.worlds import GRID, WORLDS, NoSuchWorld, open_world, plane

pytestmark = pytest.mark.slow


def frames_of(settings, n=None):
    run = deep_run(settings)
    found = [make() for make in islice(run, n)]
    run.close()
    return found


def n_threads():
    return sum(thread.name == "deep-rl" for thread in threading.enumerate())


@pytest.fixture
def small(monkeypatch):
    """Runs of 1 600 steps: long enough for every method to learn something."""

    def make(**values):
        short = {
            pair: replace(recipe, n_steps=1600, learning_starts=200)
            for pair, recipe in RECIPES.items()
        }
        monkeypatch.setattr("core.stages.reinforcement.deep_rl.recipes.RECIPES", short)
        return DeepSettings(**values)

    return make


# The library's own results


@pytest.mark.parametrize(("method", "name"), [("ppo", "PPO"), ("a2c", "A2C"), ("dqn", "DQN")])
def test_a_watched_training_ends_with_the_weights_of_a_plain_one(small, method, name):
    settings = small(method=method, seed=3, keep="last")
    beside = deep_run(DeepSettings(method="reinforce", seed=9))
    frame = None
    for make in deep_run(settings):
        frame = make()
        next(beside, None)  # another run in the same process, which draws by chance as well
    beside.close()
    import torch

    torch.set_num_threads(1)
    model = build(name, settings.world, settings.recipe, 3, "cpu")
    model.learn(settings.recipe.n_steps)
    plain, watched = read_out(model.policy, name, True, 0.0), frame.agent
    pairs = zip((*watched.actor, *watched.critic), (*plain.actor, *plain.critic), strict=True)
    for ours, theirs in pairs:
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("method", ["ppo", "dqn"])
def test_acting_from_arrays_is_what_the_library_predicts(small, method):
    settings = small(method=method)
    learner = make_learner(settings, 0, "cpu")
    agent, states = learner.agent(), np.random.default_rng(0).normal(size=(200, 4))
    states = states.astype(np.float32)
    predicted, _ = learner.model.predict(states, deterministic=True)
    said = forward(agent.actor, agent.activation, states)
    clear = np.abs(said[:, 0] - said[:, 1]) > 1e-5
    assert clear.mean() > 0.9
    np.testing.assert_array_equal(said.argmax(axis=1)[clear], predicted[clear])


def test_a_torque_from_arrays_is_what_the_library_predicts(small):
    learner = make_learner(small(world="Pendulum-v1"), 0, "cpu")
    state = np.array([0.3, 0.9, -2.0], dtype=np.float32)
    predicted, _ = learner.model.predict(state, deterministic=True)
    np.testing.assert_allclose(greedy(learner.agent(), state), predicted, atol=1e-6)


# Frames


@pytest.mark.parametrize("method", ["ppo", "a2c", "dqn", "reinforce"])
def test_the_same_seed_gives_the_same_frames_whatever_runs_beside_it(method):
    settings = DeepSettings(method=method, n_seeds=2)
    alone = frames_of(settings, 14)
    beside, run, again = deep_run(DeepSettings(seed=7)), deep_run(settings), []
    for make in islice(run, 14):
        again.append(make())
        next(beside)
    run.close()
    beside.close()
    assert [pickle.dumps(frame) for frame in alone] == [pickle.dumps(frame) for frame in again]


def test_a_frame_that_nobody_looks_at_changes_nothing():
    settings = DeepSettings()
    looked = frames_of(settings, 12)[-1]
    run = deep_run(settings)
    blind = list(islice(run, 12))[-1]()
    run.close()
    assert pickle.dumps(looked) == pickle.dumps(blind)


@pytest.mark.parametrize(("method", "world"), legal_pairs())
def test_every_legal_pair_starts_before_any_step_and_moves_on(method, world):
    frames = frames_of(DeepSettings(method=method, world=world), 4)
    assert frames[0].n_steps == 0
    assert frames[0].n_episodes[0] == 0
    np.testing.assert_array_equal(frames[0].state, frames[0].clip.states[0])
    assert frames[-1].n_steps > 0
    assert frames[0].plane.shape == (GRID, GRID)
    for frame in frames:
        check_plain(frame)


def test_a_run_that_lost_its_worker_is_walked_to_the_same_frames():
    order = host.RunOrder(
        "lost", name_of(deep_run), pickle.dumps(DeepSettings()), None,
        ((5, pickle.dumps(DeepChange(0.01))),),
    )  # fmt: skip
    frames, _ = host.walk(order, -1, 60.0, 13)
    host.drop("lost")
    again, _ = host.walk(order, frames[-1][0] - 1, 60.0, 1)
    host.drop("lost")
    assert again[-1][0] == frames[-1][0] == 12
    assert pickle.dumps(again[-1][1]) == pickle.dumps(frames[-1][1])
    assert frames[-1][1].learning_rate == 0.01


def test_a_run_ends_with_checks_and_an_examination_of_every_agent(small):
    last = record(deep_run(small(n_seeds=2))).last
    assert last.exam.shape == (2, N_EXAM)
    assert np.isfinite(last.checks).all()
    assert last.checks.shape == (2, N_CHECKS + 1)
    best = np.nanmax(last.checks[0])
    kept = np.flatnonzero(last.checks[0] == best)[-1]
    assert abs(last.kept_steps[0] - last.check_steps[kept]) < 256
    assert last.agent is not None


def test_the_video_is_an_episode_that_the_shown_agent_plays(small):
    last = record(deep_run(small(keep="last"))).last
    states, actions, rewards = play(open_world("CartPole-v1"), last.agent, training.CHECK_SEED)
    np.testing.assert_array_equal(last.clip.states, np.array(states)[last.clip.steps])
    assert last.clip.rewards[-1] == pytest.approx(sum(rewards[: last.clip.steps[-1]]))
    assert last.clip.actions[0] == actions[0]


def test_a_learning_rate_sent_midway_counts_from_then_on():
    for method in ("ppo", "reinforce"):
        settings = DeepSettings(method=method)
        run = deep_run(settings)
        before = [make() for make in islice(run, 6)][-1]
        run.send(DeepChange(0.01))
        changed = [make() for make in islice(run, 10)]
        run.close()
        plain = frames_of(settings, 17)
        assert changed[-1].learning_rate == 0.01
        assert not np.array_equal(changed[-1].sure, plain[-1].sure)
        assert np.array_equal(before.sure, plain[5].sure)


def test_only_rate_and_smoothing_may_change_while_it_trains():
    now = DeepSettings(learning_rate="0.01")
    assert change(DeepSettings(), now) == DeepChange(0.01)
    assert change(DeepSettings(), DeepSettings(smoothing=9)) == DeepChange()
    assert change(DeepSettings(), DeepSettings(gamma="0.9")) is None


def test_weights_that_overflow_end_the_run_with_a_sentence(monkeypatch):
    run = deep_run(DeepSettings(method="ppo"))
    next(run)
    run.send(DeepChange(float("1e30")))
    frames = list(islice(run, 400))
    last = frames[-1]()
    run.close()
    assert "the learning rate is too high" in last.ended
    assert last.n_steps > 0


# Threads


def test_no_thread_outlives_its_run():
    before = n_threads()
    run = deep_run(DeepSettings(n_seeds=3))
    next(run)
    next(run)
    assert n_threads() == before + 3
    run.close()
    assert n_threads() == before


def test_a_run_that_nobody_holds_any_more_ends_its_threads():
    before = n_threads()
    run = deep_run(DeepSettings(n_seeds=2))
    list(islice(run, 3))
    del run
    gc.collect()
    assert n_threads() == before


def test_a_run_at_its_end_leaves_no_thread(small):
    before = n_threads()
    record(deep_run(small(method="reinforce")))
    assert n_threads() == before


# Refusals and the plane


@pytest.mark.parametrize("method", ["ppo", "a2c", "dqn"])
def test_training_leaves_no_folder_behind(small, method, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    frames_of(small(method=method))
    assert list(tmp_path.iterdir()) == []


def test_a_method_of_named_actions_refuses_a_torque():
    with pytest.raises(IllegalPair, match="wants a torque, which is any number up to 2"):
        deep_settings({"method": "dqn", "world": "Pendulum-v1"})
    with pytest.raises(IllegalPair, match="Choose PPO, A2C or REINFORCE"):
        next(deep_run(DeepSettings(method="dqn", world="Pendulum-v1")))


def test_only_that_pair_is_not_legal():
    everything = {(m, w.id) for m in ("ppo", "a2c", "dqn", "reinforce") for w in WORLDS}
    assert everything - set(legal_pairs()) == {("dqn", "Pendulum-v1")}


def test_settings_that_cannot_be_end_in_a_sentence():
    with pytest.raises(BadValue, match=r"Seeds must lie between 1 and 5, not 9\."):
        deep_settings({"n_seeds": 9})
    with pytest.raises(BadValue, match="Learning rate must be one of"):
        deep_settings({"learning_rate": "1e9"})
    with pytest.raises(NoSuchWorld, match="There is no world 'Atari'"):
        DeepSettings(world="Atari").place  # noqa: B018


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.id)
def test_the_plane_is_made_of_states_of_its_world(world):
    env = open_world(world.id)
    assert env.observation_space.shape == (world.n_observed,)
    assert env.spec.max_episode_steps == world.time_limit
    assert getattr(env.action_space, "n", 0) == len(world.actions)
    if env.spec.reward_threshold is not None:
        assert env.spec.reward_threshold == world.threshold
    states = plane(world)
    x, y = world.to_plane(states)
    gaps = np.diff(x[:GRID])
    np.testing.assert_allclose(gaps, gaps[0], rtol=1e-3)
    assert y[0] < y[-1]
    assert abs(x[0] - world.x.low) < 1.01 * gaps[0] / 2


def test_small_networks_stay_on_the_cpu_and_say_why():
    name, why = device_for(DeepSettings())
    assert name == "cpu"
    assert "trains faster there than on a GPU" in why
    large, why = device_for(DeepSettings(hidden="1024 1024"))
    assert large in ("cpu", "cuda", "mps")
    assert why
