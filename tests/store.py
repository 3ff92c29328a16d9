"""Answers computed once and kept for the run: the same default is walked by many tests.

Keyed as `core.compute.call` keys them: by function, settings, table and digest of the sources.
The folder is made empty by the first process of a run (`tests/conftest.py`), shared by its
workers and removed at its end: nothing old can be green. Only ``run.py test --changed`` keeps one;
there an answer is known by the sources that its function reaches (`tests.reach`), so that a change
elsewhere does not cost it.
"""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from core.compute import keys
from core.compute.film import filmed, record
from core.compute.keys import call_key
from core.data.table import digest
from core.errors import PlaygroundError
from tests import reach

FOLDER, KEPT = "PLAYGROUND_TEST_STORE", "PLAYGROUND_TEST_STORE_KEPT"
sources_digest = cache(keys.sources_digest)
"""Looked at once a process: nobody edits the sources under a run, and there are 900 files."""
KEPT_S = 7 * 24 * 3600
"""How long an answer that nobody asks for is kept."""


def open_folder(kept: Path | None) -> None:
    """Give this run a folder: an empty one of its own, or the one that is kept."""
    if kept is None:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="playground-answers-")
        os.environ.pop(KEPT, None)
        return
    kept.mkdir(parents=True, exist_ok=True)
    for file in kept.iterdir():
        if time.time() - file.stat().st_mtime > KEPT_S:
            file.unlink()
    os.environ[FOLDER], os.environ[KEPT] = str(kept), "1"


def close_folder() -> None:
    """Remove the run's own folder; a kept one stays."""
    folder = os.environ.pop(FOLDER, "")
    if not os.environ.pop(KEPT, ""):
        shutil.rmtree(folder, ignore_errors=True)


def answer(work: Callable[..., Any], settings: Any, frame: pd.DataFrame | None = None) -> Any:
    """Return ``work(settings[, frame])``, the film of a generator, or raise its refusal.

    Each caller gets objects of its own, as a page does.
    """
    return _kept(key_of(work, settings, frame), lambda: _outcome(work, settings, frame))


def watched(
    live: Callable[..., Any], settings: Any, pictures: int, frame: pd.DataFrame | None = None
) -> Any:
    """Return the first ``pictures`` of a run that is only watched live, or raise its refusal."""
    name = f"{key_of(live, settings, frame)}-{pictures}"
    return _kept(name, lambda: _outcome(partial(_watch, live, pictures), settings, frame))


def _watch(live: Callable[..., Any], pictures: int, *given: Any) -> Any:
    with closing(live(*given)) as run:
        return record(islice(run, pictures))


def _kept(name: str, find: Callable[[], tuple[Any, PlaygroundError | None]]) -> Any:
    """Return what is kept under a name, found now if nobody asked before."""
    file = Path(os.environ[FOLDER]) / name
    if not file.exists():
        _write(file, find())
    found, said = pickle.loads(file.read_bytes())
    if isinstance(said, PlaygroundError):
        raise said
    return found


def key_of(work: Callable[..., Any], settings: Any, frame: pd.DataFrame | None = None) -> str:
    """Return what names the answer in the folder of this run."""
    table = None if frame is None else digest(frame)
    sources = reach.digest_of(work.__module__) if os.environ.get(KEPT) else sources_digest()
    return call_key(work, settings, table, sources)


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
