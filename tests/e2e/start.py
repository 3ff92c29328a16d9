"""What a learner does in the first half minute, and what it costs the server's processor."""

from __future__ import annotations

import time
from dataclasses import dataclass

import psutil
from playwright.sync_api import Browser

from tests.e2e.browser import open_page, settle
from tests.e2e.server import Server

MAP = ".drawing svg"
HALF_MINUTE_S = 30.0


@dataclass(frozen=True)
class Start:
    """Seconds until the map, from a click until the first model, until Threshold; ``busy_s`` is
    the server process' own processor time, its workers left out, over the first half minute.
    """

    map_s: float
    model_s: float
    threshold_s: float
    busy_s: float


def first_half_minute(browser: Browser, server: Server) -> Start:
    """Start ``server``, open the map, the first model and Threshold, then wait till it is over."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    began = time.perf_counter()
    with server:
        page.goto(server.url, wait_until="commit")
        page.locator(MAP).first.wait_for(state="visible", timeout=60_000)
        shown = time.perf_counter()
        open_page(page, f"{server.url}/supervised")
        fitted = time.perf_counter()
        open_page(page, f"{server.url}/evaluation?evaluation_play=Threshold")
        judged = time.perf_counter()
        settle(page)
        time.sleep(max(0.0, HALF_MINUTE_S - (time.perf_counter() - began)))
        times = psutil.Process(server.pid).cpu_times()
    context.close()
    return Start(shown - began, fitted - shown, judged - fitted, times.user + times.system)
