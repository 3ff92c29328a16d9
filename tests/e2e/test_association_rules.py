"""Association rules in a real browser: the film back and forth, a rule clicked in the scatter."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from core.stages.unsupervised.association_rules.run import mine
from core.stages.unsupervised.association_rules.scene_rules import drawn
from core.stages.unsupervised.association_rules.settings import rule_settings
from core.stages.unsupervised.association_rules.view import called, looked, written
from tests.e2e.browser import failures, open_page, settle
from tests.e2e.films import film, number, open_film, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADDRESS = "/unsupervised?unsupervised_play=Association+rules"
RULES = "&unsupervised_association_rules_view=Rules%3A+what+the+sets+say"
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


def test_the_levels_are_walked_back_and_forth_to_the_same_picture(page: Page, server):
    open_film(page, server.url + ADDRESS)
    press(page, "To the start")
    until(page, lambda: number(page, "index") == 0)
    seen = [pixels(page)]
    for step in (1, 2):
        press(page, "One step forward")
        until(page, lambda step=step: number(page, "index") == step)
        seen.append(pixels(page))
    assert len(set(seen)) == 3
    for step in (1, 0):
        press(page, "One step back")
        until(page, lambda step=step: number(page, "index") == step)
        assert pixels(page) == seen[step]
    expect(page.locator(".st-key-notice")).to_contain_text("20 of 63 possible sets were counted")
    expect(failures(page)).to_have_count(0)


def test_a_rule_is_clicked_and_spelled_out(page: Page, server):
    open_page(page, server.url + ADDRESS + RULES)
    settings = rule_settings({"view": "rules"})
    view = looked(settings, mine(settings))
    rules = drawn(view)
    place = next(i for i, pair in enumerate(rules.pairs) if called(view.shop, pair) ==
                 "bread, eggs → butter")  # fmt: skip
    x, y = 100 * float(rules.support[place]), 100 * float(rules.confidence[place])
    expect(page.locator(".st-key-notice")).not_to_contain_text("0.800")
    page.mouse.click(*film(page).evaluate(WHERE, [x, y]))
    expect(page.locator(".st-key-notice")).to_contain_text("a confidence of 0.800")
    settle(page)
    expect(page).to_have_url(re.compile("association_rules_rule=bread%2C\\+eggs\\+-"))
    assert written(view.shop, rules.pairs[place]) == "bread, eggs -> butter"
    expect(page.get_by_text("By chance alone 2.5 baskets")).to_be_visible()
    expect(failures(page)).to_have_count(0)
