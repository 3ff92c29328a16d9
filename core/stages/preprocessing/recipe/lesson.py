"""The lesson of the recipe: what a step does to the table, and what it is worth."""

from __future__ import annotations

import math
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Sets, Step, Trap
from core.tabular.experiment import ModelChoice
from core.tabular.experiment import Step as Do
from core.wording import counted

CUSTOMERS = "messy_customers"
FILLED = (Do("median"),)
HARDLY = 0.005
"""A change of a score that nobody would notice."""
GREAT = 0.1


def _spread(scores: Any) -> float:
    import numpy as np

    return float(np.std(scores, ddof=1))


def _worth(view: Any, answer: Any) -> str:
    """Return the change of the score through the step looked at, or the whole recipe."""
    first, last = answer.scores[0], answer.scores[-1]
    if view.step:
        first, last = answer.scores[int(view.step)], answer.scores[int(view.step) + 1]
    if len(answer.scores) < 2 or not math.isfinite(last.mean - first.mean):
        return ""
    change = round(last.mean, 4) - round(first.mean, 4)
    return rf"{last.mean:.4f} - {first.mean:.4f} = {change:+.4f}"


def _looked_at(view: Any, answer: Any) -> Any:
    wanted = int(view.step) if view.step else None
    return next((s for s in answer.steps if s.position is not None and s.position == wanted), None)


def _gaps(view: Any, answer: Any) -> tuple[int, int]:
    step = _looked_at(view, answer)
    return (0, 0) if step is None else (step.gaps_before, step.gaps_after)


def _gaps_left(_before: Any, after: Any) -> int | None:
    had, left = after
    if had == 0:
        return None
    return 0 if left == 0 else 1 if left < had / 2 else 2


def _rows(view: Any, answer: Any) -> tuple[int, int, int, int]:
    step = _looked_at(view, answer)
    if step is None:
        return 0, 0, 0, 0
    return step.rows_before, step.rows_after, step.gaps_before, step.columns_before


def _rows_left(_before: Any, after: Any) -> int | None:
    had, left, gaps, _ = after
    if gaps == 0:
        return None
    return 0 if left > 0.9 * had else 1 if left >= 0.6 * had else 2


def _rows_told(_before: Any, after: Any) -> str:
    had, left, gaps, columns = after
    return (
        f"Only {gaps / (had * columns):.1%} of the cells were empty, but they stood in "
        f"{counted(had - left, 'different row')}: {left} of {had} are left. A row goes as soon as "
        "one of its cells is empty."
    )


def _score(_view: Any, answer: Any) -> tuple[float, float]:
    """Return the score of the whole recipe and how far its folds differ."""
    last = answer.scores[-1]
    return float(last.mean), _spread(last.scores)


def _moved(before: Any, after: Any) -> int | None:
    change = after[0] - before[0]
    if not math.isfinite(change):
        return None
    return 1 if abs(change) <= max(before[1], after[1]) else 0 if change > 0 else 2


def _much_better(before: Any, after: Any) -> int | None:
    change = after[0] - before[0]
    if not math.isfinite(change):
        return None
    return 2 if change > GREAT else 1 if change > HARDLY else 0


LESSON = Lesson(
    idea=(
        "Models multiply and compare numbers: a blank, the word “France” or a wild value stops or "
        "misleads them. A **recipe** is the list of steps that turns a raw table into one that a "
        "model can take, in this order, like a kitchen that washes before it cuts. Each step "
        "learns what it needs (a median, a list of names) from the **training rows** alone; the "
        "other rows are put aside for the exam. A step costs time and may do harm, so measure "
        "it: in the picture, the point over each step is the score of a model that was given the "
        "steps up to there, and its bar shows how far the parts of that exam, the folds, differ. "
        "Changes within the bar may be luck."
    ),
    words=("recipe", "training rows"),
    formula=r"\text{worth of a step} = \text{score with it} - \text{score before it}",
    numbers=_worth,
    tour=(
        Step(
            "Read the picture from left to right: the score with no step, with the first step, "
            "with the first two, and so on. Compare how far the points move with how long their "
            "bars are.",
            sets={},
        ),
        Step(
            "Now an empty recipe and one step to begin with: **Fill with the median** puts a "
            "column’s middle value into its gaps.",
            "controls",
            Sets({}, {"recipe": ()}),
            Prediction(
                "preprocessing.median_alone",
                "How many of the gaps will be left after it?",
                ("None", "Fewer than half", "Half or more"),
                Sets({"step": "0"}, {"recipe": (Do("median"),)}),
                _gaps,
                _gaps_left,
                lambda _before, after: (
                    f"{counted(after[0], 'gap')} before, {after[1]} after. A median exists for "
                    "numbers only; the gaps among words and dates stay for another step."
                ),
                surprises=True,
                always="It depends on where the table has its gaps, and only on that.",
                undecided="This table has no gaps. Open Messy customers and ask again.",
            ),
        ),
        Step(
            "Your turn: words need a step of their own. Add **Fill with the most frequent** below "
            "the median, look at it, and see which gaps it closes.",
            "controls",
            Sets({"step": "0"}, {"recipe": FILLED}),
            until=lambda view, answer: (
                (step := _looked_at(view, answer)) is not None
                and step.position > 0
                and step.gaps_after < step.gaps_before
            ),
        ),
        Step(
            "Instead of filling gaps one can throw away every row that has one. In this table "
            "about one cell in fifteen is empty.",
            "controls",
            Sets({}, {"recipe": ()}, CUSTOMERS),
            Prediction(
                "preprocessing.rows_with_gaps",
                "How many of the training rows will be left?",
                ("More than nine in ten", "Six to nine in ten", "Fewer than six in ten"),
                Sets({"step": "0"}, {"recipe": (Do("drop_gaps"),)}),
                _rows,
                _rows_left,
                _rows_told,
                surprises=True,
                always="It is a fact of this very table.",
            ),
        ),
        Step(
            "**Standard** gives every column the mean 0 and the spread 1: euros and visits become "
            "alike in size. The model is now a decision tree, which asks questions such as "
            "“visits ≤ 4?”.",
            "controls",
            Sets(
                {},
                {"recipe": FILLED, "model": ModelChoice("decision_tree")},
            ),
            Prediction(
                "preprocessing.units_of_a_tree",
                "How far does Standard move the score of the tree?",
                (
                    "It rises, by more than the folds differ",
                    "Less than the folds differ",
                    "It falls, by more than the folds differ",
                ),
                Sets({"step": "1"}, {"recipe": (*FILLED, Do("standard"))}),
                _score,
                _moved,
                lambda before, after: (
                    f"From {before[0]:.4f} to {after[0]:.4f}, while the folds differ by "
                    f"{max(before[1], after[1]):.2f}. A question “above or below?” parts the rows "
                    "alike in any unit; only between equally good questions chance may decide "
                    "otherwise."
                ),
                always="A tree looks at the order of the values, and Standard keeps it.",
            ),
        ),
        Step(
            "The same step for **nearest neighbours**, which measures how far rows lie apart: "
            "there a column with large numbers drowns the others. These are wines, described by "
            "13 measurements.",
            "controls",
            Sets({}, {"recipe": (), "model": ModelChoice("knn")}, "wine"),
            Prediction(
                "preprocessing.units_of_neighbours",
                "And what does Standard do to their score?",
                ("Nothing, or it falls", "A little: up to 0.1 more", "A lot: more than 0.1"),
                Sets({"step": "0"}, {"recipe": (Do("standard"),)}),
                _score,
                _much_better,
                lambda before, after: (
                    f"From {before[0]:.2f} to {after[0]:.2f}, while the folds differ by "
                    f"{max(before[1], after[1]):.2f}. Before, one column decided the distances "
                    "alone."
                ),
                surprises=True,
                always="Distances are made of units: that is the lesson.",
            ),
        ),
    ),
    traps=(
        Trap(
            "More cleaning is better.",
            "A step that takes information away can lower the score: here extreme values are "
            "moved to a limit, and nothing is gained.",
            Sets({"step": "0"}, {"recipe": (Do("clip_iqr"),)}, CUSTOMERS),
            lambda _view, answer: answer.worths[0] <= HARDLY,
        ),
        Trap(
            "Every model needs scaled columns.",
            "Models that measure distances or put a price on weights do; trees do not care.",
            Sets(
                {"step": "1"},
                {
                    "recipe": (*FILLED, Do("standard")),
                    "model": ModelChoice("decision_tree"),
                },
            ),
            lambda _view, answer: (
                abs(answer.worths[1]) <= max(_spread(s.scores) for s in answer.scores[1:])
            ),
        ),
    ),
    on_the_job=(
        "The recipe is stored with the model and runs on every new row, or the model is asked "
        "about a table it has never learnt. Steps that were never worth anything are what makes "
        "such a pipeline slow and hard to mend."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: Preprocessing data",
            "https://scikit-learn.org/stable/modules/preprocessing.html",
        ),
        Reading(
            "Max Kuhn and Kjell Johnson",
            "Feature Engineering and Selection (open book)",
            "http://www.feat.engineering/",
        ),
        Reading(
            "Stef van Buuren",
            "Flexible Imputation of Missing Data (open book)",
            "https://stefvanbuuren.name/fimd/",
        ),
    ),
)
