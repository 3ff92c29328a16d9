"""How many steps a second: ours on plain lists, and the textbook loop on Gymnasium as its peer.

Seconds of the processor, not of the clock, so that a busy machine slows neither.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from core.rl.td.agent import arena_of, new_agent
from core.rl.td.methods import method
from core.rl.worlds.presets import resolve


@dataclass(frozen=True)
class Speed:
    """Steps a second of ours and of the textbook loop, the best of several rounds each."""

    world: str
    method: str
    ours: float
    textbook: float

    @property
    def ratio(self) -> float:
        """How many times the textbook loop's speed ours is."""
        return self.ours / self.textbook


def against_textbook(
    world: str = "CliffWalking-v1", method_id: str = "q_learning", n_rounds: int = 5
) -> Speed:
    """Measure both in turns, so that what else the machine does hits both alike."""
    rounds = [
        (steps_per_second(world, method_id, 60_000), textbook_steps_per_second(world, 10_000))
        for _ in range(n_rounds)
    ]
    return Speed(world, method_id, max(own for own, _ in rounds), max(peer for _, peer in rounds))


def steps_per_second(
    world: str = "CliffWalking-v1", method_id: str = "q_learning", n_steps: int = 200_000
) -> float:
    """Return the environment steps a second that a method learns from, episodes included."""
    model = resolve(world)
    arena, live = arena_of(model), method(method_id).live
    agent = new_agent(model, "0", alpha=0.1, epsilon=0.1, gamma=0.99)
    agent.n_planning = 5
    done, began = 0, time.process_time()
    while done < n_steps:
        done += live(agent, arena).n_steps
    return done / (time.process_time() - began)


def textbook_steps_per_second(world: str = "CliffWalking-v1", n_steps: int = 20_000) -> float:
    """Return the same for Q-learning as tutorials write it: a NumPy table and ``env.step``."""
    import gymnasium
    import numpy as np

    env = gymnasium.make(world)
    rng = np.random.default_rng(0)
    q = np.zeros((env.observation_space.n, env.action_space.n))  # type: ignore[attr-defined]
    state, _ = env.reset(seed=0)
    began = time.process_time()
    for _ in range(n_steps):
        explores = rng.random() < 0.1
        action = int(env.action_space.sample() if explores else np.argmax(q[state]))
        next_state, reward, terminated, truncated, _ = env.step(action)
        target = float(reward) + 0.99 * np.max(q[next_state]) * (not terminated)
        q[state, action] += 0.1 * (target - q[state, action])
        state = env.reset()[0] if terminated or truncated else next_state
    return n_steps / (time.process_time() - began)
