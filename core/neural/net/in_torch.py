"""The catalogue's activations, losses and optimisers as PyTorch has them, for the examples.

Losses take sums ``z`` and targets ``y``, both (m, 1). Torch is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any


def activations() -> dict[str, Callable[[Any], Any]]:
    """Return every activation by its id, a function of a tensor."""
    from torch import nn

    return {
        "tanh": nn.Tanh(),
        "relu": nn.ReLU(),
        "leaky_relu": nn.LeakyReLU(),
        "sigmoid": nn.Sigmoid(),
        "elu": nn.ELU(),
        "gelu": nn.GELU(approximate="tanh"),
        "softplus": nn.Softplus(threshold=50),  # from there on a straight line
        "swish": nn.SiLU(),
        "sine": sine,
        "linear": nn.Identity(),
    }


def losses() -> dict[str, Callable[[Any, Any], Any]]:
    """Return every loss of one output by its id."""
    from torch.nn import functional

    return {
        "cross_entropy": functional.binary_cross_entropy_with_logits,
        "squared_error": squared_error,
        "hinge": hinge,
        "mse": functional.mse_loss,
        "mae": functional.l1_loss,
        "huber": functional.huber_loss,
    }


def sine(z: Any) -> Any:
    """Return sin z (Sitzmann et al., 2020)."""
    import torch

    return torch.sin(z)


def squared_error(z: Any, y: Any) -> Any:
    """Return the mean squared distance of the probabilities from 0 or 1 (Brier, 1950)."""
    import torch
    from torch.nn.functional import mse_loss

    return mse_loss(torch.sigmoid(z), y)


def hinge(z: Any, y: Any) -> Any:
    """Return how far points are from a margin of 1 on their side (Cortes and Vapnik, 1995)."""
    return (1 - (2 * y - 1) * z).clamp(min=0).mean()


def optimisers() -> dict[str, Callable[..., Any]]:
    """Return every optimiser by its id, a function of parameters and ``lr``."""
    from torch import optim

    return {
        "sgd": optim.SGD,
        "momentum": partial(optim.SGD, momentum=0.9),
        "nesterov": partial(optim.SGD, momentum=0.9, nesterov=True),
        "adagrad": optim.Adagrad,
        "rmsprop": optim.RMSprop,
        "adam": optim.Adam,
        "adamw": optim.AdamW,
        "lion": Lion,
    }


class Lion:
    """Only the sign of a running mean counts (Chen et al., 2023, algorithm 2)."""

    def __init__(self, parameters: Iterable[Any], lr: float, weight_decay: float = 0.01) -> None:
        self.param_groups: list[dict[str, Any]] = [{"params": list(parameters), "lr": lr}]
        self.weight_decay = weight_decay
        self.means: dict[Any, Any] = {}

    def step(self) -> None:
        """Step by the sign of the interpolated mean, plus decay."""
        import torch

        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    mean = self.means.setdefault(p, torch.zeros_like(p))
                    sign = torch.sign(0.9 * mean + 0.1 * p.grad)
                    p -= group["lr"] * (sign + self.weight_decay * p)
                    mean.mul_(0.99).add_(0.01 * p.grad)
