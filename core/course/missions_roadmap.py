"""Missions of the stage roadmap."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

STAGE = "roadmap"


def _found(settings: Any, answer: Any) -> bool:
    return bool(settings.find.strip()) and any(hit.slug in settings.existing for hit in answer.hits)


def _coming(settings: Any, answer: Any) -> bool:
    return bool(settings.find.strip()) and any(
        hit.slug not in settings.existing for hit in answer.hits
    )


def _five(_settings: Any, answer: Any) -> bool:
    return bool(answer.n_earned >= 5)


MISSIONS = (
    Mission(
        "roadmap.find",
        STAGE,
        "map",
        "Find your way",
        "Look for a topic and let the map show where it can be operated.",
        ("Type a term such as recall, leakage or SHAP.",),
        _found,
    ),
    Mission(
        "roadmap.ahead",
        STAGE,
        "map",
        "Look ahead",
        "Look for a topic of a stage that is still coming.",
        ("Try gradient descent, attention or reinforcement.",),
        _coming,
    ),
    Mission(
        "roadmap.five",
        STAGE,
        "passport",
        "On the road",
        "Earn 5 missions and come back to see them in your passport.",
        ("Every page has at least three.",),
        _five,
    ),
)
