"""One more label per class by a button: the maps, the chart and the link follow."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import expect, failures, open_page, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/learning_types?learning_types_play=One data set, five ways"


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    opened.goto(server.url)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def test_a_label_more_per_class_moves_maps_sentence_and_link(page, server):
    open_page(page, server.url + PAGE)
    panels = page.locator(".film canvas")
    expect(panels).to_have_count(8)
    few = panels.nth(2)
    before = str(few.evaluate("canvas => canvas.toDataURL()"))
    whole = str(panels.nth(0).evaluate("canvas => canvas.toDataURL()"))
    expect(page.locator(".st-key-notice")).to_contain_text("With 6 labels")
    press(page, "One more label per class")
    expect(page.locator(".st-key-notice")).to_contain_text("With 8 labels")
    expect(page).to_have_url(re.compile("learning_types_five_ways_n_labels=4"))
    assert str(few.evaluate("canvas => canvas.toDataURL()")) != before
    after = str(panels.nth(0).evaluate("canvas => canvas.toDataURL()"))
    assert after == whole, "what has all labels gets no more"
