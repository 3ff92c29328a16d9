"""Files that a learner brought to a playground: kept by the session, never in a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.errors import PlaygroundError
from core.figures.blocks import escape
from core.figures.deeds import Upload


def of(prefix: str) -> Mapping[str, bytes]:
    """Return what was brought to a playground, by the key of its upload."""
    return dict(_kept(prefix))


def show(prefix: str, upload: Upload) -> bytes | None:
    """Show the place for a file; return what is kept of it, None before the first that is taken."""
    key = f"{prefix}_upload_{upload.key}"
    st.file_uploader(
        upload.label,
        type=list(upload.types),
        key=key,
        max_upload_size=max(upload.most_bytes // 1_000_000, 1),
        help=upload.help or None,
        on_change=_take,
        args=(prefix, key, upload),
    )
    refused = st.session_state.get(f"{key}_refused")
    if refused:
        st.warning(escape(refused), icon=":material/error:")
    return _kept(prefix).get(upload.key)


def _take(prefix: str, key: str, upload: Upload) -> None:
    """Keep the file that was just chosen, if it is one; say why not otherwise."""
    file = st.session_state[key]
    st.session_state[f"{key}_refused"] = ""
    if file is None:
        return
    content = file.getvalue()
    try:
        upload.check(content)
    except PlaygroundError as refusal:
        st.session_state[f"{key}_refused"] = refusal.sentence
    else:
        _kept(prefix)[upload.key] = content


def _kept(prefix: str) -> dict[str, bytes]:
    kept: dict[str, Any] = st.session_state.setdefault(f"{prefix}_files", {})
    return kept
