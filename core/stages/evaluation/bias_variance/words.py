"""Errors as words: how many decimals a sentence needs."""

from __future__ import annotations

from decimal import Decimal

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
    """Return the parts and their sum with as many decimals as it takes for them to add up.

    >>> adding_up(0.00344, 0.03344, 0.09, 0.12688)
    ('0.00344', '0.03344', '0.09000', '0.12688')
    >>> adding_up(1.0, 2.0, 0.09, 3.09), adding_up(0.0, 5e6, 0.09, 5e6 + 0.09)
    (('1.0000', '2.0000', '0.0900', '3.0900'), ('0', '5,000,000', '0.0900', '5,000,000'))
    """
    values = (bias2, variance, noise2, error)
    told = [tuple(f"{value:.{digits}f}" for value in values) for digits in range(4, 9)]
    shown = [texts for texts in told if error < LARGE and not _hides(values, texts)]
    for texts in shown:
        if sum(map(Decimal, texts[:3])) == Decimal(texts[3]):
            return texts
    return shown[0] if shown else tuple(number(value) for value in values)


def _hides(values: tuple[float, ...], texts: tuple[str, ...]) -> bool:
    """Whether a value that is something is told as nothing."""
    return any(v > NOTHING and not float(text) for v, text in zip(values, texts, strict=True))
