"""Colours of the map: one hue of Okabe and Ito's for each section, for light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Hue:
    """A section's colours: shapes, words (4.5:1 on the background), and what lies on either."""

    fill: str
    text: str
    on_fill: str
    on_text: str


@dataclass(frozen=True)
class Palette:
    """The colours of one theme; ``face`` is the background inside a stop."""

    ink: str
    soft: str
    faint: str
    road: str
    face: str
    hues: Mapping[str, Hue]

    def section(self, name: str) -> Hue:
        """Return a section's hue; an unknown one gets the ink."""
        return self.hues.get(name, Hue(self.ink, self.ink, self.face, self.face))


_WHITE, _NIGHT = "#ffffff", "#10161d"

LIGHT = Palette(
    ink="#17212b",
    soft="#5a6875",
    faint="#8492a0",
    road="#edf1f5",
    face=_WHITE,
    hues={
        "Foundations": Hue("#0072B2", "#005f96", _WHITE, _WHITE),
        "Data": Hue("#009E73", "#00704f", _WHITE, _WHITE),
        "Core machine learning": Hue("#D55E00", "#a84a00", _WHITE, _WHITE),
        "Deep learning": Hue("#CC79A7", "#97406f", _NIGHT, _WHITE),
        "Applications": Hue("#E69F00", "#855b00", _NIGHT, _WHITE),
        "Production": Hue("#56B4E9", "#1b6a99", _NIGHT, _WHITE),
    },
)
DARK = Palette(
    ink="#e8eef4",
    soft="#9fb0c0",
    faint="#5f7183",
    road="#1c2732",
    face=_NIGHT,
    hues={
        "Foundations": Hue("#3e9fe0", "#6db9ef", _NIGHT, _NIGHT),
        "Data": Hue("#2bbf94", "#4fd6ae", _NIGHT, _NIGHT),
        "Core machine learning": Hue("#ef8434", "#f5a061", _NIGHT, _NIGHT),
        "Deep learning": Hue("#dd94bd", "#e9aecd", _NIGHT, _NIGHT),
        "Applications": Hue("#f0b429", "#f5c75a", _NIGHT, _NIGHT),
        "Production": Hue("#8fd0f5", "#8fd0f5", _NIGHT, _NIGHT),
    },
)
