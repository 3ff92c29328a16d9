"""Missions of the stage model evaluation."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

STAGE = "evaluation"


def _find_most(settings: Any, answer: Any) -> bool:
    counts, moved = answer.counts, settings.threshold != 0.5
    return bool(moved and counts.recall >= 0.9 and counts.precision >= 1.2 * answer.base_rate)


def _cheapest(settings: Any, answer: Any) -> bool:
    """Whether no threshold that can be set is cheaper."""
    return bool(settings.threshold != 0.5 and not answer.saving)


def _never(settings: Any, answer: Any) -> bool:
    return bool(answer.best.threshold > 1 and settings.cost_alarm > settings.cost_miss)


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
        "evaluation.find_most",
        STAGE,
        "threshold",
        "Miss hardly any",
        "Move the threshold until you find at least 90 % of the class and are still a fifth more "
        "precise than guessing.",
        (
            "Lower the threshold and watch the alarms.",
            "Guessing is as precise as the class is frequent: the dashed line under the curve of "
            "precision.",
        ),
        _find_most,
    ),
    Mission(
        "evaluation.cheapest",
        STAGE,
        "threshold",
        "As cheap as it gets",
        "Move the threshold to where the errors cost least.",
        (
            "A dot in the picture of the cost marks the cheapest threshold that can be set.",
            "If that is where you stand at the start, make a miss dearer or cheaper first.",
        ),
        _cheapest,
    ),
    Mission(
        "evaluation.never",
        STAGE,
        "threshold",
        "When silence is golden",
        "Make a false alarm so much dearer than a miss that never raising one would be cheapest.",
        (
            "Make a false alarm far dearer than a miss.",
            "If the surest rows are all of the class, only a miss that costs 0 makes silence win.",
        ),
        _never,
    ),
    Mission(
        "evaluation.accuracy_lies",
        STAGE,
        "metrics_by_hand",
        "The lie of accuracy",
        "Reach an accuracy of at least 0.95 with a recall of at most 0.1.",
        (
            "Make the class rare.",
            "Of 100 rows only 5 are of the class, and none is found: TP 0, FN 5, FP 0, TN 95.",
        ),
        _accuracy_lies,
    ),
    Mission(
        "evaluation.guessing",
        STAGE,
        "metrics_by_hand",
        "No better than guessing",
        "Bring the Matthews correlation to 0 while accuracy stays above 0.5.",
        (
            "Predictions that know nothing of the truth: TP · TN = FP · FN.",
            "For example TP 4, FN 6, FP 36, TN 54.",
        ),
        _same_accuracy,
    ),
    Mission(
        "evaluation.balance",
        STAGE,
        "metrics_by_hand",
        "All one",
        "Make precision, recall and F1 the same, without being perfect.",
        (
            "What must be equal for precision and recall to agree?",
            "As many false positives as false negatives, and some of each.",
        ),
        _all_equal,
    ),
    Mission(
        "evaluation.spread",
        STAGE,
        "validation",
        "Ask again",
        "Look at the estimate with at least 5 seeds.",
        ("Seeds is one of the controls.",),
        _spread,
    ),
    Mission(
        "evaluation.unlucky",
        STAGE,
        "validation",
        "Unlucky split",
        "Find a seed or split where the test rows disagree with the folds by more than one "
        "standard deviation.",
        ("Small tables disagree most.", "Change the seed under Split and seed."),
        _unlucky,
    ),
    Mission(
        "evaluation.one_by_one",
        STAGE,
        "validation",
        "One by one",
        "Leave one row out at a time.",
        ("Choose another scheme.",),
        _one_by_one,
    ),
    Mission(
        "evaluation.first_misleads",
        STAGE,
        "validation",
        "The first fold misleads",
        "Find eight folds or more of which the first is the furthest from the mean of all: the "
        "film begins far away and comes home.",
        (
            "Step through the film: how far is the blue line from its end after one fold?",
            "Another seed under Split and seed makes other folds.",
        ),
        _first_misleads,
    ),
)
