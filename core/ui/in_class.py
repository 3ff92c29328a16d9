"""A page before a class: the projector's view, votes before the sentence, a teacher's link."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from core.course.classroom import BadClassroom, Classroom, from_text, to_text
from core.figures.blocks import escape
from core.params import Param
from core.tabular.link import not_whole
from core.ui import state
from core.untrusted import shown

CLASS = Param("class", "what a class sees", "text", "")
"""What an address may say of it."""
PROJECTOR_CSS = """
<style>
  [data-testid="stSidebar"], [data-testid="stHeader"], .st-key-page_head, .st-key-way_in,
  .st-key-way_out, .st-key-trip_rest, .st-key-trip_after, .st-key-trip_below,
  .st-key-trip_shown [data-testid="stDownloadButton"] { display: none; }
  [data-testid="stMainBlockContainer"] { padding: 0.5rem 1.5rem; }
  .st-key-suite_page { width: 100%; margin-inline: 0; }
  .st-key-trip_row { zoom: 1.25; --suite-film-height: 36vh; }
  .st-key-trip_row div:has(> .st-key-notice) { position: sticky; bottom: 0; z-index: 20;
    background: Canvas; padding-block: 0.4rem; }
  .st-key-notice p, .st-key-lesson_step p, .st-key-lesson_idea p { font-size: 20px;
    line-height: 1.4; }
</style>
"""


def read(prefix: str, params: Collection[Param]) -> Classroom:
    """Return what the address asks for a class; what it asks in vain is taken out and told."""
    key = f"{prefix}_{CLASS.id}"
    text = st.query_params.get(key, "")
    if not text:
        return Classroom()
    try:
        return from_text(text, [param.id for param in params])
    except BadClassroom as error:
        del st.query_params[key]
        state.note(not_whole((f"{shown(CLASS.label)}: {error.sentence}",)))
        return Classroom()


def dress(prefix: str, asked: Classroom, params: Collection[Param]) -> None:
    """Hide what the class is not to see, and offer the way back."""
    hidden = [f".st-key-{prefix}_{param.id}" for param in params if asked.hides(param.id)]
    locked = [f".st-key-{prefix}_{param.id}" for param in params if asked.locks(param.id)]
    rules = f"{', '.join(hidden)} {{ display: none; }}" if hidden else ""
    rules += f"{', '.join(locked)} {{ pointer-events: none; opacity: 0.6; }}" if locked else ""
    if rules:
        st.html(f"<style>{rules}</style>")
    if asked.projector:
        st.html(PROJECTOR_CSS)
        st.button(
            "Leave the projector's view",
            key=f"{prefix}_leave_projector",
            icon=":material/close_fullscreen:",
            type="tertiary",
            on_click=_ask,
            args=(prefix, Classroom(**{**vars(asked), "projector": False})),
        )


def sentence(prefix: str, asked: Classroom, named: str, show: Callable[[], None]) -> None:
    """Show the sentence; before a class that votes first, only when it is asked for.

    named : what names the picture that the sentence is about.
    """
    key = f"{prefix}_voted"
    if not asked.vote or st.session_state.get(key) == named:
        show()
        return
    with st.container(key="notice"):
        st.button(
            "Voted? Show what to notice",
            key=f"{prefix}_vote_is_over",
            icon=":material/how_to_vote:",
            on_click=lambda: st.session_state.update({key: named}),
        )


def panel(prefix: str, asked: Classroom, params: tuple[Param, ...], *, has_film: bool) -> None:
    """Offer what a teacher's link can ask; the address follows each choice at once."""
    st.markdown("**For a class.** The address, and with it the link above, follows these:")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        projector = _toggle(prefix, "Projector's view", asked.projector, "projector")
        vote = _toggle(prefix, "Vote first", asked.vote, "vote")
        at = _position(prefix, asked) if has_film else None
    only, lock = _controls(prefix, asked, params)
    wanted = Classroom(projector, vote, at, only, lock)
    if wanted != asked:
        _ask(prefix, wanted)
        st.rerun()


def _toggle(prefix: str, label: str, value: bool, name: str) -> bool:
    helps = {
        "projector": "Picture and sentence large, everything else away.",
        "vote": "Films rest at their first frame and the sentence waits for a click.",
    }
    return st.toggle(label, value, key=f"{prefix}_class_{name}", help=helps[name])


def _position(prefix: str, asked: Classroom) -> int | None:
    found = st.number_input(
        "Film opens at step", 0, None, asked.at, 1, key=f"{prefix}_class_at", placeholder="start"
    )
    return None if found is None else int(found)


def _controls(
    prefix: str, asked: Classroom, params: tuple[Param, ...]
) -> tuple[tuple[str, ...], bool]:
    labels = {param.id: param.label for param in params}
    if not labels:
        return (), False
    only = st.multiselect(
        "Controls the class may move",
        list(labels),
        list(asked.only),
        format_func=lambda name: escape(labels[name]),
        key=f"{prefix}_class_only",
        placeholder="all",
    )
    lock = False
    if only:
        lock = st.toggle("Show the others, locked", asked.lock, key=f"{prefix}_class_lock")
    return tuple(only), lock


def _ask(prefix: str, wanted: Classroom) -> None:
    """Write into the address what a class is to see."""
    key, text = f"{prefix}_{CLASS.id}", to_text(wanted)
    for name in ("projector", "vote"):  # the switches follow the address
        st.session_state.pop(f"{prefix}_class_{name}", None)
    if text:
        st.query_params[key] = text
    else:
        st.query_params.pop(key, None)
