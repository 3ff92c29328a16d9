"""Missions of the playground threshold."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice

TREE = {"model": ModelChoice("decision_tree")}


def _find_most(settings: Any, answer: Any) -> bool:
    counts, moved = answer.counts, settings.threshold != 0.5
    return bool(moved and counts.recall >= 0.9 and counts.precision >= 1.2 * answer.base_rate)


def _cheapest(settings: Any, answer: Any) -> bool:
    """Whether no threshold that can be set is cheaper."""
    return bool(settings.threshold != 0.5 and not answer.saving)


def _never(settings: Any, answer: Any) -> bool:
    return bool(answer.best.threshold > 1 and settings.cost_alarm > settings.cost_miss)


MISSIONS = (
    Mission(
        "evaluation.find_most",
        "Miss hardly any",
        "Move the threshold until you find at least 90 % of the class and are still a fifth more "
        "precise than guessing.",
        (
            "Lower the threshold and watch the alarms.",
            "Guessing is as precise as the class is frequent: the dashed line under the curve of "
            "precision.",
        ),
        _find_most,
        Attempt({"threshold": 0.3}, "iris", TREE),
        Attempt({"threshold": 0.0}, "iris", TREE),
    ),
    Mission(
        "evaluation.cheapest",
        "As cheap as it gets",
        "Move the threshold to where the errors cost least.",
        (
            "A dot in the picture of the cost marks the cheapest threshold that can be set.",
            "If that is where you stand at the start, make a miss dearer or cheaper first.",
        ),
        _cheapest,
        Attempt({"threshold": 0.19}, "churn"),
        Attempt({"threshold": 0.15}, "churn"),
    ),
    Mission(
        "evaluation.never",
        "When silence is golden",
        "Make a false alarm so much dearer than a miss that never raising one would be cheapest.",
        (
            "Make a false alarm far dearer than a miss.",
            "If the surest rows are all of the class, only a miss that costs 0 makes silence win.",
        ),
        _never,
        Attempt({"cost_miss": 0.0}, "churn"),
        Attempt({"cost_alarm": 1000.0}, "churn"),
    ),
)
