"""The neural playground: boundary, neurons, weights, losses and bent spaces, moving together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from core.compute.film import Film
from core.figures.blocks import Block, Moving, Words, notes
from core.figures.curves import training_and_test
from core.figures.film import Axis, Dots, FilmPicture, Heat, Panel, Readout
from core.neural.data.dataset import Dataset, make_dataset
from core.stages.neural_networks.playground.scene_network import (
    CLASS_COLOURS,
    Size,
    class_surface,
    layer_sizes,
    network,
)
from core.stages.neural_networks.playground.scene_outcome import outcome
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.train import NetFrame
from core.stages.neural_networks.playground.why import why

TALL_PX, LOW_PX, WIDE_PX = 372, 180, 320
HERO, BESIDE = 7, 5
"""Twelfths for the boundary and for what stands beside it."""
HERO_PX, BESIDE_PX, WHOLE_PX = 386, 271, 674
"""How wide that is on a usual screen."""
MOST_BESIDE = (4, 8)
"""Columns and neurons of a layer of a network that is drawn beside the boundary."""
MOST_DRAWN, HALF = 300, 128
BENT = "The training points as the layer sees them, along the two axes that show most."


def draw(settings: PlaygroundSettings, film: Film[NetFrame]) -> tuple[Block, ...]:
    """Draw boundary and net, then loss, score and outcome, then every layer's space."""
    last = film.last
    data = last.data or _data(settings)
    picture = FilmPicture(
        "net",
        (*_first_row(settings, film, data), *_spaces(film, data)),
        np.array([frame.epoch for frame in film.frames]),
        f"A network of {len(settings.layers)} hidden layers after {last.epoch} epochs: training "
        f"loss {last.train_loss:.3g}, test loss {last.test_loss:.3g}",
        unit="epoch",
        readouts=_readouts(film, data),
        file_name="network.html",
        title="A neural network learns",
    )
    return (Moving(picture), *_chaos(film), *notes(*((data.note,) if data.note else ())))


def _first_row(
    settings: PlaygroundSettings, film: Film[NetFrame], data: Dataset
) -> tuple[Panel, ...]:
    """Return the boundary with the net beside it; a large net stands below, the curves beside."""
    boundary, sizes = _boundary(settings, film, data), layer_sizes(film)
    curves = (_losses(settings, film), _scores(settings, film, data))
    told = outcome(film, data, LOW_PX)
    if len(sizes) <= MOST_BESIDE[0] and max(sizes) <= MOST_BESIDE[1]:
        net = network(settings, film, data, BESIDE, Size(BESIDE_PX, TALL_PX))
        return (boundary, net, *curves, told)
    net = network(settings, film, data, 12, Size(WHOLE_PX, WIDE_PX))
    beside = (replace(curve, width=BESIDE, height_px=LOW_PX - 40) for curve in curves)
    return (replace(boundary, rows=2), *beside, net, replace(told, width=3))


def notice(settings: PlaygroundSettings, film: Film[NetFrame]) -> str:
    """Say which rule fired at the end of the film, with its numbers."""
    return why(film.frames, settings).sentence


def _chaos(film: Film[NetFrame]) -> tuple[Block, ...]:
    """Name a run that nobody can repeat; a live run is not measured."""
    chaos = getattr(film, "chaos", None)
    if chaos is None:
        return ()
    sign = ":material/cyclone:" if chaos.chaotic else ":material/check:"
    return (Words(f"{sign} {chaos.sentence}"),)


@lru_cache(maxsize=32)
def _data(settings: PlaygroundSettings) -> Dataset:
    return make_dataset(settings.data)


def _boundary(settings: PlaygroundSettings, film: Film[NetFrame], data: Dataset) -> Panel:
    (x0, x1), (y0, y1) = data.ranges
    pictures = [frame.picture for frame in film.frames if frame.picture is not None]
    surface = np.stack([picture.surface[::-1] for picture in pictures])
    several, sharp = data.n_classes > 2, "sharp" in settings.show
    if sharp:
        surface = np.where(surface >= HALF, 255, 0).astype(np.uint8)
    names = tuple(data.classes[CLASS_COLOURS.index(i)] if i in CLASS_COLOURS[: data.n_classes]
                  else "" for i in range(max(CLASS_COLOURS) + 1))  # fmt: skip
    heat = Heat(
        class_surface(pictures, sharp=sharp) if several else surface,
        (x0, x1, y0, y1),
        "classes" if several else "diverging",
        pictures[0].low,
        pictures[0].high,
        "" if sharp else _said(data),
        smooth=not several,
        labels=names,
    )
    drawn = [DOTS[part] for part in ("train", "test") if part in settings.show]
    points = (
        Dots(*_points(data, *parts.of(data)), symbol=parts.symbol, size=4.3, name=parts.name,
             labels=_named(data, parts.of(data)[1]))
        for parts in drawn
    )  # fmt: skip
    return Panel(
        "What it says" + ": "[: 2 * len(drawn)] + ", ".join(f"{p.sign} {p.name}" for p in drawn),
        Axis(_axis_name(data, 0) or "x₁", x0, x1),
        Axis(_axis_name(data, 1) or "x₂", y0, y1),
        (heat, *points),
        width=HERO,
        height_px=TALL_PX,
        ratio=HERO_PX / TALL_PX,
        lens=True,
        square=data.ranges[0] == data.ranges[1],
        alt="Points and the network's answer everywhere: discs are training, triangles test points",
    )


def _axis_name(data: Dataset, axis: int) -> str:
    """Return a column's name with what its standardised numbers mean, "" where it is none."""
    if not data.scales:
        return ""
    mean, spread = data.scales[axis]
    return f"{data.names[axis][:24]} (0 is {mean:.4g}, 1 is {spread:.3g} more)"


@dataclass(frozen=True)
class _Part:
    """How the training or the test points are drawn."""

    name: str
    sign: str
    symbol: int

    def of(self, data: Dataset) -> tuple[Any, Any]:
        """Return its points and their targets."""
        if self.name == "test":
            return data.X_test, data.y_test
        return data.X_train, data.y_train


DOTS = {"train": _Part("training", "●", 0), "test": _Part("test", "▲", 2)}


def _said(data: Dataset) -> str:
    return f"{data.names[2]} here" if data.task == "regression" else _sure(data)


def _sure(data: Dataset) -> str:
    return f"chance of class {data.classes[1]}" if data.n_classes == 2 else ""


def _named(data: Dataset, y: Any) -> tuple[str, ...]:
    """Return what each drawn point is, for whoever hovers over it."""
    if data.task == "regression":
        return tuple(f"{data.names[2]} {value:.3g} at" for value in y[:MOST_DRAWN])
    return tuple(f"{data.names[2]} {data.classes[code]} at" for code in y[:MOST_DRAWN])


def _points(data: Dataset, X: Any, y: Any) -> tuple[Any, Any, Any]:
    """Return x, y and colour of at most 300 points: their class, or the half of the range."""
    X, y = X[:MOST_DRAWN], np.asarray(y)[:MOST_DRAWN]
    code = y > np.median(data.y_train) if data.task == "regression" else y
    return X[:, 0], X[:, 1], np.array(CLASS_COLOURS)[code.astype(int)]


def _losses(settings: PlaygroundSettings, film: Film[NetFrame]) -> Panel:
    train, test = (
        np.maximum(film.series(f"{part}_loss", float), 1e-12) for part in ("train", "test")
    )
    return Panel(
        "Loss",
        Axis("epoch", 0, settings.n_epochs, auto=True),
        Axis("loss (log scale)", 0.001, 1, log=True, auto=True),
        training_and_test(
            film.series("epoch", float), np.maximum(train, 1e-12), np.maximum(test, 1e-12)
        ),
        width=4,
        height_px=LOW_PX,
        alt="Training and test loss by epoch",
    )


def _scores(settings: PlaygroundSettings, film: Film[NetFrame], data: Dataset) -> Panel:
    name = "accuracy" if data.task == "classification" else "R²"
    low = 0.0 if data.task == "classification" else -1.0
    train, test = (
        np.maximum(film.series(f"{part}_score", float), low) for part in ("train", "test")
    )
    return Panel(
        name[0].upper() + name[1:],
        Axis("epoch", 0, settings.n_epochs, auto=True),
        Axis(name if low == 0 else "R² (cut off at −1)", low - 0.02, 1.02),
        training_and_test(
            film.series("epoch", float), np.maximum(train, low), np.maximum(test, low)
        ),
        width=4,
        height_px=LOW_PX,
        alt=f"Training and test {name} by epoch",
    )


def _spaces(film: Film[NetFrame], data: Dataset) -> tuple[Panel, ...]:
    """One panel a hidden layer: where it puts the training points."""
    pictures = [frame.picture for frame in film.frames if frame.picture is not None]
    n_layers = len(pictures[0].bent)
    colour = _points(data, data.X_train, data.y_train)[2]
    panels = []
    for i in range(n_layers):
        bent = np.stack([picture.bent[i] for picture in pictures])[:, : len(colour)]
        half = _even(float(np.abs(bent).max(initial=0.1)))
        share = pictures[-1].bent_share[i]
        panels.append(
            Panel(
                f"Layer {i + 1} bends the plane",
                Axis(f"1st axis ({share:.0%})", -half, half, auto=True),
                Axis("2nd axis", -half, half, auto=True),
                (Dots(bent[:, :, 0], bent[:, :, 1], colour[: bent.shape[1]], size=3.0),),
                width=max(12 // max(n_layers, 3), 3),
                height_px=LOW_PX + 20,
                square=True,
                note=BENT if i == n_layers - 1 else "",
                alt=f"The training points as hidden layer {i + 1} sees them",
            )
        )
    return tuple(panels)


def _even(reach: float) -> float:
    """Return a rounded reach, so that the axes of a live run seldom jump."""
    power = 10.0 ** np.floor(np.log10(reach))
    return float(next(step * power for step in (1.25, 2.5, 5.0, 10.0) if step * power >= reach))


def _readouts(film: Film[NetFrame], data: Dataset) -> tuple[Readout, ...]:
    percent = data.task == "classification"
    score = "accuracy" if percent else "R²"
    more = () if percent else (Readout("test RMSE", film.series("test_rmse", float), 3),)
    return (
        Readout("training loss", film.series("train_loss", float), 4),
        Readout("test loss", film.series("test_loss", float), 4),
        Readout(f"training {score}", film.series("train_score", float), 3, percent),
        Readout(f"test {score}", film.series("test_score", float), 3, percent),
        *more,
        Readout("rate", film.series("learning_rate", float), 4),
    )
