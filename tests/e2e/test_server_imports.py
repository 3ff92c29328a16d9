"""The server stays light: what a worker imports, returns or raises never loads into it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.catalogue import playgrounds_by_page
from tests.e2e.browser import open_page
from tests.e2e.spied import SpiedServer
from tests.e2e.walk import address, assert_inside_the_shell

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_MB = 350
KINDS = {"not_fitted": "error", "torch_out_of_memory": "memory", "library_object": "error"}
ALL = {
    f"{slug}-{playground.id}": (slug, playground)
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
}


class Visits:
    """A spied server and the playgrounds that a learner's links have opened on it."""

    def __init__(self, server, learner):
        self.server, self.learner = server, learner
        self.opened = set()

    def open(self, name):
        """Open a playground by its link in a tab of its own, unless that was done."""
        slug, playground = ALL[name]
        if name in self.opened:
            return
        page = self.learner.new_page()
        open_page(page, address(self.server, slug, **{f"{slug}_play": playground.title}))
        assert_inside_the_shell(page, slug)
        expect(page.get_by_text(playground.question)).to_be_visible()
        page.close()
        self.opened.add(name)


@pytest.fixture(scope="module")
def visits(browser):
    """One server of its own, and a learner whose browser keeps the suite's files."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    with SpiedServer() as server:
        yield Visits(server, context)
    context.close()


@pytest.fixture
def visited(visits):
    """The server after every playground was opened."""
    for name in ALL:
        visits.open(name)
    return visits.server


@pytest.mark.parametrize("name", ALL)
def test_a_link_opens_its_playground(visits, name):
    visits.open(name)


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
