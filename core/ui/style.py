"""The suite's mark and its few rules of CSS, all aimed at keys and elements of our own."""

from __future__ import annotations

import streamlit as st

MARK = (
    "data:image/svg+xml,"
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'%3E"
    "%3Crect width='64' height='64' rx='14' fill='%230072B2'/%3E"
    "%3Cpath d='M12 50C12 30 52 40 52 14' fill='none' stroke='%23fff' stroke-width='6' "
    "stroke-linecap='round' stroke-dasharray='1 11'/%3E"
    "%3Ccircle cx='12' cy='50' r='7' fill='%23E69F00'/%3E"
    "%3Ccircle cx='52' cy='14' r='7' fill='%23fff'/%3E%3C/svg%3E"
)
"""A dotted road from a first point to a second, as an SVG data address."""

CSS = """
<style>
  /* On a phone: the picture, its sentence, the controls that move it, then all else. What stands
     between the row and these is no box there, so that they can change places. */
  @media (max-width: 640px) {
    .st-key-trip_picture, .st-key-trip_row div:has(.st-key-trip_picture, .st-key-trip_rest,
      .st-key-trip_after) { display: contents; }
    .st-key-trip_row div:has(> div > div > .st-key-trip_controls) { order: 1; width: 100%; }
    .st-key-trip_rest { order: 2; }
    .st-key-trip_after { order: 3; }
    /* The idea after the controls, unless it was asked for; the step of a tour stays in sight
       at the lower edge. */
    .st-key-trip_row div:has(.st-key-lesson_idea, .st-key-lesson_step) { display: contents; }
    .st-key-trip_row div:has(> .st-key-lesson_idea) { display: block; order: 1; }
    .st-key-trip_row div:has(> .st-key-lesson_idea .st-key-idea_asked) { order: 0; }
    .st-key-trip_row div:has(> .st-key-lesson_step) { display: block; position: sticky; bottom: 0;
      z-index: 20; max-height: 45vh; overflow-y: auto; order: 1;
      background: Canvas; }
  }
  /* On a wide screen the pictures get part of the empty margin. */
  @media (min-width: 1000px) {
    .st-key-suite_page { width: calc(100% + 5rem); max-width: none; margin-inline: -2.5rem; }
  }
  /* What only marks that a part of the page waits takes no room. */
  [data-testid="stElementContainer"]:has(.suite-awaits) { display: none; }
  .st-key-notice { border-left: 4px solid var(--st-primary-color, #0072B2); padding-left: 0.9rem; }
</style>
"""


def apply() -> None:
    """Put the rules into the page."""
    st.html(CSS)
