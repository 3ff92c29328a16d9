"""The catalogue's activations and losses as PyTorch has them, for the examples.

Losses take sums ``z`` and targets ``y``, both (m, 1). Torch is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable
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
