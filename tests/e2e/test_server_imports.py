"""The server stays light: what a worker imports, returns or raises never loads into it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.catalogue import playgrounds_by_page
from tests.e2e.browser import failures
from tests.e2e.spied import SpiedServer
from tests.e2e.walk import visit_everything

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_MB = 350
KINDS = {"not_fitted": "error", "torch_out_of_memory": "memory", "library_object": "error"}


@pytest.fixture(scope="module")
def visited(browser):
    """A server of its own, after one learner has opened everything."""
    context = browser.new_context()
    with SpiedServer() as server:
        page = context.new_page()
        for slug, playground in visit_everything(page, server.url):
            expect(failures(page), f"{slug}/{playground.id}").to_have_count(0)
            expect(page.get_by_text(playground.question)).to_be_visible()
        yield server
        context.close()


def test_the_spy_sees_what_the_server_has_loaded(visited):
    loaded = set(visited.ask("modules"))
    assert {"streamlit", "pandas", "core.compute.engine"} <= loaded
    assert {f"core.figures.scenes.{slug}" for slug in ("load",)} <= loaded
    assert len(playgrounds_by_page()) >= 6


def test_no_heavy_library_is_loaded_after_every_page_was_visited(visited):
    assert visited.heavy_modules() == []


@pytest.mark.parametrize(("probe", "kind"), KINDS.items())
def test_what_a_library_raises_in_a_worker_stays_there(visited, probe, kind):
    assert visited.ask(f"call {probe}") == kind
    assert visited.heavy_modules() == []


def test_the_server_keeps_under_its_memory_budget(visited):
    assert visited.rss_mb() < MOST_MB
