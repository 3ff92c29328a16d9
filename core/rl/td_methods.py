"""The tabular methods: one episode each, and one update for those that learn off-policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from core.rl.agent import Agent, Arena, Episode, choose, draw

Update: TypeAlias = Callable[[Agent, int, int, float, int, bool], None]
"""``update(agent, state, action, reward, next_state, terminated)`` learns from one step."""
Step: TypeAlias = tuple[int, int, float, int, bool]
"""(state, action, reward, next state, terminated)."""


@dataclass(frozen=True)
class MethodSpec:
    """One method of the catalogue.

    live : learns from an episode of its own. update : learns from anybody's step; None for
    on-policy methods, which can only learn from their own.
    """

    id: str
    label: str
    help: str
    source: str
    live: Callable[[Agent, Arena], Episode]
    update: Update | None = None


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


def one_step_episode(agent: Agent, arena: Arena, *, update: Update) -> Episode:
    """Live one episode epsilon-greedily and learn from every step with ``update``."""
    q, table, chance, epsilon = agent.q, arena.table, agent.chance, agent.epsilon
    state = arena.start(chance)
    path, total = [state], 0.0
    for _ in range(arena.time_limit):
        action = choose(q[state], epsilon, chance)
        _, next_state, reward, terminated = draw(table[state][action], chance)
        update(agent, state, action, reward, next_state, terminated)
        state = next_state
        path.append(state)
        total += reward
        if terminated:
            return Episode(total, path, True)
    return Episode(total, path, False)


def q_learning_episode(agent: Agent, arena: Arena) -> Episode:
    """Live one episode; Q(s,a) += alpha [r + gamma max_b Q(s',b) - Q(s,a)] after every step.

    The update is written into the loop for speed.
    Source: Sutton & Barto, 2nd ed. (2018), eq. 6.8.
    """
    q, n, table, chance = agent.q, agent.n, arena.table, agent.chance
    alpha, decay, epsilon, gamma = agent.alpha, agent.alpha_decay, agent.epsilon, agent.gamma
    state = arena.start(chance)
    path, total = [state], 0.0
    for _ in range(arena.time_limit):
        row, count = q[state], n[state]
        action = choose(row, epsilon, chance)
        outcomes = table[state][action]
        outcome = outcomes[0] if len(outcomes) == 1 else draw(outcomes, chance)
        _, state, reward, terminated = outcome
        target = reward if terminated else reward + gamma * max(q[state])
        row[action] += alpha / (1.0 + decay * count[action]) * (target - row[action])
        count[action] += 1
        path.append(state)
        total += reward
        if terminated:
            return Episode(total, path, True)
    return Episode(total, path, False)


def sarsa_episode(agent: Agent, arena: Arena) -> Episode:
    """Live one episode; Q(s,a) += alpha [r + gamma Q(s',a') - Q(s,a)] with the action taken next.

    Source: Sutton & Barto, 2nd ed. (2018), eq. 6.7.
    """
    q, n, table, chance = agent.q, agent.n, arena.table, agent.chance
    alpha, decay, epsilon, gamma = agent.alpha, agent.alpha_decay, agent.epsilon, agent.gamma
    state = arena.start(chance)
    action = choose(q[state], epsilon, chance)
    path, total = [state], 0.0
    for _ in range(arena.time_limit):
        _, next_state, reward, terminated = draw(table[state][action], chance)
        next_action = choose(q[next_state], epsilon, chance)
        target = reward if terminated else reward + gamma * q[next_state][next_action]
        row = q[state]
        row[action] += alpha / (1.0 + decay * n[state][action]) * (target - row[action])
        n[state][action] += 1
        state, action = next_state, next_action
        path.append(state)
        total += reward
        if terminated:
            return Episode(total, path, True)
    return Episode(total, path, False)


def sarsa_lambda_episode(agent: Agent, arena: Arena) -> Episode:
    """Live one episode of SARSA(lambda): every TD error also moves the pairs passed before.

    Replacing traces; one below 1e-4 is forgotten. ``agent.trace`` is lambda.
    Source: Sutton & Barto, 2nd ed. (2018), sections 12.5 and 12.7; Singh & Sutton (1996).
    """
    q, chance, fade = agent.q, agent.chance, agent.gamma * agent.trace
    traces: dict[tuple[int, int], float] = {}
    state = arena.start(chance)
    action = choose(q[state], agent.epsilon, chance)
    path, total = [state], 0.0
    for _ in range(arena.time_limit):
        _, next_state, reward, terminated = draw(arena.table[state][action], chance)
        next_action = choose(q[next_state], agent.epsilon, chance)
        future = 0.0 if terminated else agent.gamma * q[next_state][next_action]
        error = reward + future - q[state][action]
        step = agent.alpha / (1.0 + agent.alpha_decay * agent.n[state][action])
        agent.n[state][action] += 1
        traces[state, action] = 1.0
        for (passed, done), trace in traces.items():
            q[passed][done] += step * error * trace
        traces = {pair: fade * trace for pair, trace in traces.items() if fade * trace > 1e-4}
        state, action = next_state, next_action
        path.append(state)
        total += reward
        if terminated:
            return Episode(total, path, True)
    return Episode(total, path, False)


def monte_carlo_episode(agent: Agent, arena: Arena) -> Episode:
    """Live one episode, then move each pair towards the return after its first visit.

    Departure: what follows a cut-off is estimated by Q under the policy; a return of 0 there would
    teach the time limit. Source: Sutton & Barto, 2nd ed. (2018), section 5.4, with step size alpha.
    """
    q, chance = agent.q, agent.chance
    state = arena.start(chance)
    path, steps, terminated = [state], list[tuple[int, int, float]](), False
    while not terminated and len(steps) < arena.time_limit:
        action = choose(q[state], agent.epsilon, chance)
        _, next_state, reward, terminated = draw(arena.table[state][action], chance)
        steps.append((state, action, reward))
        state = next_state
        path.append(state)
    later = q[state]
    mean = sum(later) / len(later)
    value = 0.0 if terminated else (1 - agent.epsilon) * max(later) + agent.epsilon * mean
    first = {(s, a): t for t, (s, a, _) in reversed(list(enumerate(steps)))}
    for t in range(len(steps) - 1, -1, -1):
        state, action, reward = steps[t]
        value = reward + agent.gamma * value
        if first[state, action] == t:
            step = agent.alpha / (1.0 + agent.alpha_decay * agent.n[state][action])
            q[state][action] += step * (value - q[state][action])
            agent.n[state][action] += 1
    return Episode(sum(reward for _, _, reward in steps), path, terminated)


def learn_from(agent: Agent, update: Update, steps: Iterable[Step]) -> None:
    """Learn from recorded steps, in their order."""
    for state, action, reward, next_state, terminated in steps:
        update(agent, state, action, reward, next_state, terminated)


def _off_policy(method: str, label: str, text: str, source: str, update: Update) -> MethodSpec:
    return MethodSpec(method, label, text, source, partial(one_step_episode, update=update), update)


_BOOK = "Sutton & Barto, 2nd ed. (2018), section "
METHODS: tuple[MethodSpec, ...] = (
    MethodSpec(
        "monte_carlo",
        "Monte Carlo",
        "Waits for the end of the episode and learns from what it really earned.",
        f"{_BOOK}5.4",
        monte_carlo_episode,
    ),
    MethodSpec(
        "sarsa",
        "SARSA",
        "Learns what its own behaviour is worth, stumbles included.",
        f"{_BOOK}6.4",
        sarsa_episode,
    ),
    MethodSpec(
        "sarsa_lambda",
        "SARSA(λ)",
        "Passes every surprise back along the path that led to it.",
        f"{_BOOK}12.7",
        sarsa_lambda_episode,
    ),
    _off_policy(
        "expected_sarsa",
        "Expected SARSA",
        "SARSA without the luck of the next action: it takes the mean.",
        f"{_BOOK}6.6",
        expected_sarsa_update,
    ),
    MethodSpec(
        "q_learning",
        "Q-learning",
        "Learns what the best behaviour is worth, whatever it does meanwhile.",
        f"{_BOOK}6.5",
        q_learning_episode,
        q_learning_update,
    ),
    _off_policy(
        "double_q",
        "Double Q-learning",
        "Two tables: one chooses, the other judges, so that luck is not taken for value.",
        f"{_BOOK}6.7",
        double_q_update,
    ),
    _off_policy(
        "dyna_q",
        "Dyna-Q",
        "Q-learning that also replays what it remembers of the world.",
        f"{_BOOK}8.2",
        dyna_q_update,
    ),
)


def method(method_id: str) -> MethodSpec:
    """Return a method of the catalogue; KeyError for an unknown id."""
    return {spec.id: spec for spec in METHODS}[method_id]
