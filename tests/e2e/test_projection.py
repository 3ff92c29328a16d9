"""A dot is clicked in one map, and its true neighbours light up in every map."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import failures, open_page, press, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/unsupervised?unsupervised_play=Projection"
N_MAPS = 3


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    opened.goto(server.url)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def maps(page: Page) -> list[str]:
    """What stands on each map, as text."""
    found = page.locator(".film canvas").all()[:N_MAPS]
    return [str(one.evaluate("canvas => canvas.toDataURL()")) for one in found]


def to_the_end(page: Page) -> None:
    page.locator(".film input[type=range]").evaluate(
        "field => { field.value = field.max; field.dispatchEvent(new Event('input')); }"
    )
    expect(page.locator(".film output")).to_have_text("step 500")


def test_a_clicked_dot_lights_up_its_neighbours_in_every_map(page, server):
    open_page(page, server.url + PAGE)
    to_the_end(page)
    before = maps(page)
    lit = page.locator(".film .note", has_text=re.compile(r"% of the neighbours of dot \d+"))
    expect(lit).to_have_count(0)
    box = page.locator(".film canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.85 * box["width"], box["y"] + 0.5 * box["height"])
    settle(page)
    expect(lit).to_have_count(N_MAPS)
    notice = page.locator(".st-key-notice")
    expect(notice).to_contain_text("Of the neighbours of dot")
    dot = re.search(r"neighbours of dot (\d+)", notice.inner_text())
    assert dot is not None
    assert all(f"of dot {dot[1]}" in text for text in lit.all_inner_texts()), "one and the same"
    expect(page.locator(".film output")).to_have_text("step 500")
    after = maps(page)
    assert all(one != other for one, other in zip(before, after, strict=True))
    expect(page).to_have_url(re.compile(f"unsupervised_projection_held={dot[1]}"))

    page.mouse.move(5, 5)
    press(page, "Let the dot go")
    expect(lit).to_have_count(0)
    assert maps(page) == before
