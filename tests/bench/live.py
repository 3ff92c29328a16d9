"""Live pictures and the playground net as a learner sees them; tabular steps; thirty runs."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from tests.bench.row import Row
from tests.e2e.browser import chromium
from tests.e2e.server import Server

LEAST_PICTURES, LEAST_EPOCHS, TENSORFLOW_PLAYGROUND = 8.0, 300.0, 60
NET = {"n_points": "250", "layers": "8,+8", "batch_size": "10", "n_epochs": "20000"}
WARM_S, LOOK_S = 4.0, 8.0
COUNT = """(film) => {
  window.pictures = 0;
  let last = film.dataset.step;
  new MutationObserver(() => {
    if (film.dataset.step !== last) { window.pictures += 1; last = film.dataset.step; }
  }).observe(film, { attributes: true });
}"""


def rows() -> list[Row]:
    """Live pictures a second, epochs a second beside the bare loop, tabular steps a second."""
    return [*_live(), _tabular()]


def _live() -> list[Row]:
    with Server() as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        query = "&".join(
            f"neural_networks_playground_{name}={value}" for name, value in NET.items()
        )
        page.goto(
            f"{server.url}/neural_networks?neural_networks_play=Playground"
            f"&neural_networks_playground_watch=Live&{query}"
        )
        page.locator(".film canvas").first.wait_for(timeout=60_000)
        page.get_by_role("button", name="Play").click()
        while _step(page) <= 20:
            page.wait_for_timeout(50)
        page.wait_for_timeout(1000 * WARM_S)
        page.locator(".film").evaluate(COUNT)
        first, began = _step(page), time.perf_counter()
        page.wait_for_timeout(1000 * LOOK_S)
        seconds = time.perf_counter() - began
        epochs = (_step(page) - first) / seconds
        pictures = float(page.evaluate("window.pictures")) / seconds
    bare = _bare_epochs_per_second()
    return [
        Row(
            "live pictures",
            "8 a second",
            f"{pictures:.1f} a second",
            "",
            "",
            pictures >= LEAST_PICTURES,
        ),
        Row(
            "playground net 2-8-8-1, 250 points, batch 10",
            "300 epochs/s",
            f"{epochs:,.0f} epochs/s",
            f"same loop inline: {bare:,.0f}; TensorFlow Playground shows {TENSORFLOW_PLAYGROUND}",
            f"{epochs / bare:.2f}",
            epochs >= LEAST_EPOCHS,
        ),
    ]


def _step(page: Page) -> int:
    return int(page.locator(".film").get_attribute("data-step") or 0)


def _bare_epochs_per_second() -> float:
    from core.stages.neural_networks.playground.settings import LayerSpec, PlaygroundSettings
    from core.stages.neural_networks.playground.trainer import Trainer

    trainer = Trainer(PlaygroundSettings(layers=(LayerSpec(8), LayerSpec(8)), n_epochs=20_000))
    began, n_epochs = time.perf_counter(), 2_000
    for _ in range(n_epochs):
        trainer.epoch()
    return n_epochs / (time.perf_counter() - began)


def _tabular() -> Row:
    from core.stages.reinforcement.temporal_difference.speed import (
        steps_per_second,
        textbook_steps_per_second,
    )

    pairs = [(steps_per_second(), textbook_steps_per_second()) for _ in range(3)]
    ours, theirs = (sorted(side)[1] for side in zip(*pairs, strict=True))
    ratio = sorted(a / b for a, b in pairs)[1]
    return Row(
        "tabular RL, steps a second (Q-learning on the cliff)",
        "10 x",
        f"{ours:,.0f}",
        f"textbook Gymnasium loop: {theirs:,.0f}",
        f"{ratio:.1f}",
        ratio >= 10,
    )
