"""Missions of the playground leak detector."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission


def _big_lie(_settings: Any, answer: Any) -> bool:
    return bool(answer.lie >= 0.3)


def _harmless(settings: Any, answer: Any) -> bool:
    return settings.leak in ("scaling", "imputation") and bool(abs(answer.lie) < 0.02)


def _cured(settings: Any, answer: Any) -> bool:
    """Whether the worst leak hardly lied, on rows that were there: a small table gives fewer."""
    worst = settings.leak == "selection" and answer.n_noise >= 100
    return worst and answer.n_rows >= 1000 and bool(abs(answer.lie) < 0.05)


MISSIONS = (
    Mission(
        "preprocessing.lie",
        "A big lie",
        "Build a leak that adds at least 0.3 to the score.",
        ("Few rows, many columns of noise.", "Choosing columns with the target's help is worst."),
        _big_lie,
        Attempt({"n_rows": 40, "keep_real": False}, "iris"),
        Attempt({"keep_real": False}, "iris"),
    ),
    Mission(
        "preprocessing.harmless",
        "The harmless leak",
        "Find a step that never looks at the target, saw every row and hardly lied: less than "
        "0.02.",
        ("Which of them learns from the columns alone?", "Scaling, or filling gaps."),
        _harmless,
        Attempt({"leak": "scaling"}, "iris"),
        Attempt({"leak": "selection", "n_noise": 0}, "iris"),
    ),
    Mission(
        "preprocessing.cured",
        "Cured by data",
        "Let choosing columns see every row, keep 100 columns of noise, and shrink the lie below "
        "0.05 with at least 1 000 training rows.",
        ("Open a sample with enough rows, such as Machine sensors.",),
        _cured,
        Attempt({"n_rows": 1000, "n_noise": 100}, "sensors"),
        Attempt({"n_rows": 1000, "n_noise": 90}, "sensors"),
    ),
)
