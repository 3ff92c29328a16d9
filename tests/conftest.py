"""What several rooms of tests share: one browser and one server for the whole session."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from threadpoolctl import threadpool_limits

from core.playground import Playground
from tests import store
from tests.catalogue import Place

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.server import Server

hypothesis_settings.register_profile(
    "suite", suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True
)  # a busy machine is slow, not wrong; and what lands a change does not throw dice
hypothesis_settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kept-answers", type=Path, help="a folder of answers to go on with")
    parser.addoption("--reached", type=Path, help="what a change reaches (tests/changed.py)")


def pytest_configure(config: pytest.Config) -> None:
    """Begin with an empty store of answers; the processes of one run share it."""
    if not hasattr(config, "workerinput"):
        store.open_folder(config.getoption("--kept-answers"))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        store.close_folder()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is made for playgrounds that a change does not reach."""
    file = config.getoption("--reached")
    if file is None:
        return
    order = json.loads(file.read_text())
    places = {tuple(place) for place in order["places"]}
    out = [item for item in items if _is_elsewhere(item, order["narrow"], places)]
    items[:] = [item for item in items if item not in out]
    config.hook.pytest_deselected(items=out)


def _is_elsewhere(item: pytest.Item, narrow: list[str], places: set[tuple[str, str]]) -> bool:
    params = getattr(item, "callspec", None)
    if params is None or item.path.relative_to(ROOT).as_posix() not in narrow:
        return False
    slug, name = _made_for(params.params)
    return not any(slug in (None, s) and name in (None, n) for s, n in places)


def _made_for(params: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the stage and the playground that a test is made for, None where it is for all."""
    slug, name = params.get("slug"), None
    for value in params.values():
        if isinstance(value, Place):
            return value.slug, value.id
        slug = getattr(value, "slug", getattr(value, "stage", slug))  # a case, a mission
        found = getattr(value, "playground", value)
        name = found.id if isinstance(found, Playground) else found if found is not value else name
    return slug, name


ROOT = Path(__file__).resolve().parents[1]
DESKTOP = {"width": 1366, "height": 900}


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> None:
    """Compute as a worker does: a second core must not spin beside the one that computes."""
    threadpool_limits(1)


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once() -> Iterator[None]:
    """Whenever a page opens in a test, Streamlit reads what 240 installed packages say they are."""
    with pytest.MonkeyPatch.context() as patch:
        if "streamlit.testing.v1" in sys.modules:
            from streamlit.components.v2 import manifest_scanner as scanner

            found = cache(scanner.scan_component_manifests)
            patch.setattr(scanner, "scan_component_manifests", found)
        yield


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
