"""From the key that moves a light control to its new picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import psutil
from playwright.sync_api import Locator, Page

from tests.bench.row import Row, quantiles
from tests.e2e import stopwatch
from tests.e2e.browser import chromium, open_page, settle
from tests.e2e.server import Server

KEYS = 40
MOST_MS = 150
TITLE = "a light control to its new picture"


def rows() -> list[Row]:
    """The threshold's slider by keyboard, and a count of metrics by hand by its button."""
    with Server() as server, chromium() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        stopwatch.install(context)
        page = context.new_page()
        open_page(page, f"{server.url}/evaluation?evaluation_play=Threshold")
        page.wait_for_timeout(3000)  # what workers and passport still do after the first picture
        slider = page.get_by_role("slider", name="Threshold")
        slide = _moves(server, page, lambda i: _key(slider, i))
        open_page(page, f"{server.url}/evaluation?evaluation_play=Metrics%20by%20hand")
        page.wait_for_timeout(1000)
        plus = page.get_by_role("button", name="Increment").first
        count = _moves(server, page, lambda _: plus.click())
    return [_row("threshold", slide), _row("metrics by hand", count)]


def _key(slider: Locator, i: int) -> None:
    slider.press("ArrowRight" if i % 20 < 10 else "ArrowLeft")


@dataclass(frozen=True)
class Moves:
    """Every lap, and what one move costs in CPU ms, which a busy machine does not change much."""

    laps: list[stopwatch.Lap]
    server_ms: float
    browser_ms: float


def _moves(server: Server, page: Page, act: Callable[[int], None]) -> Moves:
    settle(page)
    for i in range(3):
        stopwatch.lap(page, partial(act, i))
    ours = [psutil.Process(server.pid)]
    browsers = [p for p in psutil.Process().children(recursive=True) if "chrom" in p.name()]
    before = _cpu_ms(ours), _cpu_ms(browsers)
    laps = [stopwatch.lap(page, partial(act, i + 3)) for i in range(KEYS)]
    server_ms = (_cpu_ms(ours) - before[0]) / KEYS
    return Moves(laps, server_ms, (_cpu_ms(browsers) - before[1]) / KEYS)


def _cpu_ms(processes: list[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes if process.is_running()]
    return 1000 * float(sum(time.user + time.system for time in times))


def _row(name: str, moves: Moves) -> Row:
    laps = moves.laps
    p50, p95 = quantiles([lap.first for lap in laps])
    said, _ = quantiles([lap.said for lap in laps])
    every, _ = quantiles([lap.shown for lap in laps])
    sent, _ = quantiles([lap.sent for lap in laps])
    note = (
        f"p50 in ms: sent by the browser {sent:.0f}, first picture and sentence {p50:.0f} "
        f"(sentence {said:.0f}), last stroke of the last picture {every:.0f}; {KEYS} moves"
    )
    cost = f"CPU ms a move: server {moves.server_ms:.0f}, browser {moves.browser_ms:.0f}"
    return Row(
        f"{TITLE} ({name})",
        "p50 150 ms",
        f"p50 {p50:.0f}, p95 {p95:.0f} ms",
        "",
        "",
        p50 <= MOST_MS,
        (note, cost),
    )
