"""The drawing component: points put, dragged and erased by mouse, finger or keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from core.figures.theme import CATEGORICAL
from core.kinds.points import MOST_DRAWN, BadPoints, parse_points

HTML = """
<div class="canvas">
  <div class="tools" role="group" aria-label="What a click does"></div>
  <canvas tabindex="0" role="application"
    aria-label="Drawing. Arrows move, Enter puts a point, M moves it, Delete erases it, 1-5: class."
  ></canvas>
  <div class="foot"><span class="count"></span>
    <button data-act="undo" title="Undo (Ctrl+Z)">Undo</button>
    <button data-act="clear" title="Erase all points">Clear</button></div>
</div>
"""
CSS = """
.canvas { font-family: var(--st-font); color: var(--st-text-color); }
canvas { width: 100%; aspect-ratio: 1; max-height: 340px; display: block; cursor: crosshair;
  border: 1px solid var(--st-border-color); border-radius: 8px; touch-action: none; }
canvas:focus-visible { outline: 2px solid var(--st-primary-color); }
.tools, .foot { display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 0; align-items: center; }
.count { flex: 1; font-size: 13px; opacity: 0.8; }
button { border: 1px solid var(--st-border-color); border-radius: 8px; padding: 4px 10px;
  min-height: 34px; background: transparent; color: var(--st-text-color); cursor: pointer; }
button[aria-pressed="true"] { border-color: var(--st-primary-color);
  box-shadow: inset 0 0 0 1px var(--st-primary-color); }
"""


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = Path(__file__).with_name("canvas.js").read_text(encoding="utf-8")
    return st.components.v2.component("suite_canvas", html=HTML, css=CSS, js=script)


def drawn_points(
    key: str,
    points: str,
    *,
    low: float,
    high: float,
    classes: tuple[str, ...],
    colours: tuple[int, ...] = (),
) -> str:
    """Show a drawing that starts as ``points``; return it as it is now (see `core.kinds.points`).

    low, high : both axes. classes : labels to draw with; points of further classes stay, faint.
    What comes back is checked.
    """
    shades = [CATEGORICAL[i % len(CATEGORICAL)] for i in (colours or range(len(classes)))]
    now = _newest(key, points)
    _component()(
        key=f"{key}_canvas",
        data={
            "points": now,
            "low": low,
            "high": high,
            "classes": list(classes),
            "colours": shades,
            "most": MOST_DRAWN,
        },
        default={"drawn": None},
        on_drawn_change=lambda: None,
    )
    return now


def _newest(key: str, points: str) -> str:
    """Return what was drawn since the last run, or ``points`` when nothing (legal) was."""
    drawn = getattr(st.session_state.get(f"{key}_canvas"), "drawn", None)
    if not isinstance(drawn, dict) or drawn == st.session_state.get(f"{key}_seen"):
        return points
    st.session_state[f"{key}_seen"] = drawn
    text = drawn.get("text")
    try:
        parse_points(text if isinstance(text, str) else "?")
    except BadPoints:
        return points
    return str(text)
