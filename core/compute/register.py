"""The one engine of this process, kept where Streamlit's hot reload does not reach.

A reload deletes every watched module from ``sys.modules``. The register is a module object that no
file backs, so it stays.
"""

from __future__ import annotations

import atexit
import sys
import threading
from types import ModuleType
from typing import Any

from core.compute.engine import Engine
from core.compute.keys import sources_digest
from core.compute.tables import folder

NAME = "_ml_roadmap_playground_register"


def engine() -> Engine:
    """Return the engine, made at the first call and made anew when core's sources have changed."""
    register = _register()
    with register.lock:
        current = register.engine
        if current is None:
            current = register.engine = Engine(sources_digest())
        elif register.owner is not Engine:  # the modules were loaded again
            if current.sources == sources_digest():
                current.forget_answers()
            else:
                threading.Thread(target=current.close, daemon=True).start()
                current = register.engine = Engine(sources_digest())
        register.owner = Engine
        found: Engine = current
        return found


def close() -> None:
    """End the engine and its cluster; the next call starts new ones."""
    register = _register()
    with register.lock:
        current, register.engine = register.engine, None
    if current is not None:
        current.close()


def _register() -> Any:
    found = sys.modules.get(NAME)
    if found is None:
        made = ModuleType(NAME)
        vars(made).update(lock=threading.RLock(), engine=None, owner=None)
        found = sys.modules.setdefault(NAME, made)
        if found is made:
            folder()  # before: its files are removed after the workers have ended
            atexit.register(close)
    return found
