"""The server's heap: collected whole once in a while, with what lives on taken out of the way.

Streamlit's own way is a whole collection after every script and fragment run. It holds the
interpreter meanwhile, for everybody: with thirty learners three quarters of the server's time went
there. So it is switched off (``runner.postScriptGC``), and Python collects young garbage as it
always does. What lives on is frozen, so that no collection looks at it. To freeze alone would keep
closed sessions for ever: everything is thawed and collected first, and again after a tab closed.
"""

from __future__ import annotations

import gc
import threading
import time

EVERY_S = 20.0
"""One whole collection takes about as long as three clicks."""


class Tidy:
    """Thaw, collect and freeze, by `when_due` at most once in ``every_s`` seconds."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._lock = threading.Lock()
        self._due = time.monotonic() + every_s

    def now(self) -> None:
        """Collect all that is garbage; keep what is alive out of every later collection."""
        with self._lock:
            self._tidy()

    def when_due(self) -> None:
        """Do it if the last time is long enough ago and nobody else is at it."""
        if time.monotonic() >= self._due and self._lock.acquire(blocking=False):
            try:
                self._tidy()
            finally:
                self._lock.release()

    def _tidy(self) -> None:
        self._due = time.monotonic() + self._every_s
        gc.unfreeze()
        gc.collect()
        gc.freeze()


TIDY = Tidy()
"""The server's own: one heap, one caretaker."""
