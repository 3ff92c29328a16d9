"""A film as one HTML page that plays without the suite."""

from __future__ import annotations

import json

from core.figures.encoding import encode
from core.figures.film import FilmPicture

PAGE_CSS = """
:root { color-scheme: light dark; --st-text-color: #17212b; --st-background-color: #ffffff;
  --st-primary-color: #0072B2; --st-font: system-ui, sans-serif; --st-border-color: #d5dde5; }
@media (prefers-color-scheme: dark) { :root { --st-text-color: #e6edf3;
  --st-background-color: #0f161d; --st-border-color: #33414e; --st-primary-color: #56B4E9; } }
body { margin: 1.5rem auto; padding: 0 1rem; max-width: 1100px; font-family: var(--st-font);
  background: var(--st-background-color); color: var(--st-text-color); }
.card { display: none !important; }
"""
"""Beside the player's own: colours of the suite, and no field for a number nobody would read."""


def standalone(picture: FilmPicture, script: str, css: str, html: str) -> str:
    """Return the film as one HTML page that needs no network and no suite: for a teacher's slides.

    script, css, html : the player's own parts. Learners' text stands in JSON only, never in HTML.
    """
    data = json.dumps(encode(picture)).replace("<", "\\u003c")
    body = script.replace("export default function", "function")
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>Film</title><style>{PAGE_CSS}{css}</style></head><body>{html}"
        f"<script type='module'>{body}\n"
        f"const data = {data};\n"
        "document.title = data.meta.title || document.title;\n"
        "mountFilm({data, parentElement: document.body, setTriggerValue: () => {}});\n"
        "</script></body></html>"
    )
