"""The passport's home in the browser: localStorage through one small component, no iframe."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

import core.learn.passport as passport
from core.errors import PlaygroundError
from core.ui import state

STORE_KEY = "ml-roadmap-passport"

JS = """
export default function (component) {
  const { data, setStateValue, parentElement } = component;
  const key = data.key;
  let kept = null;
  try { kept = window.localStorage.getItem(key); } catch (error) { kept = null; }
  if (data.save !== null && data.save !== kept) {
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


def keep() -> None:
    """Bring the browser's passport into the session, and the session's missions into the browser.

    What comes back from the browser is untrusted: it is read like any file.
    """
    earned = state.earned()
    mine = passport.Passport(earned=tuple(sorted(earned.items())))
    seen = st.session_state.get("passport_store")
    kept = getattr(seen, "kept", None) if seen is not None else None
    if kept:
        with suppress(PlaygroundError):  # damaged in the browser: written anew below
            mine = passport.merge(mine, passport.from_json(kept))
        earned.update(dict(mine.earned))
    save = passport.to_json(mine) if kept is not None else None
    mount = _component()
    mount(  # type: ignore[operator]
        key="passport_store",
        data={"key": STORE_KEY, "save": save},
        default={"kept": None},
        on_kept_change=lambda: None,
        height=1,
    )
