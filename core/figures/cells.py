"""Cells of a learner's table in words, for sentences and labels."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from core.figures.blocks import human

GAP = "missing"
"""What a cell without a value is called."""
YEARS_END = 10_000
"""Whole numbers below it are written without a comma: most are years."""


def cell(value: object) -> str:
    """Return one cell in words; years keep their four digits.

    >>> cell(None), cell(2015.0), cell(1234567), cell(0.0000332), cell(float("nan")), cell("3+")
    ('missing', '2015', '1,234,567', '3.32e-05', 'missing', '3+')
    """
    if pd.isna(value):  # type: ignore[call-overload]
        return GAP
    if isinstance(value, datetime):
        return str(value.date())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if float(value).is_integer() and abs(value) < YEARS_END:
        return str(int(value))
    return f"{value:,}" if isinstance(value, int) else human(value)
