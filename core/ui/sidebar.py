"""The sidebar: the active data set, undo, the device, help."""

from __future__ import annotations

import streamlit as st

from core import compute
from core.data import samples
from core.figures.blocks import escape, label
from core.ui import dataset, state
from core.wording import counted


def show() -> None:
    """Fill the sidebar below the navigation."""
    with st.sidebar:
        _data_set()
        _device()
        _help()


def _data_set() -> None:
    experiment = state.experiment()
    name = dataset.FIRST_SAMPLE if experiment is None else experiment.table_name
    with st.container(key="data_chip"):
        st.caption(f"Data set{_what(name)}")
        with st.popover(label(name), icon=":material/table:", width="stretch"):
            dataset.picker("side")
    left, right = st.columns(2)
    left.button(
        "Undo",
        key="undo",
        icon=":material/undo:",
        disabled=not state.can_undo(),
        on_click=state.undo,
        help="Take back the last change of the experiment",
        width="stretch",
    )
    right.button(
        "Redo",
        key="redo",
        icon=":material/redo:",
        disabled=not state.can_redo(),
        on_click=state.redo,
        help="Bring back what you took back",
        width="stretch",
    )


def _what(name: str) -> str:
    """Return a sample's title, beside the name that stands in links; nothing for a file."""
    spec = next((spec for spec in samples.SAMPLES if spec.id == name), None)
    return "" if spec is None else f" · {escape(spec.title)}"


def _device() -> None:
    if not compute.started():  # the first picture does not wait for what computing imports
        st.caption(":material/memory: workers are starting", help="Where numbers are computed.")
        return
    facts = compute.status()
    workers = f"{facts.n_workers} workers" if facts.n_workers != 1 else "1 worker"
    device, _, why = facts.device.partition(":")
    where = "workers are starting" if facts.n_workers == 0 else f"{workers} · {device}"
    if facts.n_runs:
        where += f" · {counted(facts.n_runs, 'live run')}"
    told = f"Where numbers are computed. {device}:{why}" if why else "Where numbers are computed."
    st.caption(f":material/memory: {where}", help=facts.notice or told)


def _help() -> None:
    with st.popover("Help", icon=":material/help:", type="tertiary"):
        st.markdown(
            "**Move a control, watch the picture, read the sentence under it.**\n\n"
            "- The data set above travels with you through every page.\n"
            "- The address in your browser holds your settings: copy it to share them.\n"
            "- *Missions* are goals that the suite checks on your settings and results.\n"
            "- *Code* gives the same numbers outside the suite.\n"
            "- Your passport is kept in this browser only; export it on the roadmap page."
        )
