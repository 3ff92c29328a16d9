"""A click on a point films its cuts, which can be stepped through; the threshold is clicked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import failures, open_page
from tests.e2e.films import click, film, number, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/unsupervised?unsupervised_play=Anomalies"


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(opened, server.url + PAGE)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def test_a_clicked_point_is_isolated_back_and_forth(page):
    notice = page.locator(".st-key-notice")
    expect(notice).to_contain_text("◆")
    before = notice.inner_text()
    click(page, 0, 0.62, 0.3)
    expect(page).to_have_url(re.compile(r"unsupervised_anomalies_chosen=\d+"))
    expect(notice).not_to_have_text(before)
    press(page, "To the start")
    until(page, lambda: number(page, "step") == 0)
    expect(page.locator(".film .caption")).to_contain_text("Tree 1 begins with 200 points")
    start = pixels(page)
    press(page, "One step forward")
    until(page, lambda: number(page, "step") == 1)
    expect(page.locator(".film .caption")).to_contain_text("Cut 1: ◆ is where")
    cut = pixels(page)
    assert cut != start
    press(page, "One step back")
    until(page, lambda: number(page, "step") == 0)
    assert pixels(page) == start, "back is the same picture"
    press(page, "One step forward")
    until(page, lambda: number(page, "step") == 1)
    assert pixels(page) == cut


def test_a_click_into_the_scores_moves_the_threshold_and_keeps_the_film(page):
    press(page, "To the start")
    press(page, "One step forward")
    until(page, lambda: number(page, "step") == 1)
    click(page, 2, 0.6, 0.3)
    expect(page).to_have_url(re.compile("unsupervised_anomalies_contamination="))
    expect(page.locator(".st-key-notice")).not_to_contain_text("contamination of 6%")
    assert number(page, "step") == 1, "the threshold is no new film"
    expect(film(page)).to_be_visible()
