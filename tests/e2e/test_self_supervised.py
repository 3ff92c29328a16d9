"""A dot of the map is clicked and that digit's neighbours are shown; the film steps forth, back."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.stages.learning_types.self_supervised.run import learn
from core.stages.learning_types.self_supervised.settings import SelfSettings, self_settings
from tests.e2e.browser import failures, open_page, settle
from tests.e2e.films import film, number, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/learning_types?learning_types_play=Self-supervised"
ASKED = "learning_types_self_supervised_"
SMALL = {"n_steps": 40, "n_draws": 1, "width": 32, "size": 16}
MAP, NEAR = 0, 4


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    opened.goto(server.url)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def lonely() -> tuple[int, list[float]]:
    """The digit, counted from 1, whose dot is farthest from any other at the start; its place."""
    places = next(learn(self_settings(SMALL))).places
    far = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(far, np.inf)
    digit = int(far.min(axis=1).argmax())
    return digit + 1, places[digit].tolist()


def click_map(page: Page, place: list[float]) -> None:
    at = film(page).evaluate(
        "(film, [x, y]) => { const { place } = film.player.views[0]; "
        "return [place.x(x), place.y(y)]; }",
        place,
    )
    box = film(page).locator("canvas").nth(MAP).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])
    settle(page)


def seen(page: Page, panel: int) -> str:
    canvas = film(page).locator("canvas").nth(panel)
    canvas.scroll_into_view_if_needed()
    return str(canvas.evaluate("canvas => canvas.toDataURL()"))


def to_the_start(page: Page) -> None:
    press(page, "To the start")
    until(page, lambda: number(page, "index") == 0)


def test_a_clicked_digit_shows_its_neighbours_and_the_film_steps_forth_and_back(page, server):
    values = "".join(f"&{ASKED}{name}={value}" for name, value in SMALL.items())
    open_page(page, f"{server.url}{PAGE}{values}")
    digit, place = lonely()
    assert digit != SelfSettings().held
    to_the_start(page)
    before = seen(page, NEAR)
    film(page).locator("canvas").nth(MAP).scroll_into_view_if_needed()
    click_map(page, place)
    expect(page).to_have_url(re.compile(f"{ASKED}held={digit}(&|$)"))
    to_the_start(page)
    until(page, lambda: seen(page, NEAR) != before)
    first = seen(page, MAP)
    for step in (1, 2, 3):
        press(page, "One step forward")
        until(page, lambda step=step: number(page, "index") == step)
    until(page, lambda: seen(page, MAP) != first)
    for step in (2, 1, 0):
        press(page, "One step back")
        until(page, lambda step=step: number(page, "index") == step)
    until(page, lambda: seen(page, MAP) == first)
