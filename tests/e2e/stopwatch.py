"""Times measured inside the browser, from the learner's key or click to what is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

SCRIPT = """
(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...parts) {
    const run = window.stopwatch;
    if (run && run.start !== null && run.sent === null) run.sent = performance.now();
    return send.apply(this, parts);
  };
  const text = (selector) =>
    [...document.querySelectorAll(selector)].map((found) => found.textContent).join("\\n");
  window.startStopwatch = (selector, wanted) => {
    const run = { start: null, sent: null, said: null, first: null, drawn: null };
    const picture = document.querySelector(".st-key-trip_picture .js-plotly-plot");
    const roots = [...document.querySelectorAll(".st-key-trip_picture *")]
      .map((found) => found.shadowRoot).filter((root) => root?.querySelector(".film"));
    window.stopwatch = run;
    const before = text(selector);
    const start = (event) => { if (run.start === null) run.start = event.timeStamp; };
    for (const kind of ["keydown", "pointerdown"])
      window.addEventListener(kind, start, { capture: true, once: true });
    const look = (records) => {
      if (run.start === null) return;
      const strokes = records.map((record) => record.target)
        .filter((target) => target.closest?.(".st-key-trip_picture .main-svg"));
      const film = records.some(({ target }) => target.matches?.(".film"));
      if (strokes.length || film) run.drawn = performance.now();
      if (film || strokes.some((target) => picture?.contains(target)))
        run.first = performance.now();
      if (run.said !== null) return;
      const now = text(selector);
      if (now === "" || (wanted === null ? now === before : now !== wanted)) return;
      requestAnimationFrame(() => { run.said = run.said ?? performance.now(); });
    };
    window.stopwatchObserver?.disconnect();
    window.stopwatchObserver = new MutationObserver(look);
    for (const root of [document.body, ...roots]) window.stopwatchObserver.observe(root, {
      subtree: true, childList: true, characterData: true,
      attributes: true, attributeFilter: ["d", "x", "y", "transform", "style", "data-step"],
    });
  };
})();
"""
SENTENCE = ".st-key-notice"
QUIET_MS = 250  # after which a picture that has not changed will not change


@dataclass(frozen=True)
class Lap:
    """One change, in milliseconds since the key or click; a film's stroke is its new step.

    ``sent``: the browser told the server. ``said``: the new text is on the screen. ``first``: so
    is the last stroke of the page's first picture. ``shown``: and of all its other pictures.
    """

    sent: float
    said: float
    first: float
    shown: float


def install(context: BrowserContext) -> None:
    """Have every page of this context carry the stopwatch."""
    context.add_init_script(SCRIPT)


def lap(
    page: Page, act: Callable[[], None], *, watched: str = SENTENCE, wanted: str | None = None
) -> Lap:
    """Time ``act`` (one key or click) until the text of ``watched`` is new, or is ``wanted``."""
    page.evaluate("([watched, wanted]) => startStopwatch(watched, wanted)", [watched, wanted])
    act()
    page.wait_for_function("stopwatch.said !== null", timeout=60_000)
    page.wait_for_timeout(QUIET_MS)
    run = page.evaluate("stopwatch")
    start, said = run["start"], run["said"]
    first = max(said, run["first"] or 0.0)
    shown = max(said, run["drawn"] or 0.0)
    return Lap((run["sent"] or start) - start, said - start, first - start, shown - start)
