"""Points drawn by hand redraw six maps at once; a click opens one, and a pinned board stays."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import failures, open_page, press, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/supervised?supervised_play=Boundary studio"
LEFT, RIGHT = (0.2, 0.28, 0.24, 0.3, 0.22), (0.7, 0.78, 0.74, 0.8, 0.72)


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    opened.goto(server.url)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def pictures(page: Page) -> list[str]:
    """What stands on each map, as text."""
    maps = page.locator(".film canvas")
    return [str(one.evaluate("canvas => canvas.toDataURL()")) for one in maps.all()]


def put(page: Page, places: tuple[tuple[float, float], ...]) -> None:
    """Click into the drawing at shares of its width and height."""
    box = page.locator(".canvas canvas").bounding_box()
    assert box is not None
    for across, down in places:
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
        settle(page)


def test_six_boundaries_redraw_from_drawn_points(page, server):
    open_page(page, server.url + PAGE + "&supervised_boundary_studio_shape=Your drawing")
    before = pictures(page)
    assert len(before) == 6
    press(page, "Clear")
    expect(page.get_by_text("You have drawn 0 points of 0 classes")).to_be_visible()
    put(page, tuple((x, 0.3 + 0.1 * i) for i, x in enumerate(LEFT)))
    page.get_by_role("button", name="▲ class 1").click()
    put(page, tuple((x, 0.3 + 0.1 * i) for i, x in enumerate(RIGHT)))
    expect(page.locator(".st-key-notice")).to_contain_text("4 test points")
    after = pictures(page)
    assert len(after) == 6
    assert all(one != other for one, other in zip(before, after, strict=True))
    expect(page).to_have_url(re.compile("supervised_boundary_studio_points="))

    drawn = page.url
    page.goto(server.url)
    open_page(page, drawn)
    assert pictures(page) == after, "the link draws the same maps"


def test_a_click_opens_a_map_and_a_pinned_board_stays_under_the_next(page, server):
    open_page(page, server.url + PAGE)
    maps = page.locator(".film canvas")
    expect(maps).to_have_count(6)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_hidden()
    small = maps.nth(3).bounding_box()
    assert small is not None
    page.mouse.move(small["x"] + 0.5 * small["width"], small["y"] + 0.05 * small["height"])
    expect(page.locator(".film .tip")).to_have_text("class 1, no probability")
    maps.nth(3).click()
    settle(page)
    large = maps.first.bounding_box()
    assert large is not None
    assert large["height"] > 1.5 * small["height"]
    press(page, "All maps small")

    page.get_by_role("button", name=re.compile("^Pin this picture")).click()
    expect(maps).to_have_count(12)
    press(page, "Draw other points")
    expect(maps).to_have_count(12)
    pinned = page.locator(".film figcaption", has_text="pinned: ")
    expect(pinned).to_have_count(6)
    expect(pinned.first).to_have_text(
        re.compile("Logistic regression: 85.0 % .* test 68 of 80 · axes −6.5 … 6.5$")
    )
