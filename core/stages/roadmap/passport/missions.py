"""Missions of the playground passport."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission


def _five(_settings: Any, answer: Any) -> bool:
    return bool(answer.n_earned >= 5)


MISSIONS = (
    Mission(
        "roadmap.five",
        "On the road",
        "Earn 5 missions and come back to see them in your passport.",
        ("Every page has at least three.",),
        _five,
        Attempt(earned=("data_collection", "evaluation")),
        Attempt(earned=("data_collection",)),
    ),
)
