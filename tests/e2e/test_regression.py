"""A point is pressed, dragged and moved by arrows in its picture, and every metric follows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import open_page, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = "/evaluation?evaluation_play=Regression"
ROOM = {"left": 56, "right": 12, "top": 8, "bottom": 42}
LOW, HIGH = -0.5, 10.5


def plane(page: Page) -> Locator:
    return page.locator(".film").get_by_label("Harvest over hours of sun")


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a plant stands on the screen: the picture is square, in the middle of its canvas."""
    box = plane(page).bounding_box()
    assert box is not None
    wide = box["width"] - ROOM["left"] - ROOM["right"]
    high = box["height"] - ROOM["top"] - ROOM["bottom"]
    unit = min(wide, high) / (HIGH - LOW)
    left = box["x"] + ROOM["left"] + (wide - unit * (HIGH - LOW)) / 2
    top = box["y"] + ROOM["top"] + (high - unit * (HIGH - LOW)) / 2
    return left + (x - LOW) * unit, top + (HIGH - y) * unit


def step(page: Page) -> float:
    return float(page.locator(".film").get_attribute("data-step") or "nan")


def test_a_plant_is_dragged_another_taken_and_both_by_keys(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(page, server.url + PAGE)
    notice, film = page.locator(".st-key-notice"), page.locator(".film")
    expect(notice).to_contain_text("because the errors are of much the same size")
    assert step(page) == 1.4
    page.mouse.click(*place(page, 5, 9.5))
    settle(page)
    assert step(page) == 1.4, "a press beside all plants takes none"

    page.mouse.move(*place(page, 1, 1.4))
    page.mouse.down()
    page.mouse.move(*place(page, 1, 9.8), steps=6)
    assert 9.5 < step(page) <= 10, "every picture follows the pointer at once"
    expect(page.locator(".caption")).to_contain_text("Plant 6 at")
    page.mouse.up()
    settle(page)
    expect(notice).to_contain_text("You moved 1 of 15 plants: RMSE from 0.352")
    expect(notice).to_contain_text("below 0")
    expect(page).to_have_url(re.compile("regression_points="))

    page.mouse.move(*place(page, 10, 6.9))
    page.mouse.down()
    expect(film.locator("output")).to_contain_text("plant 5 in kg")
    page.mouse.move(*place(page, 10, 2), steps=6)
    assert 1.7 < step(page) < 2.3, "the plant that was just taken follows in the same press"
    page.mouse.up()
    settle(page)
    expect(notice).to_contain_text("You moved 2 of 15 plants")

    here = step(page)
    plane(page).focus()
    page.keyboard.press("ArrowUp")
    expect(film).not_to_have_attribute("data-step", f"{here:g}")
    assert here < step(page) <= here + 0.21
    settle(page)
    page.keyboard.press("ArrowLeft")
    expect(film.locator("output")).to_contain_text("plant 10 in kg")
    settle(page)
    assert step(page) == 6.4
    page.close()


def test_a_plant_is_taken_up_and_laid_down_in_the_drawing_by_keys(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(page, server.url + PAGE)
    page.get_by_text("More settings").click()
    drawing = page.get_by_label("Drawing. Arrows move")
    drawing.focus()
    for _ in range(4):  # from the middle, 5 and 5, to plant 1 at 5.5 and 4.3
        page.keyboard.press("ArrowDown")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("m")
    for _ in range(10):
        page.keyboard.press("ArrowUp")
    assert "points=" not in page.url, "the page is told when it is laid down"
    page.keyboard.press("m")
    settle(page)
    expect(page.locator(".st-key-notice")).to_contain_text("You moved 1 of 15 plants")
    expect(page).to_have_url(re.compile("regression_points=5.5%2C6.4"))
    page.close()


def test_the_learners_own_rows_without_the_worst_and_the_way_back(browser, server):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    open_page(page, server.url + PAGE)
    page.get_by_text("My test rows", exact=True).click()
    settle(page)
    expect(page.get_by_text("Here the target must be a number")).to_be_visible()
    page.get_by_role("button", name="Predict spend_eur").click()
    settle(page)
    notice = page.locator(".st-key-notice")
    expect(notice).to_contain_text("test rows the model's spend_eur is off by")
    blame = page.locator(".film").get_by_label("The share of MSE and of MAE")
    box = blame.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], middle, steps=4)
    page.mouse.up()
    assert 7 < step(page) < 17
    expect(page.locator(".caption")).to_contain_text("Without the worst")
    settle(page)
    expect(notice).to_contain_text("Without the worst")
    expect(page).to_have_url(re.compile(r"regression_left_out=\d+"))
    page.get_by_text("Points to drag", exact=True).click()
    settle(page)
    expect(notice).to_contain_text("the errors are of much the same size")
    expect(page.get_by_text("Here the target must be a number")).to_have_count(0)
    page.close()
