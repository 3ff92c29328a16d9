"""Months, quarters and weeks as people write them: each is read as its first day.

All functions take a pyarrow string array of trimmed, non-missing cells. Only a column that is
written so in every row, with years of our calendar, is one of periods.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.data.dates import DATE_LIKE, PIVOT, ParsedDates, parse_dates

_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d{2})"
_ANY_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d{2}|\d{2})"
_NUMBER = r"(?P<month>0?[1-9]|1[0-2])"
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))"
)
_QUARTER = r"(?P<quarter>[1-4])"
_WEEK = r"(?P<week>0?[1-9]|[1-4]\d|5[0-3])"
_YEAR_MONTH = rf"^{_YEAR}[-/]{_NUMBER}$"
_BARE_YEAR = rf"^{_NAME}[ \-/](?P<year>\d\d)$"  # Jan-05: a year, or a day


@dataclass(frozen=True)
class _Form:
    """What the periods of some patterns are called, and the first day of one by its parts."""

    what: str
    patterns: tuple[str, ...]
    first_day: Callable[[int, re.Match[str]], dt.date]


def _month(year: int, parts: re.Match[str]) -> dt.date:
    text = parts["month"].lower()
    return dt.date(year, int(text) if text.isdigit() else _NAMES.index(text[:3]) + 1, 1)


def _quarter(year: int, parts: re.Match[str]) -> dt.date:
    return dt.date(year, 3 * int(parts["quarter"]) - 2, 1)


def _week(year: int, parts: re.Match[str]) -> dt.date:
    return dt.date.fromisocalendar(year, int(parts["week"]), 1)


_FORMS = (
    _Form(
        "months",
        (
            _YEAR_MONTH,
            rf"^{_YEAR}[Mm](?P<month>0[1-9]|1[0-2])$",
            rf"^{_NUMBER}[-/.]{_YEAR}$",
            rf"^{_NAME}\.?(?: ?['’]|[ \-/]){_ANY_YEAR}$",
            rf"^{_YEAR}[ \-/]?{_NAME}\.?$",
        ),
        _month,
    ),
    _Form(
        "quarters",
        (
            rf"^{_YEAR}[ \-/]?[Qq]{_QUARTER}$",
            rf"^[Qq]{_QUARTER}(?: ?['’]|[ \-/]){_ANY_YEAR}$",
            rf"^{_QUARTER}[Qq][ \-/'’]?{_ANY_YEAR}$",
        ),
        _quarter,
    ),
    _Form("weeks", (rf"^{_YEAR}[ \-]?[Ww]{_WEEK}$",), _week),
)
MOMENT_LIKE = "|".join(
    [DATE_LIKE, *(re.sub(r"\?P<\w+>", "?:", p) for form in _FORMS for p in form.patterns)]
)
"""What a date or a period may look like, right or wrong."""
PROBE = 200  # cells that tell cheaply that a column holds no periods
_TEXT = "Choose “Keep dates as text” under dates if they are none."


def parse_moments(valid: pa.StringArray, order: str | None) -> ParsedDates | None:
    """Return a column's dates, or the first days of its periods; None if it is neither.

    order : see `core.data.dates.parse_dates`; "iso" leaves 2024-01 alone of the periods.
    """
    return parse_dates(valid, order) or _periods(valid, order)


def _periods(valid: pa.StringArray, order: str | None) -> ParsedDates | None:
    if order == "text" or not len(valid):
        return None
    for form in _FORMS:
        for pattern in form.patterns:
            if order == "iso" and pattern != _YEAR_MONTH:
                continue
            if _all_match(valid[:PROBE], pattern) and _all_match(valid, pattern):
                return _read(valid, form, pattern, order)
    return None


def _all_match(text: pa.StringArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(text, pattern)).as_py())


def _read(valid: pa.StringArray, form: _Form, pattern: str, order: str | None) -> ParsedDates:
    encoded = valid.dictionary_encode()
    matches = [
        match for cell in encoded.dictionary.to_pylist() if (match := re.match(pattern, cell))
    ]
    if order is None and pattern == _YEAR_MONTH and all(map(_runs_over, matches)):
        why = "has what may be months or years that run over New Year"
        return ParsedDates(None, why, "Choose “Only year-month-day” under dates for months.")
    if _all_match(valid, _BARE_YEAR) and not _are_years(matches, encoded.indices.to_pylist()):
        return ParsedDates(None, "has months with a number that could be a day or a year")
    try:
        days = [form.first_day(_full(match["year"]), match) for match in matches]
    except ValueError:
        return ParsedDates(None, "has weeks that do not exist, such as a 53rd in a short year")
    values = np.array(days, "datetime64[us]")[encoded.indices.to_numpy()]
    short = any(len(match["year"]) == 2 for match in matches)
    years = f" with two-digit years ({PIVOT} to 99 are 19{PIVOT} to 1999)" if short else ""
    remark = f"has {form.what}{years}; each was read as its first day. {_TEXT}"
    return ParsedDates(values, remark=remark)


def _full(year: str) -> int:
    short = 1900 if int(year) >= PIVOT else 2000
    return int(year) + short if len(year) == 2 else int(year)


def _runs_over(parts: re.Match[str]) -> bool:
    """Tell 2001-02, which may be the season that ends in 2002."""
    return int(parts["month"]) == (int(parts["year"]) + 1) % 100


def _are_years(matches: Sequence[re.Match[str]], rows: Sequence[int]) -> bool:
    """Tell whether Jan-05 is a month of 2005, by all rows.

    It is if a number is over 31 or 0, or if the rows are in the order of such months; rows that
    are in the order of days as well leave it open.
    """
    numbers = np.array([int(match["year"]) for match in matches])
    if numbers.max() > 31 or numbers.min() == 0:
        return True
    months = np.array([_month(2000, match).month for match in matches])
    in_years = _in_order((12 * numbers + months)[rows])
    return in_years and not (len(set(numbers)) > 1 and _in_order((32 * months + numbers)[rows]))


def _in_order(times: npt.NDArray[np.int64]) -> bool:
    steps = np.diff(times)
    return bool((steps >= 0).all() or (steps <= 0).all())
