"""Where the values of a grid change sign, as short straight pieces."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.film import Array, Segments


def crossings(value: Any, x: Any, y: Any) -> Any:
    """Return x0, y0, x1, y1 of one piece or two in every square whose corners differ in sign.

    value, x, y : (rows, columns), a number at each place. Between two places the sign changes where
    a straight line through both numbers is 0 (marching squares; Lorensen and Cline, 1987).
    """
    corners = [np.s_[:-1, :-1], np.s_[:-1, 1:], np.s_[1:, 1:], np.s_[1:, :-1]]  # clockwise
    places, hits = [], []
    for a, b in zip(corners, (corners[1], corners[2], corners[3], corners[0]), strict=True):
        hit = (value[a] > 0) != (value[b] > 0)
        part = value[a] / np.where(hit, value[a] - value[b], 1.0)
        places.append(np.stack([axis[a] + part * (axis[b] - axis[a]) for axis in (x, y)], axis=-1))
        hits.append(hit)
    place, hit = np.stack(places, axis=2), np.stack(hits, axis=2)  # (rows, columns, 4[, 2])
    square = hit.any(axis=2)
    place, hit = place[square], hit[square]
    order = np.argsort(~hit, axis=1, kind="stable")
    place = np.take_along_axis(place, order[..., None], axis=1)
    first, second = place[:, :2].reshape(-1, 4), place[hit.all(axis=1)][:, 2:].reshape(-1, 4)
    return np.concatenate([first, second])


def borders(winner: Array, margin: Array, x: Array, y: Array, name: str) -> Segments:
    """Return the lines between classes, in the page's ink.

    winner : (rows, columns) class codes. margin : how far each is ahead of the next class there, at
    least 0. x, y : the places, each (rows, columns).
    """
    ahead = np.maximum(np.asarray(margin, np.float64), 1e-9)
    codes = np.unique(winner)[1:]  # what one class has in common with the rest bounds it
    found = [crossings(np.where(winner == code, ahead, -ahead), x, y) for code in codes]
    x0, y0, x1, y1 = np.concatenate([np.empty((0, 4)), *found]).T
    return Segments(x0, y0, x1, y1, np.ones(len(x0)), 1.1, colour=-3, name=name)
