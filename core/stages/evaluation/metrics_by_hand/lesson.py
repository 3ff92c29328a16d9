"""The lesson of the metrics by hand."""

from __future__ import annotations

from math import isfinite, isnan
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap

OWN = {"tp": 40, "fn": 10, "fp": 20, "tn": 130}
TEST = {"tp": 80, "fn": 20, "fp": 90, "tn": 810}
"""A test that finds 80 % and alarms 10 % of the rest, where one row in ten is of the class."""
RARER = {"tp": 8, "fn": 2, "fp": 99, "tn": 891}
"""The same test where one row in a hundred is."""


def _precision_and_recall(_view: Any, answer: Any) -> str:
    counts = answer.counts
    precision, recall = (answer.metric(name).value for name in ("precision", "recall"))
    if isnan(precision) or isnan(recall):
        return ""
    return (
        rf"\frac{{{counts.tp}}}{{{counts.tp} + {counts.fp}}} = {precision:.3f}, \quad "
        rf"\frac{{{counts.tp}}}{{{counts.tp} + {counts.fn}}} = {recall:.3f}"
    )


def _values(*names: str) -> Any:
    """Return the measure that reads these metrics, None where one is undefined."""

    def measure(_view: Any, answer: Any) -> tuple[float, ...] | None:
        found = tuple(answer.metric(name).value for name in names)
        return found if all(map(isfinite, found)) else None

    return measure


def _stays(before: float, after: float) -> bool:
    return abs(after - before) < 1e-9


def _more_left_alone(before: Any, after: Any) -> int:
    accuracy, precision = (not _stays(b, a) for b, a in zip(before, after, strict=True))
    return {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[
        accuracy, precision
    ]


def _swapped(before: Any, after: Any) -> int | None:
    accuracy, f1 = (_stays(b, a) for b, a in zip(before[:2], after[:2], strict=True))
    return {(True, True): 2, (True, False): 1, (False, False): 0}.get((accuracy, f1))


def _lazy(_view: Any, answer: Any) -> bool:
    return bool(answer.metric("recall").value == 0 and answer.metric("accuracy").value >= 0.9)


UNDEFINED = "With these counts one of them is 0 / 0: give every cell a row and ask again."

LESSON = Lesson(
    idea=(
        "Sort the answers of a yes-or-no model by what was said and by what was true: four counts "
        "remain, *found*, *missed*, *false alarm* and *left alone*. They are the **confusion "
        "matrix**, and every **metric** is a fraction of them. **Precision** asks how many alarms "
        "were right, **recall** how much of the class was found. Each leaves a cell out, so each "
        "can be fooled, and whoever reports one must know by what. In the matrix, and in the "
        "square of areas below it, blue is right and vermilion wrong; each bar beside them is one "
        "metric, and the grey mark on accuracy is what always naming the commoner class reaches."
    ),
    formula=(r"\text{precision} = \frac{TP}{TP+FP}, \qquad \text{recall} = \frac{TP}{TP+FN}"),
    numbers=_precision_and_recall,
    words=("confusion matrix", "metric", "precision", "recall"),
    tour=(
        Step(
            "Each bar is one metric of the four counts. Click the bar of *Recall*: above the "
            "picture stands which cells it uses, with your counts filled in, and which it never "
            "looks at.",
            sets={"metric": "accuracy"},
            until=lambda view, _answer: view.metric == "recall",
        ),
        Step(
            "The true negatives, rightly left alone, are about to become ten times as many: the "
            "same finds, misses and alarms in a far larger crowd.",
            "tn",
            {"tn": 130},
            Prediction(
                "evaluation.larger_crowd",
                "What do accuracy and precision do?",
                (
                    "Both change",
                    "Only accuracy changes",
                    "Only precision changes",
                    "Neither changes",
                ),
                {"tn": 1300},
                _values("accuracy", "precision"),
                _more_left_alone,
                lambda before, after: (
                    f"Accuracy goes from {before[0]:.3f} to {after[0]:.3f}, precision from "
                    f"{before[1]:.3f} to {after[1]:.3f}: precision is made of those that were "
                    "taken for the class, and none of the new rows was."
                ),
                always=(
                    "Precision has no true negatives in it; only where nothing was wrong does "
                    "accuracy stay at 1."
                ),
                undecided=UNDEFINED,
            ),
        ),
        Step(
            "Here are more false alarms than misses. You are about to swap them, so that precision "
            "and recall trade places.",
            "fn",
            {"fn": 10, "fp": 20},
            Prediction(
                "evaluation.swap_the_errors",
                "And accuracy and F1?",
                ("Both change", "Only accuracy stays", "Both stay"),
                {"fn": 20, "fp": 10},
                _values("accuracy", "f1", "precision", "recall"),
                _swapped,
                lambda before, after: (
                    f"Precision and recall were {before[2]:.3f} and {before[3]:.3f} and are now "
                    f"{after[2]:.3f} and {after[3]:.3f}; accuracy stays at {after[0]:.3f}, F1 at "
                    f"{after[1]:.3f}. Neither can tell a miss from a false alarm."
                ),
                surprises=True,
                always="Both add misses and false alarms up, so their order does not count.",
                undecided=UNDEFINED,
            ),
        ),
        Step(
            "A test for an illness: it finds 80 % of the ill and alarms 10 % of the healthy; one "
            "person in ten is ill. You are about to give the same test to a crowd where it is one "
            "in a hundred.",
            "picture",
            {**TEST, "metric": "precision"},
            Prediction(
                "evaluation.rarer_class",
                "Of those it alarms, how many are ill now?",
                ("About as many as before", "About half as many", "Less than a quarter as many"),
                RARER,
                _values("precision", "recall", "specificity"),
                lambda before, after: (
                    2 if after[0] < before[0] / 4 else int(after[0] < 0.7 * before[0])
                ),
                lambda before, after: (
                    f"{before[0]:.1%} before, {after[0]:.1%} now, while recall stays at "
                    f"{after[1]:.0%}: the few who are ill drown in the false alarms of the many "
                    "who are not. Drag the line in *Were the class rarer* to see it happen."
                ),
                surprises=True,
                always="All four counts are given; it holds for every test with false alarms.",
            ),
        ),
        Step(
            "Now cheat. Type in a model that never says yes: nothing found, no false alarm, 10 "
            "missed and 450 left alone. Read accuracy, then recall.",
            "controls",
            {**OWN, "metric": "accuracy"},
            until=_lazy,
        ),
    ),
    traps=(
        Trap(
            "A high accuracy means that it finds them.",
            "Where the class is rare, a model that never names it is right nearly always: here "
            "97.8 %, with a recall of 0.",
            {"tp": 0, "fn": 10, "fp": 0, "tn": 450, "metric": "accuracy"},
            _lazy,
        ),
        Trap(
            "F1 sums the whole table up.",
            "It never looks at the rows rightly left alone: a million of them change nothing.",
            {**OWN, "tn": 1_000_000, "metric": "f1"},
            lambda _view, answer: (
                answer.metric("accuracy").value > 0.999 and answer.metric("f1").value < 0.75
            ),
        ),
    ),
    on_the_job=(
        "Screening for an illness, spam filters and fraud alarms are judged by precision and "
        "recall; whoever reports accuracy there mostly reports how rare the class is."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: Classification metrics",
            "https://scikit-learn.org/stable/modules/model_evaluation.html#classification-metrics",
        ),
        Reading(
            "MLU-Explain", "Precision and recall", "https://mlu-explain.github.io/precision-recall/"
        ),
        Reading(
            "Google",
            "Machine Learning Crash Course: Accuracy, recall, precision",
            "https://developers.google.com/machine-learning/crash-course/classification/"
            "accuracy-precision-recall",
        ),
        Reading(
            "Chicco and Jurman (2020)",
            "The advantages of the Matthews correlation coefficient over F1 and accuracy",
            "https://doi.org/10.1186/s12864-019-6413-7",
        ),
    ),
)
