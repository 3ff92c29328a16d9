"""The chance of class 1 over the plane, pale enough for points of the same colour to stand out."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.contours import crossings
from core.figures.film import Heat, Line, Segments
from core.stages.supervised.how_it_learns.data import HIGH, LOW

COLOURS = np.array((4, 0))
"""Class 0 is vermilion, class 1 blue: the ends of the scale between them."""
SYMBOLS = np.array((0, 2))
"""Class 0 is a disc, class 1 a triangle, as in the drawing."""
PALE = 0.6
"""How much of the colour scale is used."""
COARSE = 2
"""A contour looks at every second shade: half as much to send."""


def chances(shades: Any, *, smooth: bool = False) -> Heat:
    """Return chances (n_frames, height, width), 0 to 255 for 0 to 1, as a pale picture."""
    pale = np.round(127.5 + PALE * (shades.astype(float) - 127.5)).astype(np.uint8)
    low, high = 0.5 - 0.5 / PALE, 0.5 + 0.5 / PALE
    box = (LOW, HIGH, LOW, HIGH)
    return Heat(pale, box, "diverging", low, high, "chance of class 1", smooth=smooth)


def straight(
    weights: Any, level: float, name: str, *, width: float = 1.4, dash: bool = False
) -> Line:
    """Return the line w1 x1 + w2 x2 + b = level within the picture, for weights (n_frames, 3).

    Nothing is drawn where there is no such line.
    """
    length = np.maximum(np.linalg.norm(weights[:, :2], axis=1), 1e-12)[:, None]
    unit = weights[:, :2] / length
    foot = unit * (level - weights[:, 2:]) / length
    along = np.column_stack([-unit[:, 1], unit[:, 0]])
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.sort([(LOW - foot) / along, (HIGH - foot) / along], axis=0)
    begin, end = np.fmax(*ends[0].T), np.fmin(*ends[1].T)
    seen = (begin < end) & (length[:, 0] > 1e-9)
    way = np.where(seen, [begin, end], np.nan).T[..., None]
    places = foot[:, None, :] + np.where(np.isfinite(way), way, np.nan) * along[:, None, :]
    return Line(places[..., 0], places[..., 1], 6, width, dash, name=name)


def contour(shades: Any, level: float, name: str, width: float) -> tuple[Line, Segments]:
    """Return where shades (n_frames, height, width), first row at the top, cross ``level``.

    The line has no points: it stands for the pieces in the legend.
    """
    values = shades[:, ::COARSE, ::COARSE].astype(float) - level
    half = (HIGH - LOW) / shades.shape[2] / 2
    at = np.linspace(LOW + half, HIGH - half, shades.shape[2])[::COARSE]
    x, y = np.meshgrid(at, at[::-1])
    frames = [crossings(one, x, y) for one in values]
    ends = np.full((len(frames), max(1, *map(len, frames)), 4), np.nan)
    for i, found in enumerate(frames):
        ends[i, : len(found)] = found
    x0, y0, x1, y1 = np.moveaxis(ends, 2, 0)
    pieces = Segments(x0, y0, x1, y1, np.ones(ends.shape[1]), width, colour=6)
    return Line(np.full(2, np.nan), np.full(2, np.nan), 6, name=name), pieces
