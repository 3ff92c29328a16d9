"""Where to start from: runs worth seeing, each of which sets all controls at once."""

from __future__ import annotations

import streamlit as st

from core.figures.blocks import escape
from core.params import Param
from core.playground import Start
from core.ui import controls


def show(prefix: str, params: tuple[Param, ...], starts: tuple[Start, ...]) -> None:
    """Show the runs worth seeing, above the controls of the playground ``prefix``."""
    by_id = {start.id: start for start in starts}
    key = f"{prefix}_start"

    def chosen() -> None:
        start = by_id.get(st.session_state[key])
        if start is not None:
            own = {param.id: param.default for param in params if param.role == "any"}
            st.session_state[f"{prefix}_moved"] = {**own, **start.values}

    st.selectbox(
        "Start from",
        list(by_id),
        index=None,
        format_func=lambda name: by_id[name].label,
        placeholder="A run worth seeing",
        key=key,
        on_change=chosen,
        help="Sets all controls at once. Change any of them afterwards.",
    )
    start = by_id.get(st.session_state.get(key) or "")
    if start is not None:
        st.caption(_said(prefix, params, start))


def _said(prefix: str, params: tuple[Param, ...], start: Start) -> str:
    """Return why the start goes as it does, while its settings are as it left them."""
    waits = st.session_state.get(f"{prefix}_moved")
    same = waits is not None or all(
        controls.read_widget(param, f"{prefix}_{param.id}") == start.values[param.id]
        for param in params
        if param.id in start.values and f"{prefix}_{param.id}" in st.session_state
    )
    return escape(start.why) if same else f"Changed since “{escape(start.label)}”."
