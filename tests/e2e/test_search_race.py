"""A search stopped half way keeps its dots, goes on from there, and its prize is taken."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import failures, settle
from tests.e2e.films import film, number, open_film, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TREE = {
    "t": "sample:iris",
    "n": "iris",
    "y": "species",
    "k": "c",
    "r": [["median", {}], ["standard", {}]],
    "m": ["decision_tree", {}],
    "s": ["stratified", 0.25, None],
}
SHORT = "".join(
    f"&tuning_search_race_{name}={value}"
    for name, value in {"budget": 12, "n_folds": 2, "n_seeds": 2}.items()
)
HALF = 20


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def readout(page: Page, name: str) -> int:
    """What the player says of a number that follows the film."""
    found = re.search(rf"{name}\s*(\d+)", film(page).inner_text())
    return int(found[1]) if found else 0


def model_of(page: Page) -> list:
    """The model of the experiment in the page's address."""
    return json.loads(parse_qs(urlsplit(page.url).query)["exp"][0])["m"]


def test_a_search_stopped_half_way_keeps_its_dots_and_goes_on(page, server):
    exp = quote(json.dumps(TREE))
    open_film(page, f"{server.url}/tuning?tuning_play=Search race&exp={exp}{SHORT}")
    expect(page.locator(".st-key-notice")).to_contain_text("Press play")
    empty = pixels(page)
    press(page, "Play")
    until(page, lambda: number(page, "step") >= HALF)
    press(page, "Pause")
    settle(page)
    until(page, lambda: number(page, "step") >= HALF)
    stopped, tried, dots = number(page, "step"), readout(page, "trials"), pixels(page)
    assert tried > 0
    assert dots != empty
    page.wait_for_timeout(600)
    assert (number(page, "step"), readout(page, "trials")) == (stopped, tried), "it is stopped"
    expect(page.locator(".st-key-notice")).not_to_contain_text("Press play")

    press(page, "Play")
    until(page, lambda: number(page, "step") > stopped)
    expect(page.get_by_text("All seeds are through")).to_be_visible()
    assert readout(page, "trials") > tried
    expect(page.locator(".st-key-notice")).to_contain_text("no search saw")

    page.get_by_role("button", name="Take Random's settings").click()
    settle(page)
    until(page, lambda: model_of(page)[1] != {})
    expect(page.get_by_text("All seeds are through")).to_be_visible()
