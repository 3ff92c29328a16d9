"""The discounted return of an episode, filled in backwards."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError

MOST_REWARDS = 500


class BadRewards(PlaygroundError):
    """Rewards or a discount that no return can be made of."""


@dataclass(frozen=True)
class ReturnsSettings:
    """``rewards`` R_1 to R_T of one episode in order; ``gamma`` in [0, 1] per step."""

    rewards: tuple[float, ...]
    gamma: float = 0.9


@dataclass(frozen=True)
class ReturnsFrame:
    """The returns found so far.

    rewards : (T,) R_{t+1} at index t. returns : (T + 1,) G_t, NaN where not yet known; the last is
    0. step : the t just filled in, T at first. latex : that step with its numbers.
    """

    rewards: NDArray[np.float64]
    returns: NDArray[np.float64]
    step: int
    latex: str = ""
    ended: str = ""


def returns_backwards(settings: ReturnsSettings) -> Iterator[ReturnsFrame]:
    """Yield T + 1 frames: G_T = 0 first, then G_t = R_{t+1} + gamma G_{t+1} down to t = 0.

    Raises `BadRewards`. Source: Sutton & Barto, 2nd ed. (2018), eq. 3.9.

    >>> [frame.returns[frame.step] for frame in returns_backwards(ReturnsSettings((4, 2), 0.5))]
    [np.float64(0.0), np.float64(2.0), np.float64(5.0)]
    """
    _check(settings)
    return _filled(np.array(settings.rewards, dtype=np.float64), settings.gamma)


def _filled(rewards: NDArray[np.float64], gamma: float) -> Iterator[ReturnsFrame]:
    returns = np.full(len(rewards) + 1, np.nan)
    returns[-1] = 0.0
    yield ReturnsFrame(rewards, returns.copy(), len(rewards), f"G_{{{len(rewards)}}} = 0")
    for t in range(len(rewards) - 1, -1, -1):
        later = returns[t + 1]
        returns[t] = rewards[t] + gamma * later
        latex = (
            rf"G_{{{t}}} = R_{{{t + 1}}} + \gamma\,G_{{{t + 1}}} = "
            rf"{rewards[t]:g} + {gamma:g} \cdot ({later:.4g}) = {returns[t]:.4g}"
        )
        yield ReturnsFrame(rewards, returns.copy(), t, latex)


def _check(settings: ReturnsSettings) -> None:
    if not 1 <= len(settings.rewards) <= MOST_REWARDS:
        raise BadRewards(f"A return needs 1 to {MOST_REWARDS} rewards. Walk at least one step.")
    if not all(math.isfinite(reward) for reward in settings.rewards):
        raise BadRewards("Every reward must be a finite number.")
    if not 0 <= settings.gamma <= 1:
        raise BadRewards(f"The discount must lie between 0 and 1, not {settings.gamma:g}.")
