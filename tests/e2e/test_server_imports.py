"""A link opens every page, each playground stands there, and the server stays light under it all.

What a worker imports, returns or raises never loads into the server. One opening serves both: a
browser opens each playground on a server that can be asked what it has loaded.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from core.course import roadmap
from tests.bench.learner import Learner
from tests.catalogue import PLACES, SLUGS
from tests.e2e.browser import open_page, press
from tests.e2e.spied import SpiedServer
from tests.e2e.walk import address, assert_inside_the_shell, assert_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_MB = 350
KINDS = {"not_fitted": "error", "torch_out_of_memory": "memory", "library_object": "error"}


@pytest.fixture(scope="module")
def spied():
    with SpiedServer() as server:
        yield server


@pytest.fixture(scope="module")
def opened():
    """The playgrounds that a browser has opened on the spied server."""
    return set()


@pytest.fixture
def visited(spied, opened):
    """The server after every playground was opened: by the browser, or here if it was not."""
    for place in PLACES:
        if place not in opened:
            assert arrive(spied.url, place) == []
            opened.add(place)
    return spied


def arrive(url, place):
    """Open a playground over the websocket; return what went wrong there.

    In a thread of its own: the browser of other tests may hold this one's event loop.
    """
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, visit(url, place)).result()


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


@pytest.mark.parametrize("slug", SLUGS)
def test_a_link_opens_its_page_and_every_playground_stands_there(page, spied, opened, slug):
    *others, last = [place for place in PLACES if place.slug == slug]
    title = roadmap.stage(slug).playground(last.id).title
    open_page(page, address(spied, slug, **{f"{slug}_play": title}))
    for place in (last, *others):
        card = roadmap.stage(slug).playground(place.id)
        if place is not last:
            press(page, card.title)
        assert_inside_the_shell(page, slug)
        expect(page.get_by_text(card.question)).to_be_visible()
        assert_picture(page)
        opened.add(place)
        assert spied.heavy_modules() == [], f"loaded by {place}"


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
