"""The catalogue's activations, losses and optimisers as PyTorch has them, for the examples.

Torch is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any


def activations() -> dict[str, Callable[[Any], Any]]:
    """Return every activation by its id, a module."""
    from torch import nn

    from core.neural.net.torch_parts import Sine

    return {
        "tanh": nn.Tanh(),
        "relu": nn.ReLU(),
        "leaky_relu": nn.LeakyReLU(),
        "sigmoid": nn.Sigmoid(),
        "elu": nn.ELU(),
        "gelu": nn.GELU(approximate="tanh"),
        "softplus": nn.Softplus(threshold=50),  # from there on a straight line
        "swish": nn.SiLU(),
        "sine": Sine(),
        "linear": nn.Identity(),
    }


def losses() -> dict[str, Callable[[Any, Any], Any]]:
    """Return every loss of one output by its id, of sums and targets (m, 1)."""
    from torch.nn import functional

    return {
        "cross_entropy": functional.binary_cross_entropy_with_logits,
        "squared_error": squared_error,
        "hinge": hinge,
        "mse": functional.mse_loss,
        "mae": functional.l1_loss,
        "huber": functional.huber_loss,
    }


def class_losses() -> dict[str, Callable[[Any, Any], Any]]:
    """Return every loss of one output per class by its id, of sums (m, k) and class codes (m,)."""
    from torch.nn import functional

    return {
        "cross_entropy": functional.cross_entropy,
        "squared_error": squared_error_of_shares,
        "hinge": functional.multi_margin_loss,
    }


def squared_error(z: Any, y: Any) -> Any:
    """Return the mean squared distance of the probabilities from 0 or 1 (Brier, 1950)."""
    import torch
    from torch.nn.functional import mse_loss

    return mse_loss(torch.sigmoid(z), y)


def squared_error_of_shares(z: Any, y: Any) -> Any:
    """Return the mean squared distance of the classes' shares from 0 or 1 (Brier, 1950)."""
    import torch
    from torch.nn.functional import mse_loss, one_hot

    return mse_loss(torch.softmax(z, dim=1), one_hot(y, z.shape[1]).to(z.dtype))


def hinge(z: Any, y: Any) -> Any:
    """Return how far points are from a margin of 1 on their side (Cortes and Vapnik, 1995)."""
    return (1 - (2 * y - 1) * z).clamp(min=0).mean()


def optimisers() -> dict[str, Callable[..., Any]]:
    """Return every optimiser by its id, a function of parameters and ``lr``."""
    from torch import optim

    from core.neural.net.torch_parts import Lion

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
