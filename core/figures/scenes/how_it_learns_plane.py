"""The chance of class 1 over the plane, pale enough for points of the same colour to stand out."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.film import Heat
from core.learning.data import HIGH, LOW

COLOURS = np.array((4, 0))
"""Class 0 is vermilion, class 1 blue: the ends of the scale between them."""
SYMBOLS = np.array((0, 2))
"""Class 0 is a disc, class 1 a triangle, as in the drawing."""
PALE = 0.6
"""How much of the colour scale is used."""


def chances(shades: Any, *, smooth: bool = False) -> Heat:
    """Return chances (n_frames, height, width), 0 to 255 for 0 to 1, as a pale picture."""
    pale = np.round(127.5 + PALE * (shades.astype(float) - 127.5)).astype(np.uint8)
    low, high = 0.5 - 0.5 / PALE, 0.5 + 0.5 / PALE
    box = (LOW, HIGH, LOW, HIGH)
    return Heat(pale, box, "diverging", low, high, "chance of class 1", smooth=smooth)
