"""One training step of a tiny network, number by number, with every formula filled in.

Two inputs, two hidden neurons, one or two outputs; one bias per layer, as in the worked example
that is the default: M. Mazur, "A Step by Step Backpropagation Example" (2015), whose biases are
not updated. Error: E = Σ ½ (target − out)². Names: i1 i2 inputs, w1.. weights, h1 h2, o1 o2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.compute.film import Film, record
from core.errors import PlaygroundError
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
from core.stages.neural_networks.one_step.settings import (
    ACTIVATIONS_BY_HAND,
    NAMED_WEIGHTS,
    ByHandSettings,
)

BIG = 1e6


class BadStep(PlaygroundError):
    """Numbers that cannot be followed by hand."""


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


def by_hand_film(settings: ByHandSettings) -> Film[ByHandFrame]:
    """Return one frame per number."""
    return record(run_by_hand(settings))


def run_by_hand(settings: ByHandSettings) -> Iterator[ByHandFrame]:
    """Yield the given numbers, then one frame per computed number."""
    check(settings)
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


def check(s: ByHandSettings) -> None:
    """Raise `BadStep` for numbers that cannot be followed."""
    if s.outputs not in ("1", "2"):
        raise BadStep(f"Use one or two outputs, not {s.outputs}.")
    if s.activation not in ACTIVATIONS_BY_HAND:
        raise BadStep(f"By hand use {', '.join(ACTIVATIONS_BY_HAND)}, not {s.activation!r}.")
    numbers = [*s.inputs, *s.targets, *s.weights, *s.biases, s.learning_rate]
    if not all(np.isfinite(numbers)) or max(map(abs, numbers)) > BIG:
        raise BadStep("Every number must lie between −1000000 and 1000000. Change the odd one.")
    if not 1 <= s.n_steps <= 3:
        raise BadStep(f"Follow 1 to 3 steps by hand, not {s.n_steps}.")
