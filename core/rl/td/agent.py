"""What a tabular agent knows, how it acts, and the world as quick lists to act in."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from core.rl.worlds.model import Model

Chance: TypeAlias = Callable[[], float]
"""Uniform numbers in [0, 1), such as ``random.Random(seed).random``."""
QuickOutcome: TypeAlias = tuple[float, int, float, bool]
"""(cumulative probability, next state, reward, terminated)."""


@dataclass
class Arena:
    """A model made quick to walk in: cumulative chances, the last one above 1."""

    table: list[list[list[QuickOutcome]]]
    starts: list[tuple[float, int]]
    time_limit: int

    def start(self, chance: Chance) -> int:
        """Draw the state an episode starts in."""
        if len(self.starts) == 1:
            return self.starts[0][1]
        drawn = chance()
        return next(state for below, state in self.starts if drawn < below)


@dataclass
class Agent:
    """A learner's tables and settings, all modified in place while it learns.

    q : ``q[state][action]``, discounted return; for double Q-learning the mean of ``q_a``, ``q_b``.
    n : how often each pair was tried. alpha : step size, divided by 1 + alpha_decay * n.
    memory : Dyna's model, (state, action) to what came of it last; ``tried`` its keys in order.
    """

    q: list[list[float]]
    n: list[list[int]]
    chance: Chance
    alpha: float
    epsilon: float
    gamma: float
    alpha_decay: float = 0.0
    n_planning: int = 0
    trace: float = 0.0
    q_a: list[list[float]] = field(default_factory=list)
    q_b: list[list[float]] = field(default_factory=list)
    memory: dict[tuple[int, int], tuple[float, int, bool]] = field(default_factory=dict)
    tried: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Episode:
    """One episode as it was lived: undiscounted ``total`` reward, the ``path`` of its states.

    terminated : reached an end; otherwise it was cut off by the time limit (truncated).
    """

    total: float
    path: list[int]
    terminated: bool

    @property
    def n_steps(self) -> int:
        """How many steps it took."""
        return len(self.path) - 1


def new_agent(
    model: Model,
    seed: str,
    *,
    alpha: float,
    epsilon: float,
    gamma: float,
    initial_q: float = 0.0,
    **more: float,
) -> Agent:
    """Return an agent that knows nothing; what has ended is worth 0. more : fields of `Agent`."""

    def filled() -> list[list[float]]:
        return [[0.0 if end else initial_q] * model.n_actions for end in model.ends]

    counts = [[0] * model.n_actions for _ in range(model.n_states)]
    chance = random.Random(seed).random  # noqa: S311
    tables: dict[str, Any] = {"q_a": filled(), "q_b": filled(), **more}
    return Agent(filled(), counts, chance, alpha, epsilon, gamma, **tables)


def arena_of(model: Model) -> Arena:
    """Return the quick form of a model."""
    table = [[_cumulated(outcomes) for outcomes in row] for row in model.table]
    starts = [
        (below, state)
        for below, state, _, _ in _cumulated([(p, s, 0.0, False) for s, p in model.starts])
    ]
    return Arena(table, starts, model.time_limit)


def choose(row: Sequence[float], epsilon: float, chance: Chance) -> int:
    """Return an epsilon-greedy action; ties are broken at random, so none is left unexplored.

    >>> choose([0.0, 1.0, 0.5], 0.0, lambda: 0.9)
    1
    >>> [choose([1.0, 0.0, 1.0], 0.0, lambda: u) for u in (0.4, 0.6)]
    [0, 2]
    """
    if epsilon and chance() < epsilon:
        return int(chance() * len(row))
    best = max(row)
    if row.count(best) == 1:
        return row.index(best)
    tied = [action for action, value in enumerate(row) if value == best]
    return tied[int(chance() * len(tied))]


def draw(outcomes: Sequence[QuickOutcome], chance: Chance) -> QuickOutcome:
    """Return one outcome by its chance; a certain one costs no random number."""
    if len(outcomes) == 1:
        return outcomes[0]
    drawn = chance()
    for outcome in outcomes:
        if drawn < outcome[0]:
            return outcome
    return outcomes[-1]


def greedy_episode(arena: Arena, q: list[list[float]], chance: Chance) -> Episode:
    """Return one episode of the greedy policy; nothing is learnt."""
    state = arena.start(chance)
    path, total = [state], 0.0
    for _ in range(arena.time_limit):
        action = choose(q[state], 0.0, chance)
        _, state, reward, terminated = draw(arena.table[state][action], chance)
        path.append(state)
        total += reward
        if terminated:
            return Episode(total, path, True)
    return Episode(total, path, False)


def _cumulated(outcomes: Sequence[QuickOutcome]) -> list[QuickOutcome]:
    below, found = 0.0, []
    for probability, state, reward, terminated in outcomes:
        if probability > 0:
            below += probability
            found.append((below, state, reward, terminated))
    return [*found[:-1], (2.0, *found[-1][1:])] if found else []
