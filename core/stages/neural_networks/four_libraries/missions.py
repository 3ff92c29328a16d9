"""Missions of the playground four libraries."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _few_parameters(_settings: Any, answer: Any) -> bool:
    return bool(answer.n_parameters <= 33 and answer.run("pytorch").accuracy >= 0.95)


def _quickly(settings: Any, answer: Any) -> bool:
    return bool(settings.n_epochs <= 100 and answer.run("pytorch").last_loss <= 0.08)


MISSIONS = (
    Mission(
        "neural_networks.smaller",
        "Thirty-three parameters",
        "Reach 95 % of the test points with at most 33 parameters, in PyTorch.",
        ("One hidden layer needs the fewest.", "Give few units 600 epochs and a momentum of 0.95."),
        _few_parameters,
        {"n_layers": 1, "n_epochs": 600, "momentum": 0.95},
        {"n_epochs": 600, "momentum": 0.95},
    ),
    Mission(
        "neural_networks.early",
        "In a hundred steps",
        "Bring the training loss to 0.08 or less in at most 100 epochs, in PyTorch.",
        ("Momentum keeps what went well: take 0.9, and 100 epochs.", "Larger steps help, too."),
        _quickly,
        {"n_epochs": 100, "momentum": 0.9},
        {"n_epochs": 100, "momentum": 0.0},
    ),
)
