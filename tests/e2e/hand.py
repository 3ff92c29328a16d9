"""A hand in the reinforcement stage: opens, clicks into a picture, reads the address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS, failures, settle
from tests.e2e.server import Server


def show(page: Page, server: Server, title: str, rest: str = "") -> None:
    address = f"{server.url}/reinforcement?reinforcement_play={quote(title)}{rest}"
    page.goto(address)
    canvas(page).wait_for(timeout=PATIENCE_MS)
    expect(page.locator(".film")).to_have_attribute(
        "data-index", re.compile(r"\d+"), timeout=PATIENCE_MS
    )
    expect(failures(page)).to_have_count(0)
    settle(page)


def canvas(page: Page):
    return page.locator(".film canvas").first


def click(page: Page, across: float, down: float) -> None:
    """Click into the first picture at shares of its width and height."""
    box = canvas(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


def held(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(f"reinforcement_{name}", [""])[0]


def until_held(page: Page, name: str, pattern: str) -> str:
    """Wait until the address holds it and the page rests: one that moves can lose a press."""
    expect(page).to_have_url(re.compile(f"reinforcement_{name}="), timeout=PATIENCE_MS)
    page.wait_for_function(
        "([name, pattern]) => new RegExp(pattern).test("
        "new URL(location.href).searchParams.get(name) || '')",
        arg=[f"reinforcement_{name}", pattern],
        timeout=PATIENCE_MS,
    )
    settle(page)
    return held(page, name)
