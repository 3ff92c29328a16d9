"""The only door to where work runs: `call` a function of core in a worker and get its `Job`.

    job = call(permutation_importance, settings, table=digest, learner=session_id)
    job.wait(0.05); job.state; job.progress; job.ahead; job.answer; job.failure; job.cancel()

Importing this package is cheap: Dask and pandas come with the first call, or with `start`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.compute.jobs import Failure, State
from core.compute.progress import Progress
from core.compute.work import Job

if TYPE_CHECKING:
    import pandas as pd

    from core.compute.engine import Facts
    from core.compute.runs import Run

__all__ = [
    "Failure",
    "Job",
    "Progress",
    "State",
    "call",
    "close_run",
    "has_table",
    "head",
    "key_of",
    "leave",
    "live",
    "live_run",
    "put_bytes",
    "put_table",
    "shutdown",
    "start",
    "started",
    "status",
]


def call(
    function: Callable[..., Any],
    settings: object,
    *,
    table: str | None = None,
    learner: str = "",
    timeout_s: float | None = None,
    label: str = "",
    affinity: str = "",
    priority: int = 0,
) -> Job:
    """Have a worker compute ``function(settings)``, or ``function(settings, frame)``.

    function : module-level function of core; returns arrays, frames, plain values, dataclasses.
    settings : frozen dataclass (or plain value); decides the answer together with ``table``.
    table : digest of a stored table (`put_table`), handed over as a frame.
    learner : whose call it is; turns are fair between learners, equal calls are shared.
    timeout_s : running time after which it fails; None is the machine's limit.
    affinity : names what a worker may still hold, such as a fitted experiment's digest.
    priority : 0 for what a learner waits for; higher numbers give way to lower ones.

    Returns at once. Never raises for what goes wrong in a worker: see ``Job.failure``.
    """
    from core.compute.register import engine

    return engine().call(
        function,
        settings,
        table=table,
        learner=learner,
        timeout_s=timeout_s,
        label=label,
        affinity=affinity,
        priority=priority,
    )


def key_of(function: Callable[..., Any], settings: object, *, table: str | None = None) -> str:
    """Return the ``Job.key`` that this call would have, without making it.

    A failure is never kept: a page that reruns shows the failed job it still holds, if its key is
    this one, and calls again only when the learner asks.
    """
    from core.compute.keys import call_key
    from core.compute.register import engine

    return call_key(function, settings, table, engine().sources)


def live(
    function: Callable[..., Any],
    settings: object,
    *,
    table: str | None = None,
    learner: str = "",
) -> Run:
    """Begin a live run: a worker walks the generator ``function(settings[, frame])``.

        run = live(train, settings, learner=session_id)
        run.tick(); run.newest; run.fresh(); run.film(); run.change(slower); run.failure

    Nothing happens between ticks: not calling is pausing. The run is kept until it is closed, until
    its learner leaves, or until the same learner has begun too many others.
    """
    from core.compute.register import engine

    return engine().live(function, settings, table=table, learner=learner)


def live_run(run: str) -> Run | None:
    """Return the live run with this id, or None if it is not kept any more."""
    from core.compute.register import engine

    return engine().run(run)


def close_run(run: str) -> None:
    """End a live run and forget it."""
    from core.compute.register import engine

    engine().close_run(run)


def start(modules: tuple[str, ...] = ()) -> None:
    """Have the workers started in the background, so that the first call finds them ready.

    ``modules``: what workers import while they are idle, now and after each replacement, such as
    the domain of the pages; calls go before it. Asking again adds nothing.
    """
    from core.compute.register import engine

    engine().start(modules)


def started() -> bool:
    """Whether anybody asked for a call, or for the workers, yet; asking this starts nothing."""
    return "core.compute.register" in sys.modules


def status() -> Facts:
    """Return how the computing stands, for the sidebar."""
    from core.compute.register import engine

    return engine().facts()


def leave(learner: str) -> None:
    """Drop a learner's interest in every call; what nobody else waits for is cancelled."""
    from core.compute.register import engine

    engine().leave_all(learner)


def shutdown() -> None:
    """End the workers and lose every unfinished job; the next call starts anew."""
    from core.compute.register import close

    close()


def put_table(frame: pd.DataFrame, digest: str) -> None:
    """Keep a table for calls under the digest of its content; cheap if it is kept already."""
    from core.compute import tables

    tables.put(frame, digest)


def has_table(digest: str) -> bool:
    """Whether a table is still kept."""
    from core.compute import tables

    return tables.has(digest)


def head(digest: str, n_rows: int = 100) -> pd.DataFrame:
    """Return the first rows of a stored table. Raises `core.compute.tables.MissingFile`."""
    from core.compute import tables

    return tables.head(digest, n_rows)


def put_bytes(content: bytes) -> str:
    """Keep an upload as it came and return its digest; a worker reads it with ``get_bytes``."""
    from core.compute import tables

    return tables.put_bytes(content)
