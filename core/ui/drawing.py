"""An SVG of ours on the page: one variant for wide screens, one for phones, links kept inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.figures.blocks import Drawing

CSS = """
.wide, .narrow { width: 100%; }
.narrow { display: none; }
.wide { max-width: 900px; margin-inline: auto; }
svg { width: 100%; height: auto; display: block; }
a { cursor: pointer; }
@media (max-width: 640px) {
  .has-narrow .wide { display: none; }
  .has-narrow .narrow { display: block; }
}
"""
JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".drawing");
  if (box.dataset.seen !== data.wide + data.narrow) {
    box.dataset.seen = data.wide + data.narrow;
    box.setAttribute("role", "group");  // links inside must stay reachable
    box.setAttribute("aria-label", data.alt);
    box.querySelector(".wide").innerHTML = data.wide;
    box.querySelector(".narrow").innerHTML = data.narrow;
    box.classList.toggle("has-narrow", data.narrow !== "");
  }
  box.onclick = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("opened", link.getAttribute("href").replace(/^.*[/]/, ""));
  };
}
"""
HTML = '<div class="drawing"><div class="wide"></div><div class="narrow"></div></div>'


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component("suite_drawing", html=HTML, css=CSS, js=JS)


def show_drawing(drawing: Drawing, key: str) -> str | None:
    """Show the drawing; return the slug of a link that was just followed.

    The SVG must be ours: it is put into the page as it is.
    """
    shown = _component()(
        key=key,
        data={"wide": drawing.svg, "narrow": drawing.narrow_svg, "alt": drawing.alt},
        on_opened_change=lambda: None,
    )
    opened = shown.opened
    return opened if isinstance(opened, str) and opened.isidentifier() else None
