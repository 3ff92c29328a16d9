"""k-means is played to and fro, a centre is dragged, and the search goes on from there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import failures, open_page, settle
from tests.e2e.films import number, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/unsupervised?unsupervised_play=Clustering"
ASKED = "unsupervised_clustering_"


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    opened.goto(server.url)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the data lies on the screen: the picture is square within its canvas."""
    canvas = page.locator(".film canvas").first
    box = canvas.bounding_box()
    assert box is not None
    at = page.locator(".film").evaluate(
        "(film, [x, y]) => { const { place } = film.player.views[0]; "
        "return [place.x(x), place.y(y)]; }",
        [x, y],
    )
    return box["x"] + at[0], box["y"] + at[1]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*place(page, *start))
    page.mouse.down()
    page.mouse.move(*place(page, *end), steps=6)
    page.mouse.up()
    settle(page)


def test_k_means_is_played_to_and_fro_and_a_centre_is_dragged(page, server):
    open_page(page, server.url + PAGE)
    notice = page.locator(".st-key-notice")
    expect(notice).to_contain_text("the 3 clusters hold 50, 50 and 50 points")
    press(page, "To the start")
    until(page, lambda: number(page, "index") == 0)
    first = pixels(page)
    for step in (1, 2):
        press(page, "One step forward")
        until(page, lambda step=step: number(page, "index") == step)
    expect(page.locator(".caption")).to_contain_text("Move: each centre goes to the mean")
    assert pixels(page) != first
    for step in (1, 0):
        press(page, "One step back")
        until(page, lambda step=step: number(page, "index") == step)
    assert pixels(page) == first, "a step back shows the very same picture"

    page.mouse.click(*place(page, 4, 5))
    settle(page)
    assert ASKED not in page.url, "a press beside all centres moves none"
    drag(page, (-3.24, -3.78), (0.5, 2.0))
    expect(page).to_have_url(re.compile(ASKED + "starts=12%2C12%2C0%3B5"))
    expect(notice).to_contain_text("After 13 assignments")
    press(page, "To the start")
    expect(page.locator(".caption")).to_contain_text("the centres stand where you put them")
    drag(page, (-4.56, -2.24), (3.0, -1.5))
    expect(notice).not_to_contain_text("After 13 assignments")
    expect(notice).to_contain_text("hold 50, 50 and 50 points")


def test_a_click_on_a_point_reads_its_cluster(page, server):
    open_page(page, f"{server.url}{PAGE}&{ASKED}view=read")
    notice = page.locator(".st-key-notice")
    expect(notice).to_contain_text("Cluster 1 of 3 holds 50 points")
    page.mouse.click(*place(page, 3.0, -1.5))
    settle(page)
    expect(notice).to_contain_text("Cluster 2 of 3 holds 50 points")
