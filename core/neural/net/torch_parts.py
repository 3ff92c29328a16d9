"""What our catalogues name and PyTorch lacks. It needs torch: import it where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer


class Sine(nn.Module):  # type: ignore[misc]
    """Waves as an activation (Sitzmann et al., 2020)."""

    def forward(self, z: Any) -> Any:
        """Return sin z."""
        return torch.sin(z)


class Lion(Optimizer):  # type: ignore[misc]
    """Only the sign of a running mean counts (Chen et al., 2023, algorithm 2)."""

    def __init__(self, parameters: Iterable[Any], lr: float, weight_decay: float = 0.01) -> None:
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def step(self) -> None:
        """Step by the sign of the interpolated mean, plus decay."""
        for group in self.param_groups:
            for p in group["params"]:
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                sign = torch.sign(0.9 * mean + 0.1 * p.grad)
                p -= group["lr"] * (sign + group["weight_decay"] * p)
                mean.mul_(0.99).add_(0.01 * p.grad)
