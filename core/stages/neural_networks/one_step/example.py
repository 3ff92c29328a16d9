"""One training step by hand (Mazur, 2015): backpropagation (Rumelhart, Hinton, Williams, 1986)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from core.neural.net.units import Floats, sigmoid
from core.stages.neural_networks.one_step.run import check
from core.stages.neural_networks.one_step.settings import ByHandSettings

Weights: TypeAlias = tuple[tuple[float, float], ...]


def sigmoid_slope(_: Floats, out: Floats) -> Floats:
    """Return the sigmoid's slope by its output."""
    return out * (1 - out)


def tanh_slope(_: Floats, out: Floats) -> Floats:
    """Return the slope of tanh by its output."""
    return 1 - out**2


def relu(net: Floats) -> Floats:
    """Return the sum where it is positive, else 0."""
    return np.maximum(net, 0.0)


def relu_slope(net: Floats, _: Floats) -> Floats:
    """Return 1 where the sum is positive, else 0."""
    return (net > 0).astype(np.float64)


def linear(net: Floats) -> Floats:
    """Return the sum."""
    return net


def linear_slope(net: Floats, _: Floats) -> Floats:
    """Return 1."""
    return np.ones_like(net)


SHAPES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (np.tanh, tanh_slope),
    "relu": (relu, relu_slope),
    "linear": (linear, linear_slope),
}


@dataclass(frozen=True)
class Network:
    """Two inputs, two hidden neurons, one or two outputs, and how to train them.

    hidden, output : a row of two weights per neuron (w1 w2, w3 w4; w5 w6, w7 w8). biases : one per
    layer. activation(net), slope(net, out) : of every neuron.
    """

    inputs: tuple[float, float]
    targets: tuple[float, ...]
    hidden: Weights
    output: Weights
    biases: tuple[float, float]
    activation: Callable[[Floats], Floats]
    slope: Callable[[Floats, Floats], Floats]
    learning_rate: float = 0.5
    n_steps: int = 1
    update_biases: bool = False


def network_of(settings: ByHandSettings) -> Network:
    """Return the network that a learner chose; raise `BadStep`."""
    check(settings)
    rows = tuple(zip(settings.weights[::2], settings.weights[1::2], strict=True))
    chosen = ("inputs", "targets", "biases", "learning_rate", "n_steps", "update_biases")
    activation, slope = SHAPES[settings.activation]
    return Network(
        hidden=rows[:2],
        output=rows[2:],
        activation=activation,
        slope=slope,
        **{name: getattr(settings, name) for name in chosen},
    )


def example(settings: Network) -> None:
    """Step downhill; print the error before each step, and the weights after it."""
    x, t = np.array(settings.inputs), np.array(settings.targets)
    w_h, w_o = np.array(settings.hidden), np.array(settings.output)
    b_h, b_o = settings.biases
    for _ in range(settings.n_steps):
        # forward
        net_h = w_h @ x + b_h
        out_h = settings.activation(net_h)
        net_o = w_o @ out_h + b_o
        out_o = settings.activation(net_o)
        print(f"E: {(0.5 * (t - out_o) ** 2).sum():.9g}")

        # backward: the gradient of E by each neuron's sum
        d_o = (out_o - t) * settings.slope(net_o, out_o)
        d_h = (w_o.T @ d_o) * settings.slope(net_h, out_h)

        # update
        w_h = w_h - settings.learning_rate * np.outer(d_h, x)
        w_o = w_o - settings.learning_rate * np.outer(d_o, out_h)
        for i, w in enumerate([*w_h.ravel(), *w_o.ravel()], start=1):
            print(f"w{i}: {w:.9g}")
        if settings.update_biases:  # all neurons of a layer share one
            b_h -= settings.learning_rate * d_h.sum()
            b_o -= settings.learning_rate * d_o.sum()
            print(f"b1: {b_h:.9g}")
            print(f"b2: {b_o:.9g}")
