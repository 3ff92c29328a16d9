"""What runs in a worker: find the function, load its table, run it, return a plain outcome.

Only bytes, text and numbers cross: the answer travels as a pickle whose every type was checked
here, and is read in the server by `answers.loads`, which knows no class of a heavy library.
"""

from __future__ import annotations

import ctypes
import importlib
import logging
import os
import pickle
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from core.compute import answers, tables
from core.compute.film import filmed
from core.compute.jobs import Failure
from core.compute.progress import Progress, sending
from core.compute.sentences import OUT_OF_MEMORY
from core.errors import PlaygroundError

PROGRESS_TOPIC = "playground-progress"
LONG_S = 0.1
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of a call: an answer as a pickle, or a failure, or the name of a file it lacks.

    ``rss_bytes`` is the worker's memory afterwards. ``files`` are tables made here that a server
    without this disk needs.
    """

    answer: bytes | None = None
    failure: Failure | None = None
    lacks: str = ""
    rss_bytes: int = 0
    seconds: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)


def run(
    name: str, settings: bytes, table: str | None, run_name: str, shared_disk: bool
) -> tuple[Any, ...]:
    """Run one call and return the fields of its `Outcome`. Never raises."""
    start = time.perf_counter()
    with tables.noting() as made, sending(progress_sink(run_name)):
        answer, failure, lacks = _outcome(name, settings, table)
    files = {} if shared_disk or failure else {item: tables.read(item) for item in made}
    reason = None if failure is None else (failure.sentence, failure.kind)
    seconds = time.perf_counter() - start
    if seconds > LONG_S:
        _give_back()
    return answer, reason, lacks, _rss(), seconds, files


def outcome(fields: tuple[Any, ...]) -> Outcome:
    """Read what `run` returned."""
    answer, reason, *rest = fields
    return Outcome(answer, None if reason is None else Failure(*reason), *rest)


def facts() -> dict[str, Any]:
    """Return what the server wants to know about this worker, as plain values."""
    from distributed import get_worker

    from core.compute.device import describe
    from core.compute.keys import sources_digest, versions

    token = tables.folder() / "token"
    return {
        "pid": os.getpid(),
        "sources": sources_digest(),
        "versions": versions(),
        "device": describe().sentence,
        "token": token.read_text(encoding="ascii") if token.exists() else "",
        "slot": str(get_worker().name).partition("-")[0],
        "rss_bytes": _rss(),
    }


def warm(module: str) -> None:
    """Import ``module``, so that the next call need not; one that cannot be had is left out."""
    try:
        importlib.import_module(module)
    except ImportError as error:
        log.warning("could not import %s: %s", module, error)


async def stop_process(dask_worker: Any) -> None:
    """Kill the worker process of this nanny, which then starts a new one."""
    await dask_worker.kill(timeout=0.1)


def _outcome(
    name: str, settings: bytes, table: str | None
) -> tuple[bytes | None, Failure | None, str]:
    try:
        function = function_of(name)
        arguments = [pickle.loads(settings)]  # noqa: S301 (from our own server)
        if table is not None:
            arguments.append(tables.load(table))
        return answers.dumps(filmed(function(*arguments))), None, ""
    except tables.MissingFile as error:
        return None, Failure(error.sentence, "refused"), error.name
    except (Exception, SystemExit) as error:  # noqa: BLE001 (the one wrapper around all work)
        return None, failure_of(error, name), ""


def failure_of(error: BaseException, name: str) -> Failure:
    """Return the sentence for what ``name`` raised; a fault of the suite also goes to the log."""
    if isinstance(error, PlaygroundError):
        return Failure(error.sentence, "refused")
    log.error("%s raised", name, exc_info=error)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if kinds & {"MemoryError", "OutOfMemoryError"}:
        return OUT_OF_MEMORY
    return Failure(
        f"This computation stopped with a fault of the suite ({type(error).__name__}). "
        "Try other settings; the log of the suite says more.",
        "error",
    )


def function_of(name: str) -> Callable[..., Any]:
    """Return the function of core called ``module:name``. Raises ValueError for any other."""
    module, _, attribute = name.partition(":")
    if not module.startswith("core."):
        raise ValueError(f"only functions of core run here, not {name}")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return function


def progress_sink(run_name: str) -> Callable[[Progress], None]:
    """Return where the progress of the call named ``run_name`` goes: to the server, as an event."""
    from distributed import get_worker

    worker = get_worker()

    def send(progress: Progress) -> None:
        message = (run_name, float(progress.done), float(progress.total), progress.text)
        worker.log_event(PROGRESS_TOPIC, message)

    return send


def _give_back() -> None:
    """Hand freed memory back to the system, which glibc keeps while a call may need it again."""
    with suppress(OSError, AttributeError, TypeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def _rss() -> int:
    import psutil

    with suppress(psutil.Error):
        return int(psutil.Process().memory_info().rss)
    return 0
