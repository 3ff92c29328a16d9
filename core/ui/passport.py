"""The passport's home in the browser: localStorage through one small component, no iframe."""

from __future__ import annotations

import streamlit as st

import core.course.passport as passport
from core.errors import PlaygroundError
from core.ui import state

STORE_KEY = "ml-roadmap-passport"
KEPT_KEY = f"{STORE_KEY}-unreadable"
"""Where a passport that cannot be read is put aside before the next one is written."""

JS = """
export default function (component) {
  const { data, setStateValue, parentElement } = component;
  const key = data.key;
  let kept = null;
  try { kept = window.localStorage.getItem(key); } catch (error) { kept = null; }
  if (data.save !== null && data.save !== kept) {
    try {
      if (data.aside !== "") window.localStorage.setItem(data.aside_key, data.aside);
    } catch (error) { /* private window */ }
    try { window.localStorage.setItem(key, data.save); } catch (error) { /* private window */ }
    kept = data.save;
  }
  if (!parentElement.dataset || parentElement.sent !== kept) {
    parentElement.sent = kept;
    setStateValue("kept", kept === null ? "" : kept);
  }
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> object:
    return st.components.v2.component("passport_store", js=JS, html="")


def bring() -> None:
    """Bring the browser's passport into the session, before the page is drawn.

    What comes back from the browser is untrusted: it is read like any file.
    """
    kept = _kept()
    if kept is None:
        return
    state.passport_is_here()
    mine, aside = _brought(state.passport(), kept)
    st.session_state["passport_aside"] = aside
    state.take_passport(mine)


def keep() -> None:
    """Bring what the session knows by now into the browser, once that has told what it holds."""
    save = None if _kept() is None else passport.to_json(state.passport())
    aside = st.session_state.get("passport_aside", "")
    mount = _component()
    mount(  # type: ignore[operator]
        key="passport_store",
        data={"key": STORE_KEY, "save": save, "aside_key": KEPT_KEY, "aside": aside},
        default={"kept": None},
        on_kept_change=lambda: None,
        height=1,
    )


def _kept() -> str | None:
    """Return what the browser told, "" for no passport, None before it has."""
    seen = st.session_state.get("passport_store")
    kept = getattr(seen, "kept", None) if seen is not None else None
    return kept if isinstance(kept, str) else None


def _brought(mine: passport.Passport, kept: str) -> tuple[passport.Passport, str]:
    """Return this session's passport with the browser's, and what of that could not be read."""
    if not kept:
        return mine, ""
    try:
        return passport.merge(mine, passport.from_json(kept)), ""
    except PlaygroundError:
        state.note(
            "The passport that this browser kept could not be read: a new one begins, and the old "
            f"text is put aside in the browser as {KEPT_KEY!r}."
        )
        return mine, kept
