"""One update from one step: the methods that can learn from anybody's experience."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from core.rl.td.agent import Agent, choose

Update: TypeAlias = Callable[[Agent, int, int, float, int, bool], None]
"""``update(agent, state, action, reward, next_state, terminated)`` learns from one step."""
Step: TypeAlias = tuple[int, int, float, int, bool]
"""(state, action, reward, next state, terminated)."""


def q_learning_update(
    agent: Agent, state: int, action: int, reward: float, next_state: int, terminated: bool
) -> None:
    """Apply Q(s,a) += alpha [r + gamma max_b Q(s',b) - Q(s,a)] to ``agent`` in place.

    terminated : only a real end has no future; a time limit still bootstraps.
    Source: Sutton & Barto, 2nd ed. (2018), eq. 6.8.
    """
    row, count = agent.q[state], agent.n[state]
    target = reward if terminated else reward + agent.gamma * max(agent.q[next_state])
    row[action] += agent.alpha / (1.0 + agent.alpha_decay * count[action]) * (target - row[action])
    count[action] += 1


def expected_sarsa_update(
    agent: Agent, state: int, action: int, reward: float, next_state: int, terminated: bool
) -> None:
    """Apply the update towards the mean of Q(s', .) under the epsilon-greedy policy, in place.

    Source: Sutton & Barto, 2nd ed. (2018), eq. 6.9.
    """
    row, count, target = agent.q[state], agent.n[state], reward
    if not terminated:
        later = agent.q[next_state]
        mean = sum(later) / len(later)
        target += agent.gamma * ((1 - agent.epsilon) * max(later) + agent.epsilon * mean)
    row[action] += agent.alpha / (1.0 + agent.alpha_decay * count[action]) * (target - row[action])
    count[action] += 1


def double_q_update(
    agent: Agent, state: int, action: int, reward: float, next_state: int, terminated: bool
) -> None:
    """Let one table choose the best next action and the other say what it is worth, in place.

    Source: Sutton & Barto, 2nd ed. (2018), eq. 6.10; van Hasselt (2010).
    """
    first, second = agent.q_a, agent.q_b
    if agent.chance() < 0.5:
        first, second = second, first
    target = reward
    if not terminated:
        target += agent.gamma * second[next_state][choose(first[next_state], 0.0, agent.chance)]
    count = agent.n[state]
    step = agent.alpha / (1.0 + agent.alpha_decay * count[action])
    change = step * (target - first[state][action])
    first[state][action] += change
    agent.q[state][action] += change / 2
    count[action] += 1


def dyna_q_update(
    agent: Agent, state: int, action: int, reward: float, next_state: int, terminated: bool
) -> None:
    """Learn from the step, remember it, and replay ``n_planning`` remembered ones.

    The memory keeps the last outcome only, so in a slippery world it is a guess.
    Source: Sutton & Barto, 2nd ed. (2018), section 8.2.
    """
    q_learning_update(agent, state, action, reward, next_state, terminated)
    key = (state, action)
    if key not in agent.memory:
        agent.tried.append(key)
    agent.memory[key] = (reward, next_state, terminated)
    q, memory, tried, chance = agent.q, agent.memory, agent.tried, agent.chance
    alpha, gamma, n_tried = agent.alpha, agent.gamma, len(agent.tried)
    for _ in range(agent.n_planning):
        pair = tried[int(chance() * n_tried)]
        gain, target_state, end = memory[pair]
        row, tried_action = q[pair[0]], pair[1]
        target = gain if end else gain + gamma * max(q[target_state])
        row[tried_action] += alpha * (target - row[tried_action])


def learn_from(agent: Agent, update: Update, steps: Iterable[Step]) -> None:
    """Learn from recorded steps, in their order."""
    for state, action, reward, next_state, terminated in steps:
        update(agent, state, action, reward, next_state, terminated)
