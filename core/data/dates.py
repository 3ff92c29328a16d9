"""Dates as people write them; a date that could be two days stays text unless told otherwise.

All functions take a pyarrow string array of trimmed, non-missing cells and read every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Order: TypeAlias = Literal["day_first", "month_first"]

_CLOCK = r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)"
_ZONE = r"\s?(?:Z|UTC|[+-]\d{2}:?\d{2})"
ISO = rf"^\d{{4}}-\d{{2}}-\d{{2}}(?:{_CLOCK}(?:{_ZONE})?)?$"
_BASIC = rf"^\d{{8}}T\d{{4}}(?:\d{{2}}(?:[.,]\d{{1,9}})?)?(?:{_ZONE})?$"  # 20241231T235959
_ISO_SLASHED = rf"^\d{{4}}[/.]\d{{1,2}}[/.]\d{{1,2}}{_CLOCK}?$"
_SHORT_CLOCK = r"(?P<clock>[T ]\s?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:\s?[AaPp]\.?[Mm]\.?)?)?"
_PARTS = r"^(?P<first>\d{1,2})SEP(?P<second>\d{1,2})SEP(?P<year>\d{4}|\d{2}),?" + _SHORT_CLOCK + "$"
_SEPARATORS = {"/": "/", "-": "-", ".": r"\."}
_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NAMED = (  # (pattern, groups in the order day, month, year)
    rf"^(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ \-/.](?P<month>{_MONTH})[ \-/.,]\s?(?P<year>\d{{4}})$",
    rf"^(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})$",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE_LIKE = (
    r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ].*)?$|^\d{8}T\d{4}.*$"
    r"|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?: .*)?$"
    rf"|^\d{{1,2}}[ \-/.]{_MONTH}[ \-/.,]\s?\d{{4}}$|^{_MONTH} \d{{1,2}},? \d{{4}}$"
)
PROBE = 200  # cells that tell cheaply that a column holds no dates
_CHOOSE = "Choose day first or month first under dates."
PIVOT = 69  # two-digit years: 69 is 1969, 68 is 2068


@dataclass(frozen=True)
class ParsedDates:
    """A column's dates as datetime64[us], or None, ``why`` it stays text, and what to ``try_``.

    ``remark`` is what there is to say about dates that were read.
    """

    values: npt.NDArray[np.datetime64] | None
    why: str = ""
    try_: str = ""
    remark: str = ""


def parse_dates(valid: pa.StringArray, order: str | None) -> ParsedDates | None:
    """Return a column's dates; None if not every cell is written like a date.

    order : "day_first", "month_first", "iso" (only year-month-day), "text" (no dates) or None.
    """
    if order == "text":
        return None
    if len(valid) > PROBE and parse_dates(valid[:PROBE], order) is None:
        return None
    if _all(pc.match_substring_regex(valid, ISO)):
        return _iso(valid)
    if _all(pc.match_substring_regex(valid, _ISO_SLASHED)):
        return _iso(_padded_iso(valid))
    if _all(pc.match_substring_regex(valid, _BASIC)):
        return _iso(_extended(valid))
    if order == "iso":
        return None
    for separator, escaped in _SEPARATORS.items():
        parts = pc.extract_regex(valid, _PARTS.replace("SEP", escaped))
        if not parts.null_count:
            return _numeric(parts, separator, order)
    for pattern in _NAMED:
        parts = pc.extract_regex(valid, pattern)
        if not parts.null_count:
            return _named(parts)
    return None


def _iso(text: pa.StringArray) -> ParsedDates:
    if pc.max(pc.binary_length(text)).as_py() == len("2024-12-31"):
        return _cast(text, "")
    text = pc.replace_substring(text, ",", ".")
    fine = pc.match_substring_regex(text, r"\.\d{7,}")
    remark = ""
    if pc.any(fine).as_py():
        text = pc.replace_substring_regex(text, r"(\.\d{6})\d+", r"\1")
        remark = "has times finer than a microsecond; the rest was cut off."
    zoned = pc.match_substring_regex(text, rf"{_ZONE}$")
    zoned = pc.and_(zoned, pc.greater(pc.binary_length(text), 10))
    if not pc.any(zoned).as_py():
        return _cast(text, remark)
    if not _all(zoned):
        return ParsedDates(None, "has times with and without a time zone")
    text = pc.replace_substring_regex(text, r"\s?(Z|UTC)$", "Z")
    text = pc.replace_substring_regex(text, r"\s([+-]\d{2}:?\d{2})$", r"\1")
    return _cast(text, remark or "has time zones; the times were turned to UTC.", zone="UTC")


def _cast(text: pa.StringArray, remark: str, zone: str | None = None) -> ParsedDates:
    try:
        moments = pc.cast(text, pa.timestamp("us", zone))
    except pa.ArrowInvalid:
        return ParsedDates(None, "has days or times that do not exist, such as 30 February")
    values = pc.cast(moments, pa.int64()).to_numpy(zero_copy_only=False)
    return ParsedDates(values.view("datetime64[us]"), remark=remark)


def _extended(text: pa.StringArray) -> pa.StringArray:
    """Return moments in ISO 8601's basic form with the signs of its extended one."""
    text = pc.replace_substring_regex(
        text, r"^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})", r"\1-\2-\3T\4:\5"
    )
    return pc.replace_substring_regex(text, r"T(\d{2}:\d{2})(\d{2})", r"T\1:\2")


def _padded_iso(text: pa.StringArray) -> pa.StringArray:
    text = pc.replace_substring_regex(text, r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})", r"\1-\2-\3")
    text = pc.replace_substring_regex(text, r"^(\d{4})-(\d)-", r"\1-0\2-")
    return pc.replace_substring_regex(text, r"^(\d{4}-\d{2})-(\d)($|[T ])", r"\1-0\2\3")


def _numeric(parts: pa.StructArray, separator: str, order: str | None) -> ParsedDates:
    """Read d/m/y or m/d/y by the evidence of all rows."""
    first, second, year, clock = (
        pc.struct_field(parts, field) for field in ("first", "second", "year", "clock")
    )
    a, b = (pc.cast(part, pa.int32()).to_numpy() for part in (_digits(first), _digits(second)))
    verdict = _order(a, b, separator, order)
    short = pc.any(pc.equal(pc.binary_length(year), 2)).as_py()
    if verdict.order is None:
        return ParsedDates(None, verdict.why, _CHOOSE)
    if short and order is None and not (a.max() > 12 or b.max() > 12):
        return ParsedDates(None, "has dates that could be read several ways", _CHOOSE)
    day, month = (first, second) if verdict.order == "day_first" else (second, first)
    found = _assemble(year, month, day, clock)
    more = " and two-digit years (69 to 99 are 1969 to 1999)" if short else ""
    return ParsedDates(found.values, found.why, remark=f"{verdict.why}{more}.")


@dataclass(frozen=True)
class _Verdict:
    """Which number of a date is the day, or None, and why."""

    order: Order | None
    why: str


def _order(
    a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], separator: str, asked: str | None
) -> _Verdict:
    possible: list[Order] = []
    if (b <= 12).all():
        possible.append("day_first")
    if (a <= 12).all():
        possible.append("month_first")
    for order in possible:
        if order == asked:
            return _Verdict(order, f"has dates read {_label(order)}, as you asked")
    if asked in ("day_first", "month_first"):
        return _Verdict(None, f"has dates that cannot be read {_label(asked)}")
    if not possible:
        return _Verdict(None, "mixes dates with the day first and with the month first")
    if len(possible) == 1:
        return _Verdict(possible[0], f"has dates read {_label(possible[0])} (a day over 12 tells)")
    if separator == "." or (a == b).all():
        return _Verdict("day_first", "has dates read day first")
    return _Verdict(None, "has dates that could be day first or month first")


def _label(order: str | None) -> str:
    return str(order).replace("_", " ")


def _digits(part: pa.StringArray) -> pa.StringArray:
    return pc.utf8_lpad(part, 2, "0")


def _assemble(
    year: pa.StringArray, month: pa.StringArray, day: pa.StringArray, clock: pa.StringArray
) -> ParsedDates:
    """Join parts to ISO text and read it; clock times with AM and PM by pandas."""
    days = pc.binary_join_element_wise(_full_year(year), _digits(month), _digits(day), "-")
    clock = pc.utf8_trim(clock, "T ")
    if _all(pc.equal(clock, "")):
        return _cast(days, "")
    clock = pc.if_else(pc.equal(clock, ""), "00:00", clock)
    if pc.any(pc.match_substring_regex(clock, "(?i)m")).as_py():
        return _half_days(pc.binary_join_element_wise(days, clock, " "))
    clock = pc.replace_substring_regex(clock, r"^(\d):", r"0\1:")
    return _cast(pc.binary_join_element_wise(days, clock, " "), "")


def _half_days(text: pa.StringArray) -> ParsedDates:
    plain = pc.replace_substring_regex(text, r"(?i)\s?([ap])\.?m\.?$", r" \1m")
    plain = pc.replace_substring_regex(plain, r" (\d{1,2}:\d{2}) ", r" \1:00 ")
    plain = pc.replace_substring_regex(plain, r"^(\S+ \d{1,2}:\d{2}:\d{2})$", r"\1 am")
    try:
        moments = pd.to_datetime(plain.to_pandas(), format="%Y-%m-%d %I:%M:%S %p")
    except ValueError:
        return ParsedDates(None, "has days or times that do not exist, such as 30 February")
    return ParsedDates(moments.to_numpy().astype("datetime64[us]"))


def _full_year(year: pa.StringArray) -> pa.StringArray:
    short = pc.equal(pc.binary_length(year), 2)
    late = pc.greater_equal(pc.cast(year, pa.int32()), PIVOT)
    century = pc.if_else(late, "19", "20")
    return pc.if_else(short, pc.binary_join_element_wise(century, year, ""), year)


def _named(parts: pa.StructArray) -> ParsedDates:
    """Read dates with English month names."""
    names = pc.utf8_slice_codeunits(pc.utf8_lower(pc.struct_field(parts, "month")), 0, 3)
    number = pc.add(pc.index_in(names, value_set=pa.array(_MONTHS)), 1)
    month = pc.cast(number, pa.string())
    day, year = pc.struct_field(parts, "day"), pc.struct_field(parts, "year")
    found = _cast(pc.binary_join_element_wise(year, _digits(month), _digits(day), "-"), "")
    return ParsedDates(found.values, found.why, remark="has dates with month names.")


def _all(mask: pa.BooleanArray) -> bool:
    return bool(pc.all(mask).as_py())
