"""A trained agent as a file: NumPy arrays and a few words, read without the suite.

A file may come from anywhere, so reading one runs nothing in it: arrays only, no pickle, and their
shapes and values are checked against the world it claims to live in.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from core.errors import PlaygroundError
from core.stages.reinforcement.deep_rl.play import Agent, Array, is_finite
from core.stages.reinforcement.deep_rl.recipes import METHOD_BY_ID, RECIPES
from core.stages.reinforcement.deep_rl.worlds import BY_ID

MOST_BYTES, MOST_UNPACKED = 2_000_000, 16_000_000
"""Of a file that is read, and of its arrays."""
MOST_LAYERS = 8


class BadAgent(PlaygroundError):
    """A file that holds no agent of ours."""


@dataclass(frozen=True)
class Saved:
    """An agent with where it comes from.

    n_steps : of its training in all. mean : return of its fresh greedy episodes, NaN where it was
    not examined.
    """

    agent: Agent
    method: str
    world: str
    seed: int
    n_steps: int
    mean: float = math.nan

    @property
    def hidden(self) -> tuple[int, ...]:
        """Its hidden neurons, layer by layer."""
        return tuple(len(bias) for bias in self.agent.actor[1:-2:2])

    @property
    def in_words(self) -> str:
        """Method, world, steps and mean, e.g. "PPO on Acrobot after 90,000 steps, …"."""
        method, world = METHOD_BY_ID[self.method].label, BY_ID[self.world].name
        mean = "" if math.isnan(self.mean) else f", {self.mean:.1f} on twenty fresh episodes"
        return f"{method} on {world} after {self.n_steps:,} steps{mean}"


def to_bytes(saved: Saved) -> bytes:
    """Return the agent as an .npz file: actor_0 (weights), actor_1 (biases), …, critic_0, …, about.

    ``about`` : JSON with method, world, kind, activation, reach, seed, steps of training, and the
    mean return of twenty fresh greedy episodes (null where it was not examined).
    """
    agent = saved.agent
    about = {
        "method": saved.method,
        "world": saved.world,
        "kind": agent.kind,
        "activation": agent.activation,
        "reach": agent.reach,
        "seed": saved.seed,
        "n_steps": saved.n_steps,
        "mean": None if math.isnan(saved.mean) else saved.mean,
    }
    named = {
        f"{name}_{i}": part
        for name in ("actor", "critic", "spread")
        for i, part in enumerate(getattr(agent, name))
    }
    target = io.BytesIO()
    np.savez_compressed(target, about=np.array(json.dumps(about)), **named)  # type: ignore[arg-type]
    return target.getvalue()


@lru_cache(maxsize=32)
def from_bytes(content: bytes) -> Saved:
    """Return what is in a file that `to_bytes` made; raise `BadAgent` for any other."""
    if len(content) > MOST_BYTES:
        raise BadAgent(
            f"This file has {len(content) / 1e6:.1f} MB; a saved agent may have "
            f"{MOST_BYTES / 1e6:.0f} MB at most. Load one with a smaller network."
        )
    try:
        found = _read(content)
    except Exception as error:  # NumPy raises any kind on a damaged file, a TokenError too
        raise BadAgent(
            "This file holds no agent that can be read. Load an .npz file that "
            "'Save the agent' made."
        ) from error
    _check(found)
    return found


def _read(content: bytes) -> Saved:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("The arrays are too large.")
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        about = json.loads(str(held["about"]))
        actor, critic, spread = (_parts(held, name) for name in ("actor", "critic", "spread"))
    agent = Agent(
        str(about["kind"]), actor, critic, str(about["activation"]), float(about["reach"]), spread
    )
    mean = math.nan if about.get("mean") is None else float(about["mean"])
    return Saved(
        agent, str(about["method"]), str(about["world"]), int(about["seed"]),
        int(about["n_steps"]), mean,
    )  # fmt: skip


def _parts(held: Any, name: str) -> tuple[Array, ...]:
    n_parts = sum(each.startswith(f"{name}_") for each in held.files)
    found = tuple(held[f"{name}_{i}"] for i in range(n_parts))
    if any(part.dtype.kind != "f" for part in found):
        raise ValueError("An array holds no decimal numbers.")
    return tuple(np.ascontiguousarray(part, dtype=np.float32) for part in found)


def _check(saved: Saved) -> None:
    """Raise `BadAgent` unless the agent fits the world and method it names."""
    if (saved.method, saved.world) not in RECIPES:
        raise BadAgent(
            f"This agent is of {saved.method[:20]!r} in {saved.world[:30]!r}, a pair that is not "
            "here. Load one that 'Save the agent' made."
        )
    agent, world, method = saved.agent, BY_ID[saved.world], METHOD_BY_ID[saved.method]
    kind = "q" if method.needs_choices else "policy" if world.is_discrete else "mean"
    fits = (agent.kind, agent.activation, agent.reach) == (kind, method.activation, world.reach)
    fits = fits and _chains(agent.actor, world.n_observed, len(world.actions) or 1)
    fits = fits and (not agent.critic or _chains(agent.critic, world.n_observed, 1))
    if not fits or len(agent.spread) > 1:
        raise BadAgent(
            f"The arrays of this file make no network for {world.name}: it sees "
            f"{world.n_observed} numbers and decides among {len(world.actions) or 'torques'}. "
            "Load one that 'Save the agent' made."
        )
    if not is_finite(agent):
        raise BadAgent(
            "Some weights of this agent are no numbers: its training broke. Load another one."
        )


def _chains(parts: tuple[Array, ...], n_in: int, n_out: int) -> bool:
    """Whether weights and biases in turn make a network from ``n_in`` to ``n_out`` numbers."""
    if len(parts) % 2 or not 2 <= len(parts) <= 2 * MOST_LAYERS:
        return False
    for weights, biases in zip(parts[::2], parts[1::2], strict=True):
        if weights.ndim != 2 or weights.shape[1] != n_in or biases.shape != weights.shape[:1]:
            return False
        n_in = len(biases)
    return n_in == n_out
