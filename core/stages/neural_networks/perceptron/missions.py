"""Missions of the playground perceptron."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

TOUCHING = "0,0.1,0;1,1,0;-1,1,0;0,0,1;1,-1,1;-1,-1,1"


APART = "0,1,0;1,1,0;-1,1,0;0,0,1;1,-1,1;-1,-1,1"
"""Two crowds whose nearest points are 0.1 apart, and the same with a gap of 1."""


def _hard_but_possible(settings: Any, film: Any) -> bool:
    """Whether the points are hard, not the start: a small rate takes long from any random line."""
    return bool(settings.start == "zero" and film.last.done and film.last.mistakes >= 50)


def _own_xor(settings: Any, film: Any) -> bool:
    import numpy as np

    from core.neural.data.dataset import DRAWN

    drawn = settings.shape == DRAWN and len(settings.points) <= 8
    return bool(drawn and np.isnan(film.last.margin) and not film.last.done)


MISSIONS = (
    Mission(
        "neural_networks.hard_but_possible",
        "A narrow escape",
        "Find points that take at least 50 corrections from a start at zero and still end with "
        "every point right.",
        (
            "The narrower the margin, the higher the bound.",
            "Allow 200 passes, and draw two crowds that nearly touch: their nearest points 0.1 "
            "apart.",
        ),
        _hard_but_possible,
        {"shape": "drawn", "points": TOUCHING, "most_passes": 200},
        {"shape": "drawn", "points": APART, "most_passes": 200},
    ),
    Mission(
        "neural_networks.own_xor",
        "No line will do",
        "Draw at most eight points that no perceptron can part.",
        ("Choose your drawing as the data.", "Four points on the corners of a square are enough."),
        _own_xor,
        {"shape": "drawn", "points": "1,1,0;-1,-1,0;1,-1,1;-1,1,1"},
        {"shape": "drawn", "points": "1,1,0;-1,-1,0;1,-1,0;-1,1,1"},
    ),
)
