"""Activations, softmax and losses in PyTorch: values, and gradients by autograd."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.neural.net.in_torch import activations, losses
from core.stages.neural_networks.activations.settings import LookSettings


@dataclass(frozen=True)
class Activation:
    """An activation and its input."""

    function: Callable[[Any], Any]
    z: float


@dataclass(frozen=True)
class Loss:
    """A loss, an output's sum (or a number) ``z`` and the truth ``y``."""

    function: Callable[[Any, Any], Any]
    z: float
    y: float


@dataclass(frozen=True)
class Softmax:
    """The scores of the classes, which are divided by the temperature."""

    scores: tuple[float, ...]
    temperature: float = 1.0


def look_of(settings: LookSettings) -> Activation | Loss | Softmax:
    """Return what a learner looks at."""
    if settings.view == "activation":
        return Activation(activations()[settings.activation], settings.z)
    if settings.view == "softmax":
        return Softmax(settings.logits, settings.temperature)
    if settings.view == "classes":
        return Loss(losses()[settings.class_loss], settings.sum, float(settings.truth))
    return Loss(losses()[settings.number_loss], settings.miss, 0.0)


def example(settings: Activation) -> None:
    """Print what a neuron makes of its sum, and what ten such layers leave of a gradient."""
    import torch

    z = torch.tensor(settings.z, dtype=torch.float64, requires_grad=True)
    value = settings.function(z)
    (slope,) = torch.autograd.grad(value, z)
    print(f"value: {value:.10g}")
    print(f"slope: {slope:.10g}")
    print(f"left after 10 layers: {slope**10:.10g}")


def softmax(settings: Softmax) -> None:
    """Print the shares of the classes, and how many equal ones would be as undecided."""
    import torch

    scores = torch.tensor(settings.scores, dtype=torch.float64)
    shares = torch.softmax(scores / settings.temperature, dim=0)
    bits = -(shares * torch.log2(shares)).nansum()
    for name, share in zip("ABC", shares, strict=True):
        print(f"share of {name}: {share:.10g}")
    print(f"as undecided as between equal classes: {2**bits:.10g}")


def loss(settings: Loss) -> None:
    """Print a loss, and how hard it pulls at the output."""
    import torch

    z = torch.tensor([[settings.z]], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([[settings.y]], dtype=torch.float64)
    value = settings.function(z, y)
    (gradient,) = torch.autograd.grad(value, z)
    print(f"loss: {value:.10g}")
    print(f"gradient: {gradient.item():.10g}")


VIEWS: dict[str, Callable[[Any], None]] = {
    "activation": example,
    "softmax": softmax,
    "classes": loss,
    "numbers": loss,
}
