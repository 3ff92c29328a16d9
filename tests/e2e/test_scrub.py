"""A film over an axis is dragged in its picture, and the page follows where it rests."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import open_page, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = "/neural_networks?neural_networks_play=Activations and losses"


def test_a_drag_in_the_picture_moves_the_input_and_then_its_control(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(page, server.url + PAGE)
    film = page.locator(".film")
    canvas = film.locator("canvas").first
    box = canvas.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.7 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.3 * box["width"], middle, steps=5)
    here = float(film.get_attribute("data-step") or "nan")
    assert -7.5 < here < -4, "the picture follows the pointer at once"
    page.mouse.up()
    settle(page)
    expect(page.get_by_role("slider", name="Input")).to_have_value(f"{here:g}")
    expect(page.locator(".st-key-notice")).to_contain_text(f"At {here:.1f} Tanh")
    assert float(film.get_attribute("data-step") or "nan") == here, "it stays where it rests"
    page.close()
