"""Shapley by hand in a real browser: an order is walked back and forth, a worth is typed in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from core.stages.explainable_ai.shapley.run import play_game
from core.stages.explainable_ai.shapley.scene_lattice import places
from core.stages.explainable_ai.shapley.settings import GameSettings
from tests.e2e.browser import failures, settle
from tests.e2e.films import film, number, open_film, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADDRESS = "/explainable_ai?explainable_ai_play=Shapley+by+hand"
WHERE = """(film, [x, y]) => { const { canvas, place } = film.player.views[0];
  const box = canvas.getBoundingClientRect();
  return [box.left + place.x(x), box.top + place.y(y)]; }"""


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


def click_coalition(page: Page, coalition: int, n: int) -> None:
    x, y = places(n)
    at = film(page).evaluate(WHERE, [float(x[coalition]), float(y[coalition])])
    page.mouse.click(*at)


def test_a_coalition_is_clicked_and_given_another_worth(page, server):
    open_film(page, server.url + ADDRESS)
    press(page, "To the start")
    until(page, lambda: number(page, "index") == 0)
    first = pixels(page)
    press(page, "One step forward")
    until(page, lambda: number(page, "index") == 1)
    assert pixels(page) != first
    press(page, "One step back")
    until(page, lambda: number(page, "index") == 0)
    assert pixels(page) == first

    click_coalition(page, 0b101, 3)
    card = page.locator(".film .card")
    expect(card).to_contain_text("LR₂, worth")
    card.locator("input").fill("0")
    card.locator("button").click()
    expect(page.locator(".st-key-notice")).to_contain_text("C adds nothing to any coalition")
    settle(page)
    expect(page).to_have_url(re.compile("explainable_ai_shapley_worths=0%2C"))
    answer = play_game(GameSettings.of({"game": "own", "worths": "0, 0, 0, 1, 0, 0, 1"}))
    assert answer.values == pytest.approx((0.5, 0.5, 0.0))
    expect(page.locator(".st-key-notice")).to_contain_text("A gets 1/2 (0.5)")
    expect(failures(page)).to_have_count(0)
