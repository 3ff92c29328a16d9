"""Widgets generated from `Param` specs, bound to the URL where their choices are fixed.

A bound widget always gets its default as an argument: Streamlit leaves values equal to it out of
the URL. All others are driven through session state alone, so that the experiment (or a link) can
move them; mixing the two would reset a widget nobody has touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from core.course import glossary, roadmap
from core.figures.blocks import escape
from core.params import Param
from core.tabular.link import not_whole
from core.ui import address, state
from core.ui.widgets import WIDGETS
from core.ui.widgets.session import as_value, held, show
from core.untrusted import shown
from core.value import Value

__all__ = ["held", "read_widget", "reset", "show", "values", "widget"]


def widget(
    param: Param,
    key: str,
    *,
    bind: bool = True,
    on_change: Callable[[], None] | None = None,
    locked: bool = False,
) -> Value:
    """Show the control of ``param`` and return its legal value.

    ``bind`` puts it into the URL; without it the control keeps what `show` or the learner set.
    ``locked`` : it is seen and cannot be moved.
    """
    options: dict[str, Any] = {"key": key, "help": _help(param, key), "on_change": on_change}
    if locked:
        options["disabled"] = True
    if bind:
        options["bind"] = "query-params"
    else:
        options["persist_state"] = "session"
        if key not in st.session_state:
            show(param, key, param.default)
    return param.clean(WIDGETS[param.kind](param, options))


def _help(param: Param, key: str) -> str | None:
    """Return what a control is about: its own words, or the glossary's, and those of its choices.

    key : begins with the slug of the stage, whose own meaning of a word counts.

    >>> print(_help(Param("x", "Threshold", "float", 0.5), "evaluation_threshold_x"))
    **threshold** — The probability from which on the answer is yes.
    """
    stage = next((s.slug for s in roadmap.STAGES if key.startswith(f"{s.slug}_")), "")
    known = glossary.find(param.label, stage) is not None
    own = param.help or (glossary.tooltip(param.label, stage) if known else "")
    told = [f"- **{escape(c.label)}**: {c.help}" for c in param.choices if c.help]
    return "\n\n".join(part for part in (own, "\n".join(told)) if part) or None


def values(
    params: tuple[Param, ...],
    prefix: str,
    extras: Mapping[str, Value],
    *,
    between: Callable[[], None] = lambda: None,
    locks: Callable[[str], bool] = lambda _id: False,
    waits: bool = False,
) -> dict[str, Value]:
    """Show all ``params`` and return their values by id.

    ``between`` shows what stands between the plain and the advanced ones. ``locks`` says of an id
    whether its control cannot be moved. ``waits`` : there are more of them once a table is here, so
    nothing is said yet of what ``extras`` asks in vain.
    A parameter whose choices come from the table is not bound to the URL (its choices would be
    unknown when the link opens); it starts at ``extras``, which travels in ``exp``.
    """
    address.heed(params, prefix)
    if not waits:
        _heed(params, prefix, extras)
    defaults = {param.id: param.default for param in params}
    seen: dict[str, Value] = {}

    def see(param: Param) -> None:
        chosen = defaults | seen
        seen[param.id] = _value(param, prefix, extras, chosen, locked=locks(param.id))

    for param in params:
        if not param.advanced and param.applies(seen):
            see(param)
    between()
    advanced = [param for param in params if param.advanced and param.applies(seen)]
    if advanced:
        with st.expander("More settings", key=f"{prefix}_more"):
            for param in advanced:
                see(param)
    return defaults | seen


def reset(params: tuple[Param, ...], prefix: str) -> None:
    """Put every control back to its default."""
    for param in params:
        show(param, f"{prefix}_{param.id}", param.default)


def read_widget(param: Param, key: str) -> Value:
    """Return what the control with ``key`` holds now: for use inside its ``on_change``."""
    if param.optional and not st.session_state.get(f"{key}_on", False):
        return None
    return param.clean(held(param, key))


def _value(
    param: Param,
    prefix: str,
    extras: Mapping[str, Value],
    chosen: Mapping[str, Value],
    *,
    locked: bool,
) -> Value:
    if param.up_to:
        most = int(chosen[param.up_to])  # type: ignore[arg-type]
        param = replace(param, choices=param.choices[:most])
        address.heed((param,), prefix)
    key = f"{prefix}_{param.id}"
    if param.role == "any":
        return widget(param, key, locked=locked)
    now = held(param, key)
    if key not in st.session_state or param.clean(now) != now:
        linked = extras.get(param.id, param.default)
        show(param, key, param.clean(as_value(linked)))
    return widget(param, key, bind=False, locked=locked)


def _heed(params: tuple[Param, ...], prefix: str, extras: Mapping[str, Value]) -> None:
    """Say once what a link asks in vain of controls that the table fills, shown or not."""
    if not extras or f"{prefix}_heeded" in st.session_state:
        return
    st.session_state[f"{prefix}_heeded"] = True
    filled = {param.id: param for param in params if param.role != "any"}
    for name, linked in extras.items():
        if name not in filled:
            state.note(not_whole((f"{shown(name)} is no setting here",)))
        elif filled[name].clean(as_value(linked)) != as_value(linked):
            state.note(not_whole((f"{filled[name].label} is the default",)))
