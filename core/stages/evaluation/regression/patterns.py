"""Patterns that residuals may hold, each found by one correlation with a limit that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

LIMIT = 3.0
"""Without a pattern a correlation of n rows is spread like 1 / √n: three times that is rare."""
LEAST = 0.1
"""Of many rows a smaller correlation is no chance either, but nobody sees it in the picture."""
FEWEST = 12
"""With fewer rows not even a correlation of 0.86 would be rare."""


@dataclass(frozen=True)
class Pattern:
    """One test of the residuals.

    kind : "trend", "curve", "fan" or "drift". r : the correlation in [-1, 1] that is tested, NaN
    where a side of it is constant. limit : beyond it, either way, the pattern counts as found.
    """

    kind: str
    r: float
    limit: float

    @property
    def found(self) -> bool:
        """Whether the correlation is beyond the limit."""
        return bool(abs(self.r) > self.limit)


def patterns(residuals: Floats, along: Floats) -> tuple[Pattern, ...]:
    """Return the tests of (n,) residuals in the order of rows and along predictions or a column.

    trend : they rise or fall along it. curve : they follow its square beyond any line. fan : their
    size does. drift : each is like the one in the row before. None for fewer than 12 rows.
    """
    if len(residuals) < FEWEST:
        return ()
    limit = max(LIMIT / float(np.sqrt(len(residuals))), LEAST)
    return (
        Pattern("trend", correlation(residuals, along), limit),
        Pattern("curve", correlation(residuals, bend(along)), limit),
        Pattern("fan", correlation(np.abs(residuals), along), limit),
        Pattern("drift", correlation(residuals[:-1], residuals[1:]), limit),
    )


def correlation(one: Floats, two: Floats) -> float:
    """Return Pearson's correlation, NaN where one side is constant but for rounding."""
    spreads = float(one.std()), float(two.std())
    if min(spreads) <= 1e-12 * max(float(np.abs(np.r_[one, two]).max(initial=0)), 1e-300):
        return float("nan")
    off = (one - one.mean()) * (two - two.mean())
    return float(np.clip(off.mean() / (spreads[0] * spreads[1]), -1, 1))


def bend(along: Floats) -> Floats:
    """Return what of the (n,) squares, taken around the mean, no line explains."""
    spread = float(along.std())
    z = (along - along.mean()) / spread if spread > 0 else np.zeros(len(along))
    squares = z**2
    slope = float((squares - squares.mean()) @ z) / len(z)
    return np.asarray(squares - squares.mean() - slope * z, np.float64)
