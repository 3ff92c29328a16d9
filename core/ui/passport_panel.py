"""Export, import and certificate of the passport."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from core.course import missions, passport, roadmap
from core.course.certificate import certificate_svg
from core.errors import PlaygroundError
from core.figures.blocks import escape
from core.ui import state


def show(*_context: object) -> None:
    """Show the passport's counter: take it along, bring it back, print the certificate."""
    name = st.text_input("Your name, for the certificate", key="passport_name", max_chars=60)
    mine = replace(state.passport(), name=name)
    today = datetime.now(UTC).date().isoformat()
    svg = certificate_svg(mine, roadmap.STAGES, missions.everything(), today=today)
    with st.container(horizontal=True):
        st.download_button(
            "Export passport",
            passport.to_json(mine),
            "passport.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Certificate",
            svg,
            "certificate.svg",
            "image/svg+xml",
            icon=":material/workspace_premium:",
            on_click="ignore",
        )
    _bring_back()


def _bring_back() -> None:
    file = st.file_uploader("Import a passport", type=["json"], key="passport_file")
    if file is None or st.session_state.get("imported_passport") == file.file_id:
        return
    try:
        brought = passport.from_json(file.getvalue().decode("utf-8", "replace"))
    except PlaygroundError as error:
        st.error(escape(error.sentence), icon=":material/error:")
        return
    st.session_state["imported_passport"] = file.file_id
    state.take_passport(passport.merge(state.passport(), brought))
    st.rerun()
