"""What a training loop works on, in PyTorch: points, network, optimiser, loader.

Torch is imported where it is used: the page is opened without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

N_TEST = 200


@dataclass(frozen=True)
class Problem:
    """Two classes of points, a small network, and how it is trained.

    optimiser : a class of `torch.optim`. net : "plain", "dropout" or "batch_norm".
    """

    optimiser: Callable[..., Any]
    learning_rate: float = 0.1
    net: str = "dropout"
    width: int = 16
    n_train: int = 160
    batch_size: int = 16
    shuffle: bool = True
    seed: int = 0


@dataclass
class Parts:
    """What a loop's lines name; x are (n, 2) and y (n, 1) tensors, 0 or 1."""

    train_x: Any
    train_y: Any
    test_x: Any
    test_y: Any
    net: Any
    loss_of: Any
    optimiser: Any
    loader: Any


def parts_of(problem: Problem) -> Parts:
    """Return everything before the first epoch; equal problems, equal parts."""
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.set_num_threads(1)  # quickest for a net this small
    rng = np.random.default_rng(problem.seed)
    train_x, train_y = moons(rng, problem.n_train)
    test_x, test_y = moons(rng, N_TEST)
    torch.manual_seed(problem.seed)
    net = network(problem.net, problem.width)
    optimiser = problem.optimiser(net.parameters(), lr=problem.learning_rate)
    points = TensorDataset(train_x, train_y)
    loader = DataLoader(points, batch_size=problem.batch_size, shuffle=problem.shuffle)
    return Parts(train_x, train_y, test_x, test_y, net, nn.BCEWithLogitsLoss(), optimiser, loader)


def moons(rng: np.random.Generator, n: int) -> tuple[Any, Any]:
    """Return two half circles that reach into each other, the first class first."""
    import torch

    y = np.arange(n) >= n // 2
    angle = np.pi * rng.random(n)
    side = np.where(y, -1.0, 1.0)
    X = np.column_stack([side * np.cos(angle) - 0.5 * side, side * np.sin(angle) - 0.25 * side])
    X = X + rng.normal(0, 0.25, (n, 2))
    return torch.tensor(X).float(), torch.tensor(y[:, None]).float()


def network(kind: str, width: int) -> Any:
    """Return two hidden layers of ``width`` with what ``kind`` puts between them."""
    from torch import nn

    layers: list[Any] = []
    for n_in in (2, width):
        layers.append(nn.Linear(n_in, width))
        if kind == "batch_norm":
            layers.append(nn.BatchNorm1d(width))
        layers.append(nn.ReLU())
        if kind == "dropout":
            layers.append(nn.Dropout(0.5))
    return nn.Sequential(*layers, nn.Linear(width, 1))
