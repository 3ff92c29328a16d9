"""A click a second while somebody else's forest runs into its limit and is cancelled."""

from __future__ import annotations

from tests.bench.row import Row
from tests.e2e import stopwatch
from tests.e2e.browser import chromium
from tests.e2e.server import Server
from tests.load.two_learners import LIMITS, prepare_clicker, tell, too_much

MOST_MS = 300
SECONDS = 60
ALONE = 15


def rows() -> list[Row]:
    """The clicks of B while A is greedy, and B's clicks alone beside them."""
    with Server(**LIMITS) as server, chromium() as browser:
        contexts = [browser.new_context(viewport={"width": 1366, "height": 768}) for _ in range(2)]
        for context in contexts:
            stopwatch.install(context)
        glutton, clicker = (context.new_page() for context in contexts)
        click = prepare_clicker(clicker, server)
        alone = sorted(click() for _ in range(ALONE))
        story = tell(server, glutton, clicker, too_much(), SECONDS)
    p95 = story.p(0.95)
    return [
        Row(
            "a click beside a forest of 2000 trees",
            f"p95 {MOST_MS} ms",
            f"p50 {story.p(0.5):.0f}, p95 {p95:.0f} ms",
            f"alone: p50 {alone[ALONE // 2]:.0f} ms",
            f"{story.p(0.5) / alone[ALONE // 2]:.2f}",
            p95 <= MOST_MS,
            (
                f"{len(story.laps)} clicks; A was told: {story.refused.splitlines()[-1]}",
                f"after Cancel the worker was idle or gone in {story.idle_after_s:.1f} s",
            ),
        )
    ]
