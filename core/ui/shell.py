"""The shell around every page: navigation, sidebar, link, and the trip of the chosen playground."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.course import roadmap
from core.errors import PlaygroundError
from core.figures.blocks import escape
from core.params import Choice, Param
from core.playground import Playground, load
from core.ui import address, passport, presence, pulse, renew, road, sidebar, state, style, trip
from core.ui.in_class import CLASS
from core.ui.tidy import TIDY
from core.ui.tours import TOUR

_LOG = logging.getLogger(__name__)
WARM = (
    "core.data.load",
    "core.tabular.judge.evaluate",
    "sklearn.compose",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "imblearn.pipeline",
)
"""What workers import in idle time, before the first learner needs it."""
SIDEBAR_PX = 280
HEAD_START_S = 1.5
"""What the first browser needs to fetch its scripts from this very process, and draw the map."""
_INSIDE: ContextVar[bool] = ContextVar("inside_the_shell", default=False)


def run() -> None:
    """Run the suite: what ``Home.py`` calls on every script run."""
    if renew.SOURCES.have_changed():
        renew.forget()
        st.rerun()
    chosen = _navigation()
    st.set_page_config(
        page_title=f"{chosen.title} · ML Roadmap Playground",
        page_icon=style.MARK,
        layout="wide",
        menu_items={},
        initial_sidebar_state="collapsed" if st.context.is_embedded else SIDEBAR_PX,
    )
    style.apply()
    state.read_link()
    passport.bring()
    with _inside():
        chosen.run()
    sidebar.show()
    passport.keep()
    pulse.keep()
    presence.note()
    _warm_up()
    TIDY.when_due()


def page(slug: str) -> None:
    """Show one stage: its title, its playgrounds, the chosen one's trip.

    A page file calls this once. Only the playground that is opened is imported. Imported without a
    script run (by a test) it does nothing.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return
    if not _INSIDE.get():
        _adopt()
    with st.container(key="suite_page"):
        _show(slug)


def _show(slug: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="page_head"):
        st.title(roadmap.stage(slug).title, anchor=False, width="content")
        chosen = load(slug, _choose(slug))
    address.refuse_unknown(slug, _known(slug, chosen))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="way_in"):
        st.caption(chosen.question, width="content")
        road.way_in(slug)
    above = st.container(key="notes")  # always there: what follows must not move when it fills
    _walk(slug, chosen)
    with above:
        for sentence in state.notes(slug):
            st.info(escape(sentence), icon=":material/info:")
    road.way_out(slug)
    state.write_link(f"{slug}_{chosen.id}")


def _walk(slug: str, playground: Playground) -> None:
    """Walk the trip; a fault of ours ends in a sentence and in the log, never in a traceback."""
    try:
        trip.show(slug, playground)
    except PlaygroundError as error:
        st.error(escape(error.sentence), icon=":material/error:")
    except Exception:  # noqa: BLE001 - the one boundary between the page and its reader
        _LOG.exception("%s/%s could not be shown", slug, playground.id)
        st.error(
            "This picture could not be drawn: a fault of the suite, now in its log. Your settings "
            "are kept. Undo your last change or move another control.",
            icon=":material/error:",
        )


def _choose(slug: str) -> str:
    """Let the learner choose a playground by its card; only the chosen one is read and runs."""
    titles = {name: roadmap.stage(slug).playground(name).title for name in roadmap.built(slug)}
    address.heed((_play(slug),), slug)
    if len(titles) == 1:
        return next(iter(titles))
    chosen: str = st.segmented_control(
        "Playground",
        list(titles),
        format_func=titles.__getitem__,
        key=f"{slug}_play",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
        default=next(iter(titles)),
    )
    return chosen


def _play(slug: str) -> Param:
    """Return the control that chooses a playground, as an address has it."""
    cards = [roadmap.stage(slug).playground(name) for name in roadmap.built(slug)]
    choices = tuple(Choice(card.id, card.title) for card in cards)
    return Param("play", "the playground", "choice", cards[0].id, choices=choices)


def _known(slug: str, chosen: Playground) -> Callable[[str], bool]:
    """Return what knows this page's names in an address; a closed playground's are left alone."""
    names = address.keys((_play(slug),), slug)
    names |= address.keys((*chosen.params, trip.WATCH, TOUR, CLASS), f"{slug}_{chosen.id}")
    others = tuple(f"{slug}_{name}_" for name in roadmap.built(slug) if name != chosen.id)
    return lambda name: name in names or name.startswith(others)


def _navigation() -> st.Page:
    """Thirty stages, one click away: sections as menus on top, all in the sidebar of a phone."""
    ready = road.existing()
    sections = {
        section: [road.page(stage) for stage in stages if stage.slug in ready]
        for section, stages in roadmap.sections().items()
    }
    shown = {section: pages for section, pages in sections.items() if pages}
    return st.navigation(shown, position="top", expanded=True)  # type: ignore[return-value]


@contextmanager
def _inside() -> Iterator[None]:
    token = _INSIDE.set(True)
    try:
        yield
    finally:
        _INSIDE.reset(token)


def _adopt() -> None:
    """A deep link to a cold server ran the page file alone: give Streamlit the pages, run again."""
    _navigation()
    st.rerun()


@st.cache_resource(show_spinner=False)
def _warm_up() -> None:
    """Import what later pages need and start the workers once the first picture is on screen."""

    def warm() -> None:
        time.sleep(HEAD_START_S)
        import pandas  # noqa: F401
        import plotly.graph_objects  # noqa: F401

        from core import compute

        compute.start(WARM)
        TIDY.now()

    threading.Thread(target=warm, name="warm-up", daemon=True).start()
