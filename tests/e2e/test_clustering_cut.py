"""The cut is dragged through the dendrogram, by hand and by keys; ε is dragged over its film."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import open_page, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = "/unsupervised?unsupervised_play=Clustering&unsupervised_clustering_algorithm="
ROOM = {"left": 56, "right": 12, "top": 8, "bottom": 42}
TOP = 1.08 * 41.44
LOW = -0.07 * TOP
"""The axis of heights for the blobs as they stand at first, by Ward's linkage."""


def tree(page: Page) -> Locator:
    return page.locator(".film").get_by_label("A dendrogram")


def place(page: Page, share: float, height: float) -> tuple[float, float]:
    """Where a height stands on the screen, ``share`` of the way across the tree."""
    box = tree(page).bounding_box()
    assert box is not None
    wide = box["width"] - ROOM["left"] - ROOM["right"]
    high = box["height"] - ROOM["top"] - ROOM["bottom"]
    up = (height - LOW) / (TOP - LOW)
    return box["x"] + ROOM["left"] + share * wide, box["y"] + ROOM["top"] + (1 - up) * high


def step(page: Page) -> float:
    return float(page.locator(".film").get_attribute("data-step") or "nan")


def test_the_cut_is_dragged_through_the_tree_and_by_keys(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(page, f"{server.url}{PAGE}Agglomerative")
    notice, caption = page.locator(".st-key-notice"), page.locator(".caption")
    expect(notice).to_contain_text("the tree falls into 3 clusters")
    expect(caption).to_contain_text("leaves 3 clusters of 50, 50, 50 points")
    here = step(page)
    page.mouse.click(*place(page, 0.3, here))
    settle(page)
    assert step(page) == here, "a press without a drag moves nothing"

    page.mouse.move(*place(page, 0.3, here))
    page.mouse.down()
    page.mouse.move(*place(page, 0.3, 4.0), steps=8)
    assert 3.4 < step(page) < 4.6, "the cut is taken anywhere on its line and follows at once"
    expect(caption).to_contain_text("clusters are left")
    page.mouse.up()
    settle(page)
    expect(notice).to_contain_text(re.compile(r"the tree falls into ([6-9]|1\d) clusters"))
    expect(notice).to_contain_text("3 clusters last longest")
    expect(page).to_have_url(re.compile("unsupervised_clustering_cut_height="))
    rests = step(page)
    assert 3.4 < rests < 4.6, "the film rests where the cut was left"

    tree(page).focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator(".film")).not_to_have_attribute("data-step", f"{rests:g}")
    assert rests < step(page) < rests + 4
    settle(page)
    expect(notice).to_contain_text("3 clusters last longest")
    page.get_by_role("button", name="Back to the defaults").click()
    settle(page)
    expect(notice).to_contain_text("no point has a nearer centre")
    expect(page).not_to_have_url(re.compile("cut_height"))
    page.close()


def test_eps_is_dragged_over_the_film_of_its_growing(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(page, f"{server.url}{PAGE}DBSCAN&unsupervised_clustering_grow_eps=true")
    notice, film = page.locator(".st-key-notice"), page.locator(".film")
    expect(notice).to_contain_text("With ε = 0.8 and 5 neighbours there are 3 clusters")
    curve = film.get_by_label("clusters over ε")
    box = curve.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.5 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.95 * box["width"], middle, steps=8)
    expect(page.locator(".caption")).to_contain_text("2 clusters")
    assert step(page) > 1.4
    page.mouse.up()
    settle(page)
    expect(notice).to_contain_text("there are 2 clusters")
    expect(page).to_have_url(re.compile("unsupervised_clustering_eps=1"))
    assert step(page) > 1.4, "the film rests where ε was left"
    page.close()
