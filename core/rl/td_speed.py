"""How many steps a second: ours on plain lists, and the textbook loop on Gymnasium as its peer."""

from __future__ import annotations

import time

from core.rl.agent import arena_of, new_agent
from core.rl.presets import resolve
from core.rl.td_methods import method


def steps_per_second(
    world: str = "CliffWalking-v1", method_id: str = "q_learning", n_steps: int = 200_000
) -> float:
    """Return the environment steps a second that a method learns from, episodes included."""
    model = resolve(world)
    arena, live = arena_of(model), method(method_id).live
    agent = new_agent(model, "0", alpha=0.1, epsilon=0.1, gamma=0.99)
    agent.n_planning = 5
    done, began = 0, time.perf_counter()
    while done < n_steps:
        done += live(agent, arena).n_steps
    return done / (time.perf_counter() - began)


def textbook_steps_per_second(world: str = "CliffWalking-v1", n_steps: int = 20_000) -> float:
    """Return the same for Q-learning as tutorials write it: a NumPy table and ``env.step``."""
    import gymnasium
    import numpy as np

    env = gymnasium.make(world)
    rng = np.random.default_rng(0)
    q = np.zeros((env.observation_space.n, env.action_space.n))  # type: ignore[attr-defined]
    state, _ = env.reset(seed=0)
    began = time.perf_counter()
    for _ in range(n_steps):
        explores = rng.random() < 0.1
        action = int(env.action_space.sample() if explores else np.argmax(q[state]))
        next_state, reward, terminated, truncated, _ = env.step(action)
        target = float(reward) + 0.99 * np.max(q[next_state]) * (not terminated)
        q[state, action] += 0.1 * (target - q[state, action])
        state = env.reset()[0] if terminated or truncated else next_state
    return n_steps / (time.perf_counter() - began)
