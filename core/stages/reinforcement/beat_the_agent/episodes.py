"""An episode played by hand, and the same episode played by an agent with the same luck."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.params import Choice
from core.rl.planning.bellman import ActionValues
from core.rl.planning.sweeps import PlanningSettings
from core.rl.planning.sweeps import run as plan
from core.rl.td.agent import choose as greedily
from core.rl.td.methods import METHODS
from core.rl.td.run import run as learn
from core.rl.td.settings import TdSettings
from core.rl.worlds.model import Model
from core.rl.worlds.presets import resolve
from core.settings import Declared, borrowed, control


class BadAction(PlaygroundError):
    """An action that the world does not have."""


class DuelSettings(Declared):
    """One episode, by hand and by an agent. ``actions`` are the learner's so far.

    ``seed`` decides the luck of the episode and the agent's training. The agent that is met first
    is beatable where one can see what it feared: SARSA keeps away from the cliff.
    """

    # fmt: off
    world: str = "cliff"
    actions: tuple[int, ...] = ()
    agent: str = control(
        "Your opponent", "Who plays the same episode.",
        ("random", "A random walk", "Knows nothing."),
        *(Choice(spec.id, spec.label, spec.help) for spec in METHODS),
        ("optimal", "The best there is", "Knows the world and plans."),
        default="sarsa",
    )
    n_episodes: int = borrowed(
        TdSettings, "n_episodes", default=300, label="It practised", unit="episodes"
    )
    gamma: float = borrowed(TdSettings, "gamma", advanced=True)
    seed: int = borrowed(
        TdSettings, "seed", label="Episode", help="The same number is the same luck for both.",
        advanced=False, step=1,
    )
    # fmt: on


@dataclass(frozen=True)
class Played:
    """An episode so far, T steps.

    states : (T + 1,). actions, rewards : (T,). terminated : an end was reached; truncated : the
    time limit was. total : sum of rewards; discounted : sum gamma^t R_{t+1}.
    """

    states: NDArray[np.int64]
    actions: NDArray[np.int64]
    rewards: NDArray[np.float64]
    terminated: bool
    truncated: bool
    total: float
    discounted: float

    @property
    def is_over(self) -> bool:
        """Whether no further action is taken."""
        return self.terminated or self.truncated


@dataclass(frozen=True)
class Duel:
    """The learner's episode so far, the agent's whole one, and what can be expected at best.

    best : the mean discounted return of the optimal policy from the same start within the time
    limit, NaN where nobody can start. actions : their names in order. verdict : "" until the
    learner is done, then "learner", "agent" or "draw" by discounted return.
    """

    learner: Played
    agent: Played
    best: float
    actions: tuple[str, ...]
    verdict: str
    warning: str = ""
    ended: str = ""


def luck(seed: int, t: int) -> float:
    """Return the uniform number in [0, 1) that decides step ``t``; -1 is the start.

    It depends on nothing else, so whoever stands in the same state at the same step and does the
    same meets the same fate.
    """
    return random.Random(f"{seed} step {t}").random()  # noqa: S311


def begin(model: Model, seed: int) -> int:
    """Return the state an episode starts in."""
    return int(_drawn([chance for _, chance in model.starts], luck(seed, -1), model.starts)[0])


def step(model: Model, state: int, action: int, drawn: float) -> tuple[int, float, bool]:
    """Return (next state, reward, terminated) for a uniform number ``drawn``."""
    outcomes = model.table[state][action]
    _, target, reward, terminated = _drawn([o[0] for o in outcomes], drawn, outcomes)
    return target, reward, terminated


def play(model: Model, choose: Callable[[int, int], int | None], seed: int, gamma: float) -> Played:
    """Play one episode; ``choose(t, state)`` gives the action, or None to stop and wait."""
    states, actions, rewards, terminated = [begin(model, seed)], list[int](), list[float](), False
    while not terminated and len(actions) < model.time_limit:
        t = len(actions)
        action = choose(t, states[-1])
        if action is None:
            break
        target, reward, terminated = step(model, states[-1], action, luck(seed, t))
        states.append(target)
        actions.append(action)
        rewards.append(reward)
    return Played(
        states=np.array(states, dtype=np.int64),
        actions=np.array(actions, dtype=np.int64),
        rewards=np.array(rewards, dtype=np.float64),
        terminated=terminated,
        truncated=not terminated and len(actions) >= model.time_limit,
        total=float(sum(rewards)),
        discounted=float(sum(gamma**t * reward for t, reward in enumerate(rewards))),
    )


def duel(settings: DuelSettings) -> Duel:
    """Return both episodes; raise `BadValue`, `BadWorld` or `BadAction`.

    Actions after the end are left out. The agent's training is part of the call and the same for
    the same settings, whatever the learner does.
    """
    settings.check()
    model = resolve(settings.world)
    names = tuple(action.name for action in model.actions)
    if not model.is_playable:
        nothing = _nothing()
        return Duel(nothing, nothing, float("nan"), names, "", model.warning, model.warning)
    learner = play(model, _checked(model, settings.actions), settings.seed, settings.gamma)
    agent = play(model, _agent(settings, model), settings.seed, settings.gamma)
    best = _best(settings.world, settings.gamma, int(learner.states[0]))
    verdict = _verdict(learner, agent) if learner.is_over else ""
    return Duel(learner, agent, best, names, verdict, model.warning)


def _checked(model: Model, actions: Sequence[int]) -> Callable[[int, int], int | None]:
    """Return one who takes these actions and raises `BadAction` at one that the world lacks."""
    acts = by_hand(actions)

    def choose(t: int, state: int) -> int | None:
        action = acts(t, state)
        if action is not None and not 0 <= action < model.n_actions:
            names = ", ".join(entry.name for entry in model.actions)
            raise BadAction(f"This world has no action {action}. Choose one of {names}.")
        return action

    return choose


def by_hand(actions: Sequence[int]) -> Callable[[int, int], int | None]:
    """Return one who takes these actions, then waits."""
    return lambda t, state: actions[t] if t < len(actions) else None


def _agent(settings: DuelSettings, model: Model) -> Callable[[int, int], int]:
    chance = random.Random(f"{settings.seed} agent").random  # noqa: S311
    if settings.agent == "random":
        return lambda t, state: int(chance() * model.n_actions)
    rows = _rows(replace(settings, actions=()))
    return lambda t, state: greedily(rows[state], 0.0, chance)


@lru_cache(maxsize=16)  # the learner's every step asks again
def _rows(settings: DuelSettings) -> list[list[float]]:
    """Return the agent's action values; not to be modified."""
    if settings.agent == "optimal":
        *_, planned = plan(planning_of(settings))
        q = planned.q
    else:
        *_, learnt = learn(training_of(settings))
        q = learnt.q[0]
    rows: list[list[float]] = q.tolist()
    return rows


def training_of(settings: DuelSettings) -> TdSettings:
    """Return how the agent practises."""
    return TdSettings(
        settings.world,
        settings.agent,
        "none",
        gamma=settings.gamma,
        n_episodes=settings.n_episodes,
        every=1000,
        seed=settings.seed,
    )


def planning_of(settings: DuelSettings) -> PlanningSettings:
    """Return how the best agent plans: just below 1 it hurries even where waiting is free."""
    gamma = min(settings.gamma, 0.999)
    return PlanningSettings(settings.world, gamma=gamma, theta=1e-9, most_sweeps=2000)


@lru_cache(maxsize=64)
def _best(world: str, gamma: float, start: int) -> float:
    """Return what the best policy earns before the time limit cuts it off, step by step backwards.

    On FrozenLake 0.74, not the 0.82 of an episode without a limit.
    Source: Puterman, Markov Decision Processes (1994), section 4.5, backward induction.
    """
    model = resolve(world)
    q_of, is_live = ActionValues(model, gamma), ~np.array(model.ends)
    values = np.zeros(model.n_states)
    for _ in range(model.time_limit):
        sooner, values = values, np.where(is_live, q_of(values).max(axis=1), 0.0)
        if np.array_equal(sooner, values):
            break
    return float(values[start])


def _verdict(learner: Played, agent: Played) -> str:
    if abs(learner.discounted - agent.discounted) < 1e-9:
        return "draw"
    return "learner" if learner.discounted > agent.discounted else "agent"


def _drawn(chances: Sequence[float], drawn: float, things: Sequence[tuple]) -> tuple:  # type: ignore[type-arg]
    below = 0.0
    for chance, thing in zip(chances, things, strict=True):
        below += chance
        if drawn < below:
            return thing
    return things[-1]


def _nothing() -> Played:
    empty = np.zeros(0, dtype=np.int64)
    return Played(empty, empty, np.zeros(0), False, False, 0.0, 0.0)
