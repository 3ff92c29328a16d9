"""A point is clicked, its colour flows, forth and back; clicked again, its label is gone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from core.stages.learning_types.semi_supervised.points import make_points
from core.stages.learning_types.semi_supervised.settings import SemiSettings
from tests.e2e.browser import failures, open_page, settle
from tests.e2e.films import number, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "/learning_types?learning_types_play=Semi-supervised"
ASKED = "learning_types_semi_supervised_"


@pytest.fixture
def page(browser, server):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    opened.goto(server.url)
    yield opened
    expect(failures(opened)).to_have_count(0)
    opened.close()


def click_point(page: Page, number: int) -> None:
    """Click a point, counted from 1, where the player has drawn it."""
    x, y = make_points(SemiSettings()).X[number - 1].tolist()
    at = page.locator(".film").evaluate(
        "(film, [x, y]) => { const { place } = film.player.views[0]; "
        "return [place.x(x), place.y(y)]; }",
        [x, y],
    )
    box = page.locator(".film canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])
    settle(page)


def test_a_clicked_point_gets_a_label_and_its_colour_flows_forth_and_back(page, server):
    open_page(page, f"{server.url}{PAGE}&{ASKED}n_labels=0")
    notice = page.locator(".st-key-notice")
    expect(notice).to_contain_text("No point has a label")
    for place, (point, said) in enumerate(((55, "All labels are class 0"), (140, "With 2 labels"))):
        click_point(page, point)
        expect(notice).to_contain_text(said)
        expect(page).to_have_url(re.compile(ASKED + "marks=55" + "%2C\\+140" * place))
    press(page, "To the start")
    until(page, lambda: number(page, "index") == 0)
    first = pixels(page)
    for step in (1, 2, 3):
        press(page, "One step forward")
        until(page, lambda step=step: number(page, "index") == step)
    expect(page.locator(".caption")).to_contain_text("Step 3: colour has come to")
    assert pixels(page) != first
    for step in (2, 1, 0):
        press(page, "One step back")
        until(page, lambda step=step: number(page, "index") == step)
    assert pixels(page) == first, "a film steps back to the same picture"
    click_point(page, 140)
    expect(notice).to_contain_text("All labels are class 0")
    expect(page).to_have_url(re.compile(ASKED + "marks=55(&|$)"))
