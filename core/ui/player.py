"""Films on the page: the canvas player, its download, and what a learner picked in a picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:  # the map must not wait for NumPy
    from core.figures.film import FilmPicture

SCRIPTS = ("player.js", "player_view.js", "player_layers.js", "player_things.js")
TOLD = ("play", "pause", "step", "reset")
HTML = """
<div class="film" role="group" tabindex="0">
  <div class="bar">
    <button data-act="reset" aria-label="To the start" title="To the start (Home)"></button>
    <button data-act="back" aria-label="One step back" title="One step back (←)"></button>
    <button data-act="play" aria-label="Play" title="Play or pause (space)"></button>
    <button data-act="step" aria-label="One step forward" title="One step forward (→)"></button>
    <input type="range" min="0" max="0" value="0" aria-label="Position in the film">
    <output></output>
    <select aria-label="Speed" title="Speed">
      <option value="0.25">¼×</option><option value="0.5">½×</option>
      <option value="1" selected>1×</option><option value="2">2×</option>
      <option value="4">4×</option>
    </select>
    <button data-act="pin" aria-label="Pin this film to compare it with the next"
      title="Pin this film to compare it with the next (p)" aria-pressed="false"></button>
  </div>
  <div class="readouts"></div>
  <div class="panels"></div>
  <p class="caption" aria-live="polite" hidden></p>
  <div class="tip" role="status" hidden></div>
  <form class="card" hidden><label><span></span><input type="number" step="any"></label>
    <button type="submit"></button></form>
</div>
"""
CSS = """
.film { position: relative; font-family: var(--st-font); color: var(--st-text-color);
  outline-offset: 4px; border-radius: 6px; }
.film:focus-visible { outline: 2px solid var(--st-primary-color); }
.panels { display: grid; grid-template-columns: repeat(12, 1fr); gap: 8px 16px; }
.panels figure { grid-column: span var(--width); grid-row: span var(--rows, 1); margin: 0;
  min-width: 0; }
.panels figcaption { font-size: 14px; font-weight: 600; margin-bottom: 2px; }
.panels canvas { width: 100%; display: block; touch-action: manipulation; }
.panels canvas.grows { height: auto; aspect-ratio: var(--ratio); min-height: var(--least);
  max-height: max(var(--least), var(--suite-film-height, 78vh)); }
.panels canvas:focus-visible { outline: 2px solid var(--st-primary-color); border-radius: 6px; }
.panels .note { margin: 2px 0 0; font-size: 12.5px; opacity: 0.8; }
.panels :is(canvas, .note) + figcaption { font-weight: 400; font-size: 12.5px; opacity: 0.8;
  margin-top: 6px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 12.5px; min-height: 0; }
.legend i { font-style: normal; }
.bar { display: flex; align-items: center; gap: 6px; }
.bar button { width: 36px; height: 36px; padding: 6px; border: 1px solid var(--st-border-color);
  border-radius: 8px; background: transparent; cursor: pointer; flex: none; }
.bar button svg { width: 100%; height: 100%; fill: var(--st-text-color); display: block; }
.bar button:hover { border-color: var(--st-primary-color); }
.bar button[aria-pressed="true"] { background: var(--st-primary-color); }
.bar button[aria-pressed="true"] svg { fill: var(--st-background-color); }
.bar input { flex: 1; min-width: 60px; accent-color: var(--st-primary-color); }
.bar output { min-width: 76px; font-size: 14px; font-variant-numeric: tabular-nums; }
.bar select { height: 36px; border-radius: 8px; border: 1px solid var(--st-border-color);
  background: var(--st-background-color); color: var(--st-text-color); }
.still { display: grid; grid-template-columns: 1fr auto; column-gap: 16px; align-items: center; }
.still > * { grid-column: 1 / -1; }
.still > .caption { grid-area: 1 / 1; margin: 0; font-size: 13.5px; }
.still > .bar { grid-area: 1 / 2; }
.still .readouts:empty { margin: 4px 0; }
.still .bar > :not([data-act="pin"]) { display: none; }
.still .bar [data-act="pin"] { width: auto; display: flex; align-items: center; gap: 6px;
  padding: 6px 12px; font: inherit; font-size: 14px; color: var(--st-text-color); }
.still .bar [data-act="pin"]::after { content: "Pin"; }
.still .bar [data-act="pin"] svg { width: 18px; height: 18px; }
.still .bar [aria-pressed="true"] { color: var(--st-background-color); }
.readouts { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: 6px 0 10px; font-size: 14px; }
.readouts b { font-weight: 400; opacity: 0.75; margin-right: 6px; }
.readouts i { font-style: normal; font-weight: 600; font-variant-numeric: tabular-nums; }
.caption { margin: 8px 0 0; font-size: 15px; min-height: 1.4em; white-space: pre-line; }
.tip { position: absolute; z-index: 5; padding: 3px 8px; border-radius: 6px; font-size: 12.5px;
  background: var(--st-text-color); color: var(--st-background-color); pointer-events: none;
  max-width: 240px; }
.card { position: absolute; z-index: 6; display: flex; gap: 6px; align-items: end; padding: 8px;
  font-size: 13px; border: 1px solid var(--st-primary-color); border-radius: 8px;
  background: var(--st-background-color); box-shadow: 0 2px 10px rgb(0 0 0 / 25%); }
.card span { display: block; margin-bottom: 4px; }
.card input { width: 92px; height: 32px; font: inherit; border: 1px solid var(--st-border-color);
  border-radius: 6px; background: var(--st-background-color); color: var(--st-text-color); }
.card button { height: 34px; padding: 0 10px; border: 0; border-radius: 6px; cursor: pointer;
  background: var(--st-primary-color); color: var(--st-background-color); font: inherit; }
[hidden] { display: none !important; }
@media (max-width: 640px) {
  .film { display: flex; flex-direction: column; align-items: stretch; }
  .still > .bar { align-self: flex-end; }
  .panels { order: 1; }
  .caption { min-height: 4.2em; margin: 0 0 6px; }
  .panels figure { grid-column: span 12; grid-row: auto; }
  .panels canvas.grows { aspect-ratio: auto; height: var(--least); }
  .bar { flex-wrap: wrap; }
  .bar input { order: 9; flex-basis: 100%; height: 32px; }
}
"""


@cache
def script() -> str:
    """Return the player's JavaScript: one module, in four files for its readers."""
    folder = Path(__file__).parent
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in SCRIPTS)


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component("suite_film", html=HTML, css=CSS, js=script())


@dataclass(frozen=True)
class Heard:
    """What just came from the player, at most once each; from the browser, so checked like input.

    ``picked`` : {"pick": the panel's name, "x", "y": data coordinates, "step", "of", "index",
    "value"}.
    ``told`` : what a button wants of a live run, "play", "pause", "step" or "reset".
    """

    picked: Pick | None = None
    told: str = ""


@dataclass(frozen=True)
class Pick:
    """A click into a panel, in data coordinates.

    ``of``, ``index`` : the layer's name and the place in it of the labelled thing that was hit.
    ``value`` : the number it was set to, if it was.
    """

    name: str
    x: float
    y: float
    step: int
    of: str = ""
    index: int = -1
    value: float | None = None


def show_film(prefix: str, picture: FilmPicture) -> Heard:
    """Show a film; return what the learner just did in it that the page must know."""
    from core.figures.encoding import encode

    shown = _component()(
        key=f"{prefix}_film_{picture.key}",
        data=encode(picture),
        on_picked_change=lambda: None,
        on_told_change=lambda: None,
    )
    told = shown.told.get("act") if isinstance(shown.told, dict) else None
    return Heard(_pick(shown.picked), told if told in TOLD else "")


def _pick(found: Any) -> Pick | None:
    """Return a click as the browser reports it, None for anything else."""
    if not isinstance(found, dict) or not isinstance(found.get("pick"), str):
        return None
    numbers = [found.get(name) for name in ("x", "y", "step")]
    if not all(_is_number(number) for number in numbers):
        return None
    of, index, value = found.get("of", ""), found.get("index", -1), found.get("value")
    if not isinstance(of, str) or not isinstance(index, int):
        return None
    x, y, step = numbers
    set_to = float(value) if _is_number(value) else None  # type: ignore[arg-type]
    return Pick(found["pick"], float(x), float(y), int(step), of, index, set_to)  # type: ignore[arg-type]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def offer_download(prefix: str, picture: FilmPicture) -> None:
    """Offer the film as one HTML page that plays without the suite."""
    from core.figures.film_page import standalone

    st.download_button(
        "Film as a page" if len(picture.steps) > 1 or picture.live else "Picture as a page",
        lambda: standalone(picture, script(), CSS, HTML),
        picture.file_name,
        "text/html",
        key=f"{prefix}_film_{picture.key}_save",
        icon=":material/movie:",
        help="One HTML file that plays anywhere, also without a network: for slides.",
        type="tertiary",
        on_click="ignore",
    )
