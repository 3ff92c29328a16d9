"""Missions of the neural network stage about what training is made of."""

from __future__ import annotations

from typing import Any

from core.learn.missions import Mission

STAGE = "neural_networks"


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
        STAGE,
        "activations",
        "Where nothing is learnt",
        "Drag the input of a sigmoid to where its slope is below 0.01.",
        ("Choose the sigmoid, then drag to either end.", "An input of 5 or more will do."),
        _flat_sigmoid,
    ),
    Mission(
        "neural_networks.leak",
        STAGE,
        "activations",
        "A trickle, not nothing",
        "At an input of −1 or less, find an activation that leaves less than 1e-15 of a gradient "
        "after ten layers, but not nothing.",
        ("ReLU leaves exactly nothing there.", "Which one was made to leak?"),
        _passes_on,
    ),
    Mission(
        "neural_networks.cold",
        STAGE,
        "activations",
        "Cold certainty",
        "Give one class a share of at least 99 %, with scores no further apart than 1.5.",
        ("Look at softmax.", "Lower the temperature."),
        _cold,
    ),
    Mission(
        "neural_networks.silent",
        STAGE,
        "activations",
        "Wrong and silent",
        "Find a loss of classes whose gradient is below 0.1 although the truth gets at most 5 %.",
        (
            "Drag the sum until the truth gets almost nothing, then compare the three losses.",
            "Which loss goes flat where the network is surely wrong?",
        ),
        _silent,
    ),
)
