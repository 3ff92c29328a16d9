"""What stands around the picture: the computed sentence, missions, code, sources, the link."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from core.course import missions
from core.course.classroom import Classroom
from core.playground import CodeOrder, Playground, TableFacts
from core.ui import in_class, show_me, state
from core.ui.work import answer_of

ICONS = {
    "earned": ":material/verified:",
    "shown": ":material/visibility:",
    "not_yet": ":material/flag:",
}


def notice(sentence: str) -> None:
    """Show the computed sentence right under the picture."""
    with st.container(key="notice"):
        st.markdown(f"**What to notice.** {sentence}")


def rest() -> Any:
    """Return the place of what comes after the sentence; on a phone the controls stand before."""
    return st.container(key="trip_rest")


def below(
    slug: str,
    playground: Playground,
    settings: Any,
    answer: Any,
    table: TableFacts | None,
    asked: Classroom,
) -> None:
    """Show missions, code, sources and the link behind one row of tabs."""
    found = missions.of(slug, playground.id)
    graded = missions.grade(found, settings, answer)
    show_me.note(graded, settings)
    _record(graded)
    done = sum(mission.id in state.earned() for mission in found)
    if not found:
        return
    names = [f"Missions {done}/{len(found)}", "Code", "Sources", "Share"]
    tabs = st.tabs(names, key=f"{slug}_{playground.id}_tabs", on_change="rerun")
    with tabs[0]:
        _missions(f"{slug}_{playground.id}", found)
    with tabs[1]:
        if tabs[1].open:
            _code(f"{slug}_{playground.id}", playground.code(settings, answer), table)
    with tabs[2]:
        _sources(playground)
    with tabs[3]:
        if tabs[3].open:  # the browser's highlighter is not loaded for nothing
            prefix = f"{slug}_{playground.id}"
            _share(prefix)
            in_class.panel(prefix, asked, playground.params, has_film=playground.card.film)


def _record(graded: dict[str, missions.Outcome]) -> None:
    earned, shown = state.earned(), state.shown()
    for mission_id, outcome in graded.items():
        if outcome is missions.Outcome.EARNED and mission_id not in {*earned, *shown}:
            earned[mission_id] = datetime.now(UTC).date().isoformat()
            st.toast(f"Mission earned: {missions.by_id(mission_id).title}", icon=ICONS["earned"])


def _missions(prefix: str, found: tuple[missions.Mission, ...]) -> None:
    for mission in found:
        standing = _standing(mission)
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            text = f"{ICONS[standing]} **{mission.title}** — {mission.goal}"
            st.markdown(text, width="stretch")
            if standing == "earned":
                st.caption(f"Earned on {state.earned()[mission.id]}.", width="content")
                continue
            # another key once it was shown: the popover closes, so that the picture is seen
            with st.popover("Hint", type="tertiary", key=f"hint_{mission.id}_{standing}"):
                for hint in mission.hints:
                    st.markdown(f"- {hint}")
                show_me.button(prefix, mission)
        if standing == "shown":
            st.caption("Shown to you. Leave it, then reach it yourself: then it counts.")


def _standing(mission: missions.Mission) -> str:
    if mission.id in state.earned():
        return "earned"
    return "shown" if mission.id in state.shown() else "not_yet"


def _code(name: str, code: CodeOrder, table: TableFacts | None) -> None:
    """Show the code; an order for it is carried out by a worker first."""
    from core.export.notebook import from_script

    text, data_name = code, ""
    if not isinstance(text, str):
        script = _written(f"{name}_code", text, table)
        if script is None:
            return
        text, data_name = script.code, script.data_name
    with st.container(horizontal=True):
        _download("Script", text, f"{name}.py", "text/x-python")
        _download("Notebook", from_script(text), f"{name}.ipynb", "application/x-ipynb+json")
        if data_name and table is not None:
            _data(name, table, data_name)
    if data_name:
        st.caption(f"Save the data as `{data_name}` beside the script; it runs without the suite.")
    st.code(text, language="python", height=420)


def _written(place: str, code: Any, table: TableFacts | None) -> Any | None:
    """Have a worker write the code of an order."""
    from core.export.script import experiment_script, written

    if type(code).__name__ == "ExportSettings":
        digest = None if table is None else table.digest
        return answer_of(place, experiment_script, code, table=digest, label="Writing the code")
    return answer_of(place, written, code, label="Writing the code")


def _data(name: str, table: TableFacts, data_name: str) -> None:
    """Offer the table under the name that the script reads, whatever the table is called here."""
    from core.export.data import DataSettings, table_parquet

    settings = DataSettings(data_name)
    data = answer_of(
        f"{name}_data", table_parquet, settings, table=table.digest, label="Writing the data"
    )
    if data is not None:
        _download("Data", data.content.tobytes(), data.name, "application/vnd.apache.parquet")


def _download(label: str, content: str | bytes, file_name: str, mime: str) -> None:
    st.download_button(
        label,
        content,
        file_name,
        mime,
        key=f"download_{file_name}",
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
