"""Missions of the neural network stage about one neuron and about one step."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

STAGE = "neural_networks"
TOUCHING = "0,0.1,0;1,1,0;-1,1,0;0,0,1;1,-1,1;-1,-1,1"
APART = "0,1,0;1,1,0;-1,1,0;0,0,1;1,-1,1;-1,-1,1"
"""Two crowds whose nearest points are 0.1 apart, and the same with a gap of 1."""


def _hard_but_possible(settings: Any, film: Any) -> bool:
    """Whether the points are hard, not the start: a small rate takes long from any random line."""
    return bool(settings.start == "zero" and film.last.done and film.last.mistakes >= 50)


def _own_xor(settings: Any, film: Any) -> bool:
    import numpy as np

    from core.neural.data.dataset import DRAWN

    drawn = settings.data.shape == DRAWN and len(settings.data.points) <= 8
    return bool(drawn and np.isnan(film.last.margin) and not film.last.done)


def _errors(film: Any) -> list[float]:
    return [frame.value for frame in film.frames if frame.name == "E"]


def _overshot(_settings: Any, film: Any) -> bool:
    errors = _errors(film)
    return len(errors) >= 2 and errors[-1] > errors[0]


def _cut_off(_settings: Any, film: Any) -> bool:
    first = {frame.name: frame.value for frame in film.frames if frame.step == 1}
    slopes = [first.get(f"dE_w{i}", 1.0) for i in range(1, 5)]
    return bool(not any(slopes) and first.get("E", 0.0) > 0.001)


MISSIONS = (
    Mission(
        "neural_networks.hard_but_possible",
        STAGE,
        "perceptron",
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
        STAGE,
        "perceptron",
        "No line will do",
        "Draw at most eight points that no perceptron can part.",
        ("Choose your drawing as the data.", "Four points on the corners of a square are enough."),
        _own_xor,
        {"shape": "drawn", "points": "1,1,0;-1,-1,0;1,-1,1;-1,1,1"},
        {"shape": "drawn", "points": "1,1,0;-1,-1,0;1,-1,0;-1,1,1"},
    ),
    Mission(
        "neural_networks.overshot",
        STAGE,
        "one_step",
        "A step too far",
        "Make the error larger after a step than before it.",
        (
            "Look at two steps: the second begins with the new error.",
            "The flat ends of the sigmoid swallow large steps: with these numbers every rate "
            "lowers its error. Choose Linear, and a learning rate of 10.",
        ),
        _overshot,
        {"n_steps": 2, "activation": "linear", "learning_rate": 10.0},
        {"n_steps": 2, "activation": "linear", "learning_rate": 2.0},
    ),
    Mission(
        "neural_networks.cut_off",
        STAGE,
        "one_step",
        "Cut off",
        "Let not a trace of the error reach the first four weights, though there is one.",
        (
            "A slope of exactly 0 lets nothing through.",
            "ReLU's slope is 0 where the sum is below 0: choose it, and a hidden bias of −1 (under "
            "More settings).",
        ),
        _cut_off,
        {"activation": "relu", "b1": -1.0},
        {"activation": "tanh", "b1": -1.0},
    ),
)
