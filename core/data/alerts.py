"""What to look at in a table before training on it, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from core.data.column_profile import ColumnProfile
from core.data.copies import copies
from core.data.gap_codes import gap_codes
from core.data.kinds import ID_SHARE
from core.data.notes import NAMED, named, quoted
from core.data.text_numbers import numbers_in, spoilt_dates
from core.wording import counted

MISSING_SHARE = 0.05
ZERO_SHARE = 0.5
SKEWED = 2.0
HIGH_CARDINALITY = 50
DUPLICATE_ROWS = 200_000


def alerts(
    frame: pd.DataFrame, columns: Sequence[ColumnProfile], target: str = ""
) -> tuple[str, ...]:
    """Return the alerts of a profiled frame, the same frame always the same sentences.

    target : the column that is suggested to be predicted; copies of it are said first.
    """
    rows = len(frame)
    as_text = _numbers_as_text(frame, columns)
    coded = _coded(frame, columns)
    found = [
        _too_small(rows),
        _list("has no values", "have no values", _kind(columns, "empty")),
        _list("has one value only", "have one value only", _kind(columns, "constant")),
        _missing(columns, rows),
        _infinite(columns),
        _list(
            "has a new value in almost every filled row, like an id: leave it out unless its order "
            "means something",
            "have a new value in almost every filled row, like ids: leave them out unless their "
            "order means something",
            [name for name in _ids(columns, rows) if name not in as_text],
        ),
        *as_text.values(),
        *coded.values(),
        _list(
            f"is a category with more than {HIGH_CARDINALITY} values",
            f"are categories with more than {HIGH_CARDINALITY} values",
            [c.name for c in columns if c.kind == "category" and c.n_unique > HIGH_CARDINALITY],
        ),
        _list(
            "is strongly skewed, a few values lie far out: a log or power scale may help",
            "are strongly skewed, a few values lie far out: a log or power scale may help",
            [name for name in _skewed(columns) if name not in coded],
        ),
        _zeros(columns, rows),
        _duplicates(frame),
        *copies(frame, columns, target),
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
    few = f"The table has only {counted(rows, 'row')}: too few to judge a model on."
    return few if rows < 20 else ""


def _missing(columns: Sequence[ColumnProfile], rows: int) -> str:
    gappy = [c for c in columns if c.kind != "empty" and c.n_missing > MISSING_SHARE * rows]
    gappy.sort(key=lambda column: -column.n_missing)
    if not gappy:
        return ""
    shares = [min(round(100 * c.n_missing / rows), 99) for c in gappy[:NAMED]]  # none is empty
    named_ones = zip(gappy, shares, strict=False)
    parts = ", ".join(f"{quoted(c.name)} {percent} %" for c, percent in named_ones)
    more = len(gappy) - NAMED
    rest = f" and {counted(more, 'more column')}" if more > 0 else ""
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


def _numbers_as_text(frame: pd.DataFrame, columns: Sequence[ColumnProfile]) -> dict[str, str]:
    """Return what is said of text columns that hold numbers (or dates) but for some cells."""
    said = {}
    for column in columns:
        if column.kind not in ("id", "category", "text"):
            continue
        name = quoted(column.name)
        found, dates = numbers_in(frame[column.name]), None
        if found is None:
            dates = spoilt_dates(frame[column.name])
        elif found.n == found.n_filled:
            said[column.name] = (
                f"{name} is text, but all of its {found.n:,} values are numbers, such as "
                f"{quoted(found.example)}. ‘Change type’ in the recipe reads them as numbers."
            )
        else:
            said[column.name] = (
                f"{name} is text, but {found.n:,} of its {found.n_filled:,} values are numbers; "
                f"the others are {found.others}. ‘Change type’ in the recipe reads the numbers "
                "and makes gaps of the others."
            )
        if dates is not None:
            said[column.name] = (
                f"{name} is text, but {dates.n:,} of its {dates.n_filled:,} values look like "
                f"dates; the others are {dates.others}. Mend them in the file to have dates."
            )
    return said


def _coded(frame: pd.DataFrame, columns: Sequence[ColumnProfile]) -> dict[str, str]:
    """Return what is said of number columns with codes for missing, such as 999."""
    said = {}
    for column in columns:
        codes = gap_codes(frame[column.name]) if column.kind == "number" else []
        if codes:
            shown = " and ".join(f"{code:,.0f} ({counted(n, 'row')})" for code, n in codes)
            said[column.name] = (
                f"{quoted(column.name)} holds {shown}, far from its other values: codes for "
                "missing look so, and here they count as numbers. Clear those cells in the file "
                "if they do."
            )
    return said


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
