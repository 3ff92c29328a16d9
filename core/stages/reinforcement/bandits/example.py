"""A k-armed bandit (Sutton & Barto, 2nd ed., chapter 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.stages.reinforcement.bandits.arms import arms_of, payments
from core.stages.reinforcement.bandits.settings import LATELY, POLICIES, BanditSettings, checked


@dataclass(frozen=True)
class Player:
    """A policy; ``agent(n_runs, k, rng)`` plays it with random numbers of its own ``stream``."""

    name: str
    agent: Callable[..., Any]
    stream: int


@dataclass(frozen=True)
class Race:
    """Policies beside each other on the same arms. ``kind`` : "gaussian" or "bernoulli"."""

    players: tuple[Player, ...]
    kind: str = "gaussian"
    k: int = 10
    level: float = 0.0
    n_steps: int = 1000
    n_runs: int = 200
    seed: int = 0


def race_of(settings: BanditSettings) -> Race:
    """Return the race that a learner chose; raise `BadValue`."""
    players = tuple(
        Player(
            spec.id,
            partial(spec.agent, **spec.arguments(settings.kind, values)),
            POLICIES.index(spec),
        )
        for spec, values in checked(settings)
    )
    names = ("kind", "k", "level", "n_steps", "n_runs", "seed")
    return Race(players, **{name: getattr(settings, name) for name in names})


def example(race: Race) -> None:
    """Print every policy's regret and last pulls, and the estimates and pulls of its first run."""
    n_runs, rows = race.n_runs, np.arange(race.n_runs)
    rng = np.random.default_rng([race.seed, 0])
    means = arms_of(race.kind, n_runs, race.k, rng, level=race.level)
    luck = np.random.default_rng([race.seed, 1])
    policies = [
        player.agent(n_runs, race.k, np.random.default_rng([race.seed, 2, player.stream]))
        for player in race.players
    ]
    regret, reward, is_best = np.zeros((3, len(policies), race.n_steps))
    for t in range(race.n_steps):
        paid = payments(race.kind, means, luck)  # the same for every policy
        for i, policy in enumerate(policies):
            arms = policy.choose(t + 1)
            policy.learn(arms, paid[rows, arms])
            missed = means.max(axis=1) - means[rows, arms]
            regret[i, t], reward[i, t] = missed.mean(), paid[rows, arms].mean()
            is_best[i, t] = (missed == 0).mean()

    print("arms:", *(f"{mean:.3f}" for mean in means[0]))
    for i, (player, policy) in enumerate(zip(race.players, policies, strict=True)):
        lately, best = reward[i, -LATELY:].mean(), is_best[i, -LATELY:].mean()
        missed = regret[i].sum()
        print(f"{player.name}: regret {missed:.3f} reward {lately:.3f} best arm {best:.3f}")
        print("  estimates:", *(f"{value:.3f}" for value in policy.estimates[0]))
        print("  pulls:", *(int(count) for count in policy.counts[0]))
