"""Activations: what a neuron does with its sum, and the slope that backpropagation needs.

Arrays are (n_samples, n_units) float64. ``value(z, out)`` writes f(z) into ``out``.
``slope(z, a, out)`` writes f'(z) into ``out``, given ``a`` = f(z).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

LEAK = 0.01
_GELU = np.sqrt(2 / np.pi)


@dataclass(frozen=True)
class ActivationSpec:
    """One activation; PyTorch's is in `in_torch.activations`.

    ``bounded``: it flattens at both ends (units saturate); otherwise units may die where the slope
    is 0.
    """

    id: str
    label: str
    help: str
    formula: str
    source: str
    value: Callable[[Floats, Floats], object]
    slope: Callable[[Floats, Floats, Floats], object]
    bounded: bool = False


def sigmoid(z: Floats) -> Floats:
    """Return 1 / (1 + exp(-z)) without overflow: (1 + tanh(z/2)) / 2."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def _relu(z: Floats, out: Floats) -> None:
    np.maximum(z, 0.0, out=out)


def _relu_slope(z: Floats, _: Floats, out: Floats) -> None:
    np.greater(z, 0.0, out=out)


def _leaky(z: Floats, out: Floats) -> None:
    np.multiply(z, LEAK, out=out)
    np.maximum(z, out, out=out)


def _leaky_slope(z: Floats, _: Floats, out: Floats) -> None:
    out[...] = np.where(z > 0, 1.0, LEAK)


def _tanh(z: Floats, out: Floats) -> None:
    np.tanh(z, out=out)


def _tanh_slope(_: Floats, a: Floats, out: Floats) -> None:
    np.multiply(a, a, out=out)
    np.subtract(1.0, out, out=out)


def _sigmoid(z: Floats, out: Floats) -> None:
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    np.multiply(out, 0.5, out=out)
    np.add(out, 0.5, out=out)


def _sigmoid_slope(_: Floats, a: Floats, out: Floats) -> None:
    np.subtract(1.0, a, out=out)
    np.multiply(out, a, out=out)


def _elu(z: Floats, out: Floats) -> None:
    out[...] = np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def _elu_slope(z: Floats, _: Floats, out: Floats) -> None:
    np.exp(np.minimum(z, 0.0), out=out)


def _gelu(z: Floats, out: Floats) -> None:
    out[...] = 0.5 * z * (1.0 + np.tanh(_GELU * (z + 0.044715 * z * z * z)))


def _gelu_slope(z: Floats, _: Floats, out: Floats) -> None:
    t = np.tanh(_GELU * (z + 0.044715 * z * z * z))
    inner = _GELU * (1.0 + 3 * 0.044715 * z * z)
    out[...] = 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * inner


def _softplus(z: Floats, out: Floats) -> None:
    np.logaddexp(0.0, z, out=out)


def _softplus_slope(z: Floats, _: Floats, out: Floats) -> None:
    out[...] = sigmoid(z)


def _swish(z: Floats, out: Floats) -> None:
    np.multiply(z, sigmoid(z), out=out)


def _swish_slope(z: Floats, a: Floats, out: Floats) -> None:
    gate = sigmoid(z)
    out[...] = gate + a * (1.0 - gate)


def _linear(z: Floats, out: Floats) -> None:
    out[...] = z


def _linear_slope(_: Floats, __: Floats, out: Floats) -> None:
    out[...] = 1.0


def _sine(z: Floats, out: Floats) -> None:
    np.sin(z, out=out)


def _sine_slope(z: Floats, _: Floats, out: Floats) -> None:
    np.cos(z, out=out)


ACTIVATIONS: tuple[ActivationSpec, ...] = (
    ActivationSpec("tanh", "Tanh", "Smooth, from −1 to 1; flat far from 0.", r"\tanh z",
                   "LeCun et al., Efficient BackProp (1998)", _tanh, _tanh_slope, bounded=True),
    ActivationSpec("relu", "ReLU", "0 below zero, the number itself above.", r"\max(0, z)",
                   "Nair & Hinton (2010)", _relu, _relu_slope),
    ActivationSpec("leaky_relu", "Leaky ReLU", "ReLU with a small slope below zero.",
                   r"\max(0.01 z, z)", "Maas, Hannun & Ng (2013)", _leaky, _leaky_slope),
    ActivationSpec("sigmoid", "Sigmoid", "Smooth, from 0 to 1; its slope is at most 1/4.",
                   r"\frac{1}{1 + e^{-z}}", "Rumelhart, Hinton & Williams (1986)",
                   _sigmoid, _sigmoid_slope, bounded=True),
    ActivationSpec("elu", "ELU", "Bends smoothly down to −1 below zero.",
                   r"z \text{ if } z > 0 \text{ else } e^z - 1",
                   "Clevert, Unterthiner & Hochreiter (2016)", _elu, _elu_slope),
    ActivationSpec("gelu", "GELU", "A smooth ReLU that dips just below zero (tanh form).",
                   r"\tfrac{z}{2}\left(1 + \tanh\sqrt{2/\pi}\,(z + 0.044715 z^3)\right)",
                   "Hendrycks & Gimpel (2016)", _gelu, _gelu_slope),
    ActivationSpec("softplus", "Softplus", "A ReLU with a rounded corner.", r"\log(1 + e^z)",
                   "Dugas et al. (2001)", _softplus, _softplus_slope),
    ActivationSpec("swish", "Swish", "The number times its own sigmoid; also called SiLU.",
                   r"z \, \sigma(z)", "Ramachandran, Zoph & Le (2017)", _swish, _swish_slope),
    ActivationSpec("sine", "Sine", "Waves: good for patterns that repeat.", r"\sin z",
                   "Sitzmann et al. (2020)", _sine, _sine_slope),
    ActivationSpec("linear", "Linear", "Nothing bends: however many layers, one plane.", r"z",
                   "Goodfellow, Bengio & Courville (2016), 6.1", _linear, _linear_slope),
)  # fmt: skip
ACTIVATION_BY_ID: dict[str, ActivationSpec] = {spec.id: spec for spec in ACTIVATIONS}
