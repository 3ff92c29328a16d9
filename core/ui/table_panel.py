"""The counter where a table is brought in: sample or file, and how a file is to be read."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.data.options import OVERRIDES
from core.params import Param
from core.playground import TableFacts
from core.ui import controls, dataset, state
from core.ui.fields import key_of
from core.value import Value


def show(table: TableFacts | None) -> None:
    """Show the picker and, for an uploaded file, the settings it is read with."""
    dataset.picker("load")
    if table is not None and table.id.startswith("file:"):
        _overrides(table)
    if table is not None and table.id.startswith("sample:"):
        _about(table)


def _about(table: TableFacts) -> None:
    from core.data.samples import sample

    spec = sample(table.id.removeprefix("sample:"))
    with st.expander("About this data"):
        st.markdown(spec.story)
        st.caption(f"Source: {spec.source} Licence: {spec.licence}.")
        if spec.generated:
            st.caption(f"Generated: {spec.how}")


def _overrides(table: TableFacts) -> None:
    """Show how the file was read and let the learner overrule it; the file is read again.

    The wish belongs to this file, as it was read, and to this choice: it ends with any of them.
    """
    digest = table.id.removeprefix("file:")
    plain = state.uploads()[digest]
    current: dict[str, Value] = dict(plain["overrides"])
    owner = f"{plain['upload']}_{digest}"
    with st.expander("Read it differently"):
        chosen = {param.id: _override(param, owner, current) for param in OVERRIDES}
        changed = {
            param.id: chosen[param.id]
            for param in OVERRIDES
            if chosen[param.id] not in (param.default, "", None)
        }
        wish = [owner, *([name, value] for name, value in sorted(changed.items()))]
        if changed != current and st.button("Read again", type="primary", key="read_again"):
            st.session_state["reading_again"] = wish
    if st.session_state.get("reading_again") != wish:
        st.session_state["reading_again"] = None
        return
    if dataset.read_again(plain, tuple(sorted(changed.items()))) is not None:
        st.session_state["reading_again"] = None
        st.rerun()


def _override(param: Param, owner: str, current: dict[str, Value]) -> Value:
    start = current.get(param.id, param.default)
    key = key_of(f"override_{owner}_{param.id}", start)
    if key not in st.session_state:
        controls.show(param, key, start)
    return controls.widget(replace(param, role="target"), key, bind=False)
