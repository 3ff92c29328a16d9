"""One computation and everybody who waits for it (`Work`), and a learner's hold on it (`Job`)."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from core.compute.jobs import Failure, Life, State
from core.compute.progress import Progress


@dataclass(frozen=True)
class Order:
    """What was asked for, ready to be sent: ``settings`` is a pickle, ``function`` a name."""

    key: str
    function: str
    settings: bytes
    table: str | None
    timeout_s: float
    label: str = ""
    affinity: str = ""
    priority: int = 0


@dataclass
class Work:
    """A computation on its way. Changed by the engine alone, under its lock."""

    order: Order
    life: Life = field(default_factory=Life)
    run: str = ""  # names the present attempt
    progress: Progress | None = None
    answer: Any = None
    rss_bytes: int = 0
    lacks: str = ""
    started: float | None = None  # time.monotonic()
    ended: float | None = None
    over: threading.Event = field(default_factory=threading.Event)


class Desk(Protocol):
    """What a job asks of the engine."""

    def ahead(self, work: Work) -> int:
        """Return how many calls are served before this one."""

    def leave(self, work: Work, learner: str) -> None:
        """Drop a learner's interest."""


class Job:
    """A call while it waits or runs, as one learner sees it.

    Several learners may share its computation. It keeps its answer alive: hold on to it only as
    long as you show it; calling again with equal settings costs nothing while the answer is kept.
    """

    def __init__(self, work: Work, learner: str, desk: Desk) -> None:
        self._work, self._learner, self._desk = work, learner, desk
        self._left = False

    def __repr__(self) -> str:
        return f"Job({self.label or self._work.order.function}, {self.state})"

    @property
    def key(self) -> str:
        """Names the call: function, settings, table and sources. Equal calls have equal keys."""
        return self._work.order.key

    @property
    def label(self) -> str:
        """What the caller named it for the learner."""
        return self._work.order.label

    @property
    def state(self) -> State:
        """Where it stands; compare with ``==``, which survives a hot reload."""
        state = self._work.life.state
        return State.cancelled if self._left and not state.finished else state

    @property
    def progress(self) -> Progress | None:
        """The newest report, or None before the first."""
        return self._work.progress

    @property
    def ahead(self) -> int:
        """How many calls are served before this one; 0 once it runs."""
        return self._desk.ahead(self._work)

    @property
    def answer(self) -> Any:
        """What the function returned; None until ``state`` is done. Shared: do not modify it."""
        return self._work.answer

    @property
    def failure(self) -> Failure | None:
        """Why there is no answer, once the state is failed or lost."""
        return self._work.life.failure

    @property
    def seconds(self) -> float:
        """How long it has run, or ran; 0.0 while it waits and for an answer that was kept."""
        started, ended = self._work.started, self._work.ended
        if started is None:
            return 0.0
        return (time.monotonic() if ended is None else ended) - started

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is finished, at most ``timeout_s``; return whether it is."""
        return self._left or self._work.over.wait(timeout_s)

    def cancel(self, learner: str | None = None) -> None:
        """Drop the interest of ``learner`` (default: whose job this is).

        The computation ends when nobody is left who waits for it.
        """
        who = self._learner if learner is None else learner
        self._left = self._left or who == self._learner
        self._desk.leave(self._work, who)
