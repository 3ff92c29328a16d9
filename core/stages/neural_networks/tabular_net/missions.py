"""Missions of the playground tabular net."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission


def _outgrown(settings: Any, answer: Any) -> bool:
    net = answer.net
    late = not settings.stop and net.used > net.best
    return bool(late and net.last_loss >= 1.2 * net.best_loss)


def _tiny(settings: Any, answer: Any) -> bool:
    name = "accuracy" if answer.classes else "r2"
    mine, theirs = answer.net.metric(name), answer.trees.metric(name)
    small = settings.width * settings.n_layers <= 8
    return bool(small and mine.value >= theirs.value)


MISSIONS = (
    Mission(
        "neural_networks.outgrown",
        "Past its best",
        "Train a net on until its loss on held-out rows is a fifth above its lowest or more.",
        ("Switch early stopping off.", "A wide net without dropout gets there sooner."),
        _outgrown,
        Attempt({"stop": False, "width": 128, "dropout": 0.0}, "churn"),
        Attempt({"width": 128, "dropout": 0.0}, "churn"),
    ),
    Mission(
        "neural_networks.tiny",
        "Small is enough",
        "With at most 8 hidden units in all, score as well as the trees on the test rows (accuracy "
        "or R²).",
        (
            "Small tables do not need many units.",
            "Few units learn slowly: one layer of 8, no dropout, and a rate of 0.05.",
        ),
        _tiny,
        Attempt({"n_layers": 1, "width": 8, "dropout": 0.0, "learning_rate": 0.05}, "tips"),
        Attempt({"n_layers": 2, "width": 8, "dropout": 0.0, "learning_rate": 0.05}, "tips"),
    ),
)
