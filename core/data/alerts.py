"""What to look at in a table before training on it, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from core.data.column_profile import ColumnProfile
from core.data.kinds import ID_SHARE, sampled
from core.data.notes import NAMED, named

MISSING_SHARE = 0.05
ZERO_SHARE = 0.5
SKEWED = 2.0
HIGH_CARDINALITY = 50
STRONG_CORRELATION = 0.95
RARE_CLASS = 0.05
PAIR_COLUMNS = 60  # correlations are looked for among the first so many number columns
PAIR_ROWS = 20_000
DUPLICATE_ROWS = 200_000


def alerts(frame: pd.DataFrame, columns: Sequence[ColumnProfile]) -> tuple[str, ...]:
    """Return the alerts of a profiled frame, the same frame always the same sentences."""
    rows = len(frame)
    found = [
        _too_small(rows),
        _list("has no values", "have no values", _kind(columns, "empty")),
        _list("has one value only", "have one value only", _kind(columns, "constant")),
        _missing(columns, rows),
        _infinite(columns),
        _list(
            "differs in almost every row, like an id: it cannot help to predict",
            "differ in almost every row, like ids: they cannot help to predict",
            _ids(columns, rows),
        ),
        _list(
            f"is a category with more than {HIGH_CARDINALITY} values",
            f"are categories with more than {HIGH_CARDINALITY} values",
            [c.name for c in columns if c.kind == "category" and c.n_unique > HIGH_CARDINALITY],
        ),
        _list(
            "is strongly skewed: a log or power scale may help",
            "are strongly skewed: a log or power scale may help",
            _skewed(columns),
        ),
        _zeros(columns, rows),
        _duplicates(frame),
        *_pairs(frame, columns),
    ]
    return tuple(sentence for sentence in found if sentence)


def _list(one: str, many: str, names: Iterable[str]) -> str:
    names = list(names)
    if not names:
        return ""
    return f"{named(names)} {one if len(names) == 1 else many}."


def _kind(columns: Sequence[ColumnProfile], kind: str) -> list[str]:
    return [column.name for column in columns if column.kind == kind]


def _too_small(rows: int) -> str:
    return f"The table has only {rows} rows: too few to judge a model on." if rows < 20 else ""


def _missing(columns: Sequence[ColumnProfile], rows: int) -> str:
    gappy = [c for c in columns if c.kind != "empty" and c.n_missing > MISSING_SHARE * rows]
    gappy.sort(key=lambda column: -column.n_missing)
    if not gappy:
        return ""
    parts = ", ".join(f"‘{c.name[:40]}’ {100 * c.n_missing / rows:.0f} %" for c in gappy[:NAMED])
    rest = f" and {len(gappy) - NAMED} more columns" if len(gappy) > NAMED else ""
    return f"Values are missing: {parts}{rest}."


def _infinite(columns: Sequence[ColumnProfile]) -> str:
    names = [column.name for column in columns if column.n_infinite]
    return _list(
        "holds infinite values: most models refuse them",
        "hold infinite values: most models refuse them",
        names,
    )


def _ids(columns: Sequence[ColumnProfile], rows: int) -> list[str]:
    return [c.name for c in columns if c.kind == "id" or (rows >= 20 and _counts_up(c, rows))]


def _counts_up(column: ColumnProfile, rows: int) -> bool:
    """Tell whether whole numbers run through almost every value from low to high, as row ids do."""
    if column.dtype != "int64" or column.n_unique < ID_SHARE * rows:
        return False
    low, high = column.minimum, column.maximum
    return isinstance(low, float) and isinstance(high, float) and high - low < 1.1 * rows


def _skewed(columns: Sequence[ColumnProfile]) -> list[str]:
    numbers = [c for c in columns if c.kind == "number" and c.n_unique > 10]
    return [c.name for c in numbers if c.skewness is not None and abs(c.skewness) > SKEWED]


def _zeros(columns: Sequence[ColumnProfile], rows: int) -> str:
    numbers = [c for c in columns if c.kind == "number" and c.n_unique > 2]
    names = [column.name for column in numbers if column.n_zeros > ZERO_SHARE * rows]
    return _list(
        "is zero in more than half of the rows",
        "are zero in more than half of the rows",
        names,
    )


def _duplicates(frame: pd.DataFrame) -> str:
    if frame.empty or not len(frame.columns):
        return ""
    head = frame.iloc[:DUPLICATE_ROWS]
    count = int(head.duplicated().sum())
    if not count:
        return ""
    where = f" among the first {DUPLICATE_ROWS:,} rows" if len(head) < len(frame) else ""
    rows = "1 row is an exact copy" if count == 1 else f"{count:,} rows are exact copies"
    return f"{rows} of an earlier one{where}."


def _pairs(frame: pd.DataFrame, columns: Sequence[ColumnProfile]) -> list[str]:
    """Return the (up to five) strongest pairs of number columns by |Pearson r|."""
    names = [c.name for c in columns if c.kind == "number" and not c.n_infinite][:PAIR_COLUMNS]
    if len(names) < 2 or len(frame) < 20:
        return []
    numbers = sampled(frame[names], PAIR_ROWS)
    with np.errstate(all="ignore"):
        r = numbers.astype("float64").corr(min_periods=10).to_numpy()
    left, right = np.triu_indices(len(names), 1)
    strength = np.nan_to_num(np.abs(r[left, right]))
    best = [
        i for i in np.argsort(-strength, kind="stable")[:5] if strength[i] >= STRONG_CORRELATION
    ]
    where = f", on {PAIR_ROWS:,} rows" if len(numbers) < len(frame) else ""
    return [
        f"‘{names[left[i]]}’ and ‘{names[right[i]]}’ almost tell the same "
        f"(correlation {r[left[i], right[i]]:.2f}{where})."
        for i in best
    ]
