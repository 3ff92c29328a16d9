"""Open playgrounds as a learner does: by a link, or by the navigation and the control above."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import quote, urlencode

from playwright.sync_api import Locator, Page

from core.course import roadmap
from core.playground import Playground
from tests.catalogue import SLUGS, playgrounds_by_page
from tests.e2e.browser import PATIENCE_MS, expect, failures, press, settle
from tests.e2e.server import Server


def address(server: Server, slug: str, **query: str) -> str:
    """The address of a page with a query."""
    path = "" if slug == "roadmap" else slug
    return f"{server.url}/{path}?{urlencode(query, quote_via=quote)}"


def assert_inside_the_shell(page: Page, slug: str) -> None:
    """The page has its title, the whole navigation, the data set's picker and no error."""
    expect(menus(page)).to_have_count(len(open_sections()), timeout=PATIENCE_MS)
    title = roadmap.stage(slug).title
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=PATIENCE_MS)
    picker = page.get_by_test_id("stSidebar").get_by_text("Data set")
    expect(picker).to_be_visible(timeout=PATIENCE_MS)
    expect(failures(page)).to_have_count(0)


def assert_picture(page: Page) -> None:
    """The playground has come to its picture and its sentence, and nothing went wrong."""
    expect(page.locator(".st-key-notice")).to_be_visible(timeout=PATIENCE_MS)
    expect(failures(page)).to_have_count(0)


def menus(page: Page) -> Locator:
    """The navigation's menus on top, one a section."""
    return page.get_by_test_id("stTopNavSection")


def open_sections() -> list[str]:
    """Sections of the road with at least one page, in its order."""
    sections = roadmap.sections().items()
    return [name for name, stages in sections if {s.slug for s in stages} & {*SLUGS}]


def menu_link(page: Page, slug: str) -> Locator:
    """Open the menu in which a stage stands and return its link."""
    stage = roadmap.stage(slug)
    menus(page).filter(has_text=stage.section).click()
    return page.get_by_test_id("stTopNavDropdownLink").filter(has_text=stage.title).first


def go_to(page: Page, slug: str) -> None:
    """Choose a stage in its section's menu and wait for its title."""
    menu_link(page, slug).click()
    title = roadmap.stage(slug).title
    page.get_by_role("heading", level=1, name=title).wait_for(timeout=PATIENCE_MS)


def visit_everything(
    page: Page, url: str, slugs: Collection[str] = ()
) -> Iterator[tuple[str, Playground]]:
    """Open every playground of every page (or of ``slugs``) in one session.

    Yield each once it has settled.
    """
    page.goto(url)
    menus(page).first.wait_for(timeout=PATIENCE_MS)
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
