"""What several rooms of tests share: one browser and one server for the whole session."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.store import FOLDER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.server import Server

hypothesis_settings.register_profile(
    "suite", suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True
)  # a busy machine is slow, not wrong; and what lands a change does not throw dice
hypothesis_settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Begin with an empty store of answers; the processes of one run share it."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="playground-answers-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER, ""), ignore_errors=True)


DESKTOP = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of this session."""
    from tests.e2e.browser import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The one server of this session, for tests that need none of their own."""
    from tests.e2e.server import Server

    with Server() as started:
        yield started


@pytest.fixture
def learner(browser: Browser) -> Iterator[BrowserContext]:
    """A learner who has never been here: own storage, own cookies, and no error in the console."""
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == [], "the browser's console is not empty"


@pytest.fixture
def page(learner: BrowserContext) -> Page:
    """The learner's first tab."""
    return learner.new_page()
