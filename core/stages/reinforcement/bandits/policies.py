"""Bandit policies: how an agent chooses an arm and what it keeps, for many runs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.params import Param
from core.value import Value

Floats = NDArray[np.float64]


class Policy(Protocol):
    """An agent in ``n_runs`` copies; estimates and counts are (n_runs, k) and change in place.

    scores : (n_runs, k) what the last choice was made by, NaN before the first.
    """

    estimates: Floats
    counts: Floats
    scores: Floats

    def choose(self, t: int) -> NDArray[np.int64]:
        """Return an arm per run for step ``t``, counted from 1."""

    def learn(self, arms: NDArray[np.int64], rewards: Floats) -> None:
        """Take in what the chosen arms paid, (n_runs,) each."""


@dataclass(frozen=True)
class PolicySpec:
    """One policy of the catalogue.

    agent : its class, called with n_runs, k, a generator and, by name, what ``arguments(kind,
    values)`` makes of the kind of arms and the policy's parameters.
    """

    id: str
    label: str
    help: str
    source: str
    params: tuple[Param, ...]
    agent: Callable[..., Policy]
    arguments: Callable[[str, Mapping[str, Value]], dict[str, Value]]


class Averages:
    """Sample averages of every arm, the base of all policies.

    Source: Sutton & Barto, 2nd ed. (2018), eq. 2.3.
    """

    def __init__(self, n_runs: int, k: int, rng: np.random.Generator, first: float = 0.0) -> None:
        self.estimates = np.full((n_runs, k), first)
        self.counts = np.zeros((n_runs, k))
        self.scores = np.full((n_runs, k), np.nan)
        self._rng, self._rows, self._k = rng, np.arange(n_runs), k

    def learn(self, arms: NDArray[np.int64], rewards: Floats) -> None:
        """Move the mean of each chosen arm towards its reward by 1 / n."""
        self.counts[self._rows, arms] += 1
        error = rewards - self.estimates[self._rows, arms]
        self.estimates[self._rows, arms] += error / self.counts[self._rows, arms]

    def best(self, scores: Floats) -> NDArray[np.int64]:
        """Return the arm with the highest score per run, ties broken at random."""
        is_best = scores == scores.max(axis=1, keepdims=True)
        draws = self._rng.random(scores.shape)
        arms: NDArray[np.int64] = np.where(is_best, draws, -1.0).argmax(axis=1)
        return arms


class EpsilonGreedy(Averages):
    """The best arm so far, except for a share epsilon of arms at random.

    ``alpha`` None: sample averages; a number: that constant step size (Sutton & Barto, eq. 2.5),
    which lets an optimistic ``first`` estimate fade slowly (section 2.6).
    """

    def __init__(
        self,
        n_runs: int,
        k: int,
        rng: np.random.Generator,
        epsilon: float,
        first: float = 0.0,
        alpha: float | None = None,
    ) -> None:
        super().__init__(n_runs, k, rng, first)
        self._epsilon, self._alpha = epsilon, alpha

    def choose(self, t: int) -> NDArray[np.int64]:
        """Return an arm per run."""
        self.scores = self.estimates.copy()
        explores = self._rng.random(len(self._rows)) < self._epsilon
        arms: NDArray[np.int64] = np.where(
            explores, self._rng.integers(0, self._k, len(self._rows)), self.best(self.estimates)
        )
        return arms

    def learn(self, arms: NDArray[np.int64], rewards: Floats) -> None:
        """Move each chosen arm's estimate by alpha, or by 1 / n."""
        if self._alpha is None:
            super().learn(arms, rewards)
            return
        self.counts[self._rows, arms] += 1
        error = rewards - self.estimates[self._rows, arms]
        self.estimates[self._rows, arms] += self._alpha * error


class Ucb(Averages):
    """The arm that could be best: estimate + c sqrt(ln t / n); an untried arm comes first.

    Source: Sutton & Barto, 2nd ed. (2018), eq. 2.10; Auer et al. (2002), UCB1 (c = sqrt 2).
    """

    def __init__(self, n_runs: int, k: int, rng: np.random.Generator, c: float) -> None:
        super().__init__(n_runs, k, rng)
        self._c = c

    def choose(self, t: int) -> NDArray[np.int64]:
        """Return an arm per run."""
        bonus = self._c * np.sqrt(np.log(t) / np.maximum(self.counts, 1))
        self.scores = np.where(self.counts == 0, np.inf, self.estimates + bonus)
        return self.best(self.scores)


class Thompson(Averages):
    """Draw a plausible mean for every arm from what is known, take the highest.

    Bernoulli arms: Beta(1 + wins, 1 + losses). Gaussian arms of variance 1 with a N(0, 1) prior:
    N(sum / (n + 1), 1 / (n + 1)). Source: Thompson (1933); Russo et al. (2018), sections 3 and 4.
    """

    def __init__(self, n_runs: int, k: int, rng: np.random.Generator, kind: str) -> None:
        super().__init__(n_runs, k, rng)
        self._draw = self._beta if kind == "bernoulli" else self._normal

    def choose(self, t: int) -> NDArray[np.int64]:
        """Return an arm per run."""
        self.scores = self._draw()
        return self.best(self.scores)

    def _beta(self) -> Floats:
        wins = self.estimates * self.counts
        losses = np.maximum(self.counts - wins, 0)
        return self._rng.beta(1 + wins, 1 + losses)

    def _normal(self) -> Floats:
        known = self.counts + 1
        noise = self._rng.standard_normal(self.counts.shape)
        drawn: Floats = self.estimates * self.counts / known + noise / np.sqrt(known)
        return drawn


class GradientBandit(Averages):
    """Preferences made into probabilities by softmax, moved along the gradient of the reward.

    ``estimates`` keeps the sample averages for the picture; ``preferences`` (n_runs, k) decide.
    Source: Sutton & Barto, 2nd ed. (2018), eq. 2.12; without the baseline it is 0.
    """

    def __init__(
        self, n_runs: int, k: int, rng: np.random.Generator, alpha: float, has_baseline: bool
    ) -> None:
        super().__init__(n_runs, k, rng)
        self._alpha, self._has_baseline = alpha, has_baseline
        self.preferences = np.zeros((n_runs, k))
        self._baseline, self._n = np.zeros(n_runs), 0

    def choose(self, t: int) -> NDArray[np.int64]:
        """Return an arm per run, drawn by its probability."""
        self.scores = self._chances()
        below = self.scores.cumsum(axis=1)
        draws = self._rng.random((len(self._rows), 1)) * below[:, -1:]
        arms: NDArray[np.int64] = (draws < below).argmax(axis=1)
        return arms

    def learn(self, arms: NDArray[np.int64], rewards: Floats) -> None:
        """Raise the preference of an arm that paid more than the baseline, lower the others."""
        super().learn(arms, rewards)
        if self._has_baseline and self._n == 0:  # the book's first baseline is the first reward
            self._baseline = rewards.copy()
        chances = self._chances()
        chosen = np.zeros_like(chances)
        chosen[self._rows, arms] = 1.0
        surprise = (rewards - self._baseline)[:, None]
        self.preferences += self._alpha * surprise * (chosen - chances)
        self._n += 1
        if self._has_baseline:  # the mean of the rewards before the next one
            self._baseline += (rewards - self._baseline) / self._n

    def _chances(self) -> Floats:
        weights = np.exp(self.preferences - self.preferences.max(axis=1, keepdims=True))
        chances: Floats = weights / weights.sum(axis=1, keepdims=True)
        return chances
