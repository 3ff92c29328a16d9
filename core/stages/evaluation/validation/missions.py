"""Missions of the playground validation."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice

BAYES = {"model": ModelChoice("gaussian_nb")}


def _spread(_settings: Any, answer: Any) -> bool:
    return len(answer.repeats) >= 5


def _unlucky(_settings: Any, answer: Any) -> bool:
    return bool(answer.std > 0 and abs(answer.gap) > answer.std)


def _one_by_one(settings: Any, _answer: Any) -> bool:
    return bool(settings.scheme == "loocv")


def _first_misleads(_settings: Any, answer: Any) -> bool:
    """Whether, of eight folds or more, the first is the furthest from the mean of all."""
    import numpy as np

    away = np.abs(answer.scores - np.mean(answer.scores))
    return bool(len(away) >= 8 and np.isfinite(away).all() and away[0] > np.max(away[1:]))


MISSIONS = (
    Mission(
        "evaluation.spread",
        "Ask again",
        "Look at the estimate with at least 5 seeds.",
        ("Seeds is one of the controls.",),
        _spread,
        Attempt({"n_repeats": 5}, "iris"),
        Attempt({"n_repeats": 4}, "iris"),
    ),
    Mission(
        "evaluation.unlucky",
        "Unlucky split",
        "Find a seed or split where the test rows disagree with the folds by more than one "
        "standard deviation.",
        ("Small tables disagree most.", "Change the seed under Split and seed."),
        _unlucky,
        Attempt({}, "iris", {"seed": 2}),
        Attempt({}, "iris", {"seed": 1}),
    ),
    Mission(
        "evaluation.one_by_one",
        "One by one",
        "Leave one row out at a time.",
        ("Choose another scheme.",),
        _one_by_one,
        Attempt({"scheme": "loocv"}, "iris", BAYES),
        Attempt({"scheme": "hold_out"}, "iris", BAYES),
    ),
    Mission(
        "evaluation.first_misleads",
        "The first fold misleads",
        "Find eight folds or more of which the first is the furthest from the mean of all: the "
        "film begins far away and comes home.",
        (
            "Step through the film: how far is the blue line from its end after one fold?",
            "Another seed under Split and seed makes other folds.",
        ),
        _first_misleads,
        Attempt({"n_folds": 8}, "iris", {"seed": 1}),
        Attempt({"n_folds": 8}, "iris", {"seed": 2}),
    ),
)
