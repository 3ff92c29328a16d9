"""What if: change one row's values and see the prediction move."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.figures.blocks import escape, human
from core.tabular.explain_local import LocalAnswer, LocalSettings
from core.tabular.explain_what_if import WhatIfSettings, what_if
from core.ui.playground import TableFacts
from core.ui.work import answer_of

PLACE = "explainable_ai_what_if"
MOST_LEVELS = 60


def show(settings: LocalSettings, answer: LocalAnswer, table: TableFacts) -> None:
    """Show one control per column at the row's value, and the prediction for what they hold."""
    with st.expander("What if this row were different?", icon=":material/edit:", expanded=True):
        changed = _controls(settings, answer, table)
        asked = WhatIfSettings(settings.experiment, settings.row, changed, answer.class_)
        found = answer_of(
            PLACE,
            what_if,
            asked,
            table=table.digest,
            label="Predicting the changed row",
            affinity=settings.experiment.digest,
        )
        if found is None:
            return
        left, right = st.columns(2)
        left.metric("As it is", human(found.before), help=escape(answer.label))
        right.metric("Changed", human(found.after), human(found.change, sign=True))
        for note in found.notes:
            st.caption(f":material/info: {escape(note)}")


def _controls(
    settings: LocalSettings, answer: LocalAnswer, table: TableFacts
) -> tuple[tuple[str, Any], ...]:
    changed = []
    columns = st.columns(3)
    for place, name in enumerate(answer.row.columns):
        own = answer.row[name].iloc[0]
        key = f"{PLACE}_{table.digest}_{settings.row}_{name}"
        with columns[place % 3]:
            value = _control(name, own, key, table)
        if not _same(value, own):
            changed.append((name, value))
    st.button("Back to the row as it is", key=f"{PLACE}_reset", on_click=_reset)
    return tuple(changed)


def _control(name: str, own: Any, key: str, table: TableFacts) -> Any:
    profile = table.loaded.profile.column(name)
    if profile.kind == "number":
        start = None if pd.isna(own) else float(own)
        whole = profile.dtype == "int64"
        value = st.number_input(
            escape(name),
            value=int(start) if whole and start is not None else start,
            step=1 if whole else None,
            key=key,
            placeholder="missing",
            persist_state="session",
        )
        return value
    if profile.kind == "date":
        start_text = "" if pd.isna(own) else str(pd.Timestamp(own).date())
        return st.text_input(escape(name), start_text, key=key, help="As 2024-01-31") or None
    levels = [level for level, _ in profile.top_values][:MOST_LEVELS]
    if profile.dtype == "bool":
        return st.toggle(escape(name), bool(own), key=key)
    text = None if pd.isna(own) else str(own)
    if profile.kind in ("text", "id"):
        return st.text_input(escape(name), text or "", key=key) or None
    options = sorted({*levels, *([text] if text is not None else [])})
    index = None if text is None else options.index(text)
    return st.selectbox(
        escape(name), options, index=index, key=key, placeholder="missing", accept_new_options=True
    )


def _same(value: Any, own: Any) -> bool:
    if value is None or pd.isna(own):
        return value is None and bool(pd.isna(own))
    if isinstance(own, pd.Timestamp):
        return bool(str(own.date()) == value)
    return bool(value == own)


def _reset() -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"{PLACE}_")]:
        del st.session_state[key]
