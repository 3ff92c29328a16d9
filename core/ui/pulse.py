"""A page that waits is never forgotten: the browser asks again when nothing has come for a while.

A page waits by a fragment that reruns itself. Its timer lives in the browser, is stopped when a
whole run begins and set again by a message of that run. On a busy server a tick can arrive just
when such a run has ended: Streamlit then starts another runner and drops what the ended one had
still to say, the timer with it. Nobody would ask again, and the picture never come.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

QUIET_S = 4.0
"""How long nothing may come, far above the ticks of fragments, before the browser asks."""
MARKER = '<i class="suite-awaits"></i>'


def awaits() -> None:
    """Mark this part of the page as one that waits for something still to come."""
    st.html(MARKER)


def keep() -> None:
    """Put the watch into the page, once, outside of all fragments."""
    _component()(  # type: ignore[operator]
        key="pulse",
        data={"quiet_ms": 1000 * QUIET_S},
        on_quiet_change=lambda: None,
        height=1,
    )


@st.cache_resource(show_spinner=False)
def _component() -> object:
    script = Path(__file__).with_name("pulse.js").read_text(encoding="utf-8")
    return st.components.v2.component("suite_pulse", js=script, html="")
