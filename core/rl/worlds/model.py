"""A finite Markov decision process as a transition table of plain lists.

It lives in a worker; frames never carry it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Outcome: TypeAlias = tuple[float, int, float, bool]
"""(probability, next state, reward, terminated)."""
Table: TypeAlias = list[list[list[Outcome]]]
"""``table[state][action]`` is the list of outcomes; their probabilities add up to 1."""


@dataclass(frozen=True)
class Action:
    """What an agent may do: its name and, on a grid, the move meant (rows down, columns right)."""

    name: str
    d_row: int = 0
    d_col: int = 0


@dataclass(frozen=True)
class Model:
    """Everything an algorithm may know of a world.

    starts : (state, probability) pairs. ends : per state, whether nothing happens there any more
    (a goal, lava, a wall); its value is 0. n_rows, n_cols : the grid, 0 by 0 where there is none;
    state = row * n_cols + column. time_limit : steps after which an episode is cut off
    (truncated, not terminated). warning : one sentence about the world, "" if all is well.
    """

    name: str
    table: Table
    starts: tuple[tuple[int, float], ...]
    actions: tuple[Action, ...]
    ends: tuple[bool, ...]
    n_rows: int = 0
    n_cols: int = 0
    time_limit: int = 1000
    warning: str = ""

    @property
    def n_states(self) -> int:
        """How many states there are, ends included."""
        return len(self.table)

    @property
    def n_actions(self) -> int:
        """How many actions every state offers."""
        return len(self.actions)

    @property
    def is_playable(self) -> bool:
        """Whether an episode can start at all."""
        return bool(self.starts)


def merged(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Add up the probabilities of equal outcomes, in the order of first appearance.

    >>> merged([(0.5, 1, 0.0, False), (0.25, 2, 0.0, False), (0.25, 1, 0.0, False)])
    [(0.75, 1, 0.0, False), (0.25, 2, 0.0, False)]
    """
    total: dict[tuple[int, float, bool], float] = {}
    for probability, state, reward, terminated in outcomes:
        key = (state, reward, terminated)
        total[key] = total.get(key, 0.0) + probability
    return [(p, state, reward, terminated) for (state, reward, terminated), p in total.items()]


def reachable(model: Model) -> frozenset[int]:
    """Return every state that some behaviour reaches from a start, the starts included."""
    seen = {state for state, _ in model.starts}
    waiting = list(seen)
    while waiting:
        state = waiting.pop()
        if model.ends[state]:
            continue
        for outcomes in model.table[state]:
            for probability, target, _, _ in outcomes:
                if probability > 0 and target not in seen:
                    seen.add(target)
                    waiting.append(target)
    return frozenset(seen)


def dense(model: Model) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ``P`` (n_states, n_actions, n_states), 0 into what has ended, and mean rewards ``R``.

    ``R`` is (n_states, n_actions). Because a terminated step has no future, the rows of ``P`` may
    add up to less than 1; states that have ended have empty rows.
    """
    transitions = np.zeros((model.n_states, model.n_actions, model.n_states))
    rewards = np.zeros((model.n_states, model.n_actions))
    for state, row in enumerate(model.table):
        if model.ends[state]:
            continue
        for action, outcomes in enumerate(row):
            for probability, target, reward, terminated in outcomes:
                rewards[state, action] += probability * reward
                if not terminated:
                    transitions[state, action, target] += probability
    return transitions, rewards


def optimal_by_linear_programme(model: Model, gamma: float) -> NDArray[np.float64]:
    """Return the optimal values (n_states,) as the smallest ``V`` above every Bellman backup.

    minimise sum V(s) subject to V(s) >= R(s, a) + gamma sum P(s'|s, a) V(s').
    Source: Puterman, Markov Decision Processes (1994), section 6.9. Needs SciPy: worker only.
    """
    from scipy.optimize import linprog

    transitions, rewards = dense(model)
    live = ~np.array(model.ends)
    eye = np.eye(model.n_states)[:, None, :]
    rows = (gamma * transitions - eye)[live].reshape(-1, model.n_states)
    fixed = [(None, None) if alive else (0.0, 0.0) for alive in live]
    solved = linprog(np.ones(model.n_states), rows, -rewards[live].ravel(), bounds=fixed)
    return np.asarray(solved.x, dtype=np.float64)
