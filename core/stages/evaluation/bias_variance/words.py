"""Errors as words: how many decimals a sentence needs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from core.wording import TINY, in_words

NOTHING = 1e-12
"""Errors below this are what is left of 0 after rounding."""
LARGE = 1000.0
"""Errors from here on are told without decimals."""


def number(value: float) -> str:
    """Return an error for a sentence: four decimals, in words where it is tiny or huge.

    >>> number(0.12345), number(113.2), number(51184294.3), number(0.0000123), number(1e-30)
    ('0.1235', '113', '51,184,294', '12.3 millionths', '0')
    """
    if abs(value) < NOTHING:
        return "0"
    if abs(value) < TINY:
        return in_words(value)
    return f"{value:.4f}" if abs(value) < 10 else f"{value:,.0f}"


def adding_up(bias2: float, variance: float, noise2: float, error: float) -> tuple[str, ...]:
    """Return the parts and their sum as texts that add up, four decimals unless one hides there.

    >>> adding_up(0.2035, 0.00085, 0.09, 0.29435)
    ('0.2035', '0.0009', '0.0900', '0.2944')
    >>> adding_up(1.0, 2.0, 0.09, 3.09), adding_up(0.0, 5e6, 0.09, 5e6 + 0.09)
    (('1.0000', '2.0000', '0.0900', '3.0900'), ('0.00', '5,000,000.00', '0.09', '5,000,000.09'))
    """
    values = (bias2, variance, noise2, error)
    for digits in range(4 if error < LARGE else 2, 9):
        texts = _shared_out(values, digits)
        if not _hides(values, texts) and abs(float(texts[2]) - noise2) < NOTHING:
            return texts
    return tuple(number(value) for value in values)


def _shared_out(values: tuple[float, ...], digits: int) -> tuple[str, ...]:
    """Return parts and sum in decimals: the sum rounded, what rounding leaves to largest rests."""
    units = np.array(values) * 10**digits
    whole = np.floor(units[:-1] + 1e-4)
    rest, total = units[:-1] - whole, round(units[-1])
    whole[np.argsort(-rest, kind="stable")[: max(total - int(whole.sum()), 0)]] += 1
    shown = [Decimal(int(unit)).scaleb(-digits) for unit in (*whole, total)]
    return tuple(f"{value:,.{digits}f}" for value in shown)


def _hides(values: tuple[float, ...], texts: tuple[str, ...]) -> bool:
    """Whether a value that is something is told as nothing."""
    pairs = zip(values, texts, strict=True)
    return any(v > NOTHING and not float(text.replace(",", "")) for v, text in pairs)


def unrounded(values: Any) -> Any:
    """Return values with 0 for what rounding has left of it."""
    return np.where(np.abs(values) < NOTHING, 0.0, values)


def columns_adding_up(*columns: Any) -> tuple[Any, ...]:
    """Return bias², variance, noise and error of each frame as numbers that add up as shown.

    >>> [column.tolist() for column in columns_adding_up([0.2035], [0.00085], [0.09], [0.29435])]
    [[0.2035], [0.0009], [0.09], [0.2944]]
    """
    rows = [as_told(tuple(map(float, row))) for row in zip(*columns, strict=True)]
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def as_told(values: tuple[float, ...]) -> tuple[float, ...]:
    """Return parts and sum as the numbers they are told with (`adding_up`)."""
    if not np.isfinite(values).all():
        return values
    texts = [text.replace(",", "") for text in adding_up(*values)]
    fine = all(text.replace(".", "").isdigit() for text in texts)
    return tuple(map(float, texts)) if fine else values


def height(value: float) -> str:
    """Return a height with three decimals, 0 without a sign.

    >>> height(-0.0001), height(-0.25)
    ('0.000', '−0.250')
    """
    return f"{round(value, 3) + 0.0:.3f}".replace("-", "−")


def wobble_of(variance: float, n_fits: int) -> float:
    """Return the variance of a mean of fits, from the variance measured over them."""
    return variance / (n_fits - 1)


def of_a_mean(bias2: float, variance: float, n_fits: int) -> str:
    """Say how much of a measured bias² is that the mean of so few fits wobbles, if any is.

    The variance of all fits over n_fits, from what was measured: variance / (n_fits - 1).
    """
    if variance < NOTHING:
        return ""
    wobble = wobble_of(variance, n_fits)
    text = f"A mean of {n_fits} fits wobbles itself: of the bias² that is measured"
    if wobble >= 0.9 * bias2:
        return f"{text}, {number(bias2)}, all may be that: variance, too."
    return f"{text}, about {number(wobble)} is that."
