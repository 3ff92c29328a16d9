"""What the server's process holds after every page was visited."""

from __future__ import annotations

from tests.bench.row import Row
from tests.e2e.browser import chromium
from tests.e2e.spied import SpiedServer
from tests.e2e.walk import visit_everything

MOST_MB = 350


def rows() -> list[Row]:
    """Memory and heavy libraries of the server process."""
    with SpiedServer() as server, chromium() as browser:
        bare = server.rss_mb()
        page = browser.new_page()
        n_playgrounds = sum(1 for _ in visit_everything(page, server.url))
        rss, heavy = server.rss_mb(), server.heavy_modules()
    return [
        Row(
            "server process after every page",
            f"{MOST_MB} MB, none heavy",
            f"{rss:.0f} MB, heavy: {', '.join(heavy) or 'none'}",
            f"just started: {bare:.0f} MB",
            f"{rss / bare:.2f}",
            rss <= MOST_MB and not heavy,
            (f"RSS after {n_playgrounds} playgrounds",),
        )
    ]
