"""Missions of the playground Shapley by hand."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission


def _game(settings: Any) -> str:
    return str(getattr(settings, "game", "model"))


def _free_rider(settings: Any, answer: Any) -> bool:
    return _game(settings) == "own" and bool(answer.idle) and any(answer.values)


def _powerless(settings: Any, answer: Any) -> bool:
    if _game(settings) != "vote":
        return False
    from core.stages.explainable_ai.shapley.games import read_numbers

    _, *votes = read_numbers(settings.votes, "Quota; votes", "", first=True)
    return any(votes[i] >= sum(votes) / 4 for i in answer.idle)


def _by_accident(settings: Any, answer: Any) -> bool:
    even = max(answer.values) - min(answer.values) <= 1e-9 * max(map(abs, answer.values))
    return bool(_game(settings) == "own" and even and not answer.alike)


def _two_faced(_settings: Any, answer: Any) -> bool:
    if answer.row is None:
        return False
    both = (min(-low, high) for low, high in zip(answer.lowest, answer.highest, strict=True))
    return bool(max(both) > 0.01 * max(map(abs, answer.values)))


MISSIONS = (
    Mission(
        "explainable_ai.free_rider",
        "Free rider",
        "In a game with your own worths, make somebody a null player, who adds nothing to anybody, "
        "while the others share something.",
        (
            "C adds nothing if every coalition is worth the same with C as without.",
            "Choose *Your own worths* and give C 0, AC as much as A, BC as much as B, and ABC as "
            "much as AB: 10, 20, 0, 30, 10, 20, 30.",
        ),
        _free_rider,
        {"game": "own", "worths": "10, 20, 0, 30, 10, 20, 30"},
        {"game": "own", "worths": "10, 20, 0, 30, 10, 20, 40"},
    ),
    Mission(
        "explainable_ai.powerless",
        "Votes without power",
        "Give a voter at least a quarter of all votes and no power at all.",
        (
            "It must never be pivotal: whoever wins with it has to win without it.",
            "Let two voters reach the quota together, and neither of them with the third: "
            "66; 35, 35, 30.",
        ),
        _powerless,
        {"game": "vote", "votes": "66; 35, 35, 30"},
        {"game": "vote", "votes": "65; 35, 35, 30"},
    ),
    Mission(
        "explainable_ai.equal_by_accident",
        "Equal, but not alike",
        "Set worths so that all get the same although no two players are interchangeable.",
        (
            "What one player lacks alone it must make up for in company.",
            "Three players, each 10 of 30: A alone 10, B 0, C 4; AB 14, AC 10, BC 20; ABC 30.",
        ),
        _by_accident,
        {"game": "own", "worths": "10, 0, 4, 14, 10, 20, 30"},
        {"game": "own", "worths": "10, 0, 0, 10, 10, 20, 30"},
    ),
    Mission(
        "explainable_ai.two_faced",
        "Two faces",
        "With your model, find a row in which a column raises the prediction in one order and "
        "lowers it in another.",
        (
            "With a straight line it cannot: what a column adds must depend on the others.",
            "Open the sample iris: with three classes a column can speak for one and against the "
            "next. Look at row 4.",
        ),
        _two_faced,
        Attempt({"game": "model", "row": 4}, "iris"),
        Attempt({"game": "model", "row": 0}, "iris"),
    ),
)
