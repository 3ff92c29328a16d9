"""Everything on one worker, as on a small host: server, scheduler, nanny and worker together."""

from __future__ import annotations

from tests.bench.row import Row
from tests.e2e.browser import chromium
from tests.e2e.spied import SpiedServer, pss_mb
from tests.e2e.walk import visit_everything

MOST_MB, SMALL_HOST_MB = 690, 1024
TABULAR = ("data_collection", "preprocessing", "supervised", "evaluation", "explainable_ai")


def rows() -> list[Row]:
    """Sum of PSS, sample data: after the tabular pages, and after all on a host of one gigabyte."""
    return [
        _row("the tabular pages on one worker, PSS", TABULAR, MOST_MB),
        _row(
            "every page on one worker of a 1 GB host, PSS", (), SMALL_HOST_MB,
            PLAYGROUND_MEMORY_MB=str(SMALL_HOST_MB),
        ),
    ]  # fmt: skip


def _row(what: str, slugs: tuple[str, ...], most_mb: int, **environment: str) -> Row:
    with (
        SpiedServer(PLAYGROUND_WORKERS="1", **environment) as server,
        chromium() as browser,
    ):
        page = browser.new_page()
        on_the_way = [server.family_pss_mb() for _ in visit_everything(page, server.url, slugs)]
        page.wait_for_timeout(5000)
        parts = sorted((pss_mb(p), _name(p)) for p in server.family())
        total = sum(size for size, _ in parts)
    shown = ", ".join(f"{name} {size:.0f}" for size, name in reversed(parts) if size >= 1)
    return Row(
        what,
        f"{most_mb} MB",
        f"{total:.0f} MB",
        f"highest on the way: {max(on_the_way):.0f} MB",
        "",
        total <= most_mb,
        (f"MB: {shown}",),
    )


def _name(process) -> str:
    command = " ".join(process.cmdline())
    known = {"streamlit run": "server", "core.compute.cluster": "cluster", "spawn_main": "worker"}
    return next((name for part, name in known.items() if part in command), command[-30:])
