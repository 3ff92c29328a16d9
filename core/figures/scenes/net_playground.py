"""The neural playground: boundary, neurons, weights, losses and bent spaces, moving together."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from core.figures.blocks import Block, Moving
from core.figures.film import (
    Axis,
    Dots,
    FilmPicture,
    Heat,
    Line,
    Panel,
    Readout,
    Segments,
    Texts,
    bytes_of_classes,
    still,
)
from core.film import Film
from core.neural.dataset import Dataset, make_dataset
from core.neural.features import feature_formulas
from core.neural.picture import input_pictures
from core.neural.settings import PlaygroundSettings
from core.neural.train import NetFrame
from core.neural.why import why

TALL_PX, LOW_PX = 330, 190
MOST_DRAWN = 300
NEURON = 0.62
"""The side of a neuron's picture, where neurons of a layer are 1 apart."""
TWO_COLOURS = (4, 0)
"""Two classes have the colours of the scale between them: vermilion for 0, blue for 1."""


def draw(settings: PlaygroundSettings, film: Film[NetFrame]) -> tuple[Block, ...]:
    """Draw the boundary with its points, the net, loss and score, and every layer's space."""
    data = film.last.data or _data(settings)
    panels = (
        _boundary(settings, film, data),
        _network(settings, film, data),
        _losses(settings, film),
        _scores(film, data),
        *_spaces(film, data),
    )
    last = film.last
    alt = (
        f"A network of {len(settings.layers)} hidden layers after {last.epoch} epochs: training "
        f"loss {last.train_loss:.3g}, test loss {last.test_loss:.3g}"
    )
    picture = FilmPicture(
        "net",
        f"{hash(settings)}",
        panels,
        np.array([frame.epoch for frame in film.frames]),
        alt,
        unit="epoch",
        readouts=_readouts(film, data),
        file_name="network.html",
        title="A neural network learns",
    )
    return (Moving(picture),)


def notice(settings: PlaygroundSettings, film: Film[NetFrame]) -> str:
    """Say which rule fired at the end of the film, with its numbers."""
    return why(film.frames, settings).sentence


@lru_cache(maxsize=32)
def _data(settings: PlaygroundSettings) -> Dataset:
    return make_dataset(settings.data)


def _boundary(settings: PlaygroundSettings, film: Film[NetFrame], data: Dataset) -> Panel:
    (x0, x1), (y0, y1) = data.ranges
    pictures = [frame.picture for frame in film.frames if frame.picture is not None]
    surface = np.stack([picture.surface[::-1] for picture in pictures])
    several = data.task == "classification" and data.n_classes > 2
    if several:
        winner = np.stack([picture.winner[::-1] for picture in pictures])
        surface = bytes_of_classes(winner, surface / 255)
    heat = Heat(
        surface,
        (x0, x1, y0, y1),
        "classes" if several else "diverging",
        pictures[0].low,
        pictures[0].high,
        "says",
        smooth=not several,
    )
    train, test = _points(data, data.X_train, data.y_train), _points(data, data.X_test, data.y_test)
    return Panel(
        "What the network says",
        Axis(settings.data.x1 or "x₁", x0, x1),
        Axis(settings.data.x2 or "x₂", y0, y1),
        (
            heat,
            Dots(*train, size=3.6, name="training"),
            Dots(test[0], test[1], test[2], symbol=2, size=3.4, name="test"),
        ),
        width=5,
        height_px=TALL_PX,
        square=True,
        alt="Points and the network's answer everywhere: discs are training, triangles test points",
    )


def _points(data: Dataset, X: Any, y: Any) -> tuple[Any, Any, Any]:
    """Return x, y and colour of at most 300 points: their class, or the half of the range."""
    X, y = X[:MOST_DRAWN], np.asarray(y)[:MOST_DRAWN]
    if data.task == "regression":
        colour = np.where(y > np.median(data.y_train), TWO_COLOURS[1], TWO_COLOURS[0])
    elif data.n_classes == 2:
        colour = np.array(TWO_COLOURS)[y.astype(int)]
    else:
        colour = y.astype(int)
    return X[:, 0], X[:, 1], colour


def _network(settings: PlaygroundSettings, film: Film[NetFrame], data: Dataset) -> Panel:
    """Every neuron's own picture, joined by the weights between them."""
    formulas = feature_formulas(settings.features, settings.formulas)
    first = film.frames[0]
    widths = [len(formulas), *(len(scale) for scale in _scales(first))]
    tallest = max(widths)
    inputs, _ = input_pictures(data, formulas)
    pictures = [frame.picture for frame in film.frames if frame.picture is not None]
    columns = [
        inputs,
        *(np.stack([p.neurons[i] for p in pictures]) for i in range(len(widths) - 1)),
    ]
    layers: list[Any] = [_weights(film, widths)]
    for column, (width, values) in enumerate(zip(widths, columns, strict=True)):
        for place, y in enumerate(_heights(width)):
            own = values[place][::-1] if values.ndim == 3 else values[:, place, ::-1]
            half = NEURON / 2
            box = (column - half * 0.62, column + half * 0.62, y - half, y + half)
            layers.append(Heat(own, box, "diverging", name="output"))
    words = [_input_name(text) for text in formulas]
    above = tallest / 2 + 0.1
    layers.append(
        Texts(
            np.full(len(words), -0.42),
            np.array(_heights(len(words))),
            tuple(words),
            size=11,
        )
    )
    names = ("inputs", *(f"layer {i + 1}" for i in range(len(widths) - 1)), "output")
    layers.append(
        Texts(np.arange(len(names), dtype=float), np.full(len(names), above), names, size=11)
    )
    return Panel(
        "Every neuron, and the weights between them",
        Axis("", -0.75, len(widths) + 0.35),
        Axis("", -tallest / 2 - 0.15, tallest / 2 + 0.4),
        tuple(layers),
        width=7,
        height_px=TALL_PX,
        plain=True,
        alt="The network: blue lines are positive weights, dashed orange ones negative, thicker "
        "ones stronger; each neuron shows its own output over the plane",
    )


def _scales(frame: NetFrame) -> tuple[Any, ...]:
    return () if frame.picture is None else frame.picture.scales


def _heights(width: int) -> list[float]:
    """Return where the neurons of a layer stand, one apart, around 0, the first on top."""
    return [(width - 1) / 2 - place for place in range(width)]


def _input_name(formula: str) -> str:
    return formula.replace("**2", "²").replace("*", "").replace("x1", "x₁").replace("x2", "x₂")[:9]


def _weights(film: Film[NetFrame], widths: list[int]) -> Segments:
    """Return all weights of the film, each frame's by size against the largest of that frame."""
    x0, y0, x1, y1 = [], [], [], []
    for column, weights in enumerate(film.frames[0].weights):
        n_in, n_out = weights.shape
        for start in _heights(n_in):
            for end in _heights(n_out):
                x0.append(column + 0.2)
                y0.append(start)
                x1.append(column + 0.8)
                y1.append(end)
    flat = np.stack([np.concatenate([w.ravel() for w in frame.weights]) for frame in film.frames])
    largest = np.maximum(np.abs(flat).max(axis=1, keepdims=True), 1e-12)
    return Segments(still(x0), still(y0), still(x1), still(y1), flat / largest, thickest=4.0)


def _losses(settings: PlaygroundSettings, film: Film[NetFrame]) -> Panel:
    epochs = np.array([frame.epoch for frame in film.frames], float)
    train = np.array([frame.train_loss for frame in film.frames])
    test = np.array([frame.test_loss for frame in film.frames])
    return Panel(
        "Loss",
        Axis("epoch", 0, settings.n_epochs, auto=True),
        Axis("loss (log scale)", 0.001, 1, log=True, auto=True),
        (
            Line(epochs, np.maximum(train, 1e-12), colour=0, grows=True, name="training"),
            Line(epochs, np.maximum(test, 1e-12), colour=1, dash=True, grows=True, name="test"),
        ),
        width=6,
        height_px=LOW_PX,
        alt="Training and test loss by epoch",
    )


def _scores(film: Film[NetFrame], data: Dataset) -> Panel:
    epochs = np.array([frame.epoch for frame in film.frames], float)
    name = "accuracy" if data.task == "classification" else "R²"
    low = 0.0 if data.task == "classification" else -1.0
    lines = (
        Line(epochs, _series(film, "train_score"), colour=0, grows=True, name="training"),
        Line(epochs, _series(film, "test_score"), colour=1, dash=True, grows=True, name="test"),
    )
    return Panel(
        name[0].upper() + name[1:],
        Axis("epoch", 0, 1, auto=True),
        Axis(name, low, 1.02),
        lines,
        width=6,
        height_px=LOW_PX,
        alt=f"Training and test {name} by epoch",
    )


def _spaces(film: Film[NetFrame], data: Dataset) -> tuple[Panel, ...]:
    """One panel a hidden layer: where it puts the training points."""
    pictures = [frame.picture for frame in film.frames if frame.picture is not None]
    n_layers = len(pictures[0].bent)
    panels = []
    for i in range(n_layers):
        bent = np.stack([picture.bent[i] for picture in pictures])
        shown = bent.shape[1]
        colour = _points(data, data.X_train, data.y_train)[2][:shown]
        shown = len(colour)
        half = max(float(np.nanmax(np.abs(bent))), 0.1) * 1.05
        share = pictures[-1].bent_share[i]
        panels.append(
            Panel(
                f"Layer {i + 1} bends the plane",
                Axis(f"main direction ({share:.0%} shown)", -half, half),
                Axis("second direction", -half, half),
                (Dots(bent[:, :shown, 0], bent[:, :shown, 1], colour, size=3.0),),
                width=max(12 // max(n_layers, 3), 3),
                height_px=LOW_PX + 20,
                square=True,
                alt=f"The training points as hidden layer {i + 1} sees them",
            )
        )
    return tuple(panels)


def _series(film: Film[NetFrame], name: str) -> Any:
    return np.array([getattr(frame, name) for frame in film.frames], float)


def _readouts(film: Film[NetFrame], data: Dataset) -> tuple[Readout, ...]:
    percent = data.task == "classification"
    score = "accuracy" if percent else "R²"
    return (
        Readout("training loss", _series(film, "train_loss"), 4),
        Readout("test loss", _series(film, "test_loss"), 4),
        Readout(f"training {score}", _series(film, "train_score"), 3, percent),
        Readout(f"test {score}", _series(film, "test_score"), 3, percent),
        Readout("learning rate", _series(film, "learning_rate"), 4),
    )
