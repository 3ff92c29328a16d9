"""How far a long computation has come: `report` inside it, a sink around it.

A function of core calls `report(done, total, text)`; whoever runs it decides with `sending` where
that goes. Without a sink `report` does nothing, so every function also runs alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias

REPORTS_PER_SECOND = 20.0


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` units of work, and a few words such as "tree 40 of 200"."""

    done: float
    total: float
    text: str = ""

    @property
    def share(self) -> float:
        """The share that is done, in [0, 1]; 0 while the total is not known.

        >>> Progress(1, 4).share
        0.25
        >>> Progress(1, 0).share
        0.0
        """
        return min(max(self.done / self.total, 0.0), 1.0) if self.total > 0 else 0.0


Sink: TypeAlias = Callable[[Progress], None]


def report(done: float, total: float, text: str = "") -> None:
    """Say that ``done`` of ``total`` units are done; nothing happens outside a worker.

    Cheap enough for a loop of a million steps, though a call per visible step is what is meant.

    >>> report(1, 200, "tree 1 of 200")
    """
    sink = _SINK.get()
    if sink is not None:
        sink(Progress(done, total, text))


@contextmanager
def sending(
    sink: Sink,
    *,
    per_second: float = REPORTS_PER_SECOND,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[None]:
    """Send what is reported inside to ``sink``, at most ``per_second`` times a second.

    The newest report that was held back is sent at the end, also when the computation raises, so
    the last one always arrives.
    """
    limited = _Limited(sink, 1.0 / per_second, clock)
    token = _SINK.set(limited)
    try:
        yield
    finally:
        _SINK.reset(token)
        limited.flush()


@contextmanager
def capturing() -> Iterator[list[Progress]]:
    """Collect every report made inside, for tests.

    >>> with capturing() as reports:
    ...     report(1, 2)
    ...     report(2, 2, "done")
    >>> [item.share for item in reports]
    [0.5, 1.0]
    """
    reports: list[Progress] = []
    token = _SINK.set(reports.append)
    try:
        yield reports
    finally:
        _SINK.reset(token)


class _Limited:
    """A sink that drops what comes too soon after the last one, but remembers the newest."""

    def __init__(self, sink: Sink, gap_s: float, clock: Callable[[], float]) -> None:
        self._sink, self._gap_s, self._clock = sink, gap_s, clock
        self._next = float("-inf")
        self._held: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        now = self._clock()
        if now < self._next:
            self._held = progress
            return
        self._next, self._held = now + self._gap_s, None
        self._sink(progress)

    def flush(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._sink(held)


_SINK: ContextVar[Sink | None] = ContextVar("progress_sink", default=None)
