"""One episode lived and learnt from, by every tabular method."""

from __future__ import annotations

from core.rl.td.agent import Agent, Arena, Episode, choose, draw
from core.rl.td.updates import Update


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
