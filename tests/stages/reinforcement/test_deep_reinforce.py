"""Our REINFORCE against the formula by hand and torch's own gradients; the shown scripts."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice

import numpy as np
import pytest

from core.compute.film import record
from core.export.script import Example, written
from core.stages.reinforcement.deep_rl.example import Run, example, training_of
from core.stages.reinforcement.deep_rl.recipes import RECIPES
from core.stages.reinforcement.deep_rl.reinforce import (
    distribution,
    network,
    policy_loss,
    reinforce,
    returns_to_go,
)
from core.stages.reinforcement.deep_rl.run import deep_run
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from tests.export.alone import run_alone
from tests.stages.test_examples import LINT

REWARDS, GAMMA = [1.0, -2.0, 0.5, 3.0], 0.9


def test_returns_to_go_by_their_definition():
    expected = [
        sum(GAMMA**k * reward for k, reward in enumerate(REWARDS[t:])) for t in range(len(REWARDS))
    ]
    np.testing.assert_allclose(returns_to_go(REWARDS, GAMMA), expected, rtol=1e-12)
    assert returns_to_go([], 0.9) == []


@pytest.mark.slow
def test_the_gradient_is_the_one_worked_out_by_hand():
    """For a softmax of linear preferences: mean over steps of −G · (1[a] − π) sᵀ."""
    import torch

    torch.manual_seed(0)
    policy = torch.nn.Linear(3, 2, bias=False, dtype=torch.float64)
    states = torch.randn(4, 3, dtype=torch.float64)
    actions = torch.tensor([0, 1, 1, 0])
    weights = torch.tensor(returns_to_go(REWARDS, GAMMA), dtype=torch.float64)
    policy_loss(distribution(policy, None, states), actions, weights, 0.0).backward()
    s, w = states.numpy(), policy.weight.detach().numpy()
    said = np.exp(s @ w.T)
    chances = said / said.sum(axis=1, keepdims=True)
    taken = np.eye(2)[actions.numpy()]
    by_hand = -np.einsum("t,ta,ts->as", weights.numpy(), taken - chances, s) / 4
    np.testing.assert_allclose(policy.weight.grad.numpy(), by_hand, rtol=1e-12)


@pytest.mark.slow
def test_the_gradient_for_a_torque_is_the_one_worked_out_by_hand():
    """For a normal policy of spread 1: mean over steps of −G · (a − μ) sᵀ."""
    import torch

    torch.manual_seed(0)
    policy = torch.nn.Linear(3, 1, bias=False, dtype=torch.float64)
    states = torch.randn(4, 3, dtype=torch.float64)
    actions = torch.randn(4, 1, dtype=torch.float64)
    weights = torch.tensor(returns_to_go(REWARDS, GAMMA), dtype=torch.float64)
    log_std = torch.zeros(1, dtype=torch.float64)
    policy_loss(distribution(policy, log_std, states), actions, weights, 0.0).backward()
    error = (actions - policy(states)).detach().numpy()
    by_hand = -(weights.numpy()[:, None] * error * states.numpy()).mean(axis=0)
    np.testing.assert_allclose(policy.weight.grad.numpy()[0], by_hand, rtol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("baseline", ["none", "mean", "critic"])
def test_one_update_is_one_gradient_step_on_one_episode(baseline):
    """The weights after the first episode, against the same episode differentiated afresh."""
    import gymnasium
    import torch

    torch.manual_seed(1)
    policy, critic = network(4, (8,), 2), network(4, (8,), 1)
    before = [part.detach().clone() for part in policy.parameters()]
    optimiser = torch.optim.SGD([*policy.parameters(), *critic.parameters()], lr=0.1)
    seen, updates = [], []
    reinforce(
        gymnasium.make("CartPole-v1", disable_env_checker=True), policy, None, critic, optimiser,
        n_steps=60, seed=0, gamma=GAMMA, baseline=baseline, ent_coef=0.0,
        on_step=lambda step, state, rewards, over: seen.append((state, over)),
        on_update=lambda *_: updates.append([p.detach().clone() for p in policy.parameters()]),
    )  # fmt: skip
    n = next(i for i, (_, over) in enumerate(seen) if over) + 1
    start, _ = gymnasium.make("CartPole-v1").reset(seed=0)
    states = torch.tensor(np.array([start, *[state for state, _ in seen[: n - 1]]]))
    returns = torch.tensor(returns_to_go([1.0] * n, GAMMA))
    torch.manual_seed(1)
    fresh, guess = network(4, (8,), 2), network(4, (8,), 1)
    actions = [
        int(torch.distributions.Categorical(logits=fresh(state)).sample()) for state in states
    ]
    weights = {
        "none": returns,
        "mean": (returns - returns.mean()) / (returns.std() + 1e-8),
        "critic": returns - guess(states)[:, 0].detach(),
    }[baseline]
    if baseline == "critic":
        weights = weights / (weights.std(unbiased=False) + 1e-8)
    chosen = torch.log_softmax(fresh(states), dim=1)[range(n), actions]
    grads = torch.autograd.grad(-(chosen * weights).mean(), list(fresh.parameters()))
    for old, grad, new in zip(before, grads, updates[0], strict=True):
        np.testing.assert_allclose(new.numpy(), (old - 0.1 * grad).numpy(), atol=1e-6)


# The shown scripts


def script(settings, changes=()):
    return written(Example(example, Run(settings, changes), training_of)).code


SCRIPTS = [
    ("ppo", "CartPole-v1"),
    ("a2c", "Pendulum-v1"),
    ("dqn", "MountainCar-v0"),
    ("reinforce", "CartPole-v1"),
    ("reinforce", "Pendulum-v1"),
]


@pytest.mark.slow
def test_scripts_print_the_means_on_the_screen(tmp_path, monkeypatch):
    from dataclasses import replace

    short = {
        pair: replace(recipe, n_steps=1200, learning_starts=200, rollout=min(recipe.rollout, 32))
        for pair, recipe in RECIPES.items()
    }
    short = {p: replace(r, batch_size=min(r.batch_size, 128)) for p, r in short.items()}
    monkeypatch.setattr("core.stages.reinforcement.deep_rl.recipes.RECIPES", short)
    settings = {
        f"{m} {w}": DeepSettings(method=m, world=w, n_seeds=1 + (m == "ppo")) for m, w in SCRIPTS
    }
    said = run_alone(tmp_path, {}, {name: script(s) for name, s in settings.items()})
    for name, own in settings.items():
        last = record(deep_run(own)).last
        for seed, returns in zip(own.seeds, last.exam, strict=True):
            printed = said[name].numbers[f"mean return of 20 fresh episodes, seed {seed}"]
            assert printed == pytest.approx(returns.mean(), rel=1e-12), name


def test_the_script_shows_the_whole_algorithm():
    text = script(DeepSettings(method="reinforce"))
    assert "def reinforce(" in text
    assert "stable_baselines3" not in text
    assert "import core" not in text
    assert "from core" not in text


def test_a_script_holds_the_chosen_way_alone():
    text = script(DeepSettings(method="dqn"))
    assert "from stable_baselines3 import DQN\n" in text
    assert not [name for name in ("reinforce(", "PPO(", "put_in", "RECIPES") if name in text]


@pytest.mark.parametrize(("method", "world"), SCRIPTS)
def test_a_script_is_code_to_be_proud_of(method, world, tmp_path):
    settings = DeepSettings(method=method, world=world)
    for name, changes in {"plain": (), "changed": (((300, 0.01),),)}.items():
        (tmp_path / f"{name}.py").write_text(script(settings, changes), encoding="utf-8")
    command = ["ruff", "check", "--isolated", "--line-length", "100", "--select", LINT]
    done = subprocess.run(
        [sys.executable, "-m", *command, "--output-format", "concise", "--no-cache", tmp_path],
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_run_yields_something_within_every_few_hundred_steps():
    run = deep_run(DeepSettings(method="reinforce"))
    steps = [make().n_steps for make in islice(run, 5)]
    run.close()
    assert steps[0] == 0
    assert max(np.diff(steps)) <= 200
