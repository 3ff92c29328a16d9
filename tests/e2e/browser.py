"""One real Chromium, driven by labels; waits for states, never sleeps."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from core.course.passport import Passport, to_json
from core.ui.passport import STORE_KEY
from tests.catalogue import PLACES

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
)
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS // 2)  # a busy machine is slow, not wrong
ALL_KNOWN = Passport(known=tuple(sorted(f"{place.slug}.{place.id}" for place in PLACES)))
SHOWN = ".st-key-notice, [data-testid=stAlert], [data-testid=stException]"
IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.getAttribute('data-test-script-state') !== 'notRunning') return false;
  if (app.getAttribute('data-test-connection-state') !== 'CONNECTED') return false;
  return !document.querySelector('[class*="_progress"][class*="st-key-"]')
      && !document.querySelector('[data-stale="true"]')
      && !document.querySelector('[data-testid="stSkeleton"]');
}"""


def executable() -> str:
    """The browser that ``run.py`` found, or the system's."""
    found = os.environ.get("PLAYGROUND_BROWSER") or shutil.which("chromium")
    if found is None:
        raise RuntimeError("No browser: set PLAYGROUND_BROWSER or install chromium.")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser of somebody who knows all lessons, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        browser.new_context = partial(_knowing, browser)
        browser.new_page = lambda **options: _knowing(browser, **options).new_page()
        try:
            yield browser
        finally:
            browser.close()


def newcomer(browser: Browser, **options: Any) -> BrowserContext:
    """The context of somebody who has never been here: every lesson is open."""
    return Browser.new_context(browser, **options)


def _knowing(browser: Browser, **options: Any) -> BrowserContext:
    context = newcomer(browser, **options)
    context.add_init_script(f"""try {{
      localStorage["{STORE_KEY}"] ??= {json.dumps(to_json(ALL_KNOWN))};
    }} catch {{ /* no page yet */ }}""")
    return context


def settle(page: Page, timeout_ms: int = PATIENCE_MS) -> None:
    """Wait until the script has run, no job shows progress and nothing is stale, twice over."""
    for _ in range(2):
        page.wait_for_function(IDLE, timeout=timeout_ms)
        page.wait_for_timeout(120)
    page.wait_for_function(IDLE, timeout=timeout_ms)


def open_page(page: Page, url: str) -> None:
    """Open an address and wait for the picture."""
    page.goto(url)
    page.wait_for_selector(SHOWN, timeout=PATIENCE_MS)
    settle(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of the selectbox with this label."""
    box = page.get_by_label(label, exact=True).first
    box.click()
    page.get_by_role("option", name=option, exact=True).first.click()
    settle(page)


def press(page: Page, label: str) -> None:
    """Press a segmented-control option, tab or button by its visible name."""
    button = page.get_by_role("button", name=label, exact=True)
    button.or_(page.get_by_role("radio", name=label, exact=True)).first.click()
    settle(page)


def failures(page: Page) -> Locator:
    """Error boxes on the page: there should be none."""
    return page.get_by_test_id("stAlertContentError").or_(page.get_by_test_id("stException"))


__all__ = ["choose", "chromium", "expect", "failures", "open_page", "press", "settle"]
