"""Export, import and certificate of the passport."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from core.course import lesson, missions, passport, predictions, roadmap
from core.course.certificate import certificate_svg
from core.errors import PlaygroundError
from core.figures.blocks import escape
from core.playground import load
from core.ui import state

MOST_REVIEWED = 5


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
    _review()


def _review() -> None:
    """Say how the learner's predictions went; bring those back that went wrong the last time."""
    tried = state.predictions()
    if not tried:
        return
    n_tried = sum(one.tried for one in tried.values())
    n_right = sum(one.right for one in tried.values())
    st.markdown(f"**Predictions** {n_right} of {n_tried} right.")
    places = [(name, lesson.place_of(name)) for name in predictions.missed(tried)]
    found = [(name, *place) for name, place in places if place is not None]
    if not found:
        return
    st.caption("These went wrong the last time. Try them again, on fresh numbers:")
    for name, playground, step in found[:MOST_REVIEWED]:
        slug = name.partition(".")[0]
        _again(slug, playground, step, seed=1 + tried[name].tried)


def _again(slug: str, playground: str, step: int, *, seed: int) -> None:
    """Link to the step of a tour that asks a prediction, with another seed where there is one."""
    taught = lesson.of(slug, playground)
    asked = None if taught is None else taught.tour[step].predict
    if asked is None:
        return
    prefix, title = f"{slug}_{playground}", roadmap.stage(slug).playground(playground).title
    query = {f"{slug}_play": title, f"{prefix}_tour": str(step + 1)}
    if any(param.id == "seed" for param in load(slug, playground).params):
        query[f"{prefix}_seed"] = str(seed)
    st.page_link(
        f"pages/{slug}.py", label=f"{title}: {asked.ask}", query_params=query,
        icon=":material/replay:",
    )  # fmt: skip


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
