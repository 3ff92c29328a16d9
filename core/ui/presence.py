"""Who is still here: work of a learner whose tab stays closed is given up after a grace period."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import streamlit as st

from core import compute
from core.ui import state
from core.ui.tidy import TIDY

GRACE_S = float(os.environ.get("PLAYGROUND_GRACE_S", "30"))
"""Streamlit releases a session on a connection dropped for three seconds, too."""


class Presence:
    """One learner's presence: `gone` starts the grace period, `here` ends it."""

    def __init__(
        self, learner: str, leave: Callable[[str], None], grace_s: float = GRACE_S
    ) -> None:
        self._learner, self._leave, self._grace_s = learner, leave, grace_s
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def gone(self) -> None:
        """Start the grace period; at its end the learner's waiting calls are given up."""
        with self._lock:
            self._timer = threading.Timer(self._grace_s, self._left)
            self._timer.daemon = True
            self._timer.start()

    def _left(self) -> None:
        """Give up the learner's calls, and the memory of the session."""
        self._leave(self._learner)
        TIDY.when_due()

    def here(self) -> None:
        """Call the grace period off: the connection was only lost for a moment."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None


@st.cache_resource(scope="session", on_release=lambda presence: presence.gone(), show_spinner=False)
def _presence() -> Presence:
    learner = state.learner()
    kept: Presence = st.session_state.setdefault("presence", Presence(learner, compute.leave))
    return kept


def note() -> None:
    """Note that this learner is here; the shell calls it on every run."""
    _presence().here()
