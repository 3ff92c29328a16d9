"""Columns of text to a frame of numbers, dates, true/false and text, with notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from core.compute.progress import report
from core.data.cells import type_column
from core.data.forced import force_column
from core.data.missing import tell_signs
from core.data.notes import Notes, quoted
from core.data.options import BadOverride, Overrides
from core.data.raw import Raw
from core.data.typed import Context, Typed

_WRITTEN = "was written as text in the file; the type was told from the values."
TYPING = (30, 90)  # where deciding types stands between the start (0) and the end (100) of reading


def type_columns(
    names: list[str], raw: Raw, overrides: Overrides, notes: Notes, *, quick: bool = True
) -> pd.DataFrame:
    """Return the frame of a table of text; each column's type is decided on all its cells.

    Numbers such as 1,234 are read as the table's other columns write theirs.
    """
    check_columns(names, overrides)
    typed = []
    for place, name in enumerate(names):
        done = TYPING[0] + (TYPING[1] - TYPING[0]) * place / len(names)
        report(done, 100, f"column {place + 1} of {len(names)}")
        typed.append(_type(name, raw, place, Context(_for(overrides, raw, place)), quick=quick))
    _settle_doubts(names, raw, overrides, typed)
    _tell(names, raw, typed, notes)
    return frame_of(names, typed)


def check_columns(names: list[str], overrides: Overrides) -> None:
    """Raise `BadOverride` if a type is asked for a column that is not there."""
    for column, _ in overrides.types:
        if column not in names:
            known = ", ".join(quoted(name) for name in names[:10])
            raise BadOverride(
                f"There is no column {quoted(column)} to set a type for. Known: {known}."
            )


def _for(overrides: Overrides, raw: Raw, place: int) -> Overrides:
    """Return the overrides for a column; number signs concern only numbers written as text."""
    if raw.delimiter or place in raw.written:
        return overrides
    return replace(overrides, decimal=None, thousands=None)


def _type(name: str, raw: Raw, place: int, context: Context, *, quick: bool) -> Typed:
    forced = context.overrides.type_of(name)
    if forced:
        return force_column(raw.columns[place], forced, context)
    return type_column(raw.columns[place], context, quick=quick)


def _settle_doubts(names: list[str], raw: Raw, overrides: Overrides, typed: list[Typed]) -> None:
    """Read again, with a decimal comma, what is ambiguous in a table that uses one.

    Semicolons between cells are evidence enough for 1,234 (else why not commas?), not for 1.234.
    """
    tally = Counter(column.evidence for column in typed)
    evident = tally[","] > tally["."]
    likely = evident or (raw.delimiter == ";" and not tally["."])
    for place, column in enumerate(typed):
        if not raw.delimiter and place not in raw.written:
            continue  # numbers of a format that knows numbers
        if (column.doubt == "." and evident) or (column.doubt == "," and likely):
            context = Context(_for(overrides, raw, place), decimal_comma=True)
            typed[place] = _type(names[place], raw, place, context, quick=False)


def _tell(names: list[str], raw: Raw, typed: list[Typed], notes: Notes) -> None:
    signs: Counter[str] = Counter()
    for place, column in enumerate(typed):
        for remark in column.remarks:
            notes.column(names[place], remark.text, remark.detail)
        if place in raw.written and not column.remarks and _is_number(column):
            notes.column(names[place], _WRITTEN)
        signs.update(column.signs)
    tell_signs(signs, notes)


def _is_number(column: Typed) -> bool:
    return not column.is_text and column.values.dtype.kind in "if"


def frame_of(names: list[str], typed: list[Typed]) -> pd.DataFrame:
    """Return the pandas frame of typed columns."""
    columns = {}
    for name, column in zip(names, typed, strict=True):
        if isinstance(column.values, pa.Array):
            columns[name] = text_series(column.values)
        else:
            columns[name] = pd.Series(column.values, copy=False)
    return pd.DataFrame(columns, copy=False)


def text_series(values: pa.StringArray) -> pd.Series:
    """Return pyarrow text as pandas ``str``, nulls as NaN."""
    return pd.Series(values.cast(pa.large_string()).to_pandas(), dtype="str", copy=False)
