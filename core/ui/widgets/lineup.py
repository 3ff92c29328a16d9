"""A lineup: a row for each entry with its number, one more and one less by a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.kinds.lineup import Entry, choice_of, most, read_lineup, write_lineup
from core.kinds.spec import Spec
from core.params import Param
from core.ui.widgets.session import Options, begin, follow, keep, put

KNOB_PX = 84
"""How wide a number is, without its name: beside it the name of an entry can be read whole."""
OUT = ""
"""Stands among the entries for taking this one out."""
WHOLE = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 1000, 2000)
SHARES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Round numbers that are offered; a link may say any other."""


def lineup(param: Param, options: Options) -> Any:
    """Show a lineup; a click or a choice puts another into the session."""
    key, words = options["key"], options["help"]
    entries = read_lineup(str(begin(param, options)))
    off = bool(options.get("disabled"))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        told = " ".join(part for part in (words, _numbers(param, entries)) if part)
        st.caption(f"{param.label}: {len(entries)}", help=told or None, width="stretch")
        _more(param, key, entries, off=off)
    for place in range(len(entries)):
        _row(param, key, place, entries, off=off)
    return keep(param, options, write_lineup(entries))


def _more(param: Param, key: str, entries: Sequence[Entry], *, off: bool) -> None:
    """Offer one entry more: the first choice that is not there yet."""
    there = {name for name, _ in entries}
    free = next((c.id for c in param.choices if c.id not in there), param.choices[0].id)
    full = len(entries) >= most(param)[1]
    longer = write_lineup([*entries, (free, None)])
    st.button(
        "+", key=f"{key}_more", help="One more", disabled=full or off, on_click=put,
        args=(key, longer),
    )  # fmt: skip


def _row(param: Param, key: str, place: int, entries: Sequence[Entry], *, off: bool) -> None:
    """Show one entry, which may be taken out, with its number beside it."""
    name, number = entries[place]
    labels = {choice.id: choice.label for choice in param.choices}
    if len(entries) > most(param)[0]:
        labels |= {OUT: "– take it out"}
    entry_key = f"{key}_entry_{place}"
    follow(entry_key, name)
    with st.container(horizontal=True, gap="xsmall"):
        st.selectbox(
            f"{param.label} {place + 1}", list(labels), list(labels).index(name),
            format_func=labels.__getitem__, key=entry_key, width="stretch", disabled=off,
            label_visibility="collapsed", on_change=_chosen, args=(key, place, tuple(entries)),
        )  # fmt: skip
        found = choice_of(param, name)
        if found is not None and found.knob is not None:
            _knob(found.knob, key, place, number, tuple(entries), off=off)


def _knob(
    knob: Spec, key: str, place: int, number: float | None, entries: tuple[Entry, ...], *, off: bool
) -> None:
    """Show the number of an entry: a few round ones, and the one it has."""
    default: Any = knob.default
    value = float(default if number is None else number)
    steps = _steps(knob, value)
    name = f"{key}_knob_{place}_{knob.id}"
    follow(name, value)
    st.selectbox(
        f"{knob.label} {place + 1}", steps, steps.index(value), key=name, width=KNOB_PX,
        format_func=_plain, help=knob.help or None,
        disabled=off, label_visibility="collapsed", on_change=_turned,
        args=(key, name, place, entries),
    )  # fmt: skip


def _numbers(param: Param, entries: Sequence[Entry]) -> str:
    """Say what the number beside each entry is."""
    known = [choice_of(param, name) for name in dict.fromkeys(name for name, _ in entries)]
    told = [f"{one.label}: {one.knob.label}" for one in known if one is not None and one.knob]
    return f"The numbers beside them: {'; '.join(told)}." if told else ""


def _steps(knob: Spec, value: float) -> list[float]:
    """Return round numbers between a knob's ends, both ends, and the value it has."""
    low, high = float(knob.low or 0.0), float(knob.high or 1.0)
    if knob.kind == "int":
        found = {float(step) for step in WHOLE}
    elif knob.scale == "log":
        found = {float(f"1e{power}") for power in range(-12, 13)}
    else:
        found = {round(low + share * (high - low), 6) for share in SHARES}
    return sorted({step for step in found if low <= step <= high} | {low, high, value})


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number >= 1 and number == int(number) else f"{number:g}"


def _chosen(key: str, place: int, entries: tuple[Entry, ...]) -> None:
    """Put another entry in the place, with the number that is usual; or none."""
    chosen = st.session_state[f"{key}_entry_{place}"]
    instead = [] if chosen == OUT else [(chosen, None)]
    put(key, write_lineup([*entries[:place], *instead, *entries[place + 1 :]]))


def _turned(key: str, name: str, place: int, entries: tuple[Entry, ...]) -> None:
    changed = list(entries)
    changed[place] = (changed[place][0], st.session_state[name])
    put(key, write_lineup(changed))
