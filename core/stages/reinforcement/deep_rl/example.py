"""Agents learn in a world of gymnasium[classic-control,box2d] and play fresh episodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.stages.reinforcement.deep_rl.frames import N_CHECKS, N_EXAM
from core.stages.reinforcement.deep_rl.learners import arguments
from core.stages.reinforcement.deep_rl.play import Agent, mean_return
from core.stages.reinforcement.deep_rl.recipes import METHOD_BY_ID
from core.stages.reinforcement.deep_rl.reinforce import networks, reinforce
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from core.stages.reinforcement.deep_rl.trainer import CHECK_SEED, EXAM_SEED, N_CHECK_EPISODES
from core.stages.reinforcement.deep_rl.weights import arrays, put_in, put_in_ours, read_out

Changes = tuple[tuple[tuple[int, float], ...], ...]


@dataclass(frozen=True)
class Training:
    """Agents that learn in one world, each from its seed.

    train : ``train(world, n_steps, seed, note)`` returns the agent at the end and calls
    ``note(step, read)`` on the way, where ``read()`` returns the agent so far. keep : which agent
    is examined, the "best" of greedy checks on the way or the "last".
    """

    world: str
    n_steps: int
    seeds: tuple[int, ...]
    keep: str
    train: Callable[..., Agent]


@dataclass(frozen=True)
class Run:
    """Settings as a run began. ``changes`` : of each agent, the (step, learning rate) chosen."""

    settings: DeepSettings
    changes: Changes = ()


def training_of(run: Run) -> Training:
    """Return the training of a run. Imports the library, in a worker."""
    settings, library = run.settings, METHOD_BY_ID[run.settings.method].library
    make = _with_library if library else _with_ours
    more = dict[str, Any]()
    if settings.start_name:
        put = partial(put_in, library=library) if library else put_in_ours
        more["begin"] = partial(begin_from, name=settings.start_name, put=put)
    if any(run.changes):
        by_seed = dict(zip(settings.seeds, run.changes, strict=True))
        set_rate = set_rate_of_model if library else set_rate_of_optimiser
        more["change"] = partial(change_rate, changes=by_seed, set_rate=set_rate)
    train = make(settings, **more)
    return Training(settings.world, settings.recipe.n_steps, settings.seeds, settings.keep, train)


def _with_library(settings: DeepSettings, **more: Any) -> Callable[..., Agent]:
    import stable_baselines3

    recipe, place, library = (
        settings.recipe,
        settings.place,
        METHOD_BY_ID[settings.method].library,
    )
    model = partial(getattr(stable_baselines3, library), "MlpPolicy", **arguments(library, recipe))
    read = partial(read_out, library=library, is_discrete=place.is_discrete, reach=place.reach)
    return partial(train_model, n_envs=recipe.n_envs, model=model, read=read, **more)


def _with_ours(settings: DeepSettings, **more: Any) -> Callable[..., Agent]:
    recipe, place = settings.recipe, settings.place
    nets = partial(
        networks, n_in=place.n_observed, hidden=recipe.hidden, n_out=len(place.actions) or 1,
        is_discrete=place.is_discrete, learning_rate=recipe.learning_rate,
    )  # fmt: skip
    learn = partial(
        reinforce, gamma=recipe.gamma, baseline=recipe.baseline, ent_coef=recipe.ent_coef
    )
    return partial(train_networks, nets=nets, learn=learn, reach=place.reach, **more)


def example(settings: Training) -> None:
    """Let every agent train; print the mean return of the one that is kept."""
    for seed in settings.seeds:
        checks = Checks(settings)
        checks.check(settings.train(settings.world, settings.n_steps, seed, checks.note))
        mean = mean_return(checks.env, checks.kept, EXAM_SEED, N_EXAM)
        print(f"mean return of {N_EXAM} fresh episodes, seed {seed}: {mean}")


class Checks:
    """Let the agent play greedily now and then; keep the best so far, or the last."""

    def __init__(self, settings: Training) -> None:
        import gymnasium

        self.env = gymnasium.make(settings.world, disable_env_checker=True)
        self.due = np.linspace(0, settings.n_steps, N_CHECKS + 1).astype(np.int64).tolist()[:-1]
        self.best, self.kept, self.keep = -np.inf, Agent("", (), (), ""), settings.keep

    def note(self, step: int, read: Callable[[], Agent]) -> None:
        """Check if it is due."""
        if self.due and step >= self.due[0]:
            del self.due[0]
            self.check(read())

    def check(self, agent: Agent) -> None:
        """Play episodes that training never meets."""
        mean = mean_return(self.env, agent, CHECK_SEED, N_CHECK_EPISODES)
        if mean >= self.best or self.keep == "last":
            self.best, self.kept = mean, agent


def train_model(
    world: str, n_steps: int, seed: int, note: Any, *, n_envs: int, model: Any,
    read: Callable[..., Agent], begin: Any = None, change: Any = None,
) -> Agent:  # fmt: skip
    """Train a model of Stable-Baselines3; the same seed and versions give the same agent."""
    import torch
    from stable_baselines3.common.env_util import make_vec_env

    torch.set_num_threads(1)
    learner = model(env=make_vec_env(world, n_envs=n_envs, seed=seed), seed=seed, device="cpu")
    if begin is not None:
        begin(learner.policy)
    now = partial(read, learner.policy)

    def on_step(*_: Any) -> bool:
        note(learner.num_timesteps, now)
        if change is not None:
            change(learner, seed, learner.num_timesteps)
        return True

    note(0, now)
    learner.learn(n_steps, callback=on_step)
    return now()


def train_networks(
    world: str, n_steps: int, seed: int, note: Any, *, nets: Any, learn: Any, reach: float,
    begin: Any = None, change: Any = None,
) -> Agent:  # fmt: skip
    """Train networks of our own; the same seed and versions give the same agent."""
    import gymnasium
    import torch

    torch.set_num_threads(1)
    policy, log_std, critic, optimiser = nets(seed)
    if begin is not None:
        begin(policy, log_std, critic)

    def now() -> Agent:
        return Agent("policy" if log_std is None else "mean", arrays(policy), (), "tanh", reach)

    def on_step(step: int, *_: Any) -> None:
        note(step, now)
        if change is not None:
            change(optimiser, seed, step)

    note(0, now)
    env = gymnasium.make(world, disable_env_checker=True)
    learn(
        env, policy, log_std, critic, optimiser, n_steps=n_steps, seed=seed, on_step=on_step,
        on_update=lambda *_: None,
    )  # fmt: skip
    return now()


def begin_from(*networks: Any, name: str, put: Callable[..., None]) -> None:
    """Copy the weights of a file beside this one; the page offers it as what the run started from.

    Its arrays are called actor_0, actor_1 …, critic_0 …, spread_0.
    """
    with np.load(name, allow_pickle=False) as held:
        counts = {
            part: sum(each.startswith(f"{part}_") for each in held.files)
            for part in ("actor", "critic", "spread")
        }
        parts = [tuple(held[f"{part}_{i}"] for i in range(n)) for part, n in counts.items()]
    put(*networks, agent=Agent("", parts[0], parts[1], "", 0.0, parts[2]))


def change_rate(
    learner: Any, seed: int, step: int, *, changes: dict[int, tuple[tuple[int, float], ...]],
    set_rate: Callable[[Any, float], None],
) -> None:  # fmt: skip
    """Follow what was chosen while it trained: by seed (for updates from a step on, rate)."""
    for after, rate in changes[seed]:
        if step >= after:
            set_rate(learner, rate)


def set_rate_of_model(model: Any, learning_rate: float) -> None:
    """Have the library use a constant rate from its next update on."""
    model.learning_rate = learning_rate
    model.lr_schedule = lambda _left: learning_rate


def set_rate_of_optimiser(optimiser: Any, learning_rate: float) -> None:
    """Have torch use another rate."""
    optimiser.param_groups[0]["lr"] = learning_rate
