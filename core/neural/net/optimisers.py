"""Eight optimisers, each exactly as PyTorch defines it, on one flat vector of parameters.

``step(theta, g, lr)`` changes ``theta`` (n,) in place given the gradient ``g`` (n,), which it
leaves as it is. Lion is not in PyTorch: it follows its paper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

MOMENTUM, BETA1, BETA2, ALPHA = 0.9, 0.9, 0.999, 0.99
LION_BETA2 = 0.99


class Optimiser(Protocol):
    """Something that steps."""

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Change ``theta`` in place."""


@dataclass(frozen=True)
class OptimiserSpec:
    """One optimiser. ``make(n, weight_decay)``; PyTorch's is in `in_torch.optimisers`.

    ``decays``: it shrinks parameters by ``weight_decay`` apart from the gradient.
    ``rate`` is a learning rate to start with.
    """

    id: str
    label: str
    help: str
    formula: str
    source: str
    rate: float
    make: Callable[[int, float], Optimiser]
    decays: bool = False


class Sgd:
    """Plain gradient descent."""

    def __init__(self, n: int, _: float) -> None:
        self.change = np.empty(n)

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Take lr times the gradient away."""
        np.multiply(g, lr, out=self.change)
        np.subtract(theta, self.change, out=theta)


class Momentum:
    """Gradient descent with a velocity (PyTorch's form: the rate is outside)."""

    def __init__(self, n: int, _: float) -> None:
        self.velocity, self.change = np.zeros(n), np.empty(n)

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Let the velocity take up the gradient and move along it."""
        self.velocity *= MOMENTUM
        self.velocity += g
        np.multiply(self.velocity, lr, out=self.change)
        theta -= self.change


class Nesterov(Momentum):
    """Momentum that looks one step ahead."""

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Move along the gradient plus the velocity to come."""
        self.velocity *= MOMENTUM
        self.velocity += g
        theta -= lr * (g + MOMENTUM * self.velocity)


class Adagrad:
    """Each parameter's rate falls with the squares it has seen."""

    def __init__(self, n: int, _: float) -> None:
        self.squares = np.zeros(n)

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Divide by the root of the sum of squares."""
        self.squares += g * g
        theta -= lr * g / (np.sqrt(self.squares) + 1e-10)


class RmsProp:
    """Adagrad that forgets."""

    def __init__(self, n: int, _: float) -> None:
        self.squares = np.zeros(n)

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Divide by the root of the running mean of squares."""
        self.squares *= ALPHA
        self.squares += (1 - ALPHA) * (g * g)
        theta -= lr * g / (np.sqrt(self.squares) + 1e-8)


class Adam:
    """Running means of the gradient and its square, corrected for their start at 0."""

    def __init__(self, n: int, weight_decay: float) -> None:
        self.mean, self.squares, self.change = np.zeros(n), np.zeros(n), np.empty(n)
        self.root = np.empty(n)
        self.n_steps, self.weight_decay = 0, weight_decay

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Move by the mean over the root of the mean square."""
        self.n_steps += 1
        np.multiply(g, 1 - BETA1, out=self.change)
        self.mean *= BETA1
        self.mean += self.change
        np.multiply(g, g, out=self.change)
        self.change *= 1 - BETA2
        self.squares *= BETA2
        self.squares += self.change
        np.sqrt(self.squares, out=self.root)
        self.root *= 1 / np.sqrt(1 - BETA2**self.n_steps)
        self.root += 1e-8
        np.divide(self.mean, self.root, out=self.change)
        self.change *= lr / (1 - BETA1**self.n_steps)
        theta -= self.change


class AdamW(Adam):
    """Adam that shrinks the parameters apart from the gradient."""

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Shrink, then step as Adam."""
        theta *= 1 - lr * self.weight_decay
        super().step(theta, g, lr)


class Lion:
    """Only the sign of a running mean: every parameter moves by exactly the rate."""

    def __init__(self, n: int, weight_decay: float) -> None:
        self.mean, self.weight_decay = np.zeros(n), weight_decay

    def step(self, theta: Floats, g: Floats, lr: float) -> None:
        """Step by the sign of the interpolated mean, plus decay (Chen et al., algorithm 2)."""
        sign = np.sign(BETA1 * self.mean + (1 - BETA1) * g)
        theta -= lr * (sign + self.weight_decay * theta)
        self.mean *= LION_BETA2
        self.mean += (1 - LION_BETA2) * g


OPTIMISERS: tuple[OptimiserSpec, ...] = (
    OptimiserSpec("sgd", "Gradient descent (SGD)", "Step straight down the slope.",
                  r"\theta \leftarrow \theta - \eta g", "Robbins & Monro (1951)", 0.03, Sgd),
    OptimiserSpec("momentum", "Momentum", "A ball that keeps rolling (0.9).",
                  r"v \leftarrow 0.9 v + g,\; \theta \leftarrow \theta - \eta v", "Polyak (1964)",
                  0.01, Momentum),
    OptimiserSpec("nesterov", "Nesterov", "Momentum that looks ahead.",
                  r"v \leftarrow 0.9 v + g,\; \theta \leftarrow \theta - \eta (g + 0.9 v)",
                  "Sutskever et al. (2013)", 0.01, Nesterov),
    OptimiserSpec("adagrad", "Adagrad", "Busy parameters slow down, for good.",
                  r"s \leftarrow s + g^2,\; \theta \leftarrow \theta - \eta g / \sqrt{s}",
                  "Duchi, Hazan & Singer (2011)", 0.1, Adagrad),
    OptimiserSpec("rmsprop", "RMSprop", "Adagrad that forgets.",
                  r"s \leftarrow 0.99 s + 0.01 g^2,\; \theta \leftarrow \theta - \eta g / \sqrt{s}",
                  "Tieleman & Hinton (2012)", 0.01, RmsProp),
    OptimiserSpec("adam", "Adam", "Momentum and a rate of its own for each parameter.",
                  r"\theta \leftarrow \theta - \eta \, \hat m / (\sqrt{\hat v} + \epsilon)",
                  "Kingma & Ba (2015)", 0.01, Adam),
    OptimiserSpec("adamw", "AdamW", "Adam with weight decay kept apart.",
                  r"\theta \leftarrow (1 - \eta\lambda)\theta"
                  r" - \eta \, \hat m / (\sqrt{\hat v} + \epsilon)",
                  "Loshchilov & Hutter (2019)", 0.01, AdamW, decays=True),
    OptimiserSpec("lion", "Lion", "Only the sign of the momentum counts.",
                  r"\theta \leftarrow \theta - \eta(\mathrm{sign}(0.9 m + 0.1 g) + \lambda\theta)",
                  "Chen et al. (2023), algorithm 2", 0.003, Lion, decays=True),
)  # fmt: skip
OPTIMISER_BY_ID: dict[str, OptimiserSpec] = {spec.id: spec for spec in OPTIMISERS}
