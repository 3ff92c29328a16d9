"""What every frame of learning has, and the places where a model is asked for its answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.stages.supervised.how_it_learns.data import HIGH, LOW, Floats, Points

GRID: Floats = np.linspace(LOW, HIGH, 121)
"""Where a regression is asked: places on x1."""
SIDE = 61
"""A classifier is asked in the middle of SIDE x SIDE squares."""


@dataclass(frozen=True, eq=False)
class LearnFrame:
    """A model after a step.

    said : which update was made and why, one sentence with this frame's numbers.
    train_error, test_error : mean squared error of a regression, share of wrong points otherwise.
    answer : heights at `GRID` (121,) float64; or (SIDE, SIDE) uint8, its first row at the top, 0
    for surely class 0 and 255 for surely class 1. ended : why it ended early, "" while fine.
    """

    said: str
    train_error: float
    test_error: float
    answer: NDArray[Any]
    ended: str = ""


def plane() -> Floats:
    """Return the middles of all squares (SIDE * SIDE, 2), row by row from the top."""
    half = (HIGH - LOW) / SIDE / 2
    middles = np.linspace(LOW + half, HIGH - half, SIDE)
    across, up = np.meshgrid(middles, middles[::-1])
    return np.column_stack([across.ravel(), up.ravel()])


def shaded(share: Floats) -> NDArray[np.uint8]:
    """Return shares of class 1 in [0, 1] at `plane` as a picture (SIDE, SIDE)."""
    shade = np.round(255 * np.clip(share, 0, 1)).astype(np.uint8)
    return np.asarray(shade.reshape(SIDE, SIDE))


def squared_error(answer: Any, truth: Any) -> float:
    """Return the mean squared error."""
    return float(np.mean((answer - truth) ** 2))


def wrong_share(share: Any, y: Any) -> float:
    """Return the share of points whose class is not the likelier one; a tie counts as class 0."""
    return float(np.mean((share > 0.5) != (y == 1)))


def both_wrong(train_share: Any, test_share: Any, points: Points) -> tuple[float, float]:
    """Return the shares of wrong training and test points."""
    return wrong_share(train_share, points.y_train), wrong_share(test_share, points.y_test)


def number(value: float) -> str:
    """Return a number for a sentence: three digits, a true minus sign.

    >>> number(-0.12345), number(1234.5), number(0.0)
    ('−0.123', '1,234', '0')
    """
    text = f"{value:,.0f}" if 1000 <= abs(value) < 1e6 else f"{value:.3g}"
    if text == "-0":
        return "0"
    return f"−{text[1:]}" if text[0] == "-" else text


def at_most(value: float) -> str:
    """Return the largest number of three digits that is not above a positive ``value``.

    >>> at_most(0.12801), at_most(0.1289), at_most(float("inf"))
    ('0.128', '0.128', 'inf')
    """
    return _to_three(value, math.floor)


def at_least(value: float) -> str:
    """Return the smallest number of three digits that is not below a positive ``value``.

    >>> at_least(0.12801), at_least(0.1289), at_least(0.0999999)
    ('0.129', '0.129', '0.1')
    """
    return _to_three(value, math.ceil)


def _to_three(value: float, way: Callable[[float], int]) -> str:
    if not 0 < value < math.inf:
        return number(value)
    last_digit = 10.0 ** (math.floor(math.log10(value)) - 2)
    return number(way(value / last_digit) * last_digit)


def added(value: float) -> str:
    """Return a number with the sign it is added with.

    >>> added(-0.5), added(2.0)
    ('− 0.5', '+ 2')
    """
    return f"{'−' if value < 0 else '+'} {number(abs(value))}"


def moved(before: float, now: float) -> str:
    """Return how an error changed, in words.

    >>> moved(0.5, 0.25), moved(0.25, 0.25)
    ('falls from 0.5 to 0.25', 'stays at 0.25')
    """
    old, new = number(before), number(now)
    if old == new:
        return f"stays at {new}"
    return f"{'falls' if now < before else 'rises'} from {old} to {new}"
