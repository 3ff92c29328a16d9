"""Missions of the playground nested validation."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice
from core.value import Value

THREE: dict[str, Value] = {"n_outer": 3, "n_inner": 3}
LUCKY = {**THREE, "n_candidates": 20, "shuffled": True}


def _tree(seed: int) -> dict[str, Any]:
    return {"model": ModelChoice("decision_tree"), "seed": seed}


def _luck_alone(settings: Any, answer: Any) -> bool:
    board = answer.board
    above = board.sign * (board.reported - answer.guess)
    return bool(settings.shuffled and board.sign > 0 and above >= 0.1)


def _calm(settings: Any, answer: Any) -> bool:
    board = answer.board
    return bool(not settings.shuffled and board.n_candidates >= 40 and abs(board.optimism) <= 0.005)


def _claimed(_settings: Any, answer: Any) -> bool:
    return bool(answer.board.sign > 0 and answer.board.claim >= 0.1)


MISSIONS = (
    Mission(
        "tuning.luck_without_skill",
        "Luck without skill",
        "Shuffle the target and let the best score, of a metric that is best at 1, still lie 0.1 "
        "or more above guessing.",
        (
            "More candidates, fewer rows and a restless model help, such as a decision tree on "
            "Iris with 20 candidates and 3 by 3 folds.",
            "Another seed under Split and seed deals the target out anew: 3 is a lucky one.",
        ),
        _luck_alone,
        Attempt(LUCKY, "iris", _tree(3)),
        Attempt(LUCKY, "iris", _tree(0)),
    ),
    Mission(
        "tuning.nothing_to_hide",
        "Nothing to hide",
        "Try at least 40 candidates on a target that is not shuffled, with an optimism of at most "
        "0.005.",
        (
            "Where many candidates are equally good, luck cannot choose a bad one: open Iris.",
            "A decision tree, 40 candidates, 3 by 3 folds.",
        ),
        _calm,
        Attempt({**THREE, "n_candidates": 40}, "iris", _tree(0)),
        Attempt({**THREE, "n_candidates": 40}, "iris", _tree(4)),
    ),
    Mission(
        "tuning.worst_habit",
        "The worst habit",
        "Let tuning on the test rows claim at least 0.1 more, in a metric that is best at 1, than "
        "the reported winner has there.",
        (
            "It claims most where nothing can be learnt: shuffle the target.",
            "A decision tree on Iris with 20 candidates, 3 by 3 folds and the seed 4.",
        ),
        _claimed,
        Attempt(LUCKY, "iris", _tree(4)),
        Attempt(LUCKY, "iris", _tree(0)),
    ),
)
