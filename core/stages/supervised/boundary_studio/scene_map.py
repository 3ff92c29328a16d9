"""One map: where its model sees which class, how sure it is, and the points it is judged by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.figures.contours import borders
from core.figures.film import Array, Axis, Dots, Heat, Layer, Panel, Texts, bytes_of_classes
from core.figures.theme import short
from core.neural.data.dataset import Dataset
from core.neural.data.labelled import axis_name, class_names, drawn_as
from core.stages.supervised.boundary_studio.run import Board, Map, places
from core.stages.supervised.boundary_studio.settings import StudioSettings

COLOURS, SYMBOLS = (4, 0, 2, 1, 3), (0, 2, 1, 4, 6)
"""Of each class, as in the drawing: disc, triangle, square, diamond, plus."""
SMALL_PX, MIDDLE_PX, LARGE_PX = 224, 330, 470
WIDTHS = {1: 12, 2: 6, 3: 4, 4: 6, 5: 4, 6: 4}
"""Twelfths for each of so many maps."""
MOST_DOTS = 400
"""Of training points and of test points that are drawn; all of them are counted."""
SMALL_DOT, DOT, FEW = 2.6, 3.8, 60
"""How large a dot is where many training points are and where few are; a cross is wider."""
MOST_TITLE = 20
"""Letters of a model's name on a small map: a title of two lines would push its map down."""
PALE, FLAT = 0.62, 0.3
"""How deep a certainty is, so that dots stand out of it; and what has no probability."""
FULL = 0.9995
"""The least probability that is told as 100 %."""


def panel(settings: StudioSettings, board: Board, place: int, *, large: bool, among: int) -> Panel:
    """Return the map of a model with its scores; ``among`` so many small ones."""
    one, data = board.maps[place], board.data
    (x0, x1), (y0, y1) = data.ranges
    width = 12 if large else WIDTHS[max(among, 1)]
    px = LARGE_PX if width == 12 else MIDDLE_PX if width == 6 else SMALL_PX
    names = [axis_name(data, axis) for axis in (0, 1)]
    return Panel(
        _title(board, place, MOST_TITLE if width < 6 else MOST_TITLE * 2),
        Axis(names[0], x0, x1),
        Axis(names[1], y0, y1),
        (
            *_surface(settings, data, one),
            *_dots(settings, data, one, _dot(data, width)),
        ),
        width=width,
        height_px=px,
        square=True,
        plain=width < 12,
        pick=str(place + 1),
        note=_note(board, one),
        alt=f"{board.names[place]}: {_note(board, one)}",
    )


def _dot(data: Dataset, width: int) -> float:
    """Return how large dots are: small ones where many stand on a small map."""
    return SMALL_DOT if width < 6 and len(data.y_train) > FEW else DOT


def _title(board: Board, place: int, most: int) -> str:
    """Return a model's name, with its number where it stands twice, and its test score."""
    one = board.maps[place]
    twice = [other.player.id for other in board.maps].count(one.player.id) > 1
    number = f", {one.player.number}" if twice else ""
    label = short(one.player.label, most - len(number)) + number
    if one.refused:
        return label
    return f"{'★ ' if one in board.leaders else ''}{label}: {one.test.percent}"


def _note(board: Board, one: Map) -> str:
    if one.refused:
        return f"{one.player.setting}. {one.refused}"
    test = one.test
    text = f"{one.player.setting} · training {one.train.percent} · test {test.right} of {test.n}"
    return text if one.sure is not None else f"{text} · no probability, flat colour"


def _surface(settings: StudioSettings, data: Dataset, one: Map) -> tuple[Layer, ...]:
    if one.refused:
        return ()
    colours = tuple(COLOURS[place] for place in drawn_as(settings.data, data))
    (x0, x1), (y0, y1) = data.ranges
    even = 1 / data.n_classes
    sure = np.full(one.winner.shape, FLAT)
    percent = None
    if one.sure is not None:
        sure = PALE * (one.sure - even) / (1 - even)
        percent = np.where(one.sure >= FULL, 100, np.minimum(np.floor(100 * one.sure + 0.5), 99))
        percent = percent.astype(np.uint8)[::-1]
    labels = [""] * (max(COLOURS) + 1)
    for colour, name in zip(colours, class_names(data), strict=True):
        labels[colour] = name
    heat = Heat(
        bytes_of_classes(np.array(colours)[one.winner], sure)[::-1],
        (x0, x1, y0, y1),
        "classes",
        name="no probability" if percent is None else "",
        smooth=not one.player.has_steps,
        labels=tuple(labels),
        told=percent,
    )
    x, y = (axis.reshape(one.winner.shape) for axis in places(data.ranges).T)
    lead = np.ones_like(one.margin) if one.player.has_steps else one.margin
    return heat, borders(one.winner, lead, x, y, "border")


def _dots(settings: StudioSettings, data: Dataset, one: Map, size: float) -> tuple[Layer, ...]:
    """Return training points filled, test points outlined, and a cross on those that are wrong."""
    some = slice(0, MOST_DOTS)
    X, y, names = data.X_test[some], data.y_test[some], class_names(data)
    said = y if one.refused else one.said_test[some]
    learnt = tuple(f"training, {names[k]}, at" for k in data.y_train[some])
    judged = tuple(
        f"test, {names[k]}{_taken(names, k, s)}, at" for k, s in zip(y, said, strict=True)
    )
    wrong = X[y != said]
    crosses = Texts(wrong[:, 0], wrong[:, 1], ("✕",) * len(wrong), 4 * size, bold=True, halo=True)
    filled = _points(settings, data, data.X_train[some], data.y_train[some], learnt)
    outlined = replace(_points(settings, data, X, y, judged), name="test", hollow=True)
    both = (replace(filled, size=size), replace(outlined, size=size))
    return (*both, crosses) if len(wrong) else both


def _taken(names: tuple[str, ...], code: int, said: int) -> str:
    return "" if code == said else f", taken for {names[said]}"


def _points(
    settings: StudioSettings, data: Dataset, X: Array, y: Array, labels: tuple[str, ...]
) -> Dots:
    """Return points in the colour and the shape of their class."""
    place = np.array(drawn_as(settings.data, data))[y]
    colour, symbol = np.array(COLOURS)[place], np.array(SYMBOLS)[place]
    return Dots(X[:, 0], X[:, 1], colour, symbol, DOT, "training", labels)
