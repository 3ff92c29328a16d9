"""A network as a drawing: every neuron's own picture, joined by its weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.figures.film import Axis, Dots, Heat, Panel, Segments, Texts, bytes_of_classes, still
from core.film import Film
from core.neural.dataset import Dataset
from core.neural.features import feature_formulas
from core.neural.picture import Picture, input_pictures
from core.neural.settings import PlaygroundSettings
from core.neural.train import NetFrame

CLASS_COLOURS = (4, 0, 2, 1, 3)
"""Two classes have the colours of the scale between them: vermilion for 0, blue for 1."""
NEURON = 0.62
"""The side of a neuron's picture, where neurons of a layer are 1 apart."""
USUAL_PX = 420
"""How wide the drawing is on a usual screen: there the neurons are square."""


def class_surface(pictures: Sequence[Picture], step: int = 1) -> Any:
    """Return the winning classes of all frames in their colours, as strong as they are sure."""
    winner = np.stack([picture.winner[::-step, ::step] for picture in pictures])
    sure = np.stack([picture.surface[::-step, ::step] for picture in pictures]) / 255
    return bytes_of_classes(np.array(CLASS_COLOURS)[winner], sure)


def network(
    settings: PlaygroundSettings, film: Film[NetFrame], data: Dataset, height_px: int
) -> Panel:
    """Draw inputs, hidden neurons and output as what they say over the plane, and the weights."""
    formulas = feature_formulas(settings.features, settings.formulas)
    pictures = [frame.picture for frame in film.frames if frame.picture is not None]
    widths = [len(formulas), *(len(scale) for scale in pictures[0].scales)]
    n_outputs = film.frames[0].weights[-1].shape[1]
    tallest, end = max(*widths, n_outputs), len(widths)
    inputs, _ = input_pictures(data, formulas)
    columns = [
        inputs,
        *(np.stack([p.neurons[i] for p in pictures]) for i in range(len(widths) - 1)),
    ]
    slim = min(0.5, (height_px / (tallest + 0.5)) / (USUAL_PX / (end + 1.1)))
    layers: list[Any] = [_weights(film)]
    for column, values in enumerate(columns):
        for place, y in enumerate(heights(widths[column])):
            own = values[place][::-1] if values.ndim == 3 else values[:, place, ::-1]
            layers.append(Heat(own, _box(column, y, slim), "diverging", name="part of its largest"))
    layers += _output(pictures, data, end, slim, n_outputs)
    names = ("inputs", *(f"layer {i}" for i in range(1, end)), "output")
    above = np.full(end + 1, tallest / 2 + 0.1)
    words = tuple(_input_name(text) for text in formulas)
    layers += [
        Texts(np.full(len(words), -0.42), np.array(heights(len(words))), words, 11),
        Texts(np.arange(end + 1, dtype=float), above, names, 11),
    ]
    return Panel(
        "Every neuron, and the weights between them",
        Axis("", -0.75, end + 0.35),
        Axis("", -tallest / 2 - 0.1, tallest / 2 + 0.4),
        tuple(layers),
        width=7,
        height_px=height_px,
        plain=True,
        alt="The network: blue lines are positive weights, dashed orange ones negative, thicker "
        "ones stronger; each neuron shows its own output over the plane",
    )


def heights(width: int) -> list[float]:
    """Return where the neurons of a layer stand, one apart, around 0, the first on top."""
    return [(width - 1) / 2 - place for place in range(width)]


def _box(column: float, y: float, slim: float) -> tuple[float, float, float, float]:
    half = NEURON / 2
    return (column - half * slim, column + half * slim, y - half, y + half)


def _output(
    pictures: Sequence[Picture], data: Dataset, column: int, slim: float, n_outputs: int
) -> list[Any]:
    """Return what the output says, in small; several outputs are dots in their class's colour."""
    if n_outputs == 1:
        small = np.stack([picture.surface[::-2, ::2] for picture in pictures])
        low, high = pictures[0].low, pictures[0].high
        return [Heat(small, _box(column, 0.0, slim), "diverging", low, high, "output")]
    names = tuple(f"class {name}" for name in data.classes)
    at = np.array(heights(n_outputs))
    colours = np.array(CLASS_COLOURS[:n_outputs])
    return [Dots(np.full(n_outputs, float(column)), at, colours, 1, 7.0, "output", names)]


def _input_name(formula: str) -> str:
    return formula.replace("**2", "²").replace("*", "").replace("x1", "x₁").replace("x2", "x₂")[:9]


def _weights(film: Film[NetFrame]) -> Segments:
    """Return all weights of the film against one measure, so that one sees them grow."""
    x0, y0, x1, y1 = [], [], [], []
    for column, weights in enumerate(film.frames[0].weights):
        n_in, n_out = weights.shape
        for start in heights(n_in):
            for end in heights(n_out):
                x0.append(column + 0.2)
                y0.append(start)
                x1.append(column + 0.8)
                y1.append(end)
    flat = np.stack([np.concatenate([w.ravel() for w in frame.weights]) for frame in film.frames])
    scale = max(1.25 * float(np.median(np.abs(flat).max(axis=1))), 1e-6)
    shown = np.clip(flat / scale, -1e6, 1e6)
    return Segments(
        still(x0), still(y0), still(x1), still(y1), shown, 4.0, name="weight", scale=scale
    )
