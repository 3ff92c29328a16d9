"""Tabular reinforcement learning (Sutton & Barto, 2nd ed., chapters 5 to 8 and 12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.rl.td.agent import Agent, arena_of, greedy_episode, new_agent
from core.rl.td.run import random_walk
from core.rl.td.settings import LATELY, TdSettings, check
from core.rl.td.updates import learn_from
from core.rl.worlds.grid import BadWorld
from core.rl.worlds.makers import maker_of
from core.rl.worlds.model import Model
from core.rl.worlds.presets import resolve

OF_AGENT = ("alpha", "epsilon", "gamma", "alpha_decay", "initial_q", "n_planning", "trace")
OF_RUN = ("n_episodes", "n_runs", "epsilon_decay", "seed")


@dataclass(frozen=True)
class Learning:
    """Learners by name in one world.

    methods : what lives an episode and learns from it, or, from a recording, what learns from a
    step. alpha is divided by 1 + ``alpha_decay`` x visits, epsilon is multiplied by
    ``epsilon_decay`` after every episode.
    """

    world: Callable[[], Model]
    methods: dict[str, Callable[..., Any]]
    alpha: float = 0.5
    epsilon: float = 0.1
    gamma: float = 1.0
    n_episodes: int = 500
    n_runs: int = 1
    alpha_decay: float = 0.0
    epsilon_decay: float = 1.0
    initial_q: float = 0.0
    n_planning: int = 5
    trace: float = 0.9
    seed: int = 0


def learning_of(settings: TdSettings) -> Learning:
    """Return what a learner chose, without the changes made meanwhile.

    Raises `BadValue`, and `BadWorld` where no episode can start.
    """
    check(settings)
    model = resolve(settings.world)
    if not model.is_playable:
        raise BadWorld(model.warning)
    is_own = settings.source == "own"
    methods = {spec.id: spec.live if is_own else spec.update for spec in settings.methods}
    able = {name: method for name, method in methods.items() if method is not None}
    chosen = {name: getattr(settings, name) for name in (*OF_AGENT, *OF_RUN)}
    return Learning(maker_of(settings.world), able, **chosen)


def example(settings: Learning) -> None:
    """Let everybody learn from episodes of their own; print what they earn and expect."""
    model = settings.world()
    arena = arena_of(model)
    agents = {name: fresh(settings, model) for name in settings.methods}
    returns: dict[str, list[float]] = {name: [] for name in settings.methods}
    for _ in range(settings.n_episodes):
        for name, live in settings.methods.items():
            episodes = [live(agent, arena) for agent in agents[name]]
            returns[name].append(sum(episode.total for episode in episodes) / settings.n_runs)
            for agent in agents[name]:
                agent.epsilon *= settings.epsilon_decay
    show(model, agents, returns)


def recorded(settings: Learning) -> None:
    """Let everybody learn from the same random walks; print what they would earn and expect."""
    model = settings.world()
    arena = arena_of(model)
    walkers, examiners = (
        fresh(settings, model, " recorded"),
        fresh(settings, model, " recorded exam"),
    )
    agents = {name: fresh(settings, model) for name in settings.methods}
    returns: dict[str, list[float]] = {name: [] for name in settings.methods}
    for _ in range(settings.n_episodes):
        recordings = [random_walk(arena, walker) for walker in walkers]
        for name, update in settings.methods.items():
            total = 0.0
            for agent, steps, examiner in zip(agents[name], recordings, examiners, strict=True):
                learn_from(agent, update, steps)
                total += greedy_episode(arena, agent.q, examiner.chance).total
                agent.epsilon *= settings.epsilon_decay
            returns[name].append(total / settings.n_runs)
    show(model, agents, returns)


def fresh(settings: Learning, model: Model, role: str = "") -> list[Agent]:
    """Return an agent that knows nothing for every run."""
    chosen = {name: getattr(settings, name) for name in OF_AGENT}
    seeds = (f"{settings.seed}-{i}{role}" for i in range(settings.n_runs))
    return [new_agent(model, seed, **chosen) for seed in seeds]


def show(model: Model, agents: dict[str, list[Agent]], returns: dict[str, list[float]]) -> None:
    """Print the last returns and, for the first run, what the best action of a state is worth."""
    n_cols = model.n_cols or model.n_states
    for name, earned in returns.items():
        last = earned[-LATELY:]
        print(f"{name}: mean return of the last {len(last)} episodes {sum(last) / len(last):.3f}")
        best = [max(row) for row in agents[name][0].q]
        for first in range(0, model.n_states, n_cols):
            print(" ".join(f"{value:8.3f}" for value in best[first : first + n_cols]))
