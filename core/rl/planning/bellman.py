"""One Bellman update: computed, and spelled out with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.rl.worlds.model import Model, Outcome

MOST_TERMS = 4
"""Outcomes of one action that are written out; the rest are dots."""


def action_value(outcomes: Sequence[Outcome], values: Sequence[float], gamma: float) -> float:
    """Return sum p (r + gamma V(s')), with no future after a terminated step.

    >>> action_value([(0.5, 0, 1.0, False), (0.5, 1, 0.0, True)], [4.0, 9.0], 0.5)
    1.5
    """
    total = 0.0
    for probability, target, reward, terminated in outcomes:
        future = 0.0 if terminated else gamma * values[target]
        total += probability * (reward + future)
    return total


class ActionValues:
    """All action values of a model from its state values at once, by arrays."""

    def __init__(self, model: Model, gamma: float) -> None:
        flat = [o for row in model.table for outcomes in row for o in outcomes]
        sizes = [len(outcomes) for row in model.table for outcomes in row]
        self._offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self._chance = np.array([o[0] for o in flat])
        self._target = np.array([o[1] for o in flat])
        self._reward = np.array([o[2] for o in flat])
        self._gamma = gamma * np.array([not o[3] for o in flat], dtype=np.float64)
        self._shape = (model.n_states, model.n_actions)

    def __call__(self, values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return Q, (n_states, n_actions), from V, (n_states,)."""
        future = self._gamma * np.asarray(values, dtype=np.float64)[self._target]
        parts = self._chance * (self._reward + future)
        q: NDArray[np.float64] = np.add.reduceat(parts, self._offsets).reshape(self._shape)
        return q


def greedy(q: NDArray[np.float64], tie: float) -> NDArray[np.float64]:
    """Return the policy, (n_states, n_actions), that shares every state among its best actions.

    ``tie`` is how far below the best an action value may lie and still count as best.
    """
    best = q >= q.max(axis=1, keepdims=True) - tie
    policy: NDArray[np.float64] = best / best.sum(axis=1, keepdims=True)
    return policy


@dataclass(frozen=True)
class Backup:
    """One update of one state: all that is needed to write it down.

    policy : the probabilities of the actions, or None where the best one is taken.
    """

    state: int
    policy: tuple[float, ...] | None
    q: tuple[float, ...]
    futures: tuple[tuple[float, ...], ...]
    old: float
    new: float


def backup(
    model: Model,
    state: int,
    values: Sequence[float],
    gamma: float,
    policy: Sequence[float] | None,
) -> Backup:
    """Return the update of ``state`` from ``values``; nothing is modified.

    Source: Sutton & Barto, 2nd ed. (2018), eq. 4.5 (with a policy) and 4.10 (the best action).
    """
    row = model.table[state]
    q = tuple(action_value(outcomes, values, gamma) for outcomes in row)
    weights = None if policy is None else tuple(float(chance) for chance in policy)
    new = max(q) if weights is None else sum(w * x for w, x in zip(weights, q, strict=True))
    futures = tuple(tuple(values[outcome[1]] for outcome in outcomes) for outcomes in row)
    return Backup(state, weights, q, futures, values[state], new)


def to_latex(model: Model, update: Backup, gamma: float) -> str:
    """Return the update with its numbers, one line per action that counts."""
    lines = [
        _line(model, update, action, gamma)
        for action in range(model.n_actions)
        if update.policy is None or update.policy[action] > 0
    ]
    name = f"({state_name(model, update.state)})"
    body = r" \\ ".join(f"&{line}" for line in lines)
    if update.policy is None:
        head, tail = rf"V{name} &\leftarrow \max", rf"&= {short(update.new)}"
    else:
        head, tail = rf"V{name} &\leftarrow \text{{sum of}}", rf"&= {short(update.new)}"
    return rf"\begin{{aligned}} {head} \\ {body} \\ {tail} \end{{aligned}}"


def _line(model: Model, update: Backup, action: int, gamma: float) -> str:
    outcomes, futures = model.table[update.state][action], update.futures[action]
    terms = [
        _term(outcome, future, gamma)
        for outcome, future in list(zip(outcomes, futures, strict=True))[:MOST_TERMS]
    ]
    dots = [r"\cdots"] if len(outcomes) > MOST_TERMS else []
    inside = " + ".join(terms + dots)
    name = rf"\text{{{model.actions[action].name}: }}"
    if update.policy is None:
        return rf"{name} {inside} = {short(update.q[action])}"
    weight = update.policy[action]
    product = short(weight * update.q[action])
    return rf"{name} {short(weight)}\,\bigl({inside}\bigr) = {product}"


def _term(outcome: Outcome, future: float, gamma: float) -> str:
    probability, _, reward, terminated = outcome
    inside = (
        short(reward)
        if terminated
        else rf"{short(reward)} + {short(gamma)} \cdot {wrapped(future)}"
    )
    return inside if probability == 1 else rf"{short(probability)}\,({inside})"


def state_name(model: Model, state: int) -> str:
    """Return "row,column" counted from 1 on a grid, else the state's number."""
    if not model.n_cols:
        return f"{state}"
    row, col = divmod(state, model.n_cols)
    return f"{row + 1},{col + 1}"


def wrapped(value: float) -> str:
    """Return a number to be multiplied or subtracted: a negative one in brackets."""
    return f"({short(value)})" if value < 0 else short(value)


def short(value: float) -> str:
    """Return a number with at most three decimals.

    >>> short(-0.0001), short(2.50)
    ('0', '2.5')
    """
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
