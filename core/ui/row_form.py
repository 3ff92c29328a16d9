"""One control per column for one row: the what-if forms of the model lab and the local page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.figures import units
from core.figures.blocks import escape, label
from core.figures.theme import with_unit
from core.playground import TableFacts
from core.ui.fields import FORMAT, column_step, key_of

if TYPE_CHECKING:  # the map must not wait for NumPy
    from core.data.column_profile import ColumnProfile

MOST_LEVELS = 60
COLUMNS = 3
LARGEST = 2**53 - 1
"""The largest whole number that a browser holds exactly."""


def controls(row: dict[str, Any], table: TableFacts, prefix: str) -> tuple[tuple[str, Any], ...]:
    """Show the controls at the values of ``row``; return (column, value) of those changed.

    ``row`` holds plain values, None for a gap, ISO text for dates. ``prefix`` names the row: with
    another one, or with another value in the row, the controls start afresh.
    """
    changed = []
    places = st.columns(COLUMNS)
    for place, (name, own) in enumerate(row.items()):
        with places[place % COLUMNS]:
            column = table.loaded.profile.column(name)
            key = key_of(f"{prefix}_of_{name}", own)
            value = _control(column, own, key, _words(table, name))
        if value != own:
            changed.append((name, value))
    st.button("Reset the row", key=f"{prefix}_reset", on_click=_reset, args=(prefix,))
    return tuple(changed)


def _words(table: TableFacts, name: str) -> dict[str, Any]:
    """Return a control's label, with the unit, and its help: what a sample's column means."""
    meaning = units.meaning(table.id, name)
    return {
        "label": label(with_unit(name, units.unit(table.id, name))),
        "help": escape(meaning) if meaning else None,
    }


def _control(column: ColumnProfile, own: Any, key: str, words: dict[str, Any]) -> Any:
    if column.dtype == "bool":
        return st.toggle(value=bool(own), key=key, **words)
    if column.dtype in ("int64", "float64"):
        return _number(column, own, key, words)
    if column.dtype.startswith("datetime"):
        return st.text_input(value=own or "", key=key, placeholder="2024-01-31", **words) or None
    if column.kind in ("text", "id"):
        return st.text_input(value=own or "", key=key, **words) or None
    levels = {level for level, _ in column.top_values[:MOST_LEVELS]}
    options = sorted(levels | ({own} if own is not None else set()))
    return st.selectbox(
        options=options,
        index=None if own is None else options.index(own),
        key=key,
        placeholder="missing",
        accept_new_options=True,
        **words,
    )


def _number(column: ColumnProfile, own: Any, key: str, words: dict[str, Any]) -> Any:
    """Show a number; one that no browser holds exactly is typed as text."""
    cast = int if column.dtype == "int64" else float
    if own is None or abs(own) <= LARGEST:
        start = None if own is None else cast(own)
        step = cast(max(column_step(column, start), 1 if cast is int else 0))
        shown: Any = {"placeholder": "missing", "format": None if cast is int else FORMAT}
        return st.number_input(value=start, step=step, key=key, **shown, **words)
    try:
        return cast(st.text_input(value=str(own), key=key, **words))
    except ValueError:
        return own


def _reset(prefix: str) -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"{prefix}_")]:
        del st.session_state[key]
