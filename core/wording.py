"""Words that every sentence needs."""

from __future__ import annotations

import math
from collections.abc import Iterable

MOST_DIGITS = 12
TINY = 1e-4
"""Numbers below this are told in words: a pupil cannot read 1.82e-09."""
PARTS = ((1e-6, "millionths"), (1e-9, "billionths"), (1e-12, "trillionths"))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun in the singular or plural.

    >>> counted(1, "column"), counted(12_000, "row"), counted(0, "leaf", "leaves")
    ('1 column', '12,000 rows', '0 leaves')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def listed(names: Iterable[str], most: int = 4) -> str:
    """Return the first names, and how many more there are.

    >>> listed("abcdef")
    'a, b, c, d and 2 more'
    """
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def share(part: float, whole: float) -> str:
    """Return a share in percent; none and all are said only where it is none or all.

    >>> share(1, 3), share(4, 4), share(99_999, 100_000), share(1, 100_000)
    ('33.3%', '100%', 'more than 99.9%', 'less than 0.1%')
    """
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:
        return "less than 0.1%"
    if 99.9 < percent < 100:
        return "more than 99.9%"
    return f"{percent:.1f}".removesuffix(".0") + "%"


def told_apart(*numbers: float, digits: int = 3) -> tuple[str, ...]:
    """Return numbers with as many decimals as tell different ones apart, and none from 0.

    >>> told_apart(0.12, 0.0003), told_apart(1.5, 1.5), told_apart(-0.00004, 0.0)
    (('0.1200', '0.0003'), ('1.500', '1.500'), ('−0.00004', '0.00000'))
    """
    known = [number for number in numbers if math.isfinite(number)]
    for n_digits in range(digits, MOST_DIGITS + 1):
        told = {number: f"{number:.{n_digits}f}" for number in known}
        hidden = any(number and not float(text) for number, text in told.items())
        if not hidden and len(set(told.values())) == len(set(known)):
            break
    return tuple(_signed(f"{number:.{n_digits if known else digits}f}") for number in numbers)


def _signed(text: str) -> str:
    """Return a number's text with a minus, and none before a zero."""
    return text.lstrip("-") if not float(text) else text.replace("-", "−")


def in_words(number: float) -> str:
    """Return a number of three digits; one that is tiny as so many millionths, or how few.

    >>> in_words(0.0346), in_words(1.82e-9), in_words(0.0), in_words(3e-20), in_words(-2e-6)
    ('0.0346', '1.82 billionths', '0', 'less than a trillionth', '−2 millionths')
    """
    size, sign = abs(number), "−" if number < 0 else ""
    if size >= TINY or size == 0 or not math.isfinite(number):
        return f"{number:.3g}".replace("-", "−")
    for unit, name in PARTS:
        if size >= unit:
            return f"{sign}{size / unit:.3g} {name}"
    return "less than a trillionth" if number > 0 else "less than a trillionth below 0"
