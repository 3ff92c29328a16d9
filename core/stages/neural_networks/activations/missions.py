"""Missions of the playground activations."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _flat_sigmoid(settings: Any, answer: Any) -> bool:
    chosen = settings.view == "activation" and settings.activation == "sigmoid"
    return bool(chosen and abs(answer.slope) < 0.01)


def _passes_on(settings: Any, answer: Any) -> bool:
    negative = settings.view == "activation" and settings.z <= -1
    return bool(negative and 0 < answer.left_after_ten < 1e-15)


def _cold(settings: Any, answer: Any) -> bool:
    scores = sorted(settings.logits)
    near = settings.view == "softmax" and scores[-1] - scores[0] <= 1.5
    return bool(near and max(answer.share) >= 0.99)


def _silent(settings: Any, answer: Any) -> bool:
    wrong = settings.view == "classes" and answer.probability <= 0.05
    return bool(wrong and abs(answer.pull) < 0.1)


MISSIONS = (
    Mission(
        "neural_networks.flat_sigmoid",
        "Where nothing is learnt",
        "Drag the input of a sigmoid to where its slope is below 0.01.",
        ("Choose the sigmoid, then drag to either end.", "An input of 5 or more will do."),
        _flat_sigmoid,
        {"activation": "sigmoid", "z": 5.0},
        {"activation": "sigmoid", "z": 3.0},
    ),
    Mission(
        "neural_networks.leak",
        "A trickle, not nothing",
        "At an input of −1 or less, find an activation that leaves less than 1e-15 of a gradient "
        "after ten layers, but not nothing.",
        ("ReLU leaves exactly nothing there.", "Which one was made to leak?"),
        _passes_on,
        {"activation": "leaky_relu", "z": -2.0},
        {"activation": "relu", "z": -2.0},
    ),
    Mission(
        "neural_networks.cold",
        "Cold certainty",
        "Give one class a share of at least 99 %, with scores no further apart than 1.5.",
        ("Look at softmax.", "Lower the temperature to 0.2 or less."),
        _cold,
        {"view": "softmax", "temperature": 0.2},
        {"view": "softmax", "temperature": 0.5},
    ),
    Mission(
        "neural_networks.silent",
        "Wrong and silent",
        "Find a loss of classes whose gradient is below 0.1 although the truth gets at most 5 %.",
        (
            "Drag the sum until the truth gets almost nothing, then compare the three losses.",
            "The squared error goes flat where the network is surely wrong: at a sum of −6.",
        ),
        _silent,
        {"view": "classes", "class_loss": "squared_error", "sum": -6.0},
        {"view": "classes", "sum": -6.0},
    ),
)
