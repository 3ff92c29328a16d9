"""Missions of the playground deep trouble."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _deep_alive(settings: Any, film: Any) -> bool:
    if settings.view != "signals" or settings.n_layers < 20:
        return False
    first = film.frames[0]
    return bool(0 < 0.1 * first.last_gradient <= first.first_gradient <= 10 * first.last_gradient)


def _rescued(settings: Any, film: Any) -> bool:
    sigmoid = settings.activation == "sigmoid" and settings.n_layers >= 12
    return bool(settings.view == "signals" and sigmoid and film.last.accuracy >= 0.9)


def _buried(settings: Any, film: Any) -> bool:
    if settings.view != "signals" or film.ended:
        return False
    return bool(film.frames[0].stuck <= 0.3 and film.last.stuck >= 0.5)


def _found_rate(settings: Any, film: Any) -> bool:
    return bool(settings.view == "finder" and film.last.trials[1] <= 0.1)


MISSIONS = (
    Mission(
        "neural_networks.deep_alive",
        "Twenty layers down",
        "With 20 layers or more, start so that the first layer gets between a tenth of the last "
        "layer's gradient and ten times it.",
        (
            "Look at signals, and at what each layer passes back.",
            "Which initial weights were made for which activation? He's for ReLU.",
        ),
        _deep_alive,
        {"n_layers": 20, "activation": "relu", "init": "he_normal"},
        {"n_layers": 20, "activation": "relu"},
    ),
    Mission(
        "neural_networks.rescued",
        "The sigmoid rescued",
        "Train a sigmoid network of 12 layers or more to an accuracy of at least 90 %.",
        ("It needs signals that stay the same size.", "One switch does that layer by layer."),
        _rescued,
        {"batch_norm": True},
        {"n_layers": 14},
    ),
    Mission(
        "neural_networks.buried",
        "Buried alive",
        "Have at most 30 % of the units dead before training and at least 50 % after it, without "
        "an overflow.",
        ("ReLU units die of steps that are too large.", "Raise the rate little by little, to 1."),
        _buried,
        {"activation": "relu", "learning_rate": 1.0},
        {"activation": "relu", "learning_rate": 0.5},
    ),
    Mission(
        "neural_networks.found_rate",
        "A rate to begin with",
        "Make the rate finder suggest a rate at which a plain run ends at a loss of 0.1 or less.",
        (
            "Mend the network first: ReLU, and He's initial weights.",
            "Adam, which has a rate for each weight, makes better use of a careful one.",
        ),
        _found_rate,
        {"view": "finder", "activation": "relu", "init": "he_normal", "optimiser": "adam"},
        {"view": "finder", "activation": "relu", "init": "he_normal"},
    ),
)
