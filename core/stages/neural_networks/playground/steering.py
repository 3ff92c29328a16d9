"""What is added to an ordinary training loop in PyTorch, and what is changed while it runs.

Torch is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Penalty: TypeAlias = Callable[[Any], Any]
"""What a network adds to its loss, before it is weighed."""


@dataclass
class Training:
    """What may be changed between two epochs.

    penalties : functions of the network, and how much each counts in the loss.
    """

    net: Any
    optimiser: Any
    learning_rate: float
    batch_size: int
    penalties: dict[Callable[[Any], Any], float]


def linear_layers(net: Any) -> list[Any]:
    """Return the layers that have weights, the output's last."""
    from torch import nn

    return [module for module in net.modules() if isinstance(module, nn.Linear)]


def l1(net: Any) -> Any:
    """Return the sum of the weights' sizes, biases apart: it pulls weights to 0."""
    return sum(layer.weight.abs().sum() for layer in linear_layers(net))


def l2(net: Any) -> Any:
    """Return half the sum of the weights' squares, biases apart: it keeps weights small."""
    return sum(layer.weight.square().sum() for layer in linear_layers(net)) / 2


def joined(rows: Any, batch_size: int) -> Sequence[Any]:
    """Part rows into batches; a single one left over joins the batch before: it has no spread."""
    import torch

    *batches, last = rows.split(batch_size)
    if len(last) == 1 and batches:
        last = torch.cat([batches.pop(), last])
    return [*batches, last]


def set_learning_rate(training: Training, value: float) -> None:
    """Step further from now on, or less far."""
    training.learning_rate = value


def set_batch_size(training: Training, value: int) -> None:
    """Take another number of points per step."""
    training.batch_size = value


def set_penalty(training: Training, penalty: Penalty, value: float) -> None:
    """Weigh a penalty anew."""
    training.penalties[penalty] = value


def set_dropout(training: Training, value: float) -> None:
    """Silence another share of the neurons."""
    from core.stages.neural_networks.playground.torch_layers import Dropout

    for module in training.net.modules():
        if isinstance(module, Dropout):
            module.share = value


def set_weight(training: Training, layer: int, source: int, neuron: int, value: float) -> None:
    """Set one weight by hand; all count from 0."""
    linear_layers(training.net)[layer].weight.data[neuron, source] = value


def set_bias(training: Training, layer: int, neuron: int, value: float) -> None:
    """Set one bias by hand; both count from 0."""
    linear_layers(training.net)[layer].bias.data[neuron] = value
