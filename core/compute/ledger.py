"""The books of the engine: which computation stands where, and what each event makes happen.

It carries out what the pure state machine (`core.compute.jobs`) asks for, on the fair queue, the
cache of answers and the link to the cluster. Nothing here waits; the caller holds the lock.
"""

from __future__ import annotations

import threading
import time
import uuid

from core.compute import jobs, tables
from core.compute.cache import AnswerCache
from core.compute.jobs import Action, Failure, Life, State, step
from core.compute.limits import limits
from core.compute.link import Link
from core.compute.queue import FairQueue, Ticket
from core.compute.sentences import BUSY
from core.compute.work import Order, Work

TOGETHER_S = 120.0  # learners who called within this time share the workers


class Ledger:
    """All unfinished computations, by key, and the answers kept. Its owner holds ``lock``."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.link: Link | None = None
        self.queue = FairQueue()
        self.cache = AnswerCache(limits().cache_bytes)
        self.works: dict[str, Work] = {}  # unfinished, by key
        self.runs: dict[str, Work] = {}  # handed out, by the name of the attempt
        self.shares_disk: dict[str, bool] = {}  # by worker
        self._seen: dict[str, float] = {}  # when a learner last called

    def enter(self, order: Order, learner: str) -> Work:
        """Return the computation of ``order``: kept, on its way already, refused, or a new one."""
        self._seen[learner] = time.monotonic()
        work = self.works.get(order.key)
        if work is not None:
            self.apply(work, jobs.Joined(learner))
            if work.life.state == State.queued:
                self.queue.add(_ticket(work))
            return work
        kept = self.cache.get(order.key)
        if kept is not None:
            return _finished(order, Life(State.done), kept.answer)
        mine = sum(learner in other.life.learners for other in self.works.values())
        if learner and mine >= limits().calls_per_learner:
            return _finished(order, Life(State.failed, failure=BUSY))
        work = self.works[order.key] = Work(order, Life(learners=frozenset({learner})))
        self.queue.add(_ticket(work))
        return work

    def leave(self, work: Work, learner: str) -> None:
        """Drop a learner's interest in a computation."""
        if self.works.get(work.order.key) is work:
            self.queue.leave(work.order.key, learner)
            self.apply(work, jobs.Left(learner))

    def leave_all(self, learner: str) -> None:
        """Drop a learner's interest in everything."""
        for work in list(self.works.values()):
            self.leave(work, learner)
        self._seen.pop(learner, None)

    def hand_out(self) -> None:
        """Give waiting calls to idle workers."""
        if self.link is None:
            return
        for given in self.queue.assign(most_running=self._most_running()):
            work = self.works[given.ticket.key]
            self.apply(work, jobs.Started(given.worker))
            work.started = time.monotonic()
            self._submit(work)

    def fail_waiting(self, failure: Failure) -> None:
        """Fail every call that waits for a worker."""
        for work in list(self.works.values()):
            if work.life.state == State.queued:
                self.apply(work, jobs.Failed(failure))

    def apply_all(self, event: jobs.Event) -> None:
        """Let ``event`` happen to every unfinished computation."""
        for work in list(self.works.values()):
            self.apply(work, event)

    def apply(self, work: Work, event: jobs.Event) -> None:
        """Let ``event`` happen to a computation and carry out what follows."""
        before = work.life
        work.life, actions = step(before, event)
        for action in actions:
            self._carry_out(action, work, before.worker or "")

    def _carry_out(self, action: Action, work: Work, worker: str) -> None:
        if action == Action.dequeue:
            self.queue.remove(work.order.key)
        elif action == Action.keep:
            self.cache.put(work.order.key, work.answer)
        elif action == Action.tell:
            self._finish(work)
        elif self.link is None:
            return
        elif action == Action.send_file:
            self._send_file(self.link, work)
        else:
            self.link.release(work.run)
            over_mark = work.rss_bytes > limits().replace_bytes
            if action == Action.stop or over_mark:
                self.link.replace(worker)  # its place in the queue stays taken until it is gone
            else:
                self.queue.free(worker)

    def _finish(self, work: Work) -> None:
        self.works.pop(work.order.key, None)
        self.runs.pop(work.run, None)
        work.ended = time.monotonic()
        work.over.set()

    def _submit(self, work: Work) -> None:
        address, order = work.life.worker, work.order
        if address is None or self.link is None:
            return
        self.runs.pop(work.run, None)
        work.run = uuid.uuid4().hex
        self.runs[work.run] = work
        shares = self.shares_disk.get(address, False)
        self.link.submit(
            address, work.run, order.function, order.settings, order.table, work.run, shares
        )

    def _send_file(self, link: Link, work: Work) -> None:
        try:
            link.send_file(work.life.worker or "", work.lacks, lambda: self._resubmit(work))
        except tables.MissingFile as error:
            self.apply(work, jobs.Failed(Failure(error.sentence, "refused")))

    def _resubmit(self, work: Work) -> None:
        with self.lock:
            self._submit(work)

    def _most_running(self) -> int | None:
        """Leave one worker to the others as soon as there are others."""
        now = time.monotonic()
        self._seen = {who: at for who, at in self._seen.items() if now - at < TOGETHER_S}
        return max(1, len(self.queue.workers) - 1) if len(self._seen) > 1 else None


def _finished(order: Order, life: Life, answer: object = None) -> Work:
    work = Work(order, life, answer=answer)
    work.over.set()
    return work


def _ticket(work: Work) -> Ticket:
    order = work.order
    return Ticket(order.key, work.life.learners, order.priority, order.affinity)
