"""Work of a closed tab is given up, work behind a dropped connection is not."""

from __future__ import annotations

import threading

from core.ui.presence import Presence


def test_a_closed_tab_gives_up_its_work_after_the_grace_period():
    left = threading.Event()
    presence = Presence("ada", lambda learner: left.set() if learner == "ada" else None, 0.01)
    presence.gone()
    assert left.wait(2)


def test_a_dropped_connection_keeps_its_work():
    left = threading.Event()
    presence = Presence("ada", lambda _learner: left.set(), 0.2)
    presence.gone()
    presence.here()
    assert not left.wait(0.4)
