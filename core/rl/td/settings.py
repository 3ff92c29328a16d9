"""The settings of temporal-difference films, what may change while they learn, and their frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.params import BadValue, Choice, Param, check_all
from core.rl.td.methods import METHODS, MethodSpec, method

LATELY = 50
"""Episodes that count as the last ones."""
BAND = (10, 90)
"""Percentiles of the runs that a shaded band lies between: eight runs in ten."""

_METHOD = tuple(Choice(spec.id, spec.label, spec.help) for spec in METHODS)
_NONE = (Choice("none", "None"), *_METHOD)

TD_PARAMS: tuple[Param, ...] = (
    Param("method_1", "Method", "choice", "q_learning", "Who learns.", choices=_METHOD),
    Param("method_2", "Beside it", "choice", "sarsa", "A second learner.", choices=_NONE),
    Param(
        "method_3",
        "Third learner",
        "choice",
        "none",
        "On the same world.",
        choices=_NONE,
        advanced=True,
    ),
    Param(
        "method_4",
        "Fourth learner",
        "choice",
        "none",
        "On the same world.",
        choices=_NONE,
        advanced=True,
    ),
    Param(
        "alpha",
        "Step size α",
        "float",
        0.5,
        "How far one surprise moves an estimate.",
        low=0.01,
        high=1.0,
        step=0.01,
    ),
    Param(
        "epsilon",
        "Exploration ε",
        "float",
        0.1,
        "The share of actions taken at random.",
        low=0.0,
        high=1.0,
        step=0.01,
    ),
    Param(
        "gamma",
        "Discount γ",
        "float",
        1.0,
        "What a reward one step later is worth.",
        low=0.0,
        high=1.0,
        step=0.01,
    ),
    Param(
        "n_episodes",
        "Episodes",
        "int",
        500,
        "How many each learner lives.",
        low=1,
        high=20_000,
        step=50,
    ),
    Param(
        "every",
        "A picture every",
        "int",
        5,
        "Episodes between two pictures.",
        low=1,
        high=1000,
        unit="episodes",
        advanced=True,
    ),
    Param(
        "n_runs",
        "Runs averaged",
        "int",
        1,
        "Fresh learners with luck of their own: lines show their mean, maps the first of them.",
        low=1,
        high=50,
        advanced=True,
    ),
    Param(
        "alpha_decay",
        "Decay of α",
        "float",
        0.0,
        "α is divided by 1 + this × the visits of the pair.",
        low=0.0,
        high=1.0,
        step=0.01,
        advanced=True,
    ),
    Param(
        "epsilon_decay",
        "Decay of ε",
        "float",
        1.0,
        "ε is multiplied by this after every episode.",
        low=0.9,
        high=1.0,
        step=0.001,
        advanced=True,
    ),
    Param(
        "initial_q",
        "First guess",
        "float",
        0.0,
        "What every action is thought worth at first; a high guess explores.",
        low=-100.0,
        high=100.0,
        step=0.5,
        advanced=True,
    ),
    Param(
        "n_planning",
        "Planning steps",
        "int",
        5,
        "Remembered steps that Dyna-Q replays after each real one.",
        low=0,
        high=100,
        advanced=True,
    ),
    Param(
        "trace",
        "Trace λ",
        "float",
        0.9,
        "How far SARSA(λ) passes a surprise back.",
        low=0.0,
        high=1.0,
        step=0.05,
        advanced=True,
    ),
    Param(
        "source",
        "Steps come from",
        "choice",
        "own",
        "Whose experience the learners learn from.",
        choices=(
            Choice("own", "each its own", "Every learner walks for itself."),
            Choice("recorded", "one recording", "A random walk that all of them watch."),
        ),
        advanced=True,
    ),
    Param("seed", "Seed", "int", 0, "Same seed, same film.", low=0, high=2**32 - 1, advanced=True),
)


class OnPolicyOnly(BadValue):
    """An on-policy method was asked to learn from somebody else's steps."""


@dataclass(frozen=True)
class TdSettings:
    """One film of up to four learners. ``world`` as in `presets.resolve`; see `TD_PARAMS`."""

    world: str = "cliff"
    method_1: str = "q_learning"
    method_2: str = "sarsa"
    method_3: str = "none"
    method_4: str = "none"
    alpha: float = 0.5
    epsilon: float = 0.1
    gamma: float = 1.0
    n_episodes: int = 500
    every: int = 5
    n_runs: int = 1
    alpha_decay: float = 0.0
    epsilon_decay: float = 1.0
    initial_q: float = 0.0
    n_planning: int = 5
    trace: float = 0.9
    source: str = "own"
    seed: int = 0

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
    check_all(TD_PARAMS, {param.id: getattr(settings, param.id) for param in TD_PARAMS})
    if settings.source == "own":
        return
    for spec in settings.methods:
        if spec.update is None:
            able = ", ".join(other.label for other in METHODS if other.update is not None)
            raise OnPolicyOnly(
                f"{spec.label} learns only from its own steps (it is on-policy). "
                f"Choose {able}, or let each learner take its own steps."
            )
