"""The script of temporal difference: the methods' own source and the loop around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from core.rl.code import script, sources, world_code
from core.rl.td import agent
from core.rl.td import run as td
from core.rl.td import updates as td_updates
from core.rl.td.settings import LATELY, TdSettings, check
from core.rl.worlds.grid import BadWorld
from core.rl.worlds.presets import resolve

_SETUP = '''
def cumulated(outcomes):
    """Return (cumulative probability, next state, reward, terminated), the last one above 1."""
    below, found = 0.0, []
    for probability, state, reward, terminated in outcomes:
        below += probability
        found.append((below, state, reward, terminated))
    return [*found[:-1], (2.0, *found[-1][1:])]


def new_agent(seed):
    """Return an agent that knows nothing; what has ended is worth 0."""
    def filled():
        ended = set(ENDS)
        return [[0.0 if s in ended else INITIAL_Q] * len(ACTIONS) for s in range(len(TABLE))]

    return Agent(
        q=filled(), n=[[0] * len(ACTIONS) for _ in TABLE], chance=random.Random(seed).random,
        alpha=ALPHA, epsilon=EPSILON, gamma=GAMMA, alpha_decay=ALPHA_DECAY,
        n_planning=N_PLANNING, trace=TRACE, q_a=filled(), q_b=filled(),
    )


ARENA = Arena(
    [[cumulated(outcomes) for outcomes in row] for row in TABLE],
    [(below, state) for below, state, _, _ in cumulated([(p, s, 0.0, False) for s, p in STARTS])],
    TIME_LIMIT,
)
agents = {name: [new_agent(f"{SEED}-{i}") for i in range(N_RUNS)] for name in METHODS}
returns = {name: [] for name in METHODS}
epsilon = EPSILON
'''
_OWN = """
for _ in range(N_EPISODES):
    for name, live in METHODS.items():
        episodes = [live(agent, ARENA) for agent in agents[name]]
        returns[name].append(sum(episode.total for episode in episodes) / N_RUNS)
"""
_RECORDED = """
walkers = [new_agent(f"{SEED}-{i} recorded") for i in range(N_RUNS)]
examiners = [new_agent(f"{SEED}-{i} recorded exam") for i in range(N_RUNS)]
for _ in range(N_EPISODES):
    recordings = [random_walk(ARENA, walker) for walker in walkers]
    for name, update in METHODS.items():
        totals = []
        for agent, steps, examiner in zip(agents[name], recordings, examiners):
            learn_from(agent, update, steps)
            totals.append(greedy_episode(ARENA, agent.q, examiner.chance).total)
        returns[name].append(sum(totals) / N_RUNS)
"""
_DECAY = """    epsilon *= EPSILON_DECAY
    for agent in (agent for group in agents.values() for agent in group):
        agent.epsilon = epsilon
"""
_PRINT = """
for name in METHODS:
    last = returns[name][-LATELY:]
    print(f"{name}: mean return of the last {len(last)} episodes {sum(last) / len(last):.3f}")
    best = [max(row) for row in agents[name][0].q]
    for first in range(0, len(best), N_COLS):
        print(" ".join(f"{value:8.3f}" for value in best[first : first + N_COLS]))
"""


def td_script(settings: TdSettings) -> str:
    """Return a script that prints, per method, its last returns and the best value of each state.

    Changes made while it learnt are not in it. Raises `BadValue` and `BadWorld` like the film, and
    `BadWorld` for a world where no episode can start.
    """
    *parts, main = td_parts(settings)
    title = "Tabular reinforcement learning (Sutton & Barto, 2nd ed., chapters 5 to 8 and 12)."
    return script(title, *parts, main + _PRINT.replace("LATELY", str(LATELY)))


def td_parts(settings: TdSettings) -> tuple[str, ...]:
    """Return code that ends with TABLE, the ``agents`` of every method and their ``returns``."""
    check(settings)
    model = resolve(settings.world)
    if not model.is_playable:
        raise BadWorld(model.warning)
    is_own = settings.source == "own"
    parts: list[Any] = [agent.Arena, agent.Agent, agent.Episode, agent.choose, agent.draw]
    parts += [] if is_own else [agent.greedy_episode, td_updates.learn_from, td.random_walk]
    calls = {}
    for spec in settings.methods:
        needed, calls[spec.id] = _call_of(spec.live if is_own else spec.update)
        parts += [thing for thing in needed if thing not in parts]
    methods = ", ".join(f'"{name}": {text}' for name, text in calls.items())
    return (
        _constants(settings),
        world_code(settings.world),
        sources(*parts),
        f"METHODS = {{{methods}}}",
        _SETUP,
        (_OWN if is_own else _RECORDED) + _DECAY,
    )


def _call_of(function: Callable[..., Any] | None) -> tuple[list[Any], str]:
    """Return what a method's function needs copied, and the expression that names it."""
    if isinstance(function, partial):
        update = function.keywords["update"]
        needed, _ = _call_of(update)
        return [
            *needed,
            function.func,
        ], f"partial({function.func.__name__}, update={update.__name__})"
    name = function.__name__ if function is not None else ""
    is_dyna = function is td_updates.dyna_q_update
    return ([td_updates.q_learning_update] if is_dyna else []) + [function], name


def _constants(settings: TdSettings) -> str:
    names = (
        "alpha", "epsilon", "gamma", "n_episodes", "n_runs", "alpha_decay", "epsilon_decay",
        "initial_q", "n_planning", "trace", "seed",
    )  # fmt: skip
    return "\n".join(f"{name.upper()} = {getattr(settings, name)!r}" for name in names)
