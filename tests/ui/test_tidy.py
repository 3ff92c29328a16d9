"""The server's heap: what lives on is frozen, what has died since is found all the same."""

from __future__ import annotations

import gc
import threading
import tomllib
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.ui import shell
from core.ui.presence import Presence
from core.ui.tidy import Tidy

HOME = Path(__file__).resolve().parents[2] / "Home.py"


class Session:
    """Refers to itself, so that only a collection can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_alive_is_not_looked_at_again_until_the_next_tidying() -> None:
    tidy, session = Tidy(), Session()
    watched = weakref.ref(session)
    tidy.now()
    del session
    gc.collect()
    assert watched() is not None, "it was not frozen: every run would look at it"
    tidy.now()
    assert watched() is None, "a closed session would be kept for ever"


def test_it_is_due_after_its_time_and_not_before() -> None:
    gc.unfreeze()
    Tidy(every_s=60).when_due()
    assert gc.get_freeze_count() == 0
    Tidy(every_s=0).when_due()
    assert gc.get_freeze_count() > 0


def test_streamlit_does_not_collect_everything_after_every_run() -> None:
    config = tomllib.loads((HOME.parent / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["runner"]["postScriptGC"] is False


def test_a_closed_tab_gives_its_memory_back(monkeypatch: pytest.MonkeyPatch) -> None:
    tidied = threading.Event()
    monkeypatch.setattr(Tidy, "when_due", lambda _self: tidied.set())
    Presence("ada", lambda _learner: None, grace_s=0.01).gone()
    assert tidied.wait(2)


def test_a_run_of_the_page_tidies_when_it_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "TIDY", Tidy(every_s=0))
    monkeypatch.setattr(shell, "_warm_up", lambda: None)  # no workers for this
    gc.unfreeze()
    assert not AppTest.from_file(HOME, default_timeout=30).run().exception
    assert gc.get_freeze_count() > 0
