"""Until the roadmap map is on the screen, from a process that is not there yet."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Browser

from tests.bench.row import Row, paired
from tests.e2e.browser import chromium
from tests.e2e.server import ROOT, Server, free_port
from tests.e2e.start import MAP, first_half_minute

N_PAIRS = 5
MOST = 1.5
TEXT = "text=hello"
PLAIN = [
    "--server.headless=true",
    "--browser.gatherUsageStats=false",
    "--browser.serverAddress=localhost",
    "--server.fileWatcherType=none",
]
"""What the suite's own `.streamlit/config.toml` says, for the app that has none."""
WAYS: dict[str, dict[str, Any]] = {
    "python run.py": {"command": (sys.executable, "run.py"), "script": ""},
    "streamlit run Home.py": {},
}
N_STARTS = 3
MOST_BUSY_S = 4.0


def rows() -> list[Row]:
    """Cold ``streamlit run Home.py`` against a one-line text app."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text('import streamlit as st\n\nst.write("hello")\n')

        def ours(_: int) -> float:
            return seconds_until(browser, ROOT / "Home.py", MAP)

        def theirs(_: int) -> float:
            return seconds_until(browser, hello, TEXT)

        ours(0), theirs(0)  # both from a warm disk
        suite, text, ratio = paired(ours, theirs, N_PAIRS)
        half_minutes = [_half_minute(browser, way) for way in WAYS]
    return [
        Row(
            "until the map is visible, cold",
            f"{MOST} x a text app",
            f"{suite:.2f} s",
            f"st.write: {text:.2f} s",
            f"{ratio:.2f}",
            ratio <= MOST,
            (f"medians of {N_PAIRS} pairs, process start to SVG visible in Chromium",),
        ),
        *half_minutes,
    ]


def _half_minute(browser: Browser, way: str) -> Row:
    """The server's own processor seconds in a learner's first half minute."""
    starts = [first_half_minute(browser, Server(**WAYS[way])) for _ in range(N_STARTS)]
    told = {
        name: np.median([getattr(start, name) for start in starts])
        for name in ("map_s", "model_s", "threshold_s", "busy_s")
    }
    return Row(
        f"first half minute, {way}",
        f"{MOST_BUSY_S:g} s of processor",
        f"{told['busy_s']:.1f} s",
        "",
        "",
        bool(told["busy_s"] <= MOST_BUSY_S),
        (
            f"medians of {N_STARTS}: map {told['map_s']:.2f} s after the server answers, "
            f"first model {told['model_s']:.2f} s, Threshold {told['threshold_s']:.2f} s",
        ),
    )


def seconds_until(browser: Browser, script: Path, selector: str) -> float:
    """From the start of the server's process until ``selector`` is visible."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    command += [] if script.parent == ROOT else PLAIN
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=script.parent,
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for_port(f"http://127.0.0.1:{port}/_stcore/health")
        page.goto(f"http://127.0.0.1:{port}", wait_until="commit")
        page.locator(selector).first.wait_for(state="visible", timeout=60_000)
        return time.perf_counter() - start
    finally:
        context.close()
        _end(process)


def _wait_for_port(url: str) -> None:
    for _ in range(3_000):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    family = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    process.wait(10)
    _, alive = psutil.wait_procs(family, timeout=5)
    for child in alive:
        child.kill()
