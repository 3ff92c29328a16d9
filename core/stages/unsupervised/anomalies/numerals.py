"""Numbers as they are read: thousands apart, a true minus, no powers of ten."""

from __future__ import annotations

import numpy as np


def numeral(value: float, digits: int = 4) -> str:
    """Return a number of so many digits, at least all before the point; "–" for none.

    >>> numeral(12345.6), numeral(0.52349), numeral(-1.5), numeral(1000.0, 3), numeral(float("nan"))
    ('12,346', '0.5235', '−1.5', '1,000', '–')
    """
    if not np.isfinite(value):
        return "–"
    whole = abs(value) >= 10 ** (digits - 1)
    text = f"{value:,.0f}" if whole else f"{value:.{digits}g}"
    return text.replace("-", "−")


def in_latex(value: float, digits: int = 4) -> str:
    """Return the same for a formula.

    >>> in_latex(-12345.6)
    '-12{,}346'
    """
    return numeral(value, digits).replace(",", "{,}").replace("−", "-")


def other_level(name: str, names: tuple[str, ...]) -> str:
    """Return the one other level of a column "abroad = False"; "" where it has several.

    >>> other_level("a = no", ("a = no", "a = yes", "b"))
    'a = yes'
    """
    column = name.split(" = ", 1)[0] + " = "
    others = [one for one in names if one.startswith(column) and one != name]
    return others[0] if len(others) == 1 else ""
