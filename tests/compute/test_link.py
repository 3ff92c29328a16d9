"""What the link makes of a future that changes while it is read, as it does when a worker dies."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError

from core.compute.link import Link
from core.compute.sentences import LOST_ANSWER


class Fading:
    """A future in error that is released by the engine between one look at it and the next."""

    status = "error"

    def __init__(self, link, *, released):
        self.link, self.released = link, released

    def exception(self):
        if self.released:
            self.link.release("run-1")
        return CancelledError()

    def result(self):
        raise CancelledError("cancelled for reason: unknown")

    def release(self):
        self.status = "cancelled"


class Listening:
    def __init__(self):
        self.failures = []

    def post(self, act):
        act()

    def worker_gone(self, address, *, memory):
        self.gone = address

    def returned(self, run, outcome, answer):
        self.failures.append(outcome.failure)


def ended(*, released):
    """Let a future end in error, released meanwhile or not; return the failures that are told."""
    link = Link.__new__(Link)
    link._listener, link._futures = Listening(), {}
    link._futures["run-1"] = future = Fading(link, released=released)
    link._done("run-1", future)
    return link._listener.failures


def test_a_call_released_while_its_end_is_read_is_neither_told_nor_logged(caplog):
    with caplog.at_level(logging.ERROR):
        assert ended(released=True) == []
    assert not caplog.records


def test_an_answer_that_breaks_on_its_way_is_told(caplog):
    with caplog.at_level(logging.ERROR):
        assert ended(released=False) == [LOST_ANSWER]
    assert "lost on its way" in caplog.text


class Cluster:
    """A scheduler whose workers join after the first look and before anybody is told."""

    def __init__(self):
        self.looks = [("a",), ("a", "b"), ("a", "b")]

    def scheduler_info(self, n_workers):
        return {"workers": dict.fromkeys(self.looks.pop(0))}


def test_a_worker_nobody_was_told_of_is_found_at_the_second_look(monkeypatch):
    monkeypatch.setattr("core.compute.link.CATCH_UP_S", (0.0, 0.0))
    link = Link.__new__(Link)
    link._client, link._alive, link._closed, asked = Cluster(), set(), False, []
    link._ask_facts = asked.append
    link._greet()
    assert asked == ["a"]
    link._catch_up()
    assert asked == ["a", "b"]


def test_a_slice_sent_to_a_worker_that_is_gone_is_told_as_lost():
    link = Link.__new__(Link)
    came = []
    link._listener, link._memory_killed = Listening(), set()
    link._futures = {"s1": object(), "s2": object()}
    link._slices = {"s1": ("dead", came.append), "s2": ("alive", came.append)}
    link._gone("dead")
    assert came == [None]
    assert set(link._slices) == {"s2"}
    link._sliced("s1", ("late",))
    assert came == [None], "told twice"
