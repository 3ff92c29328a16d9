"""What stands around the picture: the computed sentence, missions, code, sources, the link."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from core.export import notebook
from core.learn import missions
from core.ui import state
from core.ui.playground import Playground

ICONS = {"earned": ":material/verified:", "not_yet": ":material/flag:"}


def notice(sentence: str) -> None:
    """Show the computed sentence right under the picture."""
    with st.container(key="notice"):
        st.markdown(f"**What to notice.** {sentence}")


def below(slug: str, playground: Playground, settings: Any, answer: Any) -> None:
    """Show missions, code, sources and the link behind one row of tabs."""
    found = missions.of(slug, playground.id)
    graded = missions.grade(found, settings, answer)
    _record(graded)
    done = sum(mission.id in state.earned() for mission in found)
    names = [f"Missions {done}/{len(found)}", "Code", "Sources", "Share"]
    tabs = st.tabs(names)
    with tabs[0]:
        _missions(found, graded)
    with tabs[1]:
        _code(slug, playground, settings, answer)
    with tabs[2]:
        _sources(playground)
    with tabs[3]:
        _share(f"{slug}_{playground.id}")


def _record(graded: dict[str, missions.Outcome]) -> None:
    earned = state.earned()
    for mission_id, outcome in graded.items():
        if outcome is missions.Outcome.EARNED and mission_id not in earned:
            earned[mission_id] = datetime.now(UTC).date().isoformat()
            st.toast(f"Mission earned: {missions.by_id(mission_id).title}", icon=ICONS["earned"])


def _missions(found: tuple[missions.Mission, ...], graded: dict[str, missions.Outcome]) -> None:
    for mission in found:
        earned = mission.id in state.earned()
        icon = ICONS["earned" if earned else "not_yet"]
        st.markdown(f"{icon} **{mission.title}** — {mission.goal}")
        if earned:
            st.caption(f"Earned on {state.earned()[mission.id]}.")
            continue
        with st.popover("Hint", type="tertiary", key=f"hint_{mission.id}"):
            for hint in mission.hints:
                st.markdown(f"- {hint}")


def _code(slug: str, playground: Playground, settings: Any, answer: Any) -> None:
    code = playground.code(settings, answer)
    st.code(code, language="python", height=360)
    left, right = st.columns(2)
    name = f"{slug}_{playground.id}"
    left.download_button(
        "Download script",
        code,
        f"{name}.py",
        "text/x-python",
        key=f"{name}_script",
        icon=":material/download:",
        on_click="ignore",
    )
    right.download_button(
        "Download notebook",
        notebook.from_script(code),
        f"{name}.ipynb",
        "application/x-ipynb+json",
        key=f"{name}_notebook",
        icon=":material/download:",
        on_click="ignore",
    )


def _sources(playground: Playground) -> None:
    for source in playground.sources:
        text = f"[{source.text}]({source.url})" if source.url else source.text
        st.markdown(f"- {text}")


def _share(prefix: str) -> None:
    st.markdown("The address of this page holds your settings. Copy it to share what you see:")
    text = state.link(prefix)
    address = (st.context.url or "").split("?")[0]
    query = dict(st.query_params)
    if text is not None:
        query["exp"] = text
    from urllib.parse import urlencode

    st.code(f"{address}?{urlencode(query)}" if query else address, language=None, wrap_lines=True)
    experiment = state.experiment()
    if experiment is not None and experiment.table.startswith("file:"):
        st.caption("Your file does not travel with the link: send it along.")
