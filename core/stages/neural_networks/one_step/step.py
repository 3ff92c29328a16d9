"""One training step of a tiny network, number by number, with every formula filled in.

Two inputs, two hidden neurons, one or two outputs; one bias per layer, as in the worked example
that is the default: M. Mazur, "A Step by Step Backpropagation Example" (2015), whose biases are
not updated. Error: E = Σ ½ (target − out)². Names: i1 i2 inputs, w1.. weights, h1 h2, o1 o2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.errors import PlaygroundError
from core.neural.net.units import ACTIVATION_BY_ID
from core.params import Choice, Param
from core.stages.neural_networks.one_step.numbers import (
    Number,
    Stage,
    activate,
    bias_gradient,
    hidden_delta,
    into,
    output_delta,
    squared_error,
    total_error,
    updated,
    weight_gradient,
    weighted_sum,
)

ACTIVATIONS_BY_HAND = ("sigmoid", "tanh", "relu", "linear")
NAMED_WEIGHTS = tuple(f"w{i}" for i in range(1, 9))
BIG = 1e6


class BadStep(PlaygroundError):
    """Numbers that cannot be followed by hand."""


@dataclass(frozen=True)
class ByHandSettings:
    """The numbers to start from.

    ``weights``: w1 w2 into h1, w3 w4 into h2, then w5 w6 into o1 (and w7 w8 into o2): 6 or 8.
    ``biases``: of the hidden and of the output layer. ``n_steps`` in 1..3.
    """

    inputs: tuple[float, float] = (0.05, 0.10)
    targets: tuple[float, ...] = (0.01, 0.99)
    weights: tuple[float, ...] = (0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55)
    biases: tuple[float, float] = (0.35, 0.60)
    activation: str = "sigmoid"
    learning_rate: float = 0.5
    update_biases: bool = False
    n_steps: int = 1


def _number(name: str, label: str, default: float, text: str, **more: Any) -> Param:
    return Param(name, label, "float", default, text, low=-10.0, high=10.0, step=0.05, **more)


_START = ByHandSettings()
_SECOND = {"w7": ("outputs", ("2",)), "w8": ("outputs", ("2",))}
BY_HAND_PARAMS: tuple[Param, ...] = (
    Param("outputs", "Outputs", "choice", "2", "One output or two.",
          choices=(Choice("1", "One"), Choice("2", "Two"))),
    Param("activation", "Activation", "choice", "sigmoid", "What each neuron does with its sum.",
          choices=tuple(Choice(n, ACTIVATION_BY_ID[n].label) for n in ACTIVATIONS_BY_HAND)),
    _number("i1", "Input 1", _START.inputs[0], "What the first input is."),
    _number("i2", "Input 2", _START.inputs[1], "What the second input is."),
    _number("t1", "Target 1", _START.targets[0], "What output 1 should be."),
    _number("t2", "Target 2", _START.targets[1], "What output 2 should be.",
            when=("outputs", ("2",))),
    Param("learning_rate", "Learning rate", "float", 0.5, "How far the step goes.", low=0.001,
          high=100.0, scale="log"),
    Param("n_steps", "Steps", "int", 1, "How many whole steps.", low=1, high=3, step=1),
    Param("update_biases", "Update biases", "bool", False,
          "The published example leaves them as they are.", advanced=True),
    *(
        _number(name, f"Weight {place}", value, "A weight before the step.", advanced=True,
                when=_SECOND.get(name))
        for place, (name, value) in enumerate(zip(NAMED_WEIGHTS, _START.weights, strict=True), 1)
    ),
    _number("b1", "Hidden bias", _START.biases[0], "Added in both hidden neurons.", advanced=True),
    _number("b2", "Output bias", _START.biases[1], "Added in the outputs.", advanced=True),
)  # fmt: skip


def by_hand_settings(values: Mapping[str, Any]) -> ByHandSettings:
    """Return the settings for values of `BY_HAND_PARAMS`, missing ones at their default."""
    v = {p.id: p.check(values[p.id]) if p.id in values else p.default for p in BY_HAND_PARAMS}
    n = int(str(v["outputs"]))
    names = NAMED_WEIGHTS[: 4 + 2 * n]
    return ByHandSettings(
        (_float(v["i1"]), _float(v["i2"])),
        tuple(_float(v[f"t{k + 1}"]) for k in range(n)),
        tuple(_float(v[name]) for name in names),
        (_float(v["b1"]), _float(v["b2"])),
        str(v["activation"]),
        _float(v["learning_rate"]),
        bool(v["update_biases"]),
        int(_float(v["n_steps"])),
    )


def _float(value: object) -> float:
    return float(value)  # type: ignore[arg-type]


@dataclass(frozen=True)
class ByHandFrame:
    """One more number.

    ``name`` of the number (``net_h1``, ``out_h1``, ``E_o1``, ``E``, ``d_o1``, ``dE_w5``, ``w5``),
    ``value``, its formula as LaTeX in symbols and with numbers; ``known`` all numbers so far
    (name, value) in order of appearance; after an update ``known`` holds the new weight, while
    gradients of the same step still use the old ones. ``step`` counts from 1, 0 in the first.
    """

    step: int
    stage: Stage
    name: str
    value: float
    formula: str
    filled: str
    known: tuple[tuple[str, float], ...]
    ended: str = ""


def run_by_hand(settings: ByHandSettings) -> Iterator[ByHandFrame]:
    """Yield the given numbers, then one frame per computed number."""
    _check(settings)
    known = _given(settings)
    yield ByHandFrame(0, "start", "", float("nan"), "", "", tuple(known.items()))
    for step in range(1, settings.n_steps + 1):
        old = dict(known)
        for number in _numbers(settings, old, known):
            name, value = number.name, number.value
            frame = ByHandFrame(step, number.stage, name, value, number.formula, number.filled, ())
            if not np.isfinite(value) or abs(value) > BIG:
                ended = f"{name} has grown to {value:.3g}. Lower the learning rate or the weights."
                yield replace(frame, known=tuple(known.items()), ended=ended)
                return
            known[name] = value
            yield replace(frame, known=tuple(known.items()))


def _numbers(s: ByHandSettings, old: dict[str, float], k: dict[str, float]) -> Iterator[Number]:
    """Yield every number of a step; ``old`` are weights before it, ``k`` what is known so far."""
    outs = [f"o{j + 1}" for j in range(len(s.targets))]
    for neuron, sources, weights, bias in _wiring(len(outs)):
        yield weighted_sum(neuron, sources, weights, bias, k)
        yield activate(neuron, s.activation, k)
    for j, o in enumerate(outs, start=1):
        yield squared_error(o, j, k)
    yield total_error(outs, k)
    for j, o in enumerate(outs, start=1):
        yield output_delta(o, j, s.activation, k)
        for w, h in into(o):
            yield weight_gradient(w, o, f"out_{h}", k)
    for place, h in enumerate(("h1", "h2")):
        yield hidden_delta(h, place, outs, s.activation, k)
        for w, i in into(h):
            yield weight_gradient(w, h, i, k)
    if s.update_biases:
        yield bias_gradient("b2", outs, k)
        yield bias_gradient("b1", ["h1", "h2"], k)
    biases = ["b1", "b2"] if s.update_biases else []
    for name in [*NAMED_WEIGHTS[: len(s.weights)], *biases]:
        yield updated(name, old[name], s.learning_rate, k)


def _wiring(n_outputs: int) -> Iterator[tuple[str, tuple[str, str], list[str], str]]:
    for neuron in ["h1", "h2", *(f"o{j + 1}" for j in range(n_outputs))]:
        hidden = neuron.startswith("h")
        sources = ("i1", "i2") if hidden else ("out_h1", "out_h2")
        yield neuron, sources, [w for w, _ in into(neuron)], "b1" if hidden else "b2"


def _given(s: ByHandSettings) -> dict[str, float]:
    known = {"i1": s.inputs[0], "i2": s.inputs[1]}
    known |= {f"w{j}": w for j, w in enumerate(s.weights, start=1)}
    known |= {"b1": s.biases[0], "b2": s.biases[1]}
    return known | {f"t{j}": t for j, t in enumerate(s.targets, start=1)}


def _check(s: ByHandSettings) -> None:
    if len(s.targets) not in (1, 2) or len(s.weights) != 4 + 2 * len(s.targets):
        raise BadStep(
            f"{len(s.targets)} outputs need {4 + 2 * len(s.targets)} weights, "
            f"there are {len(s.weights)}. Use one or two outputs."
        )
    if s.activation not in ACTIVATIONS_BY_HAND:
        raise BadStep(f"By hand use {', '.join(ACTIVATIONS_BY_HAND)}, not {s.activation!r}.")
    numbers = [*s.inputs, *s.targets, *s.weights, *s.biases, s.learning_rate]
    if not all(np.isfinite(numbers)) or max(map(abs, numbers)) > BIG:
        raise BadStep("Every number must lie between −1000000 and 1000000. Change the odd one.")
    if not 1 <= s.n_steps <= 3:
        raise BadStep(f"Follow 1 to 3 steps by hand, not {s.n_steps}.")
