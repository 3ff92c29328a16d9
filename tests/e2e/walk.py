"""Open playgrounds as a learner does: by the navigation and the control above the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from playwright.sync_api import Page

from core.learn import roadmap
from core.ui.playground import Playground
from tests.catalogue import playgrounds_by_page
from tests.e2e.browser import PATIENCE_MS, press, settle


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
