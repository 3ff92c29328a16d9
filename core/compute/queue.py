"""A fair queue: whose call goes next, and to which worker. Pure: no I/O, no clock, no threads.

The next call is the one with the lowest priority number; among those, the learner with the fewest
calls running, then the one served longest ago, then the call that came first. Each worker holds at
most one call, so a lost worker costs exactly one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Ticket:
    """A waiting call. A call that several learners share is served at the best turn of theirs.

    ``priority`` 0 is what a learner waits for; higher numbers give way. ``affinity`` names what
    a worker may still hold from an earlier call, such as a fitted model; "" is no preference.
    """

    key: str
    learners: frozenset[str] = frozenset({""})
    priority: int = 0
    affinity: str = ""


@dataclass(frozen=True)
class Assignment:
    """A call handed to an idle worker."""

    ticket: Ticket
    worker: str


@dataclass
class FairQueue:
    """Waiting tickets and the workers that serve them."""

    _waiting: dict[str, Ticket] = field(default_factory=dict)  # in the order of arrival
    _workers: dict[str, tuple[str, str] | None] = field(default_factory=dict)  # (key, learner)
    _affinity: dict[str, str] = field(default_factory=dict)  # by worker, last served
    _served: dict[str, int] = field(default_factory=dict)  # by learner, turn of the last service
    _turn: int = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, key: str) -> bool:
        return key in self._waiting

    @property
    def workers(self) -> tuple[str, ...]:
        """Addresses of all workers that take calls."""
        return tuple(self._workers)

    @property
    def idle(self) -> tuple[str, ...]:
        """Addresses of workers that hold no call, the longest unused first."""
        return tuple(worker for worker, call in self._workers.items() if call is None)

    def add(self, ticket: Ticket) -> None:
        """Let ``ticket`` wait; a ticket that waits already takes the new learners on."""
        known = self._waiting.get(ticket.key)
        self._waiting[ticket.key] = (
            ticket
            if known is None
            else replace(
                known,
                learners=known.learners | ticket.learners,
                priority=min(known.priority, ticket.priority),
            )
        )

    def leave(self, key: str, learner: str) -> None:
        """Drop one learner from a waiting ticket; the ticket goes with its last learner."""
        ticket = self._waiting.get(key)
        if ticket is None:
            return
        learners = ticket.learners - {learner}
        if learners:
            self._waiting[key] = replace(ticket, learners=learners)
        else:
            del self._waiting[key]

    def remove(self, key: str) -> None:
        """Take a ticket out, whoever waits for it."""
        self._waiting.pop(key, None)

    def join(self, worker: str) -> None:
        """Take on a worker, idle. A worker that is here already keeps what it does."""
        self._workers.setdefault(worker, None)

    def drop(self, worker: str) -> str | None:
        """Forget a worker that is gone; return the key of the call it held."""
        self._affinity.pop(worker, None)
        held = self._workers.pop(worker, None)
        return None if held is None else held[0]

    def free(self, worker: str) -> None:
        """Say that ``worker`` has ended its call."""
        if self._workers.pop(worker, None) is not None:
            self._workers[worker] = None  # to the end: the longest unused worker comes first

    def assign(self, *, most_running: int | None = None) -> list[Assignment]:
        """Hand tickets to idle workers until one side runs out.

        ``most_running``: how many calls one learner may have running at a time; None is no limit.
        """
        given = []
        while idle := self.idle:
            running = self._running()
            chosen = self._next(self._waiting.values(), running, self._served, most_running)
            if chosen is None:
                break
            ticket, learner = chosen
            worker = self._worker_for(ticket, idle)
            self._serve(ticket, learner, worker)
            given.append(Assignment(ticket, worker))
        return given

    def ahead(self, key: str) -> int:
        """Return how many waiting calls would be served before ``key``; 0 if it does not wait."""
        if key not in self._waiting:
            return 0
        waiting, served, turn = dict(self._waiting), dict(self._served), self._turn
        running = self._running()
        for position in range(len(waiting)):
            chosen = self._next(waiting.values(), running, served, None)
            if chosen is None or chosen[0].key == key:
                return position
            turn += 1
            served[chosen[1]] = turn
            del waiting[chosen[0].key]
        return 0

    def _running(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for call in self._workers.values():
            if call is not None:
                counts[call[1]] = counts.get(call[1], 0) + 1
        return counts

    @staticmethod
    def _next(
        waiting: Iterable[Ticket],
        running: dict[str, int],
        served: dict[str, int],
        most_running: int | None,
    ) -> tuple[Ticket, str] | None:
        """Return the ticket that goes next and the learner whose turn it takes."""
        best: tuple[tuple[int, int, int, int, str], Ticket] | None = None
        for arrival, ticket in enumerate(waiting):
            for learner in ticket.learners:
                count = running.get(learner, 0)
                if most_running is not None and count >= most_running:
                    continue
                rank = (ticket.priority, count, served.get(learner, -1), arrival, learner)
                if best is None or rank < best[0]:
                    best = (rank, ticket)
        return None if best is None else (best[1], best[0][4])

    def _worker_for(self, ticket: Ticket, idle: tuple[str, ...]) -> str:
        """Prefer a worker that served this affinity last, then one that nobody waiting prefers."""
        if ticket.affinity:
            for worker in idle:
                if self._affinity.get(worker) == ticket.affinity:
                    return worker
        wanted = {other.affinity for other in self._waiting.values() if other.key != ticket.key}
        unwanted = (
            worker for worker in idle if self._affinity.get(worker, "") not in wanted - {""}
        )
        return next(unwanted, idle[0])

    def _serve(self, ticket: Ticket, learner: str, worker: str) -> None:
        del self._waiting[ticket.key]
        self._workers[worker] = (ticket.key, learner)
        if ticket.affinity:
            self._affinity[worker] = ticket.affinity
        self._turn += 1
        self._served[learner] = self._turn
        if len(self._served) > 10_000:  # learners come and go for months; forget the oldest
            self._served = dict(sorted(self._served.items(), key=lambda item: item[1])[-5_000:])
