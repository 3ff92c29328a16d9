"""What a training starts from: our checkpoints, loaded files, and what is refused."""

from __future__ import annotations

import io
import json
import pickle
from contextlib import closing
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compute.film import record
from core.figures.blocks import Words
from core.stages.reinforcement.deep_rl import scene as deep_rl
from core.stages.reinforcement.deep_rl.frames import N_EXAM
from core.stages.reinforcement.deep_rl.learners import make_learner
from core.stages.reinforcement.deep_rl.play import Agent, mean_return
from core.stages.reinforcement.deep_rl.recipes import RECIPES, legal_pairs
from core.stages.reinforcement.deep_rl.run import deep_run
from core.stages.reinforcement.deep_rl.save import MOST_BYTES, BadAgent, Saved, from_bytes, to_bytes
from core.stages.reinforcement.deep_rl.settings import (
    DeepChange,
    DeepSettings,
    change,
    deep_settings,
)
from core.stages.reinforcement.deep_rl.start import (
    CHECKPOINTS,
    FOLDER,
    NoStart,
    checkpoint,
    checkpoint_bytes,
)
from core.stages.reinforcement.deep_rl.trainer import EXAM_SEED
from core.stages.reinforcement.deep_rl.worlds import BY_ID, WORLDS, open_world
from sample_data.agents.build import CHOSEN, SHORTER
from tests.export.alone import run_alone
from tests.stages.reinforcement.test_deep_reinforce import script

IDS = [world.id for world in WORLDS]
CART = "CartPole-v1"


def parts(agent):
    return (*agent.actor, *agent.critic, *agent.spread)


def first_frame(settings):
    with closing(deep_run(settings)) as run:
        return next(run)()


def repacked(content, about=None, **arrays):
    """The file again with other words or arrays; None leaves an array out."""
    with np.load(io.BytesIO(content)) as held:
        named = {name: held[name] for name in held.files} | arrays
    told = json.loads(str(named["about"])) | (about or {})
    named = {name: part for name, part in named.items() if part is not None}
    target = io.BytesIO()
    np.savez_compressed(target, **(named | {"about": np.array(json.dumps(told))}))
    return target.getvalue()


# The checkpoints


@pytest.mark.slow
@pytest.mark.parametrize("which", CHECKPOINTS)
@pytest.mark.parametrize("world", IDS)
def test_a_shipped_agent_gets_its_recorded_mean_again(world, which):
    saved = checkpoint(world, which)
    again = mean_return(open_world(world), saved.agent, EXAM_SEED, N_EXAM)
    assert again == pytest.approx(saved.mean, rel=1e-6)


@pytest.mark.parametrize("world", IDS)
def test_a_trained_agent_solves_its_world_and_half_of_it_does_not(world):
    half, trained = checkpoint(world, "half"), checkpoint(world, "trained")
    assert trained.mean >= BY_ID[world].threshold > half.mean
    assert half.n_steps <= trained.n_steps


@pytest.mark.parametrize("settings", CHOSEN, ids=lambda settings: settings.world)
def test_a_shipped_agent_is_what_its_builder_trains(settings):
    for which in CHECKPOINTS:
        saved = checkpoint(settings.world, which)
        assert (saved.method, saved.world, saved.seed) == (
            settings.method, settings.world, settings.seed,
        )  # fmt: skip
        assert saved.hidden == settings.recipe.hidden
        assert saved.n_steps <= settings.recipe.n_steps * 1.02  # a run ends with its batch
    assert set(SHORTER) <= set(IDS)


def test_no_agent_lies_in_the_folder_that_no_world_has():
    files = {path.name for path in FOLDER.glob("*.npz")}
    assert files == {f"{world}_{which}.npz" for world in IDS for which in CHECKPOINTS}


# Going on


@pytest.mark.slow
@pytest.mark.parametrize(("method", "world"), legal_pairs())
def test_weights_put_into_a_method_are_read_out_again(method, world):
    fresh = DeepSettings(method=method, world=world)
    other = make_learner(fresh, 5, "cpu").agent()
    content = to_bytes(Saved(other, method, world, 5, 0))
    begun = make_learner(replace(fresh, start="loaded", weights=content), 1, "cpu").agent()
    assert len(parts(begun)) == len(parts(other))
    for ours, theirs in zip(parts(begun), parts(other), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.slow
def test_the_target_network_of_dqn_is_a_copy_of_the_loaded_one():
    settings = DeepSettings(method="dqn", world="MountainCar-v0", start="trained")
    model = make_learner(settings, 1, "cpu").model
    pairs = zip(model.q_net.parameters(), model.q_net_target.parameters(), strict=True)
    assert all(bool((ours == target).all()) for ours, target in pairs)
    assert model.exploration_initial_eps == model.exploration_final_eps


@pytest.mark.slow
@pytest.mark.parametrize("method", ["ppo", "a2c", "reinforce"])
def test_the_first_check_shows_what_a_checkpoint_can(method):
    frame = first_frame(DeepSettings(method=method, world="Acrobot-v1", start="trained"))
    assert frame.n_steps == 0
    assert frame.checks[0][0] >= BY_ID["Acrobot-v1"].threshold
    assert frame.clip.rewards[-1] > -120


@pytest.mark.slow
def test_a_run_that_goes_on_says_what_did_not_come_along():
    settings = DeepSettings(world="LunarLander-v3", start="trained")
    with closing(deep_run(settings)) as run:
        film = record(islice(run, 1))
    told = [block.text for block in deep_rl.draw(settings, film) if isinstance(block, Words)]
    assert "the optimiser's moments start empty" in told[0]
    assert f"{checkpoint('LunarLander-v3', 'trained').n_steps:,} steps" in told[0]
    hill = DeepSettings(method="dqn", world="MountainCar-v0", start="half")
    with closing(deep_run(hill)) as run:
        film = record(islice(run, 1))
    told = [block.text for block in deep_rl.draw(hill, film) if isinstance(block, Words)]
    assert "the replay buffer start empty" in told[0]


def test_another_start_begins_anew_and_settings_carry_the_weights():
    content = checkpoint_bytes(CART, "half")
    loaded = deep_settings({"start": "loaded"}, content)
    assert pickle.loads(pickle.dumps(loaded)).weights == content
    assert change(DeepSettings(), loaded) is None
    assert deep_settings({"start": "half"}, content).weights == b""
    assert loaded.starting.mean == checkpoint(CART, "half").mean


@pytest.mark.slow
def test_scripts_of_runs_that_went_on_and_were_changed(tmp_path, monkeypatch):
    codes, expected = {}, {}
    for method, at in (("ppo", 3), ("dqn", 4), ("reinforce", 4)):
        recipe = RECIPES[method, CART]
        short = replace(recipe, n_steps=800, learning_starts=200, batch_size=64)
        monkeypatch.setitem(RECIPES, (method, CART), short)
        agent = make_learner(DeepSettings(method), 4, "cpu").agent()
        content = to_bytes(Saved(agent, method, CART, 4, 0))
        settings = DeepSettings(
            method, start="loaded", n_seeds=1 + (method == "ppo"), weights=content, keep="last"
        )
        frame = changed_midway(settings, at)
        midst = 0 if method == "reinforce" else 57  # of the update after 256 steps
        assert frame.changes[0][0][0] % 100 == midst
        (tmp_path / f"{method}.npz").write_bytes(content)
        for name, changes in {"changed": frame.changes, "plain": ()}.items():
            text = script(settings, changes).replace("loaded.npz", f"{method}.npz")
            if changes or method == "ppo":
                codes[f"{method} {name}"] = text
        expected[method] = dict(zip(settings.seeds, frame.exam.mean(axis=1), strict=True))
    said = run_alone(tmp_path, {}, codes)
    for method, means in expected.items():
        printed = said[f"{method} changed"].numbers
        for seed, mean in means.items():
            name = f"mean return of 20 fresh episodes, seed {seed}"
            assert printed[name] == pytest.approx(mean, rel=1e-12), method
    assert said["ppo plain"].out != said["ppo changed"].out, "the change changes nothing"


def changed_midway(settings, at):
    run = deep_run(settings)
    list(islice(run, at))
    frame = run.send(DeepChange(0.01))()
    for make in run:
        frame = make()
    return frame


def test_a_script_names_the_file_it_starts_from():
    text = script(DeepSettings(world="Acrobot-v1", start="trained"))
    assert 'begin=partial(begin_from,name="Acrobot-v1_trained.npz",' in "".join(text.split())
    assert "a file beside this one" in text
    assert "begin_from" not in script(DeepSettings())


# Files


def test_a_saved_agent_comes_back_with_where_it_comes_from():
    saved = checkpoint("Pendulum-v1", "trained")
    again = from_bytes(to_bytes(saved))
    assert (again.method, again.world, again.seed) == ("ppo", "Pendulum-v1", 1)
    assert (again.n_steps, again.mean) == (saved.n_steps, saved.mean)
    for ours, theirs in zip(parts(again.agent), parts(saved.agent), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert (again.agent.kind, again.agent.activation, again.agent.reach) == ("mean", "tanh", 2.0)
    assert np.isnan(from_bytes(to_bytes(replace(saved, mean=float("nan")))).mean)


class Trap:
    """Says so if it is ever unpickled."""

    def __reduce__(self):
        return pytest.fail, ("the file was unpickled",)


def test_a_file_with_a_pickle_inside_is_refused_and_not_run():
    trapped = repacked(checkpoint_bytes(CART, "half"), actor_0=np.array([Trap()], dtype=object))
    with pytest.raises(BadAgent, match="holds no agent that can be read"):
        from_bytes(trapped)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"\x93NUMPY"])
def test_a_file_of_another_kind_is_refused(content):
    with pytest.raises(BadAgent, match=r"Load an \.npz file that 'Save the agent' made"):
        from_bytes(content)


def test_files_too_large_packed_or_unpacked_are_refused():
    with pytest.raises(BadAgent, match=r"This file has 2\.1 MB; .* 2 MB at most"):
        from_bytes(bytes(MOST_BYTES + 100_000))
    bomb = repacked(checkpoint_bytes(CART, "half"), actor_0=np.zeros((3000, 3000), np.float32))
    assert len(bomb) < MOST_BYTES
    with pytest.raises(BadAgent, match="holds no agent that can be read"):
        from_bytes(bomb)


@pytest.mark.parametrize(
    ("about", "arrays", "said"),
    [
        ({"world": "Atari"}, {}, "a pair that is not here"),
        ({"method": "dqn", "world": "Pendulum-v1"}, {}, "a pair that is not here"),
        ({"world": "Acrobot-v1"}, {}, "make no network for Acrobot: it sees 6 numbers"),
        ({"kind": "q"}, {}, "make no network for CartPole"),
        ({"activation": "relu"}, {}, "make no network for CartPole"),
        ({}, {"actor_1": np.zeros(3, np.float32)}, "make no network for CartPole"),
        ({}, {"actor_5": np.zeros(3, np.float32)}, "make no network for CartPole"),
        ({}, {"actor_0": None}, "holds no agent that can be read"),
        ({}, {"actor_1": np.zeros(64, np.int64)}, "holds no agent that can be read"),
        ({"seed": None}, {}, "holds no agent that can be read"),
        ({}, {"actor_1": np.full(64, np.nan, np.float32)}, "are no numbers: its training broke"),
    ],
)
def test_a_file_that_does_not_fit_what_it_claims_is_refused(about, arrays, said):
    with pytest.raises(BadAgent, match=said):
        from_bytes(repacked(checkpoint_bytes(CART, "half"), about, **arrays))


@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_page(data):
    content = bytearray(checkpoint_bytes(CART, "half"))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    try:
        found = from_bytes(bytes(content[:cut]))
    except BadAgent:
        return
    assert isinstance(found.agent, Agent)


def test_a_header_that_does_not_end_is_refused():
    content = bytearray(checkpoint_bytes(CART, "half"))
    content[2036] = 0  # a byte of an array's header: NumPy's tokenizer gives up on it
    with pytest.raises(BadAgent, match="holds no agent that can be read"):
        from_bytes(bytes(content))


# Refusals of what does not fit


def test_a_start_that_does_not_fit_says_the_next_step():
    with pytest.raises(NoStart, match="holds action values, and PPO goes on from a policy"):
        deep_settings({"world": "MountainCar-v0", "start": "trained"})
    with pytest.raises(NoStart, match="holds a policy, and DQN goes on from action values"):
        deep_settings({"method": "dqn", "start": "half"})
    with pytest.raises(NoStart, match=r"64, 64 neurons, not of 8\. Set Network"):
        deep_settings({"start": "trained", "hidden": "8"})
    with pytest.raises(NoStart, match="No agent is loaded in this visit"):
        deep_settings({"start": "loaded"})
    with pytest.raises(NoStart, match=r"in CartPole, not in Acrobot\. Choose its world"):
        deep_settings({"start": "loaded", "world": "Acrobot-v1"}, checkpoint_bytes(CART, "half"))


def test_a_checkpoint_that_is_missing_says_how_to_make_it(monkeypatch, tmp_path):
    monkeypatch.setattr("core.stages.reinforcement.deep_rl.start.FOLDER", tmp_path)
    with pytest.raises(NoStart, match=r"python -m sample_data\.agents\.build"):
        checkpoint_bytes(CART, "trained")


def test_a_network_of_another_size_goes_on_at_its_own_size():
    other = make_small(hidden=(16,))
    settings = deep_settings({"start": "loaded"}, other)
    assert settings.recipe.hidden == (16,)


def make_small(hidden):
    widths, parts_ = (4, *hidden, 2), []
    for before, after in pairwise(widths):
        parts_ += [np.zeros((after, before), np.float32), np.zeros(after, np.float32)]
    return to_bytes(Saved(Agent("policy", tuple(parts_), (), "tanh"), "reinforce", CART, 0, 0))
