"""The road through a page: what a stage builds on, which stage comes next, and back to the map."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from functools import lru_cache
from pathlib import Path

import streamlit as st

from core.course import roadmap

PAGES = Path(__file__).resolve().parents[2] / "pages"


@lru_cache(maxsize=1)
def existing() -> frozenset[str]:
    """Return the slugs of the stages that have a page; the others are shown as coming.

    Kept: with a new file all modules are read again (`core.ui.renew`), this one too.
    """
    return frozenset(file.stem for file in PAGES.glob("*.py"))


def page(stage: roadmap.Stage) -> st.Page:
    """Return a stage's page as Streamlit's navigation takes it: one that runs once.

    Copied from one that is kept: making it looks at files and signs, at every click of everybody.
    """
    return copy(_page(stage))


@lru_cache(maxsize=64)
def _page(stage: roadmap.Stage) -> st.Page:
    return st.Page(
        PAGES / f"{stage.slug}.py",
        title=stage.title,
        icon=stage.icon,
        url_path=stage.slug,
        default=stage.slug == "roadmap",
    )


def following(slug: str, ready: Collection[str]) -> roadmap.Stage | None:
    """Return the next stage of the road that has a page, None after the last.

    >>> following("evaluation", {"roadmap", "evaluation", "explainable_ai"}).title
    'Explainable AI'
    """
    slugs = [stage.slug for stage in roadmap.STAGES]
    rest = roadmap.STAGES[slugs.index(slug) + 1 :]
    return next((stage for stage in rest if stage.slug in ready), None)


def way_in(slug: str) -> None:
    """Say what this stage teaches, and which of those that it builds on have a page."""
    needs = [roadmap.stage(need) for need in roadmap.stage(slug).needs]
    if roadmap.stage(slug).about:
        _about(roadmap.stage(slug))
    if not needs:
        return
    ready = existing()
    standing = [need for need in needs if need.slug in ready]
    if standing:
        st.caption("Builds on", width="content")
    for need in standing:
        st.page_link(page(need), label=need.title, icon=need.icon, width="content")


def _about(stage: roadmap.Stage) -> None:
    """Offer the lesson of a stage: what it is for, and its topics by the playgrounds they live in.

    Drawn when it is opened.
    """
    with st.popover(
        "About this stage", icon=":material/school:", type="tertiary",
        key=f"{stage.slug}_about", on_change="rerun",
    ) as about:  # fmt: skip
        if not about.open:
            return
        st.markdown(stage.about)
        coming = [roadmap.stage(need).title for need in stage.needs if need not in existing()]
        if coming:
            st.caption(f"Builds also on what is coming: {', '.join(coming)}.")
        for (slug, name), topics in _by_home(stage).items():
            _lead(stage, slug, roadmap.stage(slug).playground(name).title)
            st.caption(" · ".join(topics))
        later = roadmap.later(stage.slug)
        if later:
            st.markdown("**Coming**")
            st.caption(" · ".join(later))


def _lead(stage: roadmap.Stage, slug: str, title: str) -> None:
    """Lead to a playground; on this very page by its own choice, which an address cannot move."""
    if slug == stage.slug:
        st.button(
            title, key=f"{slug}_about_{title}", type="tertiary",
            on_click=lambda: st.session_state.update({f"{slug}_play": title}),
        )  # fmt: skip
    else:
        found = roadmap.stage(slug)
        st.page_link(page(found), label=title, query_params={f"{slug}_play": title})


def _by_home(stage: roadmap.Stage) -> dict[tuple[str, str], list[str]]:
    """Return the topics of a stage by the slug and id of the playground that operates them."""
    found: dict[tuple[str, str], list[str]] = {}
    for topic in stage.topics:
        home = roadmap.home(stage.slug, topic)
        if home is not None and home[1] in roadmap.built(home[0]):
            found.setdefault(home, []).append(topic)
    return found


def way_out(slug: str) -> None:
    """Lead to the next stage and back to the map; the map itself needs neither."""
    if slug == roadmap.STAGES[0].slug:
        return
    follows = following(slug, existing())
    with st.container(horizontal=True, horizontal_alignment="distribute", key="way_out"):
        start = roadmap.STAGES[0]
        st.page_link(page(start), label="Back to the map", icon=start.icon, width="content")
        if follows is not None:
            label = f"Next stage: {follows.title}"
            st.page_link(page(follows), label=label, icon=follows.icon, width="content")
