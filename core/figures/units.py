"""Units and meanings of the samples' columns, for axes and for the learner's controls."""

from __future__ import annotations

from functools import lru_cache

from core.data.samples import SAMPLES
from core.figures.blocks import escape
from core.figures.theme import short, with_unit


@lru_cache(maxsize=64)
def _columns(table: str) -> dict[str, tuple[str, str]]:
    """Return (meaning, unit) by column of a table's id; nothing for a learner's own file."""
    found = {f"sample:{spec.id}": spec.columns for spec in SAMPLES}.get(table, ())
    return {name: (meaning, unit) for name, meaning, unit in found}


def unit(table: str, column: str) -> str:
    """Return the unit of a column, "" if it has none or nobody knows it."""
    return _columns(table).get(column, ("", ""))[1]


def meaning(table: str, column: str) -> str:
    """Return what a column holds in words, "" if nobody knows."""
    return _columns(table).get(column, ("", ""))[0]


def suffix(table: str, column: str) -> str:
    r"""Return what follows a number in Markdown: a space and the unit, "" without one.

    >>> print(suffix("sample:houses", "price_eur"), suffix("sample:tips", "tip_usd"))
     €  US\$
    """
    known = unit(table, column)
    return f" {escape(known)}" if known and known != "date" else ""


def named(table: str, column: str) -> str:
    """Return an axis title: a column's name with its unit.

    >>> named("sample:houses", "area_m2"), named("file:1", "price")
    ('area_m2 (m²)', 'price')
    """
    return with_unit(short(column), unit(table, column))
