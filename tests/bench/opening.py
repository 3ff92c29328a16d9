"""From the click in the navigation until the page shows its picture, everything warm."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from core.course import roadmap
from tests.bench.row import Row, quantiles
from tests.catalogue import SLUGS
from tests.e2e.browser import PATIENCE_MS, chromium, settle
from tests.e2e.server import Server
from tests.e2e.walk import menu_link, visit_everything

ROUNDS = 6
MOST_MS = 800
WATCH = """([title, patience]) => new Promise((done, fail) => {
  const at = (test) => document.querySelector(test);
  const running = () => at('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning";
  const link = [...document.querySelectorAll('[data-testid="stTopNavDropdownLink"]')]
    .find((found) => found.textContent.includes(title));
  const start = performance.now();
  link.click();
  const look = () => {
    const now = performance.now();
    const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
    const here = at("h1")?.textContent === title && !running()
      && at(".st-key-notice") !== null && !at('[data-stale="true"]')
      && !at('[data-testid="stSkeleton"]') && charts.every((c) => c.querySelector(".main-svg"));
    if (here) done(now - start);
    else if (now - start > patience) fail(new Error("the page never opened"));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def rows() -> list[Row]:
    """Every page several times, by the navigation, after every playground was opened once."""
    with Server() as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        for _ in visit_everything(page, server.url):
            pass
        times = {slug: [] for slug in SLUGS}
        for _ in range(ROUNDS):
            for slug, laps in times.items():
                laps.append(open_ms(page, slug))
    p50, p95 = quantiles([lap for laps in times.values() for lap in laps])
    each = ", ".join(f"{slug} {quantiles(laps)[0]:.0f}" for slug, laps in times.items())
    return [
        Row(
            "opening any page, warm",
            "p95 800 ms",
            f"p50 {p50:.0f}, p95 {p95:.0f} ms",
            "",
            "",
            p95 <= MOST_MS,
            (f"medians of {ROUNDS} visits in ms: {each}",),
        )
    ]


def open_ms(page: Page, slug: str) -> float:
    """Milliseconds from the click until the page stands still with its picture."""
    settle(page)
    menu_link(page, slug).wait_for()  # its menu is open: the click is the choice in it
    time.sleep(0.3)
    return float(page.evaluate(WATCH, [roadmap.stage(slug).title, PATIENCE_MS]))
