"""One episode by hand and by an agent, with the same luck."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from core.rl.planning.plain import Plan, value_iteration
from core.rl.td.agent import Agent, Arena, Episode, arena_of, choose, new_agent
from core.rl.td.methods import method
from core.rl.worlds.grid import BadWorld
from core.rl.worlds.makers import maker_of
from core.rl.worlds.model import Model
from core.rl.worlds.presets import resolve
from core.stages.reinforcement.beat_the_agent.episodes import (
    DuelSettings,
    by_hand,
    planning_of,
    play,
    training_of,
)

Opponent: TypeAlias = Callable[[Model, int], Callable[[int, int], int]]
"""``opponent(model, seed)`` returns who acts: (t, state) -> action."""


@dataclass(frozen=True)
class Meeting:
    """An episode in ``world``: ``actions`` are yours; ``seed`` is the luck that both meet."""

    world: Callable[[], Model]
    actions: tuple[int, ...]
    opponent: Opponent
    gamma: float = 1.0
    seed: int = 0


def meeting_of(settings: DuelSettings) -> Meeting:
    """Return the episode that a learner plays; raise `BadWorld` where nobody can start."""
    model = resolve(settings.world)
    if not model.is_playable:
        raise BadWorld(model.warning)
    world, opponent = maker_of(settings.world), _opponent(settings)
    return Meeting(world, settings.actions, opponent, settings.gamma, settings.seed)


def _opponent(settings: DuelSettings) -> Opponent:
    if settings.agent == "random":
        return wanderer
    if settings.agent == "optimal":
        plan = planning_of(settings)
        return partial(planner, gamma=plan.gamma, theta=plan.theta, most_sweeps=plan.most_sweeps)
    practice = training_of(settings)
    names = ("alpha", "epsilon", "gamma", "n_planning", "trace", "n_episodes")
    chosen = {name: getattr(practice, name) for name in names}
    return partial(pupil, live=method(settings.agent).live, **chosen)


def example(settings: Meeting) -> None:
    """Play the episode twice and print what it earned."""
    model, seed = settings.world(), settings.seed
    players = {"you": by_hand(settings.actions), "agent": settings.opponent(model, seed)}
    for name, acts in players.items():
        played = play(model, acts, seed, settings.gamma)
        n_steps = len(played.actions)
        print(f"{name}: {played.discounted:.3f} in {n_steps} steps, states", *played.states)


def wanderer(model: Model, seed: int) -> Callable[[int, int], int]:
    """Return one who knows nothing."""
    chance = random.Random(f"{seed} agent").random  # noqa: S311
    return lambda t, state: int(chance() * model.n_actions)


def planner(
    model: Model, seed: int, *, gamma: float, theta: float, most_sweeps: int
) -> Callable[[int, int], int]:
    """Return one who knows the world and plans."""
    plan = Plan(model, gamma, theta, most_sweeps)
    value_iteration(plan)
    chance = random.Random(f"{seed} agent").random  # noqa: S311
    return lambda t, state: choose(plan.q(state, plan.values), 0.0, chance)


def pupil(
    model: Model,
    seed: int,
    *,
    live: Callable[[Agent, Arena], Episode],
    n_episodes: int,
    **chosen: float,
) -> Callable[[int, int], int]:
    """Return one who has practised and now does what looks best. chosen : of the agent."""
    agent, arena = new_agent(model, f"{seed}-0", **chosen), arena_of(model)
    for _ in range(n_episodes):
        live(agent, arena)
    chance = random.Random(f"{seed} agent").random  # noqa: S311
    return lambda t, state: choose(agent.q[state], 0.0, chance)
