"""Pictures of digits laid out in one heat map."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Heat, bytes_of

SIDE, EDGE = 8, 1
CELL = SIDE + 2 * EDGE


def tiles(pictures: NDArray[Any], n_columns: int) -> NDArray[np.uint8]:
    """Return pictures (..., n, 64) of ink from 0 to 1 as tiles (..., height, width), row by row.

    Each has an empty edge; tiles that no picture fills are empty.

    >>> tiles(np.ones((3, 64)), 2).shape
    (20, 20)
    """
    *outer, n, _ = pictures.shape
    n_rows = -(-n // n_columns)
    sheet = np.zeros((*outer, n_rows * CELL, n_columns * CELL))
    for place in range(n):
        top, left = (CELL * at + EDGE for at in divmod(place, n_columns))
        tile = pictures[..., place, :].reshape(*outer, SIDE, SIDE)
        sheet[..., top : top + SIDE, left : left + SIDE] = tile
    return bytes_of(sheet, 0.0, 1.0)


def heat(
    pictures: NDArray[Any], n_columns: int, x0: float, y0: float, name: str, size: float = 1.0
) -> Heat:
    """Return pictures ([n_frames,] n, 64) as tiles of ``size``, the last row's foot at y0."""
    values = tiles(pictures, n_columns)
    n_rows = values.shape[-2] // CELL
    extent = (x0, x0 + size * n_columns, y0, y0 + size * n_rows)
    return Heat(values, extent, "grey", 0.0, 1.0, name=name)
