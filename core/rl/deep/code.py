"""The script of a training: plain Stable-Baselines3, or our REINFORCE, and the same examination.

What acts and what examines is copied from its own source, so it cannot drift from the page.
"""

from __future__ import annotations

from typing import Any

from core.rl.code import sources
from core.rl.deep.frames import N_CHECKS, N_EXAM
from core.rl.deep.learners import NAMES, arrays, read_out
from core.rl.deep.play import Agent, forward, greedy, mean_return, play
from core.rl.deep.recipes import METHOD_BY_ID, Recipe
from core.rl.deep.reinforce import (
    distribution,
    network,
    policy_loss,
    reinforce,
    returns_to_go,
)
from core.rl.deep.settings import DeepSettings
from core.rl.deep.trainer import CHECK_SEED, EXAM_SEED, N_CHECK_EPISODES

_HEAD = '''"""{title}

Needs: gymnasium[classic-control,box2d], torch{library}.
The same seed gives the same agent on the same versions and one thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import gymnasium
import numpy as np
import torch
{imports}
torch.set_num_threads(1)
WORLD = {world!r}
N_STEPS = {n_steps}
SEEDS = {seeds!r}
KEEP = {keep!r}
CHECK_STEPS = np.linspace(0, N_STEPS, {n_marks}).astype(np.int64)  # greedy checks on the way
'''
_IMPORTS = """import stable_baselines3
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.utils import LinearSchedule
"""
_CHECKS = '''class Checks:
    """Let the agent play greedily now and then; keep the best so far, or the last."""

    def __init__(self, read) -> None:
        self.env = gymnasium.make(WORLD, disable_env_checker=True)
        self.read, self.n_done, self.best, self.kept = read, 0, -np.inf, None
        self.check()

    def note(self, n_steps) -> None:
        """Check if it is due."""
        if self.n_done < len(CHECK_STEPS) - 1 and n_steps >= CHECK_STEPS[self.n_done]:
            self.check()

    def check(self) -> None:
        """Play {n_episodes} episodes that training never meets."""
        agent = self.read()
        mean = mean_return(self.env, agent, {check_seed}, {n_episodes})
        self.n_done += 1
        if mean >= self.best or KEEP == "last":
            self.best, self.kept = mean, agent

    def finish(self) -> float:
        """Return the mean return of the kept agent on {n_exam} fresh episodes."""
        while self.n_done < len(CHECK_STEPS):
            self.check()
        return mean_return(self.env, self.kept, {exam_seed}, {n_exam})
'''
_LIBRARY = """for seed in SEEDS:
    model = stable_baselines3.{library}(
        "MlpPolicy",
        make_vec_env(WORLD, n_envs={n_envs}, seed=seed),
        seed=seed,
        device="cpu",
{arguments}
    )
    checks = Checks(lambda: read_out(model.policy, {library!r}, {is_discrete}, {reach}))

    def on_step(now, _) -> bool:
        checks.note(now["self"].num_timesteps)
        return True

    model.learn(N_STEPS, callback=on_step)
    print(f"mean return of {n_exam} fresh episodes, seed {{seed}}: {{checks.finish()}}")
"""
_OURS = """for seed in SEEDS:
    torch.manual_seed(seed)
    policy = network({n_in}, {hidden!r}, {n_out})
    log_std = {log_std}
    critic = network({n_in}, {hidden!r}, 1)
    parts = [*policy.parameters(), *critic.parameters()] + ([] if log_std is None else [log_std])
    optimiser = torch.optim.Adam(parts, lr={learning_rate!r})
    checks = Checks(lambda: Agent({kind!r}, arrays(policy), (), "tanh", {reach}))
    reinforce(
        gymnasium.make(WORLD, disable_env_checker=True), policy, log_std, critic, optimiser,
        n_steps=N_STEPS, seed=seed, gamma={gamma!r}, baseline={baseline!r}, ent_coef={ent_coef!r},
        on_step=lambda step, *_: checks.note(step), on_update=lambda *_: None,
    )
    print(f"mean return of {n_exam} fresh episodes, seed {{seed}}: {{checks.finish()}}")
"""


def deep_script(settings: DeepSettings) -> str:
    """Return a script that trains the same agents and prints the same means of their examination.

    A learning rate that was changed while the agent trained is not in it: it starts with the
    rate that stands in the control.
    """
    method, recipe = METHOD_BY_ID[settings.method], settings.recipe
    head = _HEAD.format(
        title=f"Train {method.label} on {settings.world} and examine it on fresh episodes.",
        library=", stable-baselines3" if method.library else "",
        imports=_IMPORTS if method.library else "",
        world=settings.world,
        n_steps=recipe.n_steps,
        seeds=settings.seeds,
        keep=settings.keep,
        n_marks=N_CHECKS + 1,
    )
    checks = _CHECKS.format(
        n_episodes=N_CHECK_EPISODES, check_seed=CHECK_SEED, n_exam=N_EXAM, exam_seed=EXAM_SEED
    )
    acting: tuple[Any, ...] = (Agent, forward, greedy, play, mean_return, arrays)
    if method.library:
        parts = [sources(*acting, read_out), checks, _with_library(settings, method.library)]
    else:
        own = (network, distribution, returns_to_go, policy_loss, reinforce)
        parts = [sources(*acting), sources(*own), checks, _with_ours(settings)]
    return "\n\n".join([head, *(part.strip("\n") + "\n" for part in parts)])


def _with_library(settings: DeepSettings, library: str) -> str:
    recipe, world = settings.recipe, settings.place
    lines = [f"        {name}={text}," for name, text in written(library, recipe).items()]
    return _LIBRARY.format(
        library=library,
        n_envs=recipe.n_envs,
        arguments="\n".join(lines),
        is_discrete=world.is_discrete,
        reach=world.reach,
        n_exam=N_EXAM,
    )


def written(library: str, recipe: Recipe) -> dict[str, str]:
    """Return the keyword arguments of `learners.arguments` as Python text."""

    def rate(value: float) -> str:
        return f"LinearSchedule({value!r}, 0.0, 1.0)" if recipe.falls else repr(value)

    found = {
        "learning_rate": rate(recipe.learning_rate),
        "gamma": repr(recipe.gamma),
        "policy_kwargs": repr({"net_arch": list(recipe.hidden)}),
    }
    for argument, name in NAMES[library].items():
        value = getattr(recipe, name)
        found[argument] = rate(value) if name == "clip" else repr(value)
    return found


def _with_ours(settings: DeepSettings) -> str:
    recipe, world = settings.recipe, settings.place
    n_out = len(world.actions) or 1
    return _OURS.format(
        n_in=world.n_observed,
        n_out=n_out,
        hidden=recipe.hidden,
        log_std="None" if world.is_discrete else f"torch.nn.Parameter(torch.zeros({n_out}))",
        learning_rate=recipe.learning_rate,
        kind="policy" if world.is_discrete else "mean",
        reach=world.reach,
        gamma=recipe.gamma,
        baseline=recipe.baseline,
        ent_coef=recipe.ent_coef,
        n_exam=N_EXAM,
    )
