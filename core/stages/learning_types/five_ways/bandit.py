"""Learning from reward: a contextual bandit names a class and is told only right or wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.learning_types.five_ways.settings import BUMPS, LINE
from core.stages.learning_types.five_ways.supervised import Codes, Floats, squared_distances

SIDE, REACH = 9, 2.0
"""Bumps in each direction, and how far from 0 they stand, in standard deviations."""
RATE = 0.3


@dataclass(frozen=True, eq=False)
class Chance:
    """All that is left to chance in a run of n tries, drawn before it.

    asked : (n,) which point is shown. explores : (n,) in [0, 1), below epsilon any class is named.
    any_class : (n,) that class. ties : (n, n_classes) what parts equal values.
    """

    asked: Codes
    explores: Floats
    any_class: Codes
    ties: Floats


def chance_of(rng: Any, n_tries: int, n_points: int, n_classes: int) -> Chance:
    """Return the draws of a run: the points come in a new order again and again."""
    laps = -(-n_tries // n_points)
    asked = np.concatenate([rng.permutation(n_points) for _ in range(laps)])[:n_tries]
    return Chance(
        asked, rng.random(n_tries), rng.integers(n_classes, size=n_tries),
        rng.random((n_tries, n_classes)),
    )  # fmt: skip


def bumps(places: Any) -> Floats:
    """Return how near each place is to each of 81 bumps, (n, 81), as shares; its sum is 1."""
    at = np.linspace(-REACH, REACH, SIDE)
    centres = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    distances = squared_distances(places, centres) / (2 * (at[1] - at[0]) ** 2)
    near = np.exp(distances.min(axis=1, keepdims=True) - distances)
    return np.asarray(near / near.sum(axis=1, keepdims=True))


def line(places: Any) -> Floats:
    """Return the coordinates and a 1, (n, 3)."""
    return np.column_stack([places, np.ones(len(places))])


def learn_by_reward(
    X: Any, y: Any, n_classes: int, chance: Chance, epsilon: float, looks: Any
) -> tuple[Floats, Codes]:
    """Return the weights (n_looks, n_classes, d) after so many tries, and the rewards (n_tries,).

    X : (n, d) what a place is known by. y : (n,) classes, seen by the judge alone. looks : numbers
    of tries, rising. The value of naming a class is linear in X; after the answer it moves a part
    of the way to the reward, whatever the length of z (normalised steps).
    Source: Sutton and Barto (2018), sections 2.2 and 9.4; Li et al. (2010) for the setting.
    """
    w, kept, rewards = np.zeros((n_classes, X.shape[1])), [], []
    lengths = (X**2).sum(axis=1)
    for t, i in enumerate(chance.asked.tolist()):
        values = w @ X[i]
        named = int(np.lexsort((chance.ties[t], values))[-1])
        if chance.explores[t] < epsilon:
            named = int(chance.any_class[t])
        reward = int(y[i] == named)
        w[named] += RATE * (reward - values[named]) * X[i] / lengths[i]
        rewards.append(reward)
        if t + 1 in looks:
            kept.append(w.copy())
    return np.array(kept), np.array(rewards)


KNOWN_BY: dict[str, Callable[[Any], Floats]] = {BUMPS: bumps, LINE: line}
