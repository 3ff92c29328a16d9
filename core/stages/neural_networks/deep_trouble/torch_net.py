"""The deep plain network in PyTorch. It needs torch at once: import it where it is used."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from core.stages.neural_networks.deep_trouble.deep_net import points
from core.stages.neural_networks.playground.trainer import MOST_WEIGHT


class Net(nn.Module):  # type: ignore[misc]
    """Linear layers with an activation between them.

    sizes : from the inputs to the output. start(rng, n_in, n_out) draws a layer's weights. ``sums``
    are those of the hidden layers when the network was last asked.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: Callable[[Any], Any],
        start: Callable[..., Any],
        rng: np.random.Generator,
        *,
        batch_norm: bool,
    ) -> None:
        super().__init__()
        self.activation, self.sums = activation, list[Any]()
        *hidden, last = pairwise(sizes)
        self.linear = nn.ModuleList(nn.Linear(*size, bias=not batch_norm) for size in hidden)
        self.linear.append(nn.Linear(*last))
        norm = nn.BatchNorm1d if batch_norm else nn.Identity
        self.norm = nn.ModuleList(norm(n_out) for _, n_out in hidden)
        self.double()
        for layer in self.linear:
            weights = start(rng, layer.in_features, layer.out_features)
            layer.weight.data = torch.tensor(weights.T.copy())
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)

    def forward(self, x: Any) -> Any:
        """Return the sums of the output."""
        self.sums = []
        for layer, norm in zip(self.linear, self.norm, strict=False):
            z = layer(x)
            z.retain_grad()
            self.sums.append(z)
            x = self.activation(norm(z))
        return self.linear[-1](x)


class Run:
    """A network on its points: ``look`` fills the gradients, ``step`` follows them."""

    def __init__(self, net: Net, optimiser: Callable[..., Any], lr: float) -> None:
        torch.set_num_threads(1)  # quickest for a net this small
        X, y = points()
        self.x, self.y = torch.tensor(X), torch.tensor(y)
        self.net, self.optimiser = net, optimiser(net.parameters(), lr=lr)

    def look(self) -> float:
        """Fill the gradients for the weights as they are; return the loss."""
        loss = binary_cross_entropy_with_logits(self.net(self.x), self.y)
        self.net.zero_grad()
        loss.backward()
        return float(loss.item())

    def step(self, rate: float) -> float:
        """Take a step of ``rate``; return the loss then, infinity where the numbers overflow."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()
        loss, most = self.look(), max(p.abs().max().item() for p in self.net.parameters())
        return loss if math.isfinite(loss) and most < MOST_WEIGHT else math.inf

    def gradient(self, layer: int) -> float:
        """Return the size (root mean square) of one point's gradient by a layer's sums."""
        one = len(self.x) * self.net.sums[layer].grad  # the loss is a mean over the points
        return float(one.square().mean().sqrt())
