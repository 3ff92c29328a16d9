"""A click into a film of learning begins there or asks there, and columns of a table are learnt."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import choose, failures, open_page
from tests.e2e.films import click

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/supervised?supervised_play=How it learns"


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(opened, server.url + PAGE)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def test_a_click_into_the_loss_makes_that_the_learners_line(page):
    click(page, 1, 0.3, 0.2)
    slope = page.get_by_role("slider", name="Your line: slope w")
    expect(slope).not_to_have_value("0")
    page.locator(".film").get_by_role("button", name="To the start").click()
    begun = float(slope.input_value())
    said = f"your line is {begun:g}·x₁".replace("-", "−")
    expect(page.locator(".film .caption")).to_contain_text(said)


def test_a_click_into_the_plane_asks_the_forest_there(page):
    choose(page, "Algorithm", "Random forest")
    before = page.locator(".st-key-notice").inner_text()
    click(page, 0, 0.3, 0.3)
    page.get_by_text("More settings").click()
    expect(page.get_by_role("slider", name="Asked at x₁")).not_to_have_value("0.5")
    assert page.locator(".st-key-notice").inner_text() == before, "the forest itself is the same"


def test_two_columns_of_the_active_table_are_learnt(page):
    choose(page, "Data", "Two columns")
    expect(page.get_by_label("Across (x₁)", exact=True)).to_be_visible()
    expect(page.locator(".st-key-notice")).to_contain_text("your line has become")
