"""What a playground's settings may depend on beside its own controls, gathered from the session."""

from __future__ import annotations

import streamlit as st

from core.playground import Context
from core.ui import files, road, state


def of(prefix: str) -> Context:
    """Return the context of the playground ``prefix``, the slug and its id."""
    return Context(
        experiment=state.experiment(),
        earned=dict(state.earned()),
        existing=road.existing(),
        dark=st.context.theme.type == "dark",
        files=files.of(prefix),
        uploads=state.uploads(),
    )
