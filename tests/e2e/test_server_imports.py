"""The server stays light: what a worker imports, returns or raises never loads into it.

A real server is asked over its own websocket, as a browser does; no browser is needed.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.course import roadmap
from tests.bench.learner import Learner
from tests.catalogue import PLACES, SLUGS
from tests.e2e.spied import SpiedServer

pytestmark = pytest.mark.slow
MOST_MB = 350
KINDS = {"not_fitted": "error", "torch_out_of_memory": "memory", "library_object": "error"}


async def visit(url, place):
    """Open a playground by its link and wait for its picture; return what went wrong."""
    card = roadmap.stage(place.slug).playground(place.id)
    page = "" if place.slug == "roadmap" else place.slug
    async with Learner(url, page, {f"{place.slug}_play": card.title}) as learner:
        try:
            await learner.arrive()
        except TimeoutError as error:
            return [*learner.screen.troubles, str(error)]
        return learner.screen.troubles


class Visits:
    """A spied server and the playgrounds that learners have opened on it."""

    def __init__(self, server):
        self.server, self.troubles = server, {}

    def open(self, place):
        """Open a playground unless that was tried; return what went wrong there.

        In a thread of its own: the browser of other tests may hold this one's event loop.
        """
        if place not in self.troubles:
            with ThreadPoolExecutor(1) as own:
                asked = own.submit(asyncio.run, visit(self.server.url, place))
                self.troubles[place] = asked.result()
        return self.troubles[place]


@pytest.fixture(scope="module")
def visits():
    with SpiedServer() as server:
        yield Visits(server)


@pytest.fixture
def visited(visits):
    """The server after every playground was opened."""
    for place in PLACES:
        visits.open(place)
    return visits.server


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_link_opens_its_playground(visits, place):
    assert visits.open(place) == []


def test_the_spy_sees_what_the_server_has_loaded(visited):
    loaded = set(visited.ask("modules"))
    assert {"streamlit", "pandas", "core.compute.engine"} <= loaded
    opened = {f"core.stages.{p.slug}.{roadmap.folder(p.id)}.playground" for p in PLACES}
    assert opened <= loaded
    assert len(SLUGS) >= 6


def test_no_heavy_library_is_loaded_after_every_page_was_visited(visited):
    assert visited.heavy_modules() == []


@pytest.mark.parametrize(("probe", "kind"), KINDS.items())
def test_what_a_library_raises_in_a_worker_stays_there(visited, probe, kind):
    assert visited.ask(f"call {probe}") == kind
    assert visited.heavy_modules() == []


def test_the_server_keeps_under_its_memory_budget(visited):
    assert visited.rss_mb() < MOST_MB
