"""The script of a training: plain Stable-Baselines3, or our REINFORCE, and the same examination.

What acts and what examines is copied from its own source, so it cannot drift from the page.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

from core.stages.reinforcement.deep_rl.frames import N_CHECKS, N_EXAM
from core.stages.reinforcement.deep_rl.learners import NAMES
from core.stages.reinforcement.deep_rl.play import Agent, forward, greedy, mean_return, play
from core.stages.reinforcement.deep_rl.recipes import METHOD_BY_ID, Recipe
from core.stages.reinforcement.deep_rl.reinforce import (
    distribution,
    network,
    policy_loss,
    reinforce,
    returns_to_go,
)
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from core.stages.reinforcement.deep_rl.start import CHECKPOINTS, checkpoint_path
from core.stages.reinforcement.deep_rl.trainer import CHECK_SEED, EXAM_SEED, N_CHECK_EPISODES
from core.stages.reinforcement.deep_rl.weights import arrays, fill, put_in, put_in_ours, read_out

NO_LINT = re.compile(r"  # noqa.*$|  # type: ignore.*$", re.MULTILINE)
_HEAD = '''"""{title}

Needs: gymnasium[classic-control,box2d], torch{library}{file}.
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
_START = """START = {name!r}  # what this run started from; the page offers it under Save


def read_start(name: str) -> Agent:
    \"\"\"Return the arrays of a saved agent.\"\"\"
    with np.load(name, allow_pickle=False) as held:
        counts = {{
            part: sum(each.startswith(part + "_") for each in held.files)
            for part in ("actor", "critic", "spread")
        }}
        parts = {{
            part: tuple(held[f"{{part}}_{{i}}"] for i in range(n)) for part, n in counts.items()
        }}
    return Agent("", parts["actor"], parts["critic"], "", 0.0, parts["spread"])
"""
_CHANGES = """# Learning rates chosen while it trained: seed -> (for updates from a step on, rate)
CHANGES = {changes!r}
"""
_SET_RATE = """def set_rate(model, learning_rate) -> None:
    \"\"\"Go on with another learning rate.\"\"\"
    model.learning_rate = learning_rate
    model.lr_schedule = lambda _left: learning_rate
"""
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
{put_in}    checks = Checks(lambda: read_out(model.policy, {library!r}, {is_discrete}, {reach}))

    def on_step(now, _) -> bool:
        checks.note(now["self"].num_timesteps)
{change}        return True

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
{put_in}    checks = Checks(lambda: Agent({kind!r}, arrays(policy), (), "tanh", {reach}))

    def on_step(step, *_) -> None:
        checks.note(step)
{change}
    reinforce(
        gymnasium.make(WORLD, disable_env_checker=True), policy, log_std, critic, optimiser,
        n_steps=N_STEPS, seed=seed, gamma={gamma!r}, baseline={baseline!r}, ent_coef={ent_coef!r},
        on_step=on_step, on_update=lambda *_: None,
    )
    print(f"mean return of {n_exam} fresh episodes, seed {{seed}}: {{checks.finish()}}")
"""


_CHANGE = """        for after, rate in CHANGES.get(seed, ()):
            if {steps} >= after:
                {act}
"""
Changes = tuple[tuple[tuple[int, float], ...], ...]


def deep_script(settings: DeepSettings, changes: Changes = ()) -> str:
    """Return a script that trains the same agents and prints the same means of their examination.

    settings : as the run began. ``changes`` : of each agent, the (step, learning rate) that were
    chosen while it trained, as in a frame.
    """
    method, recipe = METHOD_BY_ID[settings.method], settings.recipe
    start = start_name(settings)
    head = _HEAD.format(
        title=f"Train {method.label} on {settings.world} and examine it on fresh episodes.",
        library=", stable-baselines3" if method.library else "",
        file=f"; {start} beside it" if start else "",
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
    own = () if method.library else (network, distribution, returns_to_go, policy_loss, reinforce)
    reading = (read_out,) if method.library else ()
    putting = (fill, put_in if method.library else put_in_ours) if start else ()
    parts = [sources(Agent, forward, greedy, play, mean_return, arrays, *reading, *putting)]
    parts += [sources(*own)] if own else []
    parts += [_START.format(name=start)] if start else []
    if any(changes):
        parts.append(_CHANGES.format(changes=dict(zip(settings.seeds, changes, strict=True))))
        parts += [_SET_RATE] if method.library else []
    train = _with_library if method.library else _with_ours
    parts += [checks, train(settings, any(changes))]
    return "\n\n".join([head, *(part.strip("\n") + "\n" for part in parts)])


def sources(*things: Any) -> str:
    """Return the source of functions and classes, two blank lines between them."""
    return "\n\n".join(NO_LINT.sub("", inspect.getsource(thing)) for thing in things)


def start_name(settings: DeepSettings) -> str:
    """Return the name of the file that a run starts from, "" for fresh weights.

    >>> start_name(DeepSettings(world="Acrobot-v1", start="half"))
    'Acrobot-v1_half.npz'
    """
    if settings.start in CHECKPOINTS:
        return checkpoint_path(settings.world, settings.start).name
    return "loaded.npz" if settings.weights else ""


def _with_library(settings: DeepSettings, is_changed: bool) -> str:
    recipe, world = settings.recipe, settings.place
    library = METHOD_BY_ID[settings.method].library
    lines = [f"        {name}={text}," for name, text in written(library, recipe).items()]
    change = _CHANGE.format(steps='now["self"].num_timesteps', act="set_rate(model, rate)")
    return _LIBRARY.format(
        library=library,
        n_envs=recipe.n_envs,
        arguments="\n".join(lines),
        put_in=f"    put_in(model.policy, {library!r}, read_start(START))\n" * _starts(settings),
        change=change * is_changed,
        is_discrete=world.is_discrete,
        reach=world.reach,
        n_exam=N_EXAM,
    )


def _starts(settings: DeepSettings) -> bool:
    return bool(start_name(settings))


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
    if recipe.noise_steps:
        found |= {"use_sde": "True", "sde_sample_freq": repr(recipe.noise_steps)}
    return found


def _with_ours(settings: DeepSettings, is_changed: bool) -> str:
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
        put_in="    put_in_ours(policy, log_std, critic, read_start(START))\n" * _starts(settings),
        change=_CHANGE.format(steps="step", act='optimiser.param_groups[0]["lr"] = rate')
        * is_changed,
        n_exam=N_EXAM,
    )
