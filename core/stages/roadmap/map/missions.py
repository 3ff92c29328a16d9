"""Missions of the playground map."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _found(settings: Any, answer: Any) -> bool:
    return bool(settings.find.strip()) and any(hit.slug in settings.existing for hit in answer.hits)


def _coming(settings: Any, answer: Any) -> bool:
    return bool(settings.find.strip()) and any(
        hit.slug not in settings.existing for hit in answer.hits
    )


MISSIONS = (
    Mission(
        "roadmap.find",
        "Find your way",
        "Look for a topic and let the map show where it can be operated.",
        ("Type a term such as recall, leakage or SHAP.",),
        _found,
        {"find": "recall"},
        {"find": " "},
    ),
    Mission(
        "roadmap.ahead",
        "Look ahead",
        "Look for a topic of a stage that is still coming.",
        ("Try gradient descent, attention or reinforcement.",),
        _coming,
        {"find": "gradient descent"},
        {"find": "qqqq"},
    ),
)
