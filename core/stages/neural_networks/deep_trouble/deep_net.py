"""A deep plain network on two rings of points, trained on all of them at each step.

What every view of "Deep trouble" shares: the settings, the points, one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.neural.data.shapes import circles
from core.neural.net.costs import COST_BY_ID
from core.neural.net.network import Net
from core.neural.net.optimisers import OPTIMISER_BY_ID, OPTIMISERS
from core.neural.net.schedules import SCHEDULES
from core.neural.net.starts import START_BY_ID, STARTS
from core.neural.net.units import ACTIVATION_BY_ID, ACTIVATIONS
from core.params import Choice, Param
from core.stages.neural_networks.playground.trainer import MOST_WEIGHT

Floats: TypeAlias = NDArray[np.float64]

N_POINTS = 120
LOSS = COST_BY_ID["cross_entropy"].form(1)
MOST_DEPTH, MOST_WIDTH = 60, 1024
NETS, SCHEDULED = ("signals", "finder", "schedules"), ("schedules",)


class BadDepth(PlaygroundError):
    """A deep network that cannot be."""


@dataclass(frozen=True)
class TroubleSettings:
    """A plain deep network and how it is trained.

    view : signals, finder or schedules. ``n_layers`` hidden layers of ``width`` units. ``warm_up``
    is the part of the steps over which the rate rises. Full batches of 120 points.
    """

    view: str = "signals"
    n_layers: int = 12
    activation: str = "sigmoid"
    init: str = "xavier_uniform"
    learning_rate: float = 0.1
    schedule: str = "constant"
    warm_up: float = 0.0
    optimiser: str = "sgd"
    batch_norm: bool = False
    width: int = 24
    n_steps: int = 60
    seed: int = 0


def _choices(specs: tuple[Any, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(spec.id, spec.label, spec.help) for spec in specs)


TROUBLE_PARAMS: tuple[Param, ...] = (
    Param("view", "Look at", "choice", "signals", "What the film shows.",
          choices=(Choice("signals", "Signals", "What each layer passes on, and back."),
                   Choice("finder", "Rate finder", "One run with an ever larger rate."),
                   Choice("schedules", "Schedules", "The same run with every schedule."))),
    Param("n_layers", "Hidden layers", "int", 12, "How deep.", low=2, high=30, step=1),
    Param("activation", "Activation", "choice", "sigmoid", "What a neuron does with its sum.",
          choices=_choices(ACTIVATIONS)),
    Param("init", "Initial weights", "choice", "xavier_uniform", "How the weights are drawn.",
          choices=_choices(STARTS)),
    Param("learning_rate", "Learning rate", "float", 0.1, "How far a step goes.", low=1e-4,
          high=100.0, scale="log", when=("view", ("signals", "schedules"))),
    Param("schedule", "Schedule", "choice", "constant", "The one drawn thick.",
          choices=_choices(SCHEDULES), when=("view", SCHEDULED)),
    Param("warm_up", "Warm-up", "float", 0.0, "Part of the steps over which the rate rises.",
          low=0.0, high=0.5, step=0.05, unit="share", when=("view", SCHEDULED)),
    Param("batch_norm", "Batch normalisation", "bool", False,
          "Give every neuron's sums mean 0 and spread 1, layer by layer."),
    Param("optimiser", "Optimiser", "choice", "sgd", "How a gradient becomes a step.",
          choices=_choices(OPTIMISERS), advanced=True),
    Param("width", "Neurons per layer", "int", 24, "How wide.", low=4, high=64, step=4,
          advanced=True),
    Param("n_steps", "Steps", "int", 60, "Each sees all 120 points.", low=10, high=200, step=10,
          advanced=True),
    Param("seed", "Seed", "int", 0, "Another seed draws other weights.", low=0, high=9999, step=1,
          advanced=True),
)  # fmt: skip


def trouble_settings(values: Mapping[str, Any]) -> TroubleSettings:
    """Return the settings for values of `TROUBLE_PARAMS`."""
    return TroubleSettings(**values)


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
