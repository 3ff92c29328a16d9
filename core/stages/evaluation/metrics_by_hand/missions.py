"""Missions of the playground metrics by hand."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _accuracy_lies(_view: Any, answer: Any) -> bool:
    recall, accuracy = answer.metric("recall").value, answer.metric("accuracy").value
    return bool(accuracy >= 0.95 and recall <= 0.1)


def _same_accuracy(_view: Any, answer: Any) -> bool:
    return bool(abs(answer.metric("mcc").value) < 0.02 and answer.metric("accuracy").value > 0.5)


def _all_equal(_view: Any, answer: Any) -> bool:
    import numpy as np

    names = ("precision", "recall", "f1")
    values = [answer.metric(name).value for name in names]
    return bool(np.ptp(values) < 1e-9 and 0 < values[0] < 1)


MISSIONS = (
    Mission(
        "evaluation.accuracy_lies",
        "The lie of accuracy",
        "Reach an accuracy of at least 0.95 with a recall of at most 0.1.",
        (
            "Make the class rare.",
            "Of 100 rows only 5 are of the class, and none is found: TP 0, FN 5, FP 0, TN 95.",
        ),
        _accuracy_lies,
        {"tp": 0, "fn": 5, "fp": 0, "tn": 95},
        {"tp": 1, "fn": 5, "fp": 0, "tn": 95},
    ),
    Mission(
        "evaluation.guessing",
        "No better than guessing",
        "Bring the Matthews correlation to 0 while accuracy stays above 0.5.",
        (
            "Predictions that know nothing of the truth: TP · TN = FP · FN.",
            "For example TP 4, FN 6, FP 36, TN 54.",
        ),
        _same_accuracy,
        {"tp": 4, "fn": 6, "fp": 36, "tn": 54},
        {"tp": 5, "fn": 5, "fp": 50, "tn": 50},
    ),
    Mission(
        "evaluation.balance",
        "All one",
        "Make precision, recall and F1 the same, without being perfect.",
        (
            "What must be equal for precision and recall to agree?",
            "As many false positives as false negatives, and some of each.",
        ),
        _all_equal,
        {"tp": 20, "fn": 7, "fp": 7},
        {"tp": 20, "fn": 0, "fp": 0},
    ),
)
