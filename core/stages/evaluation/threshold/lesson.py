"""The lesson of the threshold."""

from __future__ import annotations

from math import isnan
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.wording import counted

FIVE_TO_ONE = {"cost_miss": 5.0, "cost_alarm": 1.0}
EVEN = 1e-9


def _cost(settings: Any, answer: Any) -> str:
    counts, miss, alarm = answer.counts, settings.cost_miss, settings.cost_alarm
    return (
        rf"{miss:g} \cdot {counts.false_negatives} + {alarm:g} \cdot {counts.false_positives}"
        rf" = {answer.cost:g}"
    )


def _accuracy_and_cost(_settings: Any, answer: Any) -> tuple[float, float]:
    return answer.counts.accuracy, answer.cost


def _better(before: Any, after: Any) -> int | None:
    """Return the place of what accuracy and cost did; undecided where one stands still."""
    accuracy, saved = after[0] - before[0], before[1] - after[1]
    if abs(accuracy) < EVEN or abs(saved) < EVEN:
        return None
    return {(True, True): 0, (False, False): 1, (False, True): 2, (True, False): 3}[
        accuracy > 0, saved > 0
    ]


def _cheapest(_settings: Any, answer: Any) -> float:
    return float(answer.cheapest.threshold)


def _area(_settings: Any, answer: Any) -> float | None:
    return None if isnan(answer.roc.area) else float(answer.roc.area)


def _precision(_settings: Any, answer: Any) -> tuple[float, int, int] | None:
    counts = answer.counts
    taken = counts.true_positives + counts.false_positives
    return (counts.precision, counts.true_positives, taken) if taken else None


def _given_up(before: tuple[float, int, int], after: tuple[float, int, int]) -> str:
    """Say what the alarms that were given up were worth; precision is the mean of all left."""
    fewer, fewer_right = before[2] - after[2], before[1] - after[1]
    because = (
        f"Of the {counted(fewer, 'alarm')} you gave up {fewer_right} were right: where that share "
        "is higher than before, precision falls."
        if fewer
        else "No row lies between: you gave up no alarm."
    )
    return (
        f"{before[1]} of {before[2]} alarms were right at 0.5, {after[1]} of {after[2]} at 0.8: "
        f"{before[0]:.3f} and {after[0]:.3f}. {because}"
    )


def _moved(before: float, after: float) -> int:
    """Return 0 where it fell, 1 where it stayed, 2 where it rose."""
    return 1 + (after > before + EVEN) - (after < before - EVEN)


def _precision_at(answer: Any, threshold: float) -> float:
    import numpy as np

    place = int(np.argmin(np.abs(answer.sweep.thresholds - threshold)))
    return float(answer.sweep.precision[place])


LESSON = Lesson(
    idea=(
        "A classifier does not say yes: it says *how likely*. To act you need a **threshold**, the "
        "probability from which on you call it a yes. Picture the test rows lined up by that "
        "probability, those of the class stacked upwards, the rest hanging down, and a line you "
        "slide along. To the left you find more of the class (**recall**) and raise more **false "
        "alarms**; to the right you miss more, but mostly more of the alarms are right "
        "(**precision**). Blue rows are on their own side of the line, vermilion ones are not. "
        "No place is right by itself: it depends on what a miss costs against a false alarm, and "
        "that is for people to say. The **ROC curve** holds every place at once; the dot is yours."
    ),
    formula=(
        r"\text{cost} = c_{\text{miss}} \cdot \text{missed} + "
        r"c_{\text{alarm}} \cdot \text{false alarms}"
    ),
    numbers=_cost,
    words=("threshold", "false alarm", "recall", "precision", "ROC curve"),
    tour=(
        Step(
            "Each bar is a group of test rows that got about the same probability. Drag the line "
            "in the rows to the left, below 0.4, and watch the four counts in its corners: more is "
            "found, and more is alarmed for nothing.",
            sets={"threshold": 0.5},
            until=lambda settings, _answer: settings.threshold < 0.4,
        ),
        Step(
            "Say a miss costs five times as much as a false alarm. You are about to lower the "
            "threshold from 0.5 to 0.2. **Accuracy** is the share of all rows that are right.",
            "threshold",
            {"threshold": 0.5, **FIVE_TO_ONE},
            Prediction(
                "evaluation.lower_the_fence",
                "What becomes of accuracy and of the cost?",
                (
                    "Both get better",
                    "Both get worse",
                    "Accuracy gets worse, the cost better",
                    "Accuracy gets better, the cost worse",
                ),
                {"threshold": 0.2},
                _accuracy_and_cost,
                _better,
                lambda before, after: (
                    f"Accuracy goes from {before[0]:.3f} to {after[0]:.3f}, the cost from "
                    f"{before[1]:g} to {after[1]:g}. Accuracy counts a miss and a false alarm "
                    "alike; the bill does not."
                ),
                surprises=True,
                always="At five to one a miss weighs most, and accuracy does not know it.",
                undecided="One of the two stands still here: choose another class or model.",
            ),
        ),
        Step(
            "The green mark in *Cost* is the cheapest threshold. You are about to double both "
            "costs: a miss from 5 to 10, a false alarm from 1 to 2.",
            "cost_miss",
            FIVE_TO_ONE,
            Prediction(
                "evaluation.both_costs_twice",
                "Where is the cheapest threshold then?",
                ("Lower", "At the same place", "Higher"),
                {"cost_miss": 10.0, "cost_alarm": 2.0},
                _cheapest,
                _moved,
                lambda before, after: (
                    f"At {before:.2f} before, at {after:.2f} now. Every bill is twice as long, so "
                    "the shortest stays the shortest: only the ratio of the costs counts."
                ),
                surprises=True,
                always="Only the ratio of the two costs decides.",
            ),
        ),
        Step(
            "*ROC* draws, for every threshold, how much of the class is found against how much of "
            "the rest is alarmed; the area under it sums the curve up in one number. You are about "
            "to move the threshold from 0.5 to 0.9.",
            sets={"threshold": 0.5},
            predict=Prediction(
                "evaluation.area_and_threshold",
                "What does the area under the ROC curve do?",
                ("It shrinks", "It stays", "It grows"),
                {"threshold": 0.9},
                _area,
                _moved,
                lambda before, after: (
                    f"{before:.3f} before, {after:.3f} now; only the dot moved. The area says how "
                    "often a row of the class gets a higher probability than one of the rest, and "
                    "that needs no threshold."
                ),
                surprises=True,
                always="The curve is made of all thresholds, so none of them changes it.",
                undecided="All test rows are of one class: the area has no value.",
            ),
        ),
        Step(
            "Being stricter should make a yes more reliable. You are about to act from 0.8 on "
            "instead of from 0.5 on.",
            "threshold",
            {"threshold": 0.5},
            Prediction(
                "evaluation.stricter",
                "What does precision do, the share of alarms that are right?",
                ("It falls", "It stays", "It rises"),
                {"threshold": 0.8},
                _precision,
                lambda before, after: _moved(before[0], after[0]),
                _given_up,
                surprises=True,
                undecided="No row has a probability of 0.8: choose another class or model.",
            ),
        ),
        Step(
            "Now you: with these costs, drag the dot in *Cost* to the green mark, the lowest "
            "place. If probabilities can be trusted it lies near 1/6: of six such rows one is of "
            "the class, and a miss of 5 costs as much as five false alarms.",
            sets={"threshold": 0.5, **FIVE_TO_ONE},
            until=lambda _settings, answer: not answer.saving,
        ),
    ),
    traps=(
        Trap(
            "0.5 is the natural threshold.",
            "Only where both errors cost the same and the probabilities can be believed.",
            {"threshold": 0.5, **FIVE_TO_ONE},
            lambda _settings, answer: answer.saving > 0,
        ),
        Trap(
            "A stricter threshold is a more reliable one.",
            "You find less for certain. Precision rises as a rule, but not at every step: it can "
            "fall below what it was at 0.5.",
            {"threshold": 0.8},
            lambda _settings, answer: answer.counts.precision < _precision_at(answer, 0.5),
        ),
    ),
    on_the_job=(
        "Fraud desks, screening programmes and churn calls all run on a threshold that somebody "
        "set; moving it often earns more than the next model, and takes a minute."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: Tuning the decision threshold",
            "https://scikit-learn.org/stable/modules/classification_threshold.html",
        ),
        Reading("MLU-Explain", "ROC and AUC", "https://mlu-explain.github.io/roc-auc/"),
        Reading(
            "Google",
            "Machine Learning Crash Course: Thresholds and the confusion matrix",
            "https://developers.google.com/machine-learning/crash-course/classification/"
            "thresholding",
        ),
        Reading(
            "Fawcett (2006)",
            "An introduction to ROC analysis",
            "https://doi.org/10.1016/j.patrec.2005.10.010",
        ),
    ),
)
