"""What the network got right on points it never saw: a count of classes, or a scatter."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.compute.film import Film
from core.figures.curves import around
from core.figures.film import Axis, Dots, Heat, Line, Panel, Texts, told_of
from core.neural.data.dataset import Dataset
from core.stages.neural_networks.playground.train import NetFrame

MOST_POINTS = 120


def outcome(film: Film[NetFrame], data: Dataset, height_px: int) -> Panel:
    """Draw predicted against true of the test points."""
    told = _scatter(film, data) if data.task == "regression" else _confusion(film, data)
    title, x, y, layers, alt = told
    return Panel(title, x, y, layers, width=4, height_px=height_px, square=True, alt=alt)


def counts(film: Film[NetFrame], data: Dataset) -> Any:
    """Return (n_frames, n_classes, n_classes): test points by true (rows) and predicted class."""
    k = data.n_classes
    found = np.zeros((len(film.frames), k, k), np.int64)
    for i, frame in enumerate(film.frames):
        np.add.at(found[i], (data.y_test, frame.predicted.astype(np.int64)), 1)
    return found


def _confusion(film: Film[NetFrame], data: Dataset) -> Any:
    found, k = counts(film, data), data.n_classes
    places = np.arange(k)
    x, y = np.tile(places, k).astype(float), np.repeat(k - 1 - places, k).astype(float)
    texts = tuple(tuple(str(n) for n in table.ravel()) for table in found)
    largest = max(int(found.max()), 1)
    names = [name[:8] for name in data.classes]
    return (
        "Test points, true and predicted",
        Axis("predicted class", -0.5, k - 0.5, tuple((float(i), names[i]) for i in places)),
        Axis("true class", -0.5, k - 0.5, tuple((float(k - 1 - i), names[i]) for i in places)),
        (
            Heat((found * 150 // largest).astype(np.uint8), (-0.5, k - 0.5, -0.5, k - 0.5),
                 "sequential", 0, largest * 255 / 150, "points", told=told_of(found)),
            Texts(x, y, texts, 13, colour=-4, bold=True),
        ),
        "How many test points of each true class were taken for each class",
    )  # fmt: skip


def _scatter(film: Film[NetFrame], data: Dataset) -> Any:
    true = np.asarray(data.y_test[:MOST_POINTS], float)
    said = np.stack([frame.predicted[:MOST_POINTS] for frame in film.frames])
    low, high = around(data.y_test, 0.25, 1.0)
    return (
        "Test points, true and predicted",
        Axis(f"true {data.names[2]}"[:24], low, high),
        Axis("predicted", low, high),
        (
            Line(np.array([low, high]), np.array([low, high]), -1, 1.5, dash=True),
            Dots(true, np.clip(said, low, high), 0, size=3.0, name="test"),
        ),
        "Predicted against true numbers of the test points; on the dashed line they agree",
    )
