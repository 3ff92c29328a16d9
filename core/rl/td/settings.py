"""The settings of temporal-difference films, what may change while they learn, and their frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.params import BadValue, Choice
from core.rl.td.methods import METHODS, MethodSpec, method
from core.settings import Declared, control

LATELY = 50
"""Episodes that count as the last ones."""
BAND = (10, 90)
"""Percentiles of the runs that a shaded band lies between: eight runs in ten."""

_METHOD = tuple(Choice(spec.id, spec.label, spec.help) for spec in METHODS)
_NONE = (Choice("none", "None"), *_METHOD)


class OnPolicyOnly(BadValue):
    """An on-policy method was asked to learn from somebody else's steps."""


class TdSettings(Declared):
    """One film of up to four learners. ``world`` as in `presets.resolve`."""

    # fmt: off
    world: str = "cliff"
    method_1: str = control("Method", "Who learns.", *_METHOD, default="q_learning")
    method_2: str = control("Beside it", "A second learner.", *_NONE, default="sarsa")
    method_3: str = control(
        "Third learner", "On the same world.", *_NONE, default="none", advanced=True
    )
    method_4: str = control(
        "Fourth learner", "On the same world.", *_NONE, default="none", advanced=True
    )
    alpha: float = control(
        "Step size α", "How far one surprise moves an estimate.",
        default=0.5, low=0.01, high=1.0, step=0.01,
    )
    epsilon: float = control(
        "Exploration ε", "The share of actions taken at random.",
        default=0.1, low=0.0, high=1.0, step=0.01,
    )
    gamma: float = control(
        "Discount γ", "What a reward one step later is worth.",
        default=1.0, low=0.0, high=1.0, step=0.01,
    )
    n_episodes: int = control(
        "Episodes", "How many each learner lives.", default=500, low=1, high=20_000, step=50
    )
    every: int = control(
        "A picture every", "Episodes between two pictures.",
        default=5, low=1, high=1000, unit="episodes", advanced=True,
    )
    n_runs: int = control(
        "Runs averaged",
        "Fresh learners with luck of their own: lines show their mean, maps the first of them.",
        default=1, low=1, high=50, advanced=True,
    )
    alpha_decay: float = control(
        "Decay of α", "α is divided by 1 + this × the visits of the pair.",
        default=0.0, low=0.0, high=1.0, step=0.01, advanced=True,
    )
    epsilon_decay: float = control(
        "Decay of ε", "ε is multiplied by this after every episode.",
        default=1.0, low=0.9, high=1.0, step=0.001, advanced=True,
    )
    initial_q: float = control(
        "First guess", "What every action is thought worth at first; a high guess explores.",
        default=0.0, low=-100.0, high=100.0, step=0.5, advanced=True,
    )
    n_planning: int = control(
        "Planning steps", "Remembered steps that Dyna-Q replays after each real one.",
        default=5, low=0, high=100, advanced=True,
    )
    trace: float = control(
        "Trace λ", "How far SARSA(λ) passes a surprise back.",
        default=0.9, low=0.0, high=1.0, step=0.05, advanced=True,
    )
    source: str = control(
        "Steps come from", "Whose experience the learners learn from.",
        ("own", "each its own", "Every learner walks for itself."),
        ("recorded", "one recording", "A random walk that all of them watch."),
        default="own", advanced=True,
    )
    seed: int = control(
        "Seed", "Same seed, same film.", default=0, low=0, high=2**32 - 1, advanced=True
    )
    # fmt: on

    @property
    def methods(self) -> tuple[MethodSpec, ...]:
        """The chosen methods, each once, in order."""
        chosen = (self.method_1, self.method_2, self.method_3, self.method_4)
        return tuple(method(name) for name in dict.fromkeys(chosen) if name != "none")


@dataclass(frozen=True)
class TdChange:
    """What a learner may change mid-run, with ``generator.send``; None leaves it as it is."""

    alpha: float | None = None
    epsilon: float | None = None
    world: str | None = None


@dataclass(frozen=True)
class TdFrame:
    """The state of all learners after some episodes; m methods, the first run of each.

    methods : their ids. q : (m, n_states, n_actions). greedy : (m, n_states) the best action, -1
    where nothing was tried or the state has ended. visits : (m, n_states) how often each was left.
    returns, lengths : (m, n_points) undiscounted reward and steps of an episode, each point the
    mean over ``block`` episodes and all runs; NaN where still to come. With recorded steps they
    are those of a fresh greedy episode. newest : (2, m) return and steps of the last episode, mean
    over the runs. recent : (2, m) the same over the last `LATELY` episodes; recent_low, recent_high
    : the `BAND` of the runs around it, NaN with one run. n_runs : how many there are.
    paths : per method, the states of the last episode. n_steps : (m,) steps learnt from.
    notice : why a change was not taken, or what it did.
    """

    n_episodes: int
    methods: tuple[str, ...]
    q: NDArray[np.float64]
    greedy: NDArray[np.int8]
    visits: NDArray[np.int64]
    returns: NDArray[np.float64]
    lengths: NDArray[np.float64]
    block: int
    newest: NDArray[np.float64]
    recent: NDArray[np.float64]
    recent_low: NDArray[np.float64]
    recent_high: NDArray[np.float64]
    n_runs: int
    paths: tuple[NDArray[np.int64], ...]
    n_steps: NDArray[np.int64]
    alpha: float
    epsilon: float
    world: str
    notice: str = ""
    warning: str = ""
    ended: str = ""

    @property
    def n_lately(self) -> int:
        """How many episodes count as lately: those of the last fifth of the known points."""
        return int(self._lately_sizes().sum())

    @property
    def lately(self) -> NDArray[np.float64]:
        """What each method earned per episode lately, (m,); NaN before the first episode."""
        sizes = self._lately_sizes()
        if not len(sizes):
            return np.full(len(self.methods), np.nan)
        mean: NDArray[np.float64] = self._lately_points() @ sizes / sizes.sum()
        return mean

    @property
    def mean_length(self) -> NDArray[np.float64]:
        """How many steps an episode of each method took over the whole run, (m,); NaN before."""
        known = np.flatnonzero(np.isfinite(self.lengths[0]))
        if not len(known):
            return np.full(len(self.methods), np.nan)
        mean: NDArray[np.float64] = self.lengths[:, known] @ self._sizes() / self._sizes().sum()
        return mean

    def lately_error(self, one: str, other: str) -> float:
        """Return the standard error of one method's lead over another lately; inf if unknown."""
        places = [self.methods.index(name) for name in (one, other)]
        lead = np.subtract(*self._lately_points()[places])
        return float(lead.std(ddof=1) / np.sqrt(len(lead))) if len(lead) > 1 else float("inf")

    def _lately_points(self) -> NDArray[np.float64]:
        n_known, n_lately = len(self._sizes()), len(self._lately_sizes())
        points: NDArray[np.float64] = self.returns[:, n_known - n_lately : n_known]
        return points

    def _lately_sizes(self) -> NDArray[np.int64]:
        """Return how many episodes each point of lately is the mean of."""
        sizes = self._sizes()
        return sizes[-max(1, len(sizes) // 5) :]

    def _sizes(self) -> NDArray[np.int64]:
        """Return how many episodes each known point is the mean of; the last may be filling."""
        n_known = int(np.isfinite(self.returns[0]).sum())
        sizes = np.full(n_known, self.block, dtype=np.int64)
        sizes[-1:] = max(1, self.n_episodes - (n_known - 1) * self.block)
        return sizes


def check(settings: TdSettings) -> None:
    """Raise `BadValue` for a value out of range, `OnPolicyOnly` for a pair that is not legal."""
    settings.check()
    if settings.source == "own":
        return
    for spec in settings.methods:
        if spec.update is None:
            able = ", ".join(other.label for other in METHODS if other.update is not None)
            raise OnPolicyOnly(
                f"{spec.label} learns only from its own steps (it is on-policy). "
                f"Choose {able}, or let each learner take its own steps."
            )
