"""Refits stepped back and forth, a place clicked on, complexity dragged."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import choose, failures, settle
from tests.e2e.films import film, number, open_film, pixels, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/evaluation?evaluation_play=Bias+and+variance"


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    open_film(opened, server.url + PAGE)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def place(page: Page, panel: int, across: float, down: float) -> tuple[float, float]:
    box = page.locator(".film canvas").nth(panel).bounding_box()
    assert box is not None
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def test_a_click_into_the_curves_takes_the_error_apart_there_and_the_film_stays(page):
    press(page, "To the start")
    for _ in range(5):
        press(page, "One step forward")
    here = pixels(page)
    press(page, "One step forward")
    press(page, "One step back")
    assert pixels(page) == here, "back does not undo step exactly"
    notice = page.locator(".st-key-notice")
    expect(notice).to_contain_text("At x₀ = 0.25")
    page.mouse.click(*place(page, 0, 0.95, 0.3))
    settle(page)
    expect(notice).to_contain_text(re.compile(r"At x₀ = 0\.9\d"))
    assert number(page, "index") == 5, "looking elsewhere begins the film anew"


def test_complexity_is_dragged_in_its_picture(page):
    choose(page, "Look at", "Complexity")
    expect(page.locator(".st-key-notice")).to_contain_text("The test error is least")
    press(page, "To the start")
    page.mouse.move(*place(page, 1, 0.3, 0.5))
    page.mouse.down()
    page.mouse.move(*place(page, 1, 0.55, 0.5), steps=5)
    page.mouse.up()
    degree = number(page, "step")
    assert 5 <= degree <= 9
    expect(film(page).locator(".caption")).to_contain_text(f"a polynomial of degree {degree}")
