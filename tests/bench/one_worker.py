"""Everything on one worker, as on a small host: server, scheduler, nanny and worker together."""

from __future__ import annotations

from tests.bench.row import Row
from tests.e2e.browser import chromium
from tests.e2e.spied import SpiedServer, pss_mb
from tests.e2e.walk import visit_everything

MOST_MB = 690


def rows() -> list[Row]:
    """Sum of PSS after every playground, sample data."""
    with SpiedServer(PLAYGROUND_WORKERS="1") as server, chromium() as browser:
        page = browser.new_page()
        on_the_way = [server.family_pss_mb() for _ in visit_everything(page, server.url)]
        page.wait_for_timeout(5000)
        parts = sorted((pss_mb(p), _name(p)) for p in server.family())
        total = sum(size for size, _ in parts)
    shown = ", ".join(f"{name} {size:.0f}" for size, name in reversed(parts) if size >= 1)
    return [
        Row(
            "everything on one worker, PSS",
            f"{MOST_MB} MB",
            f"{total:.0f} MB",
            f"highest on the way: {max(on_the_way):.0f} MB",
            "",
            total <= MOST_MB,
            (f"MB: {shown}",),
        )
    ]


def _name(process) -> str:
    command = " ".join(process.cmdline())
    known = {"streamlit run": "server", "core.compute.cluster": "cluster", "spawn_main": "worker"}
    return next((name for part, name in known.items() if part in command), command[-30:])
