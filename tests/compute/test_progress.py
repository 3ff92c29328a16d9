"""Reports reach their sink at a bounded rate, and the last one always does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compute.progress import Progress, capturing, report, sending


def test_without_a_sink_nothing_happens():
    report(1, 2, "alone")


def test_capturing_sees_every_report():
    with capturing() as reports:
        for done in range(100):
            report(done, 100)
    assert [item.done for item in reports] == list(range(100))


def test_a_sink_ends_with_its_block():
    with capturing() as reports:
        report(1, 2)
    report(2, 2)
    assert len(reports) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=200), st.floats(1, 100))
def test_the_rate_is_bounded_and_the_last_report_arrives(pauses, per_second):
    now, sent = 0.0, []
    with sending(
        lambda item: sent.append((now, item.done)), per_second=per_second, clock=lambda: now
    ):
        for step, pause in enumerate(pauses):
            now += pause
            report(step, len(pauses))
        inside = list(sent)
    assert sent[-1][1] == len(pauses) - 1
    assert all(
        later[0] - sooner[0] >= (1 - 1e-9) / per_second for sooner, later in pairwise(inside)
    )
    assert [done for _, done in sent] == sorted({done for _, done in sent})


def test_the_last_report_arrives_when_the_computation_raises():
    sent = []

    def computation():
        with sending(sent.append, per_second=1e-6):
            report(1, 3)
            report(2, 3)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        computation()
    assert [item.done for item in sent] == [1, 2]


def test_share_stays_between_0_and_1():
    assert Progress(5, 4).share == 1.0
    assert Progress(-1, 4).share == 0.0
    assert Progress(1, 0).share == 0.0
