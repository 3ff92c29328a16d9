"""Fields: what decides a field's start is in its key, what it shows has the numbers' own digits."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core.params import Param

if TYPE_CHECKING:  # the map must not wait for pandas
    from core.data.column_profile import ColumnProfile

FORMAT = "%.12g"
"""All digits a number has, and none that only comes of adding steps to it."""
STEPS = 50
"""Presses that lead through the middle half of a column."""
USUAL_STEP = 0.1


def key_of(name: str, *start: Any) -> str:
    """Return the key of a widget that starts at ``start``: with another start it is another widget.

    A widget keeps its value under its key, whatever start it is drawn with later. So whatever the
    start is taken from (a row, a weight, a file's options), the start itself goes into the key:
    then nothing that decides it can be left out.

    >>> key_of("age", 3) == key_of("age", 3), key_of("age", 3) == key_of("age", 3.0)
    (True, False)
    """
    digest = hashlib.blake2b(repr(start).encode("utf-8", "replace"), digest_size=6)
    return f"{name}_{digest.hexdigest()}"


def nice_step(spread: float) -> float:
    """Return 1, 2 or 5 times a power of ten, `STEPS` of which are about ``spread``.

    >>> nice_step(0.0000332), nice_step(100.0), nice_step(0.0)
    (1e-06, 2.0, 0.1)
    """
    rough = abs(spread) / STEPS
    if not math.isfinite(rough) or rough == 0:
        return USUAL_STEP
    power = math.floor(math.log10(rough))
    digit = next(digit for digit in (1, 2, 5, 10) if rough <= digit * 10.0**power * (1 + 1e-9))
    return float(f"{digit}e{power}")


def column_step(column: ColumnProfile, own: float | None = None) -> float:
    """Return the step of a field for a number of this column, which may hold ``own`` now.

    Columns that hold whole numbers only, as far as the profile tells, are stepped in whole numbers.
    """
    spread = _spread(column) or abs(own or 0.0)
    step = nice_step(spread)
    known = (column.minimum, column.maximum, *(column.quartiles or ()), own)
    numbers = [value for value in known if isinstance(value, int | float)]
    is_whole = bool(numbers) and all(math.isfinite(n) and n == int(n) for n in numbers)
    return float(max(1, round(step))) if is_whole else step


def _spread(column: ColumnProfile) -> float:
    """Return how far the middle half of a column reaches; all of it, where that is nothing."""
    if column.quartiles is not None and column.quartiles[2] > column.quartiles[0]:
        return column.quartiles[2] - column.quartiles[0]
    if isinstance(column.minimum, float) and isinstance(column.maximum, float):
        return column.maximum - column.minimum
    return 0.0


def common_step(columns: Iterable[ColumnProfile]) -> float | None:
    """Return the smallest step of several columns of numbers, None if there is no such column."""
    steps = [column_step(column) for column in columns if column.quartiles is not None]
    return min(steps, default=None)


def number_format(param: Param) -> str | None:
    """Return how a field or slider shows the numbers of ``param``; None leaves it to Streamlit."""
    return None if param.kind == "int" else FORMAT
