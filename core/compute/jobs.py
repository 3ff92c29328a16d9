"""The life of a job as a pure state machine: an event goes in, the next life and actions come out.

No I/O, no clock, no threads: `core.compute.engine` feeds the events and carries out the actions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import singledispatch
from typing import Literal, TypeAlias

FailureKind: TypeAlias = Literal["refused", "memory", "timeout", "killed", "cluster", "error"]


class State(StrEnum):
    """Where a job stands."""

    queued = "queued"  # waits in the fair queue for a worker
    running = "running"  # one worker computes it
    done = "done"  # its answer is here
    failed = "failed"  # it ended without an answer, for a reason that would come again
    cancelled = "cancelled"  # nobody waited for it any more
    lost = "lost"  # its worker or its cluster went away under it; trying again may well work

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen.

        >>> State.lost.finished, State.queued.finished
        (True, False)
        """
        return self not in ("queued", "running")


@dataclass(frozen=True)
class Failure:
    """Why there is no answer: ``sentence`` for the learner, ``kind`` for the page and the tests."""

    sentence: str
    kind: FailureKind


@dataclass(frozen=True)
class Life:
    """Everything that decides what a job does next.

    ``learners`` wait for it. ``worker`` is the address that computes it, only while it runs.
    ``resent`` says that its worker already asked for a file once.
    """

    state: State = State.queued
    learners: frozenset[str] = frozenset()
    worker: str | None = None
    failure: Failure | None = None
    resent: bool = False


# Events: what happened.
@dataclass(frozen=True)
class Joined:
    """A learner wants the answer too."""

    learner: str


@dataclass(frozen=True)
class Left:
    """A learner no longer wants the answer."""

    learner: str


@dataclass(frozen=True)
class Started:
    """A worker was handed the call."""

    worker: str


@dataclass(frozen=True)
class Lacked:
    """The worker lacks a file that the call needs."""

    failure: Failure


@dataclass(frozen=True)
class Answered:
    """The worker returned an answer."""


@dataclass(frozen=True)
class Failed:
    """The worker, or the road to it, returned a reason instead of an answer."""

    failure: Failure


@dataclass(frozen=True)
class TimedOut:
    """It ran for longer than it may."""

    failure: Failure


@dataclass(frozen=True)
class Gone:
    """The worker or the whole cluster died."""

    failure: Failure


Event: TypeAlias = Joined | Left | Started | Lacked | Answered | Failed | TimedOut | Gone


class Action(StrEnum):
    """What to do about it."""

    dequeue = "dequeue"  # take it out of the queue
    stop = "stop"  # release the future, then replace the worker: its work must end
    release = "release"  # forget the future; the worker is free, or gone
    send_file = "send_file"  # give the worker the file it lacks and hand it the call again
    keep = "keep"  # put the answer in the cache
    tell = "tell"  # it is finished: wake whoever waits


Step: TypeAlias = tuple[Life, tuple[Action, ...]]


def step(life: Life, event: Event) -> Step:
    """Return the life after ``event`` and what is to be done, in order.

    Late events (an answer after a cancel, a second death) change nothing.

    >>> life, actions = step(Life(learners=frozenset({"ann"})), Left("ann"))
    >>> life.state, actions
    (<State.cancelled: 'cancelled'>, (<Action.dequeue: 'dequeue'>, <Action.tell: 'tell'>))
    """
    return (life, ()) if life.state.finished else _after(event, life)


@singledispatch
def _after(event: Event, life: Life) -> Step:
    raise TypeError(f"not an event of a job: {event!r}")


@_after.register
def _(event: Joined, life: Life) -> Step:
    return replace(life, learners=life.learners | {event.learner}), ()


@_after.register
def _(event: Left, life: Life) -> Step:
    remaining = life.learners - {event.learner}
    if remaining or event.learner not in life.learners:
        return replace(life, learners=remaining), ()
    return _ended(life, State.cancelled, None, interrupts=True)


@_after.register
def _(event: Started, life: Life) -> Step:
    return replace(life, state=State.running, worker=event.worker), ()


@_after.register
def _(event: Lacked, life: Life) -> Step:
    if life.state == State.queued:
        return life, ()
    if life.resent:
        return _ended(life, State.failed, event.failure)
    return replace(life, resent=True), (Action.send_file,)


@_after.register
def _(event: Answered, life: Life) -> Step:
    if life.state == State.queued:
        return life, ()
    after, actions = _ended(life, State.done, None)
    return after, (Action.keep, *actions)


@_after.register
def _(event: Failed, life: Life) -> Step:
    return _ended(life, State.failed, event.failure)


@_after.register
def _(event: TimedOut, life: Life) -> Step:
    return _ended(life, State.failed, event.failure, interrupts=True)


@_after.register
def _(event: Gone, life: Life) -> Step:
    return _ended(life, State.lost, event.failure) if life.state == State.running else (life, ())


def _ended(life: Life, state: State, failure: Failure | None, *, interrupts: bool = False) -> Step:
    """``interrupts``: the worker is still at it and has to be stopped."""
    after = replace(life, state=state, worker=None, failure=failure, learners=frozenset())
    if life.state == State.queued:
        return after, (Action.dequeue, Action.tell)
    return after, (Action.stop if interrupts else Action.release, Action.tell)
