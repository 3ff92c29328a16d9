"""What a learner may overrule when a file was read differently than meant."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from core.data.table import UnreadableTable
from core.params import BadValue, Choice, Param

AUTO = "auto"
TYPES = ("number", "text", "date", "bool")
_TYPE_ALIASES = {"category": "text", "id": "text", "boolean": "bool"}


class BadOverride(UnreadableTable, BadValue):
    """An override that is not one of those allowed, or does not fit the file."""


def _choices(first: str, *rest: tuple[str, str]) -> tuple[Choice, ...]:
    return (Choice(AUTO, first), *(Choice(id_, label) for id_, label in rest))


OVERRIDES: tuple[Param, ...] = (
    Param(
        "encoding",
        "Encoding",
        "choice",
        AUTO,
        "How bytes became letters. Change it when accents or other letters look wrong.",
        choices=_choices(
            "Detect",
            ("utf-8", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("cp1252", "Windows-1252 (Western Europe)"),
            ("latin-1", "Latin-1"),
            ("shift_jis", "Shift-JIS (Japanese)"),
            ("cp1250", "Windows-1250 (Central Europe)"),
            ("cp1251", "Windows-1251 (Cyrillic)"),
            ("gb18030", "GB 18030 (Chinese)"),
            ("euc_kr", "EUC-KR (Korean)"),
        ),
    ),
    Param(
        "delimiter",
        "Delimiter",
        "choice",
        AUTO,
        "The sign between two cells of a row.",
        choices=_choices(
            "Detect",
            (",", "Comma ,"),
            (";", "Semicolon ;"),
            ("tab", "Tab"),
            ("|", "Bar |"),
            ("space", "Spaces"),
            (":", "Colon :"),
        ),
    ),
    Param(
        "quotes",
        "Quotation marks",
        "choice",
        AUTO,
        "What quotation marks mean. Plain signs keep every line a row of its own.",
        choices=_choices(
            "Detect",
            ("double", 'Around cells: "a, b"'),
            ("single", "Around cells: 'a, b'"),
            ("none", "Plain signs"),
        ),
    ),
    Param(
        "header",
        "First row",
        "choice",
        AUTO,
        "Whether the first row holds the column names.",
        choices=_choices("Detect", ("yes", "Column names"), ("no", "Data")),
    ),
    Param(
        "decimal",
        "Decimal sign",
        "choice",
        AUTO,
        "The sign before a number's fraction.",
        choices=_choices("Detect", (".", "Point 1.5"), (",", "Comma 1,5")),
    ),
    Param(
        "thousands",
        "Thousands sign",
        "choice",
        AUTO,
        "The sign that groups the digits of a large number.",
        choices=_choices(
            "Detect",
            ("none", "None 1000"),
            (",", "Comma 1,000"),
            (".", "Point 1.000"),
            ("space", "Space 1 000"),
            ("'", "Apostrophe 1'000"),
        ),
    ),
    Param(
        "dates",
        "Dates",
        "choice",
        AUTO,
        "How to read a date such as 01/02/2024.",
        choices=_choices(
            "Detect",
            ("day_first", "Day first: 1 February"),
            ("month_first", "Month first: January 2"),
            ("iso", "Only year-month-day"),
            ("text", "Keep dates as text"),
        ),
    ),
    Param(
        "totals",
        "Total lines",
        "choice",
        AUTO,
        "A last row such as “Total” is not data like the others.",
        choices=_choices("Set aside", ("keep", "Keep as a row")),
    ),
    Param(
        "sheet",
        "Sheet or table",
        "text",
        "",
        "The name of a workbook's sheet or a database's table; empty for the first.",
    ),
)


@dataclass(frozen=True)
class Overrides:
    """What the learner overruled; None (or an empty tuple) leaves the choice to detection.

    ``delimiter``, ``quotes`` and ``thousands`` hold the character itself ("" for none);
    ``types`` pairs column names with one of `TYPES`.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quotes: str | None = None
    header: bool | None = None
    decimal: str | None = None
    thousands: str | None = None
    dates: str | None = None
    sheet: str | None = None
    totals: str | None = None
    types: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **values: Any) -> Overrides:
        """Return checked overrides from plain values, as from a form or a call.

        None, "auto" and "" mean: detect. Raises `BadOverride` with what is allowed.

        >>> Overrides.of(delimiter=";", header="no")  # doctest: +ELLIPSIS
        Overrides(encoding=None, delimiter=';', quotes=None, header=False, ...
        """
        known = [field.name for field in fields(cls)]
        for name in values:
            if name not in known:
                raise BadOverride(
                    f"There is no reading option named {name!r}. Known: {', '.join(known)}."
                )
        checked = {
            name: _CHECKS[name](value)
            for name, value in values.items()
            if value is not None and value != AUTO and value != ""
        }
        return cls(**checked)

    def type_of(self, column: str) -> str | None:
        """Return the type that was asked for a column, or None."""
        return dict(self.types).get(column)


def _check_encoding(value: object) -> str:
    try:
        return codecs.lookup(str(value)).name
    except LookupError:
        raise BadOverride(
            f"There is no text encoding named {value!r}. Try utf-8, cp1252 or shift_jis."
        ) from None


def _check_delimiter(value: object) -> str:
    char = {"tab": "\t", "\\t": "\t", "space": " "}.get(str(value), str(value))
    if len(char) == 1 and char not in '"\r\n\0':
        return char
    raise BadOverride(f"The delimiter must be one character such as , or ;, not {value!r}.")


def _check_quotes(value: object) -> str:
    marks = {"double": '"', "single": "'", "none": "", '"': '"', "'": "'"}
    if isinstance(value, str) and value in marks:
        return marks[value]
    raise BadOverride(f"Quotation marks must be one of double, single, none, not {value!r}.")


def _check_header(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise BadOverride(f"The header is True (first row holds names) or False, not {value!r}.")


def _check_decimal(value: object) -> str:
    if value in (".", ","):
        return str(value)
    raise BadOverride(f"The decimal sign must be . or , and not {value!r}.")


def _check_thousands(value: object) -> str:
    char = {"none": "", "space": " ", "’": "'", "\xa0": " "}.get(str(value), str(value))
    if char in ("", ",", ".", " ", "'", "_"):
        return char
    raise BadOverride(f"The thousands sign must be one of , . ' space none, not {value!r}.")


def _check_one_of(label: str, *allowed: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        raise BadOverride(f"{label} must be one of {', '.join(allowed)}, not {value!r}.")

    return check


def _check_sheet(value: object) -> str:
    if isinstance(value, str):
        return value
    raise BadOverride(f"The sheet or table is chosen by its name, not by {value!r}.")


def _check_types(value: object) -> tuple[tuple[str, str], ...]:
    try:
        pairs = dict(value) if isinstance(value, Mapping | list | tuple) else None
    except (TypeError, ValueError):
        pairs = None
    if pairs is None:
        raise BadOverride("Types are given as column: type, for example {'zip': 'text'}.")
    return tuple(sorted((str(name), _check_type(str(name), kind)) for name, kind in pairs.items()))


def _check_type(column: str, kind: object) -> str:
    plain = _TYPE_ALIASES.get(str(kind), str(kind))
    if plain in TYPES:
        return plain
    raise BadOverride(f"Column ‘{column}’ can be {', '.join(TYPES)}, not {kind!r}.")


_CHECKS: dict[str, Callable[[object], Any]] = {
    "encoding": _check_encoding,
    "delimiter": _check_delimiter,
    "quotes": _check_quotes,
    "header": _check_header,
    "decimal": _check_decimal,
    "thousands": _check_thousands,
    "dates": _check_one_of("Dates", "day_first", "month_first", "iso", "text"),
    "totals": _check_one_of("Total lines", "drop", "keep"),
    "sheet": _check_sheet,
    "types": _check_types,
}
