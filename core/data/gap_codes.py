"""Numbers that stand for a missing value: -1 or 999 among ages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

CODES = frozenset(
    sign * number for number in (9, 99, 999, 9999, 99999, 999999) for sign in (1, -1)
) | {-1, -8, -7, -88, -888, 88, 888, 8888}
FEWEST_ROWS = 20
FEWEST_TIMES = 2
FEWEST_LEVELS = 4


def gap_codes(column: pd.Series) -> list[tuple[float, int]]:
    """Return (value, how often) of the lowest and highest numbers that look like codes.

    Such a number is one of `CODES`, comes twice or more, and stands apart: it is the only negative
    one, or further from the next than that is from all others.
    """
    values = column.dropna().to_numpy(np.float64)
    values = values[np.isfinite(values)]
    levels, counts = np.unique(values, return_counts=True)
    found = []
    while len(levels) > FEWEST_LEVELS and _is_code(levels, counts, 0):
        found.append((float(levels[0]), int(counts[0])))
        levels, counts = levels[1:], counts[1:]
    while len(levels) > FEWEST_LEVELS and _is_code(levels, counts, -1):
        found.append((float(levels[-1]), int(counts[-1])))
        levels, counts = levels[:-1], counts[:-1]
    return found if len(values) >= FEWEST_ROWS else []


def _is_code(levels: npt.NDArray[np.float64], counts: npt.NDArray[np.int64], end: int) -> bool:
    if levels[end] not in CODES or counts[end] < FEWEST_TIMES:
        return False
    rest = levels[1:] if end == 0 else levels[:-1]
    apart = abs(levels[end] - rest[end]) > rest[-1] - rest[0]
    return bool(apart or (end == 0 and levels[0] < 0 <= rest[0]))
