"""The pipeline picture in a real browser: a box is pressed, a value of the row is changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import settle
from tests.e2e.films import film, number, open_film, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADDRESS = "/tuning?tuning_play=Pipeline+picture"
WHERE = """(film, x) => { const { canvas, place } = film.player.views[0];
  const box = canvas.getBoundingClientRect();
  return [box.left + place.x(x), box.top + place.y(-1)]; }"""


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


def press_box(page: Page, stop: int) -> None:
    page.mouse.click(*film(page).evaluate(WHERE, stop))
    until(page, lambda: number(page, "index") == stop)


def test_a_box_is_pressed_the_row_steps_back_and_one_of_its_values_is_changed(page, server):
    open_film(page, server.url + ADDRESS)
    first = pixels(page)
    press_box(page, 3)
    caption = film(page).locator(".caption")
    expect(caption).to_contain_text("2 · Standard")
    expect(caption).to_contain_text("age_years: (50 − 65.22) / 117.7 = −0.129")
    for stop in (2, 1, 0):
        press(page, "One step back")
        until(page, lambda stop=stop: number(page, "index") == stop)
    assert pixels(page) == first, "stepping back comes to the same picture"

    page.get_by_text("What if this row were different?").click()
    page.get_by_label("visits").last.fill("20")
    page.keyboard.press("Enter")
    settle(page)
    told = page.get_by_text("In how many columns the two rows differ")
    expect(told.first).to_be_visible()
    assert number(page, "index") == 0, "the row above is still the table's"
