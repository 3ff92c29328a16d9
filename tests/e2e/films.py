"""A film's player as a test works it: found by its buttons and by what it says of itself."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS, failures, settle


def film(page: Page):
    return page.locator(".film")


def number(page: Page, name: str) -> int:
    return int(film(page).get_attribute(f"data-{name}") or -1)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_film(page: Page, address: str) -> None:
    page.goto(address)
    film(page).locator("canvas").first.wait_for(timeout=PATIENCE_MS)
    expect(film(page)).to_have_attribute("data-index", re.compile(r"\d+"), timeout=PATIENCE_MS)
    expect(failures(page)).to_have_count(0)


def click(page: Page, panel: int, across: float, down: float) -> None:
    """Click into a panel at shares of its width and height, and wait for what it asks for."""
    box = film(page).locator("canvas").nth(panel).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    settle(page)


def pixels(page: Page) -> str:
    """What stands on the first canvas, as text: equal text, equal picture."""
    return str(film(page).locator("canvas").first.evaluate("canvas => canvas.toDataURL()"))


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Wait for a state of the player, which lives in a shadow root that pages cannot query."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < end, f"the film stays at step {number(page, 'step')}"
        page.wait_for_timeout(50)
