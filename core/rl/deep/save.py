"""A trained agent as a file: NumPy arrays and a few words, read without the suite."""

from __future__ import annotations

import io
import json

import numpy as np

from core.rl.deep.play import Agent
from core.rl.deep.settings import DeepSettings


def to_bytes(agent: Agent, settings: DeepSettings, n_steps: int) -> bytes:
    """Return the agent as an .npz file: actor_0 (weights), actor_1 (biases), …, critic_0, …, about.

    ``about`` : JSON with method, world, kind, activation, reach, seed and steps of training.
    """
    about = {
        "method": settings.method,
        "world": settings.world,
        "kind": agent.kind,
        "activation": agent.activation,
        "reach": agent.reach,
        "seed": settings.seed,
        "n_steps": n_steps,
    }
    named = {f"actor_{i}": part for i, part in enumerate(agent.actor)}
    named |= {f"critic_{i}": part for i, part in enumerate(agent.critic)}
    target = io.BytesIO()
    np.savez_compressed(target, about=np.array(json.dumps(about)), **named)  # type: ignore[arg-type]
    return target.getvalue()


def from_bytes(content: bytes) -> Agent:
    """Return the agent in a file that `to_bytes` made."""
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        about = json.loads(str(held["about"]))
        actor, critic = (
            tuple(held[f"{name}_{i}"] for i in range(sum(n.startswith(name) for n in held.files)))
            for name in ("actor", "critic")
        )
    return Agent(about["kind"], actor, critic, about["activation"], about["reach"])
