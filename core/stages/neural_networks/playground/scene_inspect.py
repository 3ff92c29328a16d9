"""Below the neural playground: any neuron's formula, a weight to set by hand, the net as a file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from core.compute.film import Film
from core.figures.deeds import Beside, Button, Download, Effect, Field, Fold, Form, Formula, Small
from core.neural.data.features import feature_formulas
from core.params import Choice, Param
from core.stages.neural_networks.playground.places import (
    BIAS,
    Inspected,
    WeightEdit,
    write_edit,
    write_inspected,
)
from core.stages.neural_networks.playground.reading import (
    network_part,
    neuron_latex,
    weights_json,
)
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.train import NetFrame
from core.wording import counted

MOST_WEIGHT = 1e4
DIGITS = 4
"""Of a weight, as it is offered to be changed."""
PER_LINE = 4
PRESSES = 50
"""Of a field's buttons, from 0 to the largest weight of a neuron."""


def picked(settings: PlaygroundSettings, film: Film[NetFrame], click: Any) -> Effect:
    """Look into the weight or the neuron that was clicked, or set it to what was typed."""
    found = network_part(film.last, click.of, click.index)
    if found is None:
        return {}
    if click.value is not None:
        fixed = found.row == BIAS and not settings.has_bias(found.layer)
        return {} if fixed else _set(found, click.value)
    return _look(replace(found, epoch=click.step))


def operate(settings: PlaygroundSettings, film: Film[NetFrame], _table: Any) -> tuple[Fold]:
    """Return what can be looked into and set: folded away until a neuron or a weight is clicked."""
    shown, at = _at_epoch(settings, film), _inside(settings, film)
    file = Download(
        "The network as a file",
        "network.json",
        lambda: weights_json(settings, film.last),
        "application/json",
    )
    items = (
        Small("Click a line or a neuron in the picture, or choose here."),
        Beside(_neuron(settings, shown, at)),
        *_formula(settings, shown, at),
        Beside(_weight(settings, shown, at), bottom=True),
        Small("A film begins with this weight; a live run goes on with it."),
        file,
    )
    opened = settings.inspect is not None
    key = f"inspect_{write_inspected(at).replace(' ', '_')}" if opened else "inspect"
    label = "Look into a neuron, set a weight"
    return (Fold(key, label, items, icon=":material/function:", opened=opened),)


def _look(at: Inspected) -> Effect:
    return {"inspect": write_inspected(at)}


def _set(at: Inspected, value: Any) -> Effect:
    """Set a weight, or the bias, within what a learner may set it to."""
    within = min(max(float(value), -MOST_WEIGHT), MOST_WEIGHT)
    return {"edit": write_edit(WeightEdit(at.layer, at.row, at.unit, within))}


def _at_epoch(settings: PlaygroundSettings, film: Film[NetFrame]) -> NetFrame:
    """Return the frame that was clicked, or the last."""
    asked = settings.inspect
    if asked is None or asked.epoch < 0:
        return film.last
    return min(film.frames, key=lambda frame: abs(frame.epoch - asked.epoch))


def _inside(settings: PlaygroundSettings, film: Film[NetFrame]) -> Inspected:
    """Return what is looked into, within the network as it is; its first neuron at first."""
    asked, weights = settings.inspect or Inspected(0, 0), film.last.weights
    layer = min(asked.layer, len(weights) - 1)
    n_rows, n_units = weights[layer].shape
    lowest = BIAS if settings.has_bias(layer) else 0
    row = min(max(asked.row, lowest), n_rows - 1)
    return replace(asked, layer=layer, unit=min(asked.unit, n_units - 1), row=row)


def _neuron(settings: PlaygroundSettings, shown: NetFrame, at: Inspected) -> tuple[Field, ...]:
    """Return the controls that choose a neuron."""
    names = [*(f"Layer {i + 1}" for i in range(len(settings.layers))), "Output"]
    choices = tuple(Choice(str(place), name) for place, name in enumerate(names))
    layer = Param("layer", "Of", "choice", "0", choices=choices)
    n_units = shown.weights[at.layer].shape[1]
    unit = Param("unit", "Neuron", "int", 1, low=1, high=n_units, typed=True)
    of = Field(
        "layer", layer, str(at.layer), lambda name: _look(Inspected(int(name), 0, epoch=at.epoch))
    )
    which = Field("unit", unit, at.unit + 1, lambda number: _look(replace(at, unit=number - 1)))
    return (of, which) if n_units > 1 else (of,)


def _formula(
    settings: PlaygroundSettings, shown: NetFrame, at: Inspected
) -> tuple[Formula | Small, ...]:
    said = "its sum" if at.layer == len(settings.layers) else "its output"
    before = f"the outputs of layer {at.layer}, its neurons a₁, a₂, …" if at.layer else "the inputs"
    when = counted(shown.epoch, "epoch")
    told = f"{said.capitalize()} after {when}, from {before}."
    return Formula(_lines(neuron_latex(settings, shown, at.layer, at.unit))), Small(told)


def _lines(latex: str) -> str:
    r"""Break a long sum after every fourth term; a formula in braces stays whole."""
    terms = re.split(r" (?=[+-] )(?![^{}]*\})", latex)
    if len(terms) <= PER_LINE + 1:
        return latex
    rows = [" ".join(terms[i : i + PER_LINE]) for i in range(0, len(terms), PER_LINE)]
    return r"\begin{gathered}" + r" \\ ".join(rows) + r"\end{gathered}"


def _weight(
    settings: PlaygroundSettings, shown: NetFrame, at: Inspected
) -> tuple[Field | Form | Button, ...]:
    """Return the controls that set one weight, or the bias, of the neuron."""
    weights = shown.weights[at.layer][:, at.unit]
    formulas = feature_formulas(settings.features, settings.formulas)
    names = list(formulas) if at.layer == 0 else [f"a{i + 1}" for i in range(len(weights))]
    choices = tuple(Choice(str(row), name) for row, name in enumerate(names))
    bias = (Choice(str(BIAS), "the bias"),) if settings.has_bias(at.layer) else ()
    which = Param("row", "Weight of", "choice", "0", choices=(*choices, *bias))
    of = Field("row", which, str(at.row), lambda row: _look(replace(at, row=int(row))))
    undo = (Button("undo", "Undo", {"edit": ""}, quiet=True),) if settings.edit is not None else ()
    return of, _number([*weights, shown.biases[at.layer][at.unit]], at), *undo


def _number(own: list[float], at: Inspected) -> Form:
    """Return the field for a weight's number: ``own`` are all of the neuron, the bias last."""
    now = float(f"{own[at.row]:.{DIGITS}g}")
    step = float(f"{max(map(abs, own)) / PRESSES:.0e}") or None
    value = Param("value", "Value", "float", now, step=step)
    key = f"set_{write_inspected(replace(at, epoch=-1)).replace(' ', '_')}"
    return Form(key, (value,), "Set it", lambda values: _set(at, values["value"]))
