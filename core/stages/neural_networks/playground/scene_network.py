"""A network as a drawing: every neuron's own picture, joined by its weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.compute.film import Film
from core.figures.film import (
    Axis,
    Dots,
    Heat,
    Panel,
    Segments,
    Spots,
    Texts,
    bytes_of_classes,
    still,
)
from core.neural.data.dataset import Dataset
from core.neural.data.features import feature_formulas
from core.stages.neural_networks.playground.picture import Picture, input_pictures
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.train import NetFrame

CLASS_COLOURS = (4, 0, 2, 1, 3)
"""Two classes have the colours of the scale between them: vermilion for 0, blue for 1."""
MOST_ACROSS, MOST_UP = 0.29, 0.86
"""Half a neuron's width of the gap between layers, and its height of the gap between neurons."""
NAME, HEAD_PX = 0.5, 24
"""Room for the names of the inputs, in gaps between layers, and for those of the layers."""
MOST_BOLD = 8
"""From more neurons in a layer on lines are half as thick."""
MOST_TITLED = 5
"""With more layers than these their names are numbers."""


def class_surface(pictures: Sequence[Picture], *, sharp: bool = False) -> Any:
    """Return the winning classes of all frames in their colours, as strong as they are sure.

    ``sharp`` : all as if they were sure.
    """
    winner = np.stack([picture.winner[::-1] for picture in pictures])
    sure = np.stack([picture.surface[::-1] for picture in pictures]) / 255
    sure = np.ones_like(sure) if sharp else sure
    return bytes_of_classes(np.array(CLASS_COLOURS)[winner], sure)


def network(
    settings: PlaygroundSettings, film: Film[NetFrame], data: Dataset, width: int, px: Size
) -> Panel:
    """Draw inputs, hidden neurons and output as what they say over the plane, and the weights.

    width : in twelfths. Neurons and weights are named: they are hovered, focused and picked.
    """
    formulas = feature_formulas(settings.features, settings.formulas)
    pictures = [frame.picture for frame in film.frames if frame.picture is not None]
    sizes = layer_sizes(film)
    tallest, end = max(sizes), len(sizes) - 1
    box = _box_of(tallest, end, px)
    inputs, _ = input_pictures(data, formulas)
    columns = [inputs, *(np.stack([p.neurons[i] for p in pictures]) for i in range(end - 1))]
    names = [_input_name(text) for text in formulas]
    layers: list[Any] = [_weights(film, box, names)]
    for column, values in enumerate(columns):
        for place, y in enumerate(heights(sizes[column])):
            own = values[place][::-1] if values.ndim == 3 else values[:, place, ::-1]
            extent = _around(column, y, box)
            layers.append(Heat(own, extent, "diverging", name="part of its largest", smooth=True))
    layers += _output(pictures, data, end, box, sizes[-1])
    titles = ("inputs", *(f"layer {i}" for i in range(1, end)), "output")
    if end > MOST_TITLED:
        titles = ("in", *(str(i) for i in range(1, end)), "out")
    layers += [
        Texts(np.full(sizes[0], -box.across - NAME / 2), np.array(heights(sizes[0])),
              tuple(names), 11),
        Texts(np.arange(end + 1, dtype=float), np.full(end + 1, tallest / 2 + 0.5 * box.head),
              titles, 11),
        _spots(film, box, names),
    ]  # fmt: skip
    return Panel(
        "Every neuron, every weight",
        Axis("", -box.across - NAME, end + box.across + 0.05),
        Axis("", -tallest / 2 - 0.05, tallest / 2 + box.head),
        tuple(layers),
        width=width,
        height_px=px.height,
        ratio=px.width / px.height,
        plain=True,
        pick="network",
        sets=True,
        note="Each square: what its neuron says over the plane; blue is positive, orange negative. "
        "Point at one to see it in large, at a line for its weight; click to set it.",
        alt="The network: blue lines are positive weights, dashed orange ones negative, thicker "
        "ones stronger; each neuron shows its own output over the plane. Arrow keys move between "
        "neurons and weights, Enter opens one",
    )


@dataclass(frozen=True)
class Size:
    """How large the drawing is on a usual screen: there the neurons are square."""

    width: int
    height: int


@dataclass(frozen=True)
class _Box:
    """Half of a neuron's picture and the room above all of them, in units of the axes."""

    across: float
    up: float
    head: float


def _box_of(tallest: int, end: int, px: Size) -> _Box:
    """Return as large a square as the gaps leave room for lines."""
    column = px.width / (end + NAME + 2 * MOST_ACROSS)
    row = (px.height - HEAD_PX) / (tallest + 0.05)
    side = min(2 * MOST_ACROSS * column, MOST_UP * row)
    return _Box(side / column / 2, side / row / 2, HEAD_PX / row)


def layer_sizes(film: Film[NetFrame]) -> list[int]:
    """Return the number of inputs, of neurons of every hidden layer, and of outputs."""
    weights = film.frames[0].weights
    return [len(weights[0]), *(w.shape[1] for w in weights)]


def heights(width: int) -> list[float]:
    """Return where the neurons of a layer stand, one apart, around 0, the first on top."""
    return [(width - 1) / 2 - place for place in range(width)]


def _around(column: float, y: float, box: _Box) -> tuple[float, float, float, float]:
    return (column - box.across, column + box.across, y - box.up, y + box.up)


def neuron_name(layer: int, unit: int, n_layers: int) -> str:
    """Return what a neuron is called; ``layer`` counts hidden layers from 0, then the output."""
    return f"output {unit + 1}" if layer == n_layers else f"layer {layer + 1}, neuron {unit + 1}"


def _spots(film: Film[NetFrame], box: _Box, names: Sequence[str]) -> Spots:
    """Return all neurons by layer, the inputs last: what a click finds, with its bias."""
    sizes = layer_sizes(film)
    places = [(i + 1, y) for i, n in enumerate(sizes[1:]) for y in heights(n)]
    places += [(0, y) for y in heights(sizes[0])]
    column, y = np.array(places, float).T
    biases = np.stack([np.concatenate(frame.biases) for frame in film.frames])
    labels = [
        neuron_name(i, unit, len(sizes) - 2) for i, n in enumerate(sizes[1:]) for unit in range(n)
    ]
    unknown = np.full((len(biases), sizes[0]), np.nan)
    return Spots(
        column - box.across, y - box.up, column + box.across, y + box.up,
        np.hstack([biases, unknown]), (*labels, *(f"input {name}" for name in names)), "bias",
        "neurons",
    )  # fmt: skip


def _output(
    pictures: Sequence[Picture], data: Dataset, column: int, box: _Box, n_outputs: int
) -> list[Any]:
    """Return what the output says, in small; several outputs are dots in their class's colour."""
    if n_outputs == 1:
        small = np.stack([picture.surface[::-2, ::2] for picture in pictures])
        low, high = pictures[0].low, pictures[0].high
        extent = _around(column, 0.0, box)
        return [Heat(small, extent, "diverging", low, high, "says here", smooth=True)]
    names = tuple(f"class {name}" for name in data.classes)
    at = np.array(heights(n_outputs))
    colours = np.array(CLASS_COLOURS[:n_outputs])
    return [Dots(np.full(n_outputs, float(column)), at, colours, 1, 7.0, "output", names)]


def _input_name(formula: str) -> str:
    return formula.replace("**2", "²").replace("*", "").replace("x1", "x₁").replace("x2", "x₂")[:9]


def _weights(film: Film[NetFrame], box: _Box, names: Sequence[str]) -> Segments:
    """Return all weights of the film against one measure, so that one sees them grow."""
    x0, y0, x1, y1, labels = [], [], [], [], []
    end = len(film.frames[0].weights)
    for column, weights in enumerate(film.frames[0].weights):
        n_in, n_out = weights.shape
        for i, start in enumerate(heights(n_in)):
            for j, stop in enumerate(heights(n_out)):
                x0.append(column + box.across)
                y0.append(start)
                x1.append(column + 1 - box.across)
                y1.append(stop)
                before = names[i] if column == 0 else f"{column}.{i + 1}"  # layer.neuron
                after = f"neuron {column + 1}.{j + 1}" if column + 1 < end else f"output {j + 1}"
                labels.append(f"weight {before} → {after}")
    flat = np.stack([np.concatenate([w.ravel() for w in frame.weights]) for frame in film.frames])
    scale = max(1.25 * float(np.median(np.abs(flat).max(axis=1))), 1e-6)
    shown = np.clip(flat / scale, -1e6, 1e6)
    return Segments(
        still(x0), still(y0), still(x1), still(y1), shown,
        4.0 if max(layer_sizes(film)) <= MOST_BOLD else 2.0, name="weights", scale=scale,
        labels=tuple(labels),
    )  # fmt: skip
