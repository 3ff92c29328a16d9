"""The engine: decides in one thread which call goes to which worker, and what each event means.

It holds the pure parts (`jobs`, `queue`, `cache`) and the link to the cluster together. Learners'
threads only put calls in and take interest out, under the lock; they never wait for the cluster.
"""

from __future__ import annotations

import logging
import pickle
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from core.compute import jobs, tables
from core.compute.cache import AnswerCache
from core.compute.jobs import Action, Failure, Life, State, step
from core.compute.keys import call_key, name_of
from core.compute.limits import limits
from core.compute.link import Link, NoCluster
from core.compute.progress import Progress
from core.compute.queue import FairQueue, Ticket
from core.compute.sentences import (
    BUSY,
    CLUSTER_DIED,
    KILLED,
    NO_WORKER,
    OUT_OF_MEMORY,
    SHUT_DOWN,
    WRONG_SOURCES,
    too_long,
)
from core.compute.work import Job, Order, Work
from core.compute.worker import Outcome

NO_WORKER_S = 30.0
TOGETHER_S = 120.0  # learners who called within this time share the workers
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Facts:
    """How the computing stands, for the sidebar."""

    device: str
    scheduler: str  # "embedded", "external" or "not started"
    n_workers: int
    n_busy: int
    n_waiting: int
    worker_bytes: int
    cache_bytes: int
    store_bytes: int
    notice: str = ""  # why some workers are refused


class Engine:
    """Calls in, answers out; one per process (`core.compute.register`)."""

    def __init__(self, sources: str) -> None:
        self.sources = sources
        self._lock = threading.RLock()
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._queue = FairQueue()
        self._cache = AnswerCache(limits().cache_bytes)
        self._works: dict[str, Work] = {}  # unfinished, by key
        self._runs: dict[str, Work] = {}  # handed out, by the name of the attempt
        self._seen: dict[str, float] = {}  # when a learner last called
        self._shares_disk: dict[str, bool] = {}  # by worker
        self._device = self._notice = ""
        self._link: Link | None = None
        self._wanted = self._proved = self._closed = False
        self._without_worker_since = 0.0
        self._thread = threading.Thread(target=self._dispatch, name="dispatcher", daemon=True)
        self._thread.start()

    # Learners' threads

    def start(self) -> None:
        """Have the cluster started, without waiting for it."""
        self._wanted = True
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
        """Return the job of this call: its kept answer, the one that runs already, or a new one."""
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
        with self._lock:
            self._seen[learner] = time.monotonic()
            work = self._works.get(order.key)
            if work is not None:
                self._apply(work, jobs.Joined(learner))
                if work.life.state == State.queued:
                    self._queue.add(_ticket(work))
            else:
                work = (
                    self._kept(order) or self._refused(order, learner) or self._new(order, learner)
                )
        self.post(_nothing)
        return Job(work, learner, self)

    def leave(self, work: Work, learner: str) -> None:
        """Drop a learner's interest in a computation."""
        with self._lock:
            self._queue.leave(work.order.key, learner)
            self._apply(work, jobs.Left(learner))
        self.post(_nothing)

    def leave_all(self, learner: str) -> None:
        """Drop a learner's interest in everything."""
        with self._lock:
            waited_for = [work for work in self._works.values() if learner in work.life.learners]
            for work in waited_for:
                self.leave(work, learner)
            self._seen.pop(learner, None)

    def ahead(self, work: Work) -> int:
        """Return how many calls are served before this one."""
        with self._lock:
            return self._queue.ahead(work.order.key)

    def facts(self) -> Facts:
        """Return how the computing stands."""
        with self._lock:
            link, workers = self._link, self._queue.workers
            kind = "not started" if link is None else "external" if link.external else "embedded"
            return Facts(
                device=self._device,
                scheduler=kind,
                n_workers=len(workers),
                n_busy=len(workers) - len(self._queue.idle),
                n_waiting=len(self._queue),
                worker_bytes=limits().worker_bytes,
                cache_bytes=self._cache.used_bytes,
                store_bytes=tables.used_bytes(),
                notice=self._notice,
            )

    def forget_answers(self) -> None:
        """Empty the cache: after a hot reload its dataclasses are not the pages' any more."""
        with self._lock:
            self._cache.clear()

    def close(self) -> None:
        """End the cluster and lose every unfinished job. Returns when the cluster has ended."""
        with self._lock:
            self._closed = True
            for work in list(self._works.values()):
                self._apply(work, jobs.Failed(SHUT_DOWN))
            link, self._link = self._link, None
        self._inbox.put(None)
        if link is not None:
            link.close()

    def post(self, act: Callable[[], None]) -> None:
        """Have ``act`` run in the dispatcher's thread."""
        self._inbox.put(act)

    def _kept(self, order: Order) -> Work | None:
        entry = self._cache.get(order.key)
        if entry is None:
            return None
        work = Work(order, Life(State.done), answer=entry.answer)
        work.over.set()
        return work

    def _refused(self, order: Order, learner: str) -> Work | None:
        mine = sum(learner in work.life.learners for work in self._works.values())
        if not self._closed and (not learner or mine < limits().calls_per_learner):
            return None
        work = Work(order, Life(State.failed, failure=SHUT_DOWN if self._closed else BUSY))
        work.over.set()
        return work

    def _new(self, order: Order, learner: str) -> Work:
        work = Work(order, Life(learners=frozenset({learner})))
        self._works[order.key] = work
        self._queue.add(_ticket(work))
        return work

    # The dispatcher's thread

    def _dispatch(self) -> None:
        while not self._closed:
            try:
                act = self._inbox.get(timeout=self._patience_s())
            except Empty:
                act = _nothing
            if act is None:
                return
            try:
                act()
                self._advance()
            except Exception:
                log.exception("the dispatcher met a fault")  # it must go on for everybody else

    def _patience_s(self) -> float:
        with self._lock:
            deadlines = [
                work.started + work.order.timeout_s
                for work in self._works.values()
                if work.started is not None
            ]
        return max(0.0, min([5.0, *(deadline - time.monotonic() for deadline in deadlines)]))

    def _advance(self) -> None:
        if self._link is None and (self._wanted or len(self._queue)) and not self._closed:
            self._connect()
        with self._lock:
            self._end_overdue()
            self._end_hopeless()
            self._hand_out()

    def _connect(self) -> None:
        self._wanted = self._proved = False
        self._notice = ""
        self._without_worker_since = time.monotonic()
        try:
            link = Link(self)
        except NoCluster as error:
            self._fail_waiting(Failure(str(error), "cluster"))
            return
        with self._lock:
            if not self._closed:
                self._link = link
                return
        link.close()

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for work in list(self._works.values()):
            if work.started is not None and now - work.started >= work.order.timeout_s:
                self._apply(work, jobs.TimedOut(too_long(work.order.timeout_s)))

    def _end_hopeless(self) -> None:
        if self._queue.workers:
            self._without_worker_since = time.monotonic()
        elif time.monotonic() - self._without_worker_since > NO_WORKER_S:
            self._fail_waiting(Failure(self._notice, "cluster") if self._notice else NO_WORKER)

    def _hand_out(self) -> None:
        link = self._link
        if link is None:
            return
        for given in self._queue.assign(most_running=self._most_running()):
            work = self._works[given.ticket.key]
            self._apply(work, jobs.Started(given.worker))
            work.started = time.monotonic()
            self._submit(link, work)

    def _submit(self, link: Link, work: Work) -> None:
        address, order = work.life.worker, work.order
        if address is None:
            return
        self._runs.pop(work.run, None)
        work.run = uuid.uuid4().hex
        self._runs[work.run] = work
        shares = self._shares_disk.get(address, False)
        link.submit(
            address, work.run, order.function, order.settings, order.table, work.run, shares
        )

    def _most_running(self) -> int | None:
        """Leave one worker to the others as soon as there are others."""
        now = time.monotonic()
        self._seen = {who: at for who, at in self._seen.items() if now - at < TOGETHER_S}
        return max(1, len(self._queue.workers) - 1) if len(self._seen) > 1 else None

    # What the link tells (see `link.Listener`)

    def worker_joined(self, address: str, facts: dict[str, Any]) -> None:
        """Take a worker on, or refuse it for running other sources."""
        with self._lock:
            link = self._link
            if link is None:
                return
            if link.external and facts["sources"] != self.sources:
                self._notice = WRONG_SOURCES
                return
            self._proved, self._device = True, facts["device"]
            self._shares_disk[address] = facts["token"] == link.token
            self._queue.join(address)

    def worker_gone(self, address: str, *, memory: bool) -> None:
        """End the call of a worker whose process ended, and only that one."""
        with self._lock:
            self._shares_disk.pop(address, None)
            work = self._works.get(self._queue.drop(address) or "")
            if work is not None and work.life.worker == address:
                event = jobs.Failed(OUT_OF_MEMORY) if memory else jobs.Gone(KILLED)
                self._apply(work, event)

    def returned(self, run: str, outcome: Outcome, answer: Any) -> None:
        """Take what a call brought."""
        with self._lock:
            work = self._runs.get(run)
            if work is None:
                return
            work.rss_bytes, work.lacks = outcome.rss_bytes, outcome.lacks
            for name, content in outcome.files.items():
                tables.receive(name, content)
            if outcome.failure is None:
                work.answer = answer
                self._apply(work, jobs.Answered())
            elif outcome.lacks:
                self._apply(work, jobs.Lacked(outcome.failure))
            else:
                self._apply(work, jobs.Failed(outcome.failure))

    def progressed(self, run: str, progress: Progress) -> None:
        """Note how far a call is."""
        work = self._runs.get(run)
        if work is not None:
            work.progress = progress

    def cluster_died(self, link: Link) -> None:
        """Lose what ran; what waits goes to a new cluster, unless the old one never worked."""
        with self._lock:
            if link is not self._link:
                return
            self._link = None
            for worker in self._queue.workers:
                self._queue.drop(worker)
            for work in list(self._works.values()):
                self._apply(work, jobs.Gone(CLUSTER_DIED))
            if not self._proved:
                self._fail_waiting(CLUSTER_DIED)
        link.close()

    # What the state machine asks for

    def _fail_waiting(self, failure: Failure) -> None:
        with self._lock:
            for work in list(self._works.values()):
                if work.life.state == State.queued:
                    self._apply(work, jobs.Failed(failure))

    def _apply(self, work: Work, event: jobs.Event) -> None:
        before = work.life
        work.life, actions = step(before, event)
        for action in actions:
            self._carry_out(action, work, before.worker or "")

    def _carry_out(self, action: Action, work: Work, worker: str) -> None:
        link = self._link
        if action == Action.dequeue:
            self._queue.remove(work.order.key)
        elif action == Action.keep:
            self._cache.put(work.order.key, work.answer)
        elif action == Action.tell:
            self._finish(work)
        elif link is None:
            return
        elif action == Action.send_file:
            self._send_file(link, work)
        elif action == Action.stop:
            link.release(work.run)
            link.replace(worker)  # its place in the queue stays taken until it is gone
        elif action == Action.release:
            link.release(work.run)
            if work.rss_bytes > limits().replace_bytes:
                link.replace(worker)
            else:
                self._queue.free(worker)

    def _finish(self, work: Work) -> None:
        self._works.pop(work.order.key, None)
        self._runs.pop(work.run, None)
        work.ended = time.monotonic()
        work.over.set()

    def _send_file(self, link: Link, work: Work) -> None:
        try:
            link.send_file(work.life.worker or "", work.lacks, lambda: self._submit(link, work))
        except tables.MissingFile as error:
            self._apply(work, jobs.Failed(Failure(error.sentence, "refused")))


def _ticket(work: Work) -> Ticket:
    order = work.order
    return Ticket(order.key, work.life.learners, order.priority, order.affinity)


def _nothing() -> None:
    """Wake the dispatcher."""
