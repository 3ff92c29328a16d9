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
    expect(page.locator(".st-key-notice")).to_contain_text(f"At −{-here:.1f} Tanh")
    assert float(film.get_attribute("data-step") or "nan") == here, "it stays where it rests"
    page.close()


def test_the_threshold_is_dragged_over_its_rows_and_moved_by_its_slider(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(page, server.url + "/evaluation?evaluation_play=Threshold")
    film = page.locator(".film")
    assert film.get_attribute("data-step") == "0.5"
    slider = page.get_by_role("slider", name="Threshold")
    slider.press("ArrowRight")
    expect(film).to_have_attribute("data-step", "0.51")
    settle(page)
    box = film.locator("canvas").first.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.6 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.25 * box["width"], middle, steps=5)
    here = float(film.get_attribute("data-step") or "nan")
    assert 0.02 < here < 0.3, "the line follows the pointer at once"
    page.mouse.up()
    settle(page)
    expect(slider).to_have_value(f"{here:g}")
    expect(page.locator(".st-key-notice")).to_contain_text(f"At {here:.2f} you find")
    page.close()


def test_a_bar_of_metrics_by_hand_is_clicked_and_the_class_made_rarer_by_a_drag(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 1200})
    open_page(page, server.url + "/evaluation?evaluation_play=Metrics+by+hand")
    film = page.locator(".film")
    assert film.get_attribute("data-step") == "25"
    bars = film.get_by_label("A bar for each metric")
    box = bars.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.11 * box["height"])
    settle(page)
    expect(page.get_by_role("combobox", name="Spell out")).to_have_value("Precision")
    expect(page.locator(".st-key-notice")).to_contain_text("Precision is 0.667")
    curve = film.get_by_label("Precision, recall and the chosen metric")
    box = curve.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.8 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], middle, steps=5)
    page.mouse.up()
    assert 1 < float(film.get_attribute("data-step") or "nan") < 8
    expect(page.locator(".caption")).to_contain_text("The same classifier at")
    page.get_by_role("button", name="Increment").first.click()
    settle(page)
    assert float(film.get_attribute("data-step") or "nan") == pytest.approx(100 * 51 / 201)
    page.close()
