"""Answers computed once and kept for the run: the same default is walked by many tests.

Keyed as `core.compute.call` keys them: by function, settings, table and digest of the sources.
The folder is made empty by the first process of a run (`tests/conftest.py`), shared by its
workers and removed at its end: nothing old can be green.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from core.compute.film import filmed
from core.compute.keys import call_key, sources_digest
from core.data.table import digest
from core.errors import PlaygroundError

FOLDER = "PLAYGROUND_TEST_STORE"


def answer(work: Callable[..., Any], settings: Any, frame: pd.DataFrame | None = None) -> Any:
    """Return ``work(settings[, frame])``, the film of a generator, or raise its refusal.

    Each caller gets objects of its own, as a page does.
    """
    table = None if frame is None else digest(frame)
    file = Path(os.environ[FOLDER]) / call_key(work, settings, table, sources_digest())
    if not file.exists():
        _write(file, _outcome(work, settings, frame))
    found, said = pickle.loads(file.read_bytes())
    if isinstance(said, PlaygroundError):
        raise said
    return found


def _outcome(work: Callable[..., Any], settings: Any, frame: pd.DataFrame | None) -> Any:
    try:
        return filmed(work(settings) if frame is None else work(settings, frame)), None
    except PlaygroundError as refusal:
        return None, refusal


def _write(file: Path, outcome: Any) -> None:
    """Put the outcome in its place at once: another process may be asking for it."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as half:
        half.write(pickle.dumps(outcome))
    Path(half.name).replace(file)
