"""Live runs: a film being made in a worker, watched by one learner.

A `Run` asks for one slice of work at a time and never waits for it: a page calls `tick` ten times
a second, takes what has come and asks for the next. Not calling is pausing. What was shown is kept,
thinned, for scrubbing; when the worker is lost, the next slice walks the run again to where it was.
"""

from __future__ import annotations

import pickle
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from core.compute import answers
from core.compute.film import Film, Reel
from core.compute.host import RunOrder
from core.compute.jobs import Failure
from core.compute.progress import Progress
from core.compute.sentences import LOST_RUN, SLOW_STEP

SLICE_S, SHORT_SLICE_S = 0.06, 0.05
"""Shorter than a page's tick of 100 ms, so that every tick finds the slice before it done."""
MANY = 8  # running at once: from here on slices are short
MOST_BYTES, MOST_FRAMES, FEWEST_FRAMES = 4_000_000, 240, 40
MOST_LOSSES = 3
STEP_LIMIT_S = 60.0
RUNNING_S = 2.0  # a run that asked for a slice this lately is running


class Desk(Protocol):
    """What a run asks of the engine."""

    def slice(self, key: str, arguments: tuple[Any, ...], then: Callable[[Any], None]) -> bool:
        """Have a worker walk a run on; False if there is none yet. ``then`` gets None if lost."""

    def drop(self, run: str) -> None:
        """Have the worker forget a run."""

    def stop_runner(self) -> None:
        """Replace the worker of all runs: one of them does not come back."""

    def n_running(self) -> int:
        """How many runs asked for a slice lately."""


class Run:
    """One learner's run. Frames go in at the worker and come out here, in order.

    ``n_steps``: steps done; ``over``: the generator ended; ``failure``: why there will be no more;
    ``progress``: how far a replay is, None unless one is going on.
    """

    def __init__(self, order: RunOrder, learner: str, desk: Desk) -> None:
        self.order, self.learner = order, learner
        self.over, self.failure = False, None  # type: bool, Failure | None
        self.progress: Progress | None = None
        self.seen = time.monotonic()
        self.settings: Any = None  # what the page made it of, changes included
        self.shown: Any = None  # what the page drew last
        self._desk, self._lock = desk, threading.RLock()
        self._reel: Reel[Any] = Reel(MOST_FRAMES)
        self._fresh: list[tuple[int, Any]] = []
        self._asked: float | None = None  # when the slice on its way was asked for
        self._attempt, self._losses = "", 0
        self._n_known = 0  # changes that the slice on its way knows of
        self._pace: list[tuple[float, int]] = []

    @property
    def id(self) -> str:
        """The run's name."""
        return self.order.run

    @property
    def n_steps(self) -> int:
        """Steps done so far; -1 before the first frame has come."""
        return self._reel.newest_step

    @property
    def newest(self) -> Any:
        """The newest frame, or None before the first has come."""
        return self._reel.newest

    @property
    def busy(self) -> bool:
        """Whether a slice is on its way."""
        return self._asked is not None

    @property
    def ended(self) -> bool:
        """Whether no more frames will come."""
        return self.over or self.failure is not None

    @property
    def steps_per_s(self) -> float:
        """Steps a second over the last slices, as the learner sees them."""
        with self._lock:
            if len(self._pace) < 2:
                return 0.0
            (first, low), (last, high) = self._pace[0], self._pace[-1]
        return (high - low) / max(last - first, 1e-9)

    def tick(self, *, n_steps: int | None = None) -> None:
        """Ask for the next slice unless one is on its way; ``n_steps`` limits it to so many."""
        with self._lock:
            self.seen = time.monotonic()
            if self._asked is not None:
                if self.seen - self._asked > STEP_LIMIT_S:
                    self.failure = SLOW_STEP
                    self._asked = None
                    self._desk.stop_runner()
                return
            if self.ended:
                return
            self._ask(n_steps)

    def wait(self, timeout_s: float) -> bool:
        """Wait until the frame before any step has come; False if it has not in this time."""
        end = time.monotonic() + timeout_s
        while self.n_steps < 0 and not self.ended and time.monotonic() < end:
            self.tick(n_steps=1)
            time.sleep(0.01)
        return self.n_steps >= 0

    def change(self, change: object) -> None:
        """Send ``change`` into the generator at its next step; it is part of the run from then."""
        with self._lock:
            sent = (max(self._reel.newest_step, 0), pickle.dumps(change))
            self.order = replace(self.order, changes=(*self.order.changes, sent))

    def fresh(self) -> list[tuple[int, Any]]:
        """Return the frames that came since the last time this was asked."""
        with self._lock:
            found, self._fresh = self._fresh, []
            return found

    def film(self) -> Film[Any] | None:
        """Return what is kept of the run so far; None before its first frame."""
        with self._lock:
            return None if self._reel.newest is None else self._reel.film()

    def close(self) -> None:
        """End the run in its worker."""
        self.over = True
        self._desk.drop(self.order.run)

    def _ask(self, n_steps: int | None) -> None:
        seconds = SHORT_SLICE_S if self._desk.n_running() > MANY else SLICE_S
        order = self.order
        fields = (order.run, order.function, order.settings, order.table, order.changes)
        attempt = self._attempt = uuid.uuid4().hex
        arguments = (fields, self._reel.newest_step, seconds, n_steps, order.run)
        self._asked, self._n_known = time.monotonic(), len(order.changes)
        if not self._desk.slice(attempt, arguments, lambda back: self._came(attempt, back)):
            self._asked = None  # no worker yet: the next tick asks again

    def _came(self, attempt: str, back: tuple[Any, ...] | None) -> None:
        """Take a slice, in Dask's callback thread."""
        with self._lock:
            if attempt != self._attempt:
                return
            self._asked, self.progress = None, None
            if back is None:
                self._losses += 1
                if self._losses >= MOST_LOSSES:
                    self.failure = LOST_RUN
                return
            content, over, failure = back
            if failure is not None:
                self.failure = Failure(*failure)
                return
            self._losses, self.over = 0, self.over or over
            self._take(content)

    def _take(self, content: bytes) -> None:
        frames = answers.loads(content)
        if self._reel.newest is None and frames:
            each = max(len(content) // len(frames), 1)
            self._reel.most = max(FEWEST_FRAMES, min(MOST_FRAMES, MOST_BYTES // each))
        for step, frame in frames:
            self._reel.add(step, frame)
        self._date_changes()
        self._fresh = [*self._fresh, *frames][-MOST_FRAMES:]
        self._pace = [*self._pace, (time.monotonic(), self._reel.newest_step)][-20:]

    def _date_changes(self) -> None:
        """Note that changes sent during the slice that just came begin after it."""
        known, late = self.order.changes[: self._n_known], self.order.changes[self._n_known :]
        now = max(self._reel.newest_step, 0)
        self.order = replace(self.order, changes=(*known, *((now, what) for _, what in late)))


class Runs:
    """All runs of this process, by id; each learner may have a few."""

    MOST_PER_LEARNER = 4

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def open(
        self,
        function: str,
        settings: object,
        *,
        table: str | None,
        learner: str,
        desk: Desk,
    ) -> Run:
        """Begin a run; the learner's oldest one ends if there are too many."""
        order = RunOrder(uuid.uuid4().hex, function, pickle.dumps(settings), table)
        run = Run(order, learner, desk)
        with self._lock:
            mine = [other for other in self._runs.values() if other.learner == learner]
            self._runs[run.id] = run
        for other in mine[: max(len(mine) - self.MOST_PER_LEARNER + 1, 0)]:
            self.close(other.id)
        return run

    def get(self, run: str) -> Run | None:
        """Return a run that is still kept."""
        with self._lock:
            return self._runs.get(run)

    def close(self, run: str) -> None:
        """End a run and forget it."""
        with self._lock:
            found = self._runs.pop(run, None)
        if found is not None:
            found.close()

    def leave_all(self, learner: str) -> None:
        """End every run of a learner who is gone."""
        with self._lock:
            mine = [run.id for run in self._runs.values() if run.learner == learner]
        for run in mine:
            self.close(run)

    def progressed(self, run: str, progress: Progress) -> bool:
        """Note how far a replay is; False if no run has this name."""
        found = self.get(run)
        if found is not None:
            found.progress = progress
        return found is not None

    def n_running(self) -> int:
        """How many runs asked for a slice lately."""
        now = time.monotonic()
        with self._lock:
            return sum(now - run.seen < RUNNING_S and not run.ended for run in self._runs.values())

    def __len__(self) -> int:
        return len(self._runs)
