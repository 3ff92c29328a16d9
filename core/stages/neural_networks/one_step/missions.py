"""Missions of the playground one step."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


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
        "neural_networks.overshot",
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
