"""Two learners on one suite: one asks for far too much, the other goes on clicking."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import numpy as np
import pandas as pd
import psutil
from playwright.sync_api import Locator, Page

from core.data import read_table
from tests.e2e import stopwatch
from tests.e2e.browser import PATIENCE_MS, settle
from tests.e2e.server import Server

LIMITS = {"PLAYGROUND_TIMEOUT_S": "20", "PLAYGROUND_MEMORY_MB": "2600", "PLAYGROUND_WORKERS": "2"}
BUSY_SHARE = 0.4  # of a core
BEAT_S = 1.0


def many_rows(n_rows: int = 100_000, n_columns: int = 20, seed: int = 0) -> bytes:
    """A Parquet file of ``n_rows`` with ``n_columns`` features and a noisy ``yield``."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_rows, n_columns)).astype("float32").astype("float64")
    frame = pd.DataFrame(X, columns=[f"sensor_{i}" for i in range(n_columns)])
    frame["yield"] = X[:, 0] * X[:, 1] + np.sin(2 * X[:, 2]) + rng.normal(0, 0.5, n_rows)
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Demand:
    """A file and a forest on it, as a link to the model lab carries them."""

    name: str
    content: bytes
    model: tuple[str, dict[str, int]]

    def link(self, server: Server) -> str:
        """The address that asks for this forest as soon as the file is there."""
        digest = read_table(self.name, self.content).digest
        exp = {"t": f"file:{digest}", "n": self.name, "y": "yield", "k": "r", "m": [*self.model]}
        return f"{server.url}/supervised?exp={quote(json.dumps(exp))}"


def too_much() -> Demand:
    """A forest of 2 000 trees on 100 000 rows."""
    return Demand("plant.parquet", many_rows(), ("random_forest", {"n_estimators": 2000}))


def some_seconds() -> Demand:
    """A forest that takes some seconds, long enough to lose its worker under it."""
    small = {"n_estimators": 150, "max_depth": 7}
    return Demand("small plant.parquet", many_rows(40_000, 12, 1), ("random_forest", small))


def ask(page: Page, server: Server, demand: Demand) -> None:
    """Open the link, load the file that it names, and wait until the fit shows its progress."""
    page.goto(demand.link(server))
    box = page.get_by_test_id("stMain").locator('input[type="file"]').first
    box.wait_for(state="attached", timeout=PATIENCE_MS)
    wait_until_warm(server)
    file = {"name": demand.name, "mimeType": "application/octet-stream", "buffer": demand.content}
    box.set_input_files(file)
    page.get_by_text("tree ").first.wait_for(timeout=PATIENCE_MS)


def progress(page: Page) -> Locator:
    """The box of a job that runs, the first of several."""
    return page.locator('[class*="st-key-"][class*="_progress"]').first


def workers(server: Server) -> list[psutil.Process]:
    """The processes below the cluster's: those that may compute."""
    return [p for p in server.family() if "spawn_main" in " ".join(_command(p))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def busiest(server: Server, over_s: float = 1.0) -> psutil.Process:
    """The worker that used most of a core during ``over_s``."""
    shares = shares_of(workers(server), over_s)
    return max(shares, key=lambda process: shares[process])


def shares_of(processes: list[psutil.Process], over_s: float) -> dict[psutil.Process, float]:
    """What each process used of a core during ``over_s``; a process that ended used nothing."""
    before = {process: _cpu_s(process) for process in processes}
    time.sleep(over_s)
    return {p: (_cpu_s(p) - used) / over_s for p, used in before.items()}


def _cpu_s(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def wait_until_warm(server: Server, patience_s: float = 60.0) -> None:
    """Wait until the workers are there and have imported what they import in idle time."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        shares = shares_of(workers(server), 1.0)
        if len(shares) >= 2 and max(shares.values()) < BUSY_SHARE / 4:
            return
    raise AssertionError("the workers never came to rest")


def seconds_until_idle(process: psutil.Process, patience_s: float = 10.0) -> float:
    """How long until ``process`` is gone or uses less than BUSY_SHARE of a core."""
    start = time.monotonic()
    while time.monotonic() - start < patience_s:
        if shares_of([process], 0.3)[process] < BUSY_SHARE:
            break
    return time.monotonic() - start


@dataclass
class Story:
    """What happened: B's laps in milliseconds, and what A was told."""

    laps: list[float] = field(default_factory=list)
    refused: str = ""
    cancelled: bool = False
    idle_after_s: float = float("nan")

    def p(self, share: float) -> float:
        """A quantile of B's laps."""
        return float(np.quantile(self.laps, share))


def tell(server: Server, glutton: Page, clicker: Page, demand: Demand, seconds: float) -> Story:
    """A asks until a limit stops it, asks again and cancels; B clicks once a second throughout."""
    story, click = Story(), prepare_clicker(clicker, server)
    ask(glutton, server, demand)
    acts = _acts(server, glutton, story)
    end = time.monotonic() + seconds
    while time.monotonic() < end or not story.cancelled:
        beat = time.monotonic()
        story.laps.append(click())
        next(acts, None)
        clicker.wait_for_timeout(max(0.0, BEAT_S - (time.monotonic() - beat)) * 1000)
        assert time.monotonic() < end + 120, f"the glutton never got there: {story}"
    return story


def _acts(server: Server, page: Page, story: Story) -> Iterator[None]:
    """What A does, one short step at each of B's clicks."""
    failed = page.get_by_test_id("stAlertContentError")
    while not failed.count():
        yield
    story.refused = failed.first.inner_text()
    page.get_by_role("button", name="Try again").click()
    while not progress(page).count():
        yield
    for _ in range(3):
        yield
    worker = busiest(server)
    page.get_by_role("button", name="Cancel", exact=True).click()
    story.idle_after_s = seconds_until_idle(worker)
    page.get_by_text("Cancelled.").wait_for(timeout=PATIENCE_MS)
    story.cancelled = True


def prepare_clicker(page: Page, server: Server) -> Callable[[], float]:
    """Open metrics by hand; return what clicks once and gives the milliseconds to the picture."""
    page.goto(f"{server.url}/evaluation?evaluation_play={quote('Metrics by hand')}")
    page.locator(stopwatch.SENTENCE).wait_for(timeout=PATIENCE_MS)
    settle(page)
    button = page.get_by_role("button", name="Increment").first
    return lambda: stopwatch.lap(page, button.click).shown
