"""A deep plain network on two rings of points, trained on all of them at each step.

What every view of "Deep trouble" shares: the points, one step.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.neural.data.shapes import circles
from core.neural.net.costs import COST_BY_ID
from core.neural.net.network import Net
from core.neural.net.optimisers import OPTIMISER_BY_ID
from core.neural.net.starts import START_BY_ID
from core.neural.net.units import ACTIVATION_BY_ID
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings
from core.stages.neural_networks.playground.trainer import MOST_WEIGHT

Floats: TypeAlias = NDArray[np.float64]

N_POINTS = 120
LOSS = COST_BY_ID["cross_entropy"].form(1)
MOST_DEPTH, MOST_WIDTH = 60, 1024


class BadDepth(PlaygroundError):
    """A deep network that cannot be."""


@lru_cache(maxsize=1)
def points() -> tuple[Floats, Floats]:
    """Return 120 points (120, 2) of mean 0 and spread 1, a disc in a ring, and 0 or 1 (120, 1)."""
    X, y = circles(np.random.default_rng(0), N_POINTS, 2)
    return (X - X.mean(axis=0)) / X.std(axis=0), y[:, None].astype(np.float64)


class DeepRun:
    """The network, its points and its optimiser; `step` trains, `ended` says why it cannot."""

    def __init__(self, settings: TroubleSettings) -> None:
        check(settings)
        X, self.targets = points()
        hidden = [settings.activation] * settings.n_layers
        sizes = (X.shape[1], *[settings.width] * settings.n_layers, 1)
        self.net = Net(sizes, hidden, batch_norm=settings.batch_norm)
        self.net.start(START_BY_ID[settings.init], np.random.default_rng([settings.seed, 0]))
        self.rows = self.net.with_ones(X)
        self.optimiser = OPTIMISER_BY_ID[settings.optimiser].make(len(self.net.theta), 0.01)
        self.n_steps, self.ended = 0, ""
        self.loss = self.look()

    def look(self) -> float:
        """Fill gradients and buffers for the weights as they are; return the loss."""
        with np.errstate(all="ignore"):
            z = self.net.gradient(self.rows, self.targets, LOSS)
            return LOSS.value(z, self.targets)

    def step(self, rate: float) -> bool:
        """Take one step of ``rate`` and look again; return False, with ``ended``, if it broke."""
        before = self.net.state()
        with np.errstate(all="ignore"):
            self.optimiser.step(self.net.theta, self.net.grad, rate)
            size = np.abs(self.net.theta).max()
        found = self.look() if size < MOST_WEIGHT else np.inf
        if not np.isfinite(found):
            self.net.restore(before)
            self.ended = (
                f"Step {self.n_steps + 1} at a rate of {rate:g} made the numbers overflow: the "
                "film ends before it."
            )
            return False
        self.n_steps += 1
        self.loss = found
        return True


def check(settings: TroubleSettings) -> None:
    """Raise `BadDepth` for a network that cannot be built."""
    if not 1 <= settings.n_layers <= MOST_DEPTH or not 1 <= settings.width <= MOST_WIDTH:
        raise BadDepth(
            f"{settings.n_layers} layers of {settings.width} units cannot be built. Keep to "
            f"{MOST_DEPTH} layers of {MOST_WIDTH}."
        )
    for name, known in (
        (settings.activation, ACTIVATION_BY_ID),
        (settings.init, START_BY_ID),
        (settings.optimiser, OPTIMISER_BY_ID),
    ):
        if name not in known:
            raise BadDepth(f"There is no {name!r}. Known: {', '.join(known)}.")
    if not (np.isfinite(settings.learning_rate) and settings.learning_rate > 0):
        raise BadDepth(
            f"The learning rate must be above 0, not {settings.learning_rate:g}. Try 0.1."
        )
    if settings.n_steps < 1 or not 0 <= settings.warm_up <= 1:
        raise BadDepth("Take at least one step, and warm up over a part between 0 and 1.")


def with_rate(settings: TroubleSettings, rate: float) -> TroubleSettings:
    """Return the same network with another constant rate."""
    return replace(settings, learning_rate=rate, schedule="constant", warm_up=0.0)
