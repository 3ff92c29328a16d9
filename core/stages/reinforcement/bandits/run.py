"""The k-armed bandit testbed: several policies side by side on the same arms, as a film."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film, record
from core.stages.reinforcement.bandits.arms import arms_of, payments
from core.stages.reinforcement.bandits.policies import Floats, Policy, PolicySpec
from core.stages.reinforcement.bandits.settings import (
    BAND,
    LATELY,
    POLICIES,
    BanditSettings,
    checked,
)
from core.value import Value

MOST_POINTS = 250
"""Points of a curve in a frame; longer runs keep every so many steps."""
CURVES = (
    "rewards", "optimal", "regret", "recent",
    "regret_low", "regret_high", "recent_low", "recent_high",
)  # fmt: skip
"""The fields of a frame that grow pull by pull."""


MOST_PICTURES = 160


@dataclass(frozen=True)
class BanditFrame:
    """The state after ``n_pulls`` pulls of every policy in every run; m policies.

    policies : their ids. means : (k,) the true means of the first run's arms, which estimates and
    counts (m, k) belong to; arm, reward : (m,) its last pull, -1 and NaN before the first.
    scores : (m, k) what that pull was chosen by: estimates, UCB's bounds (inf untried), Thompson's
    draws, the gradient bandit's probabilities; NaN before the first.
    at : (n_points,) the pulls that the curves are kept at. rewards, optimal, regret :
    (m, n_points) mean over runs of the reward of that pull, the share of runs that pulled the best
    arm, and the cumulative expected regret sum_t (mu* - mu_arm); NaN where still to come. reward
    and optimal are means over the pulls since the point before. recent : (m, n_points) mean reward
    of the last `LATELY` pulls. lately : (m,) share of the best arm in them, over all runs; NaN
    before the first pull. *_low, *_high : the `BAND` of the runs around regret and recent, NaN
    with one run.
    """

    n_pulls: int
    policies: tuple[str, ...]
    means: Floats
    estimates: Floats
    counts: NDArray[np.int64]
    scores: Floats
    arm: NDArray[np.int64]
    reward: Floats
    at: NDArray[np.int64]
    rewards: Floats
    optimal: Floats
    regret: Floats
    recent: Floats
    lately: Floats
    regret_low: Floats
    regret_high: Floats
    recent_low: Floats
    recent_high: Floats
    ended: str = ""


def run(settings: BanditSettings) -> Iterator[BanditFrame]:
    """Return the film; raise `BadValue` before the first frame.

    Every policy meets the same arms, and at step t an arm pays the same to all of them (common
    random numbers), so that they differ by choice and not by luck.
    Source: Sutton & Barto, 2nd ed. (2018), chapter 2.
    """
    return _film(settings, checked(settings))


def race_film(settings: BanditSettings) -> Film[BanditFrame]:
    """Return a race; the curves, which only grow, stay in its last frame alone."""
    n_steps = settings.n_steps // settings.every
    film = record(run(settings), most=MOST_PICTURES, n_steps=n_steps, text="picture")
    frames = (*(_slim(frame) for frame in film.frames[:-1]), film.last)
    return Film(frames, film.steps, film.n_steps)


def _slim(frame: BanditFrame) -> BanditFrame:
    nothing = {name: getattr(frame, name)[:, :0] for name in CURVES}
    return replace(frame, at=frame.at[:0], **nothing)


def points_of(n_steps: int) -> NDArray[np.int64]:
    """Return the pulls that the curves are kept at, the last one included.

    >>> points_of(3)
    array([1, 2, 3])
    """
    stride = -(-n_steps // MOST_POINTS)
    return np.append(np.arange(stride, n_steps, stride), n_steps)


class _Race:
    """The policies of a film, their arms, and the curves so far."""

    def __init__(
        self, settings: BanditSettings, chosen: list[tuple[PolicySpec, dict[str, Value]]]
    ) -> None:
        self.settings = settings
        self.means = arms_of(
            settings.kind,
            settings.n_runs,
            settings.k,
            np.random.default_rng([settings.seed, 0]),
            level=settings.level,
        )
        self.ids = tuple(spec.id for spec, _ in chosen)
        self.policies: list[Policy] = [
            spec.agent(
                settings.n_runs,
                settings.k,
                _rng(settings, spec),
                **spec.arguments(settings.kind, values),
            )
            for spec, values in chosen
        ]
        self.at = points_of(settings.n_steps)
        shape = (len(chosen), len(self.at))
        self.curves = {name: np.full(shape, np.nan) for name in CURVES}
        self._sums = np.zeros((2, len(chosen)))
        self._regret = np.zeros((len(chosen), settings.n_runs))
        self._paid = np.zeros((LATELY, len(chosen), settings.n_runs))
        self._hits = np.zeros((LATELY, len(chosen)))
        self._since = self._point = 0
        self.arm = np.full(len(chosen), -1, dtype=np.int64)
        self.reward = np.full(len(chosen), np.nan)
        self._best = self.means.max(axis=1)
        self._luck = np.random.default_rng([settings.seed, 1])

    def pull(self, t: int) -> None:
        """Let every policy pull once in every run; ``t`` counts from 1."""
        luck = payments(self.settings.kind, self.means, self._luck)
        rows = np.arange(self.settings.n_runs)
        for i, policy in enumerate(self.policies):
            arms = policy.choose(t)
            paid = luck[rows, arms]
            policy.learn(arms, paid)
            missed = self._best - self.means[rows, arms]
            self._hits[t % LATELY, i] = (missed == 0).mean()
            self._sums[:, i] += paid.mean(), self._hits[t % LATELY, i]
            self._regret[i] += missed
            self._paid[t % LATELY, i] = paid
            self.arm[i], self.reward[i] = arms[0], paid[0]
        self._since += 1
        if t == self.at[self._point]:
            self._keep(min(t, LATELY))

    def _keep(self, n_lately: int) -> None:
        recent = self._paid.sum(axis=0) / n_lately
        for name, runs in (("regret", self._regret), ("recent", recent)):
            self.curves[name][:, self._point] = runs.mean(axis=1)
            if runs.shape[1] > 1:
                low, high = np.percentile(runs, BAND, axis=1)
                self.curves[f"{name}_low"][:, self._point] = low
                self.curves[f"{name}_high"][:, self._point] = high
        self.curves["rewards"][:, self._point] = self._sums[0] / self._since
        self.curves["optimal"][:, self._point] = self._sums[1] / self._since
        self._sums[:] = 0.0
        self._since, self._point = 0, self._point + 1

    def frame(self, n_pulls: int) -> BanditFrame:
        """Return the state now; nothing in it changes later."""
        return BanditFrame(
            n_pulls=n_pulls,
            policies=self.ids,
            means=self.means[0].copy(),
            estimates=np.array([policy.estimates[0] for policy in self.policies]),
            counts=np.array([policy.counts[0] for policy in self.policies]).astype(np.int64),
            scores=np.array([policy.scores[0] for policy in self.policies]),
            arm=self.arm.copy(),
            reward=self.reward.copy(),
            at=self.at,
            lately=self._hits.sum(axis=0) / min(n_pulls, LATELY)
            if n_pulls
            else np.full_like(self.reward, np.nan),
            **{name: curve.copy() for name, curve in self.curves.items()},  # type: ignore[arg-type]
        )


def _film(
    settings: BanditSettings, chosen: list[tuple[PolicySpec, dict[str, Value]]]
) -> Iterator[BanditFrame]:
    race = _Race(settings, chosen)
    yield race.frame(0)
    for t in range(1, settings.n_steps + 1):
        race.pull(t)
        if t % settings.every == 0 or t == settings.n_steps:
            yield race.frame(t)


def _rng(settings: BanditSettings, spec: PolicySpec) -> np.random.Generator:
    """Return a policy's own chance: the same whoever stands beside it."""
    return np.random.default_rng([settings.seed, 2, POLICIES.index(spec)])
