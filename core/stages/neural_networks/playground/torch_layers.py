"""Hidden layers in PyTorch. It needs torch at once: import it where it is used.

``sizes`` are the inputs, then the widths of the hidden layers, which have an activation each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import nn


def plain(sizes: Sequence[int], activations: Sequence[Any]) -> list[Any]:
    """Return hidden layers: sums, then the activation."""
    return [
        nn.Sequential(nn.Linear(n_in, n_out), activation)
        for (n_in, n_out), activation in zip(pairwise(sizes), activations, strict=True)
    ]


def normalised(sizes: Sequence[int], activations: Sequence[Any]) -> list[Any]:
    """Return hidden layers whose sums are normalised, which would take a bias away."""
    return [
        nn.Sequential(nn.Linear(n_in, n_out, bias=False), nn.BatchNorm1d(n_out), activation)
        for (n_in, n_out), activation in zip(pairwise(sizes), activations, strict=True)
    ]


def dropping(
    layers: Callable[..., Any], share: float, seed: int, sizes: Sequence[int],
    activations: Sequence[Any],
) -> list[Any]:  # fmt: skip
    """Return hidden layers with dropout after each."""
    dropout = Dropout(share, np.random.default_rng([seed, 2]))
    return [nn.Sequential(*layer, dropout) for layer in layers(sizes, activations)]


class Dropout(nn.Module):  # type: ignore[misc]
    """Silences a share of the neurons while the network trains.

    `torch.nn.Dropout` with a generator of its own: here it is the playground's.
    """

    def __init__(self, share: float, rng: np.random.Generator) -> None:
        super().__init__()
        self.share, self.rng = share, rng

    def forward(self, x: Any) -> Any:
        """Return what is left, scaled up so that its mean stays."""
        if not self.training or self.share == 0:
            return x
        kept = torch.tensor(self.rng.random(x.shape) >= self.share)
        return x * kept / (1 - self.share)
