"""Curves that grow with the frames of a film, and the axes around what they show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.figures.film import Array, Band, Dots, Layer, Line


@dataclass(frozen=True)
class Curve:
    """One curve over the frames of a film, NaN where it is not known.

    values : (n_frames,). band : low and high, each (n_frames,), shaded. mark : the size of the dot
    where the curve has come to, in the symbol of its colour; 0 for none.
    """

    values: Array
    name: str = ""
    colour: int = 0
    width: float = 2.5
    dash: bool = False
    band: tuple[Array, Array] | None = None
    mark: float = 0.0

    def shaded(self, x: Array) -> tuple[Layer, ...]:
        """Return its band over x, if it has one."""
        return (Band(x, *self.band, self.colour, grows=True),) if self.band is not None else ()

    def drawn(self, x: Array) -> tuple[Layer, ...]:
        """Return its line over x, and the dot at its end."""
        line = Line(x, self.values, self.colour, self.width, self.dash, grows=True, name=self.name)
        if not self.mark:
            return (line,)
        now = x[:, None], self.values[:, None]
        return (line, Dots(*now, self.colour, self.colour, self.mark))


def growing(x: Array, *curves: Curve) -> tuple[Layer, ...]:
    """Return curves over ``x`` (n_frames,) that have come as far as the film; bands lie below."""
    bands = (layer for curve in curves for layer in curve.shaded(x))
    return (*bands, *(layer for curve in curves for layer in curve.drawn(x)))


def training_and_test(x: Array, train: Array, test: Array) -> tuple[Layer, ...]:
    """Return both curves as they look everywhere: training in the first colour, test dashed."""
    return growing(x, Curve(train, "training", 0), Curve(test, "test", 1, dash=True))


def around(values: Array, share: float, alone: float = 0.0) -> tuple[float, float]:
    """Return the ends of an axis around ``values``, with ``share`` of their span as room.

    ``alone`` is the room where all are equal, ``share`` unless given. NaN and ∞ are left out; where
    nothing is known yet, the axis lies around 0 to 1.

    >>> around(np.array([1.0, 3.0, np.nan]), 0.25)
    (0.5, 3.5)
    >>> around(np.array([2.0, 2.0]), 0.25, 1.5), around(np.array([]), 0.5)
    ((0.5, 3.5), (-0.5, 1.5))
    """
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    room = share * (high - low) or alone or share
    return low - room, high + room
