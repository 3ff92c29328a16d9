"""The engine: one thread that keeps the cluster alive and decides what each event means.

Learners' threads only put calls in and take interest out, under the lock; they never wait for the
cluster. The books are kept by `core.compute.ledger`.
"""

from __future__ import annotations

import logging
import pickle
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from core.compute import device, jobs, tables
from core.compute.cluster import RUN_SLOT
from core.compute.jobs import Failure
from core.compute.keys import call_key, name_of, versions
from core.compute.ledger import Ledger
from core.compute.limits import limits
from core.compute.link import Link, NoCluster
from core.compute.progress import Progress
from core.compute.runs import Run, Runs
from core.compute.sentences import (
    CLUSTER_DIED,
    KILLED,
    NO_WORKER,
    OUT_OF_MEMORY,
    SHUT_DOWN,
    WRONG_SOURCES,
    too_long,
    wrong_version,
)
from core.compute.work import Job, Order, Work
from core.compute.worker import Outcome

NO_WORKER_S = 30.0
IDLE_S = 5.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Facts:
    """How the computing stands, for the sidebar. Sizes in bytes; ``worker_bytes`` for each."""

    device: str
    scheduler: str  # "embedded", "external" or "not started"
    n_workers: int
    n_busy: int
    n_waiting: int
    worker_bytes: int
    cache_bytes: int
    store_bytes: int
    n_runs: int = 0  # live runs that are kept
    notice: str = ""  # why some workers are refused


class Engine:
    """Calls in, answers out; one per process (`core.compute.register`)."""

    def __init__(self, sources: str) -> None:
        self.sources = sources
        self._books = Ledger()
        self._inbox: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._modules: tuple[str, ...] = ()
        self._runs, self._runners = Runs(), list[str]()
        self._device, self._notice = device.describe().sentence, ""
        self._wanted = self._proved = self._closed = False
        self._without_worker_since = 0.0
        threading.Thread(target=self._dispatch, name="dispatcher", daemon=True).start()

    # Called by learners' threads

    def start(self, modules: tuple[str, ...] = ()) -> None:
        """Have the cluster started, without waiting for it; see `core.compute.start`."""
        self._wanted = True
        if modules and modules != self._modules:
            self._modules = modules
            self.post(self._warm_all)
        self.post(_nothing)

    def call(
        self,
        function: Callable[..., Any],
        settings: object,
        *,
        table: str | None,
        learner: str,
        timeout_s: float | None,
        label: str,
        affinity: str,
        priority: int,
    ) -> Job:
        """Return the job of a call (see `core.compute.call`)."""
        order = Order(
            key=call_key(function, settings, table, self.sources),
            function=name_of(function),
            settings=pickle.dumps(settings),
            table=table,
            timeout_s=limits().timeout_s if timeout_s is None else timeout_s,
            label=label,
            affinity=affinity or table or "",
            priority=priority,
        )
        with self._books.lock:
            work = self._books.enter(order, learner)
            if self._closed:
                self._books.apply(work, jobs.Failed(SHUT_DOWN))
        self.post(_nothing)
        return Job(work, learner, self)

    def leave(self, work: Work, learner: str) -> None:
        """Drop a learner's interest in a computation."""
        with self._books.lock:
            self._books.leave(work, learner)
        self.post(_nothing)

    def leave_all(self, learner: str) -> None:
        """Drop a learner's interest in everything."""
        with self._books.lock:
            self._books.leave_all(learner)
        self._runs.leave_all(learner)
        self.post(_nothing)

    def live(
        self, function: Callable[..., Any], settings: object, *, table: str | None, learner: str
    ) -> Run:
        """Return a new live run (see `core.compute.live`)."""
        self.start()
        return self._runs.open(name_of(function), settings, table=table, learner=learner, desk=self)

    def run(self, name: str) -> Run | None:
        """Return a live run that is still kept."""
        return self._runs.get(name)

    def close_run(self, name: str) -> None:
        """End a live run."""
        self._runs.close(name)

    def slice(self, key: str, arguments: tuple[Any, ...], then: Callable[[Any], None]) -> bool:
        """Have the worker of all runs walk one of them on; False while there is no worker."""
        with self._books.lock:
            link, address = self._books.link, self._runner()
            if link is None or address is None:
                self.start()
                return False
            link.slice(address, key, arguments, then)
            return True

    def drop(self, run: str) -> None:
        """Have the worker of all runs forget one."""
        with self._books.lock:
            link, address = self._books.link, self._runner()
            if link is not None and address is not None:
                link.drop(address, run)

    def stop_runner(self) -> None:
        """Replace the worker of all runs; the others are walked again on the new one."""
        with self._books.lock:
            link, address = self._books.link, self._runner()
            if link is not None and address is not None:
                link.replace(address)

    def n_running(self) -> int:
        """How many runs asked for a slice lately."""
        return self._runs.n_running()

    def _runner(self) -> str | None:
        """Return the worker of all runs: one of their own, else the one for calls."""
        if self._runners:
            return self._runners[0]
        link, workers = self._books.link, self._books.queue.workers
        awaited = link is not None and not link.external and limits().n_runners > 0
        return None if awaited or not workers else sorted(workers)[-1]

    def ahead(self, work: Work) -> int:
        """Return how many calls are served before this one."""
        with self._books.lock:
            return self._books.queue.ahead(work.order.key)

    def facts(self) -> Facts:
        """Return how the computing stands."""
        with self._books.lock:
            link, queue = self._books.link, self._books.queue
            kind = "not started" if link is None else "external" if link.external else "embedded"
            return Facts(
                device=self._device,
                scheduler=kind,
                n_workers=len(queue.workers),
                n_busy=len(queue.workers) - len(queue.idle),
                n_waiting=len(queue),
                worker_bytes=limits().worker_bytes,
                cache_bytes=self._books.cache.used_bytes,
                store_bytes=tables.used_bytes(),
                n_runs=len(self._runs),
                notice=self._notice,
            )

    def forget_answers(self) -> None:
        """Empty the cache: after a hot reload its dataclasses are not the pages' any more."""
        with self._books.lock:
            self._books.cache.clear()

    def close(self) -> None:
        """End the cluster and fail every unfinished job. Returns when the cluster has ended."""
        with self._books.lock:
            self._closed = True
            self._books.apply_all(jobs.Failed(SHUT_DOWN))
            link, self._books.link = self._books.link, None
        self.post(_nothing)
        if link is not None:
            link.close()

    def post(self, act: Callable[[], None]) -> None:
        """Have ``act`` run in the dispatcher's thread."""
        self._inbox.put(act)

    # The dispatcher's thread

    def _dispatch(self) -> None:
        while not self._closed:
            try:
                act = self._inbox.get(timeout=self._patience_s())
            except Empty:
                act = _nothing
            try:
                act()
                self._advance()
            except Exception:  # it must go on for everybody else
                log.exception("the dispatcher met a fault")

    def _patience_s(self) -> float:
        """Return how long nothing needs to be done unless something happens."""
        with self._books.lock:
            works = list(self._books.works.values())
        ends = [work.started + work.order.timeout_s for work in works if work.started is not None]
        return max(0.0, min([IDLE_S, *(end - time.monotonic() for end in ends)]))

    def _advance(self) -> None:
        books = self._books
        if books.link is None and (self._wanted or len(books.queue)) and not self._closed:
            self._connect()
        with books.lock:
            self._end_overdue()
            self._end_hopeless()
            books.hand_out()

    def _connect(self) -> None:
        self._wanted = self._proved = False
        self._notice = ""
        self._without_worker_since = time.monotonic()
        try:
            link = Link(self)
        except NoCluster as error:
            with self._books.lock:
                self._books.fail_waiting(Failure(str(error), "cluster"))
            return
        with self._books.lock:
            if not self._closed:
                self._books.link = link
                return
        link.close()

    def _warm_all(self) -> None:
        with self._books.lock:
            for address in self._books.queue.workers:
                if self._books.link is not None:
                    self._books.link.warm(address, self._modules)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for work in list(self._books.works.values()):
            if work.started is not None and now - work.started >= work.order.timeout_s:
                self._books.apply(work, jobs.TimedOut(too_long(work.order.timeout_s)))

    def _end_hopeless(self) -> None:
        if self._books.queue.workers:
            self._without_worker_since = time.monotonic()
        elif time.monotonic() - self._without_worker_since > NO_WORKER_S:
            notice = self._notice
            self._books.fail_waiting(Failure(notice, "cluster") if notice else NO_WORKER)

    # What the link tells (see `link.Listener`)

    def worker_joined(self, address: str, facts: dict[str, Any]) -> None:
        """Take a worker on, or refuse it for running other sources."""
        with self._books.lock:
            link = self._books.link
            if link is None:
                return
            if link.external and (notice := self._objection(facts)):
                self._notice = notice
                return
            self._proved, self._device = True, facts["device"]
            self._books.shares_disk[address] = facts["token"] == link.token
            if facts["slot"] == RUN_SLOT:
                self._runners.append(address)
            else:
                self._books.queue.join(address)
            link.warm(address, self._modules)

    def _objection(self, facts: dict[str, Any]) -> str:
        """Return why a worker of another's cluster may not compute here, "" if it may."""
        if facts["sources"] != self.sources:
            return WRONG_SOURCES
        here = versions()
        wrong = [name for name in here if facts["versions"].get(name) != here[name]]
        return wrong_version(wrong[0], facts["versions"].get(wrong[0]), here) if wrong else ""

    def worker_gone(self, address: str, *, memory: bool) -> None:
        """End the call of a worker whose process ended, and only that one."""
        with self._books.lock:
            self._books.shares_disk.pop(address, None)
            if address in self._runners:
                self._runners.remove(address)
            work = self._books.works.get(self._books.queue.drop(address) or "")
            if work is not None and work.life.worker == address:
                event = jobs.Failed(OUT_OF_MEMORY) if memory else jobs.Gone(KILLED)
                self._books.apply(work, event)

    def returned(self, run: str, outcome: Outcome, answer: Any) -> None:
        """Take what a call brought."""
        with self._books.lock:
            work = self._books.runs.get(run)
            if work is None:
                return
            work.rss_bytes, work.lacks = outcome.rss_bytes, outcome.lacks
            for name, content in outcome.files.items():
                tables.receive(name, content)
            if outcome.failure is None:
                work.answer = answer
                self._books.apply(work, jobs.Answered())
            elif outcome.lacks:
                self._books.apply(work, jobs.Lacked(outcome.failure))
            else:
                self._books.apply(work, jobs.Failed(outcome.failure))

    def progressed(self, run: str, progress: Progress) -> None:
        """Note how far a call is."""
        work = self._books.runs.get(run)
        if work is not None:
            work.progress = progress
        else:
            self._runs.progressed(run, progress)

    def cluster_died(self, link: Link) -> None:
        """Lose what ran; what waits goes to a new cluster, unless the old one never worked."""
        with self._books.lock:
            if link is not self._books.link:
                return
            self._books.link = None
            self._runners.clear()
            for worker in self._books.queue.workers:
                self._books.queue.drop(worker)
            self._books.apply_all(jobs.Gone(CLUSTER_DIED))
            if not self._proved:
                self._books.fail_waiting(CLUSTER_DIED)
        link.close()


def _nothing() -> None:
    """Wake the dispatcher."""
