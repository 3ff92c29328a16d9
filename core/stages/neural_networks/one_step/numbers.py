"""The numbers of one step by hand, each with its formula in symbols and filled in.

``k`` holds every number known so far by name (see `core.stages.neural_networks.one_step.run`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from core.neural.net.units import ACTIVATION_BY_ID

Stage: TypeAlias = Literal["start", "forward", "error", "backward", "update"]


@dataclass(frozen=True)
class Number:
    """One computed number: its formula as LaTeX in symbols, and ``filled`` with numbers."""

    stage: Stage
    name: str
    value: float
    formula: str
    filled: str


def into(neuron: str) -> list[tuple[str, str]]:
    """Return (weight, where it comes from) of a neuron."""
    first = {"h1": 1, "h2": 3, "o1": 5, "o2": 7}[neuron]
    sources = ("i1", "i2") if neuron.startswith("h") else ("h1", "h2")
    return [(f"w{first + j}", source) for j, source in enumerate(sources)]


def _n(value: float) -> str:
    """Return a number as it stands in a formula: negative ones in brackets."""
    text = f"{value:.6g}"
    if "e" in text:
        digits, power = text.split("e")
        text = rf"{digits} \cdot 10^{{{int(power)}}}"
    return f"({text})" if value < 0 else text


def weighted_sum(
    neuron: str, sources: tuple[str, str], weights: list[str], bias: str, k: dict[str, float]
) -> Number:
    """Return a neuron's sum of weights times sources, plus its bias."""
    value = sum(k[w] * k[x] for w, x in zip(weights, sources, strict=True)) + k[bias]
    terms = [rf"{w[0]}_{w[1]} {_symbol(x)}" for w, x in zip(weights, sources, strict=True)]
    numbers = [rf"{_n(k[w])} \cdot {_n(k[x])}" for w, x in zip(weights, sources, strict=True)]
    return Number(
        "forward",
        f"net_{neuron}",
        value,
        f"{' + '.join(terms)} + b_{bias[1]}",
        f"{' + '.join(numbers)} + {_n(k[bias])}",
    )


def _symbol(name: str) -> str:
    return rf"\mathrm{{out}}_{{{name[4:]}}}" if name.startswith("out_") else f"{name[0]}_{name[1]}"


_APPLIED = {
    "sigmoid": (r"\frac{1}{1 + e^{-X}}", r"A (1 - A)"),
    "tanh": (r"\tanh(X)", r"(1 - A^2)"),
    "relu": (r"\max(0, X)", r"[X > 0]"),
    "linear": (r"X", r"1"),
}


def activate(neuron: str, activation: str, k: dict[str, float]) -> Number:
    """Return what the activation makes of a neuron's sum."""
    z, shape = k[f"net_{neuron}"], _APPLIED[activation][0]
    out = np.empty(1)
    ACTIVATION_BY_ID[activation].value(np.array([z]), out)
    return Number(
        "forward",
        f"out_{neuron}",
        float(out[0]),
        shape.replace("X", rf"\mathrm{{net}}_{{{neuron}}}"),
        shape.replace("X", _n(z)),
    )


def _slope(neuron: str, activation: str, k: dict[str, float]) -> tuple[float, str, str]:
    z, a, out = np.array([k[f"net_{neuron}"]]), np.array([k[f"out_{neuron}"]]), np.empty(1)
    ACTIVATION_BY_ID[activation].slope(z, a, out)
    shape = _APPLIED[activation][1]
    out_symbol, net_symbol = rf"\mathrm{{out}}_{{{neuron}}}", rf"\mathrm{{net}}_{{{neuron}}}"
    symbols = shape.replace("A", out_symbol).replace("X", net_symbol)
    return float(out[0]), symbols, shape.replace("A", _n(a[0])).replace("X", _n(z[0]))


def squared_error(o: str, j: int, k: dict[str, float]) -> Number:
    """Return half the squared miss of an output."""
    value = 0.5 * (k[f"t{j}"] - k[f"out_{o}"]) ** 2
    return Number(
        "error",
        f"E_{o}",
        value,
        rf"\tfrac{{1}}{{2}} (t_{j} - \mathrm{{out}}_{{{o}}})^2",
        rf"\tfrac{{1}}{{2}} ({_n(k[f't{j}'])} - {_n(k[f'out_{o}'])})^2",
    )


def total_error(outs: list[str], k: dict[str, float]) -> Number:
    """Return the sum of the outputs' errors."""
    return Number(
        "error",
        "E",
        sum(k[f"E_{o}"] for o in outs),
        " + ".join(f"E_{{{o}}}" for o in outs),
        " + ".join(_n(k[f"E_{o}"]) for o in outs),
    )


def output_delta(o: str, j: int, activation: str, k: dict[str, float]) -> Number:
    """Return the gradient of the error by an output neuron's sum."""
    slope, symbols, numbers = _slope(o, activation, k)
    out, target = k[f"out_{o}"], k[f"t{j}"]
    return Number(
        "backward",
        f"d_{o}",
        (out - target) * slope,
        rf"(\mathrm{{out}}_{{{o}}} - t_{j}) \cdot {symbols}",
        rf"({_n(out)} - {_n(target)}) \cdot {numbers}",
    )


def hidden_delta(
    h: str, place: int, outs: list[str], activation: str, k: dict[str, float]
) -> Number:
    """Return the gradient by a hidden neuron's sum: what comes back through its weights."""
    slope, symbols, numbers = _slope(h, activation, k)
    pairs = [(f"d_{o}", into(o)[place][0]) for o in outs]
    value = sum(k[d] * k[w] for d, w in pairs) * slope
    terms = " + ".join(rf"\delta_{{{d[2:]}}} w_{w[1]}" for d, w in pairs)
    filled = " + ".join(rf"{_n(k[d])} \cdot {_n(k[w])}" for d, w in pairs)
    return Number(
        "backward", f"d_{h}", value, rf"({terms}) \cdot {symbols}", rf"({filled}) \cdot {numbers}"
    )


def weight_gradient(w: str, neuron: str, source: str, k: dict[str, float]) -> Number:
    """Return the gradient by a weight: the neuron's delta times what came in."""
    return Number(
        "backward",
        f"dE_{w}",
        k[f"d_{neuron}"] * k[source],
        rf"\delta_{{{neuron}}} \cdot {_symbol(source)}",
        rf"{_n(k[f'd_{neuron}'])} \cdot {_n(k[source])}",
    )


def bias_gradient(bias: str, neurons: list[str], k: dict[str, float]) -> Number:
    """Return the gradient by a bias that several neurons share."""
    return Number(
        "backward",
        f"dE_{bias}",
        sum(k[f"d_{n}"] for n in neurons),
        " + ".join(rf"\delta_{{{n}}}" for n in neurons),
        " + ".join(_n(k[f"d_{n}"]) for n in neurons),
    )


def updated(name: str, old: float, rate: float, k: dict[str, float]) -> Number:
    """Return a weight or bias after the step."""
    gradient = k[f"dE_{name}"]
    symbol = f"{name[0]}_{name[1]}"
    return Number(
        "update",
        name,
        old - rate * gradient,
        rf"{symbol} - \eta \frac{{\partial E}}{{\partial {symbol}}}",
        rf"{_n(old)} - {_n(rate)} \cdot {_n(gradient)}",
    )
