"""Open playgrounds as a learner does: by a link, or by the navigation and the control above."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import quote, urlencode

from playwright.sync_api import Page

from core.learn import roadmap
from core.ui.playground import Playground
from tests.catalogue import playgrounds_by_page
from tests.e2e.browser import PATIENCE_MS, expect, failures, press, settle
from tests.e2e.server import Server


def address(server: Server, slug: str, **query: str) -> str:
    """The address of a page with a query."""
    path = "" if slug == "roadmap" else slug
    return f"{server.url}/{path}?{urlencode(query, quote_via=quote)}"


def assert_inside_the_shell(page: Page, slug: str) -> None:
    """The page has its title, the whole navigation, the data set's picker and no error."""
    pages = page.get_by_test_id("stSidebarNavLink")
    expect(pages).to_have_count(len(playgrounds_by_page()), timeout=PATIENCE_MS)
    title = roadmap.stage(slug).title
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=PATIENCE_MS)
    picker = page.get_by_test_id("stSidebar").get_by_text("Data set")
    expect(picker).to_be_visible(timeout=PATIENCE_MS)
    expect(failures(page)).to_have_count(0)


def go_to(page: Page, slug: str) -> None:
    """Click a stage in the sidebar's navigation and wait for its title."""
    title = roadmap.stage(slug).title
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    page.get_by_role("heading", level=1, name=title).wait_for(timeout=PATIENCE_MS)


def visit_everything(
    page: Page, url: str, slugs: Collection[str] = ()
) -> Iterator[tuple[str, Playground]]:
    """Open every playground of every page (or of ``slugs``) in one session.

    Yield each once it has settled.
    """
    page.goto(url)
    page.get_by_test_id("stSidebarNavLink").first.wait_for(timeout=PATIENCE_MS)
    settle(page)
    for slug, playgrounds in playgrounds_by_page().items():
        if slugs and slug not in slugs:
            continue
        go_to(page, slug)
        settle(page)
        for playground in playgrounds:
            if len(playgrounds) > 1:
                press(page, playground.title)
            yield slug, playground
