"""The lesson of one row's explanation."""

from __future__ import annotations

from math import isclose
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap

QUICK = {"n_seeds": 2}
"""LIME twice is enough where LIME is not what is asked."""
SAME = 1e-9


def _pushes(answer: Any) -> Any:
    return answer.shap.values[0]


def _sum(_settings: Any, answer: Any) -> str:
    total = float(_pushes(answer).sum())
    return rf"{answer.shap.base:.3f} {total:+.3f} = {answer.prediction:.3f}"


def _first_column(_settings: Any, answer: Any) -> tuple[str, float]:
    """Return the column that pushes hardest, and its push."""
    pushes = _pushes(answer)
    first = max(range(len(pushes)), key=lambda j: abs(pushes[j]))
    return answer.shap.columns[first], float(pushes[first])


def _ends(_settings: Any, answer: Any) -> tuple[float, float, float]:
    """Return the average prediction, this row's, and the sum of its bars."""
    return float(answer.shap.base), float(answer.prediction), float(_pushes(answer).sum())


def _what_they_add_up_to(_before: Any, after: Any) -> int | None:
    """Return the place of 1, the prediction or its distance from the average; None if two fit."""
    base, prediction, total = after
    fits = [isclose(total, end, abs_tol=1e-6) for end in (1.0, prediction, prediction - base)]
    return fits.index(True) if sum(fits) == 1 else None


def _prediction_and_bars(_settings: Any, answer: Any) -> tuple[float, ...]:
    return float(answer.prediction), *map(float, _pushes(answer))


def _what_moved(before: tuple[float, ...], after: tuple[float, ...]) -> int:
    prediction, *bars = (
        not isclose(b, a, abs_tol=SAME) for b, a in zip(before, after, strict=True)
    )
    return {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}[
        prediction, any(bars)
    ]


def _most_moved(before: tuple[float, ...], after: tuple[float, ...]) -> float:
    return max(abs(a - b) for b, a in zip(before[1:], after[1:], strict=True))


def _repeats(_settings: Any, answer: Any) -> float | None:
    stability = answer.disagreement.stability
    return None if stability is None else float(stability)


def _wrong(settings: Any, answer: Any) -> bool:
    return bool(settings.row > 0 and answer.probabilities and answer.predicted != answer.truth)


LESSON = Lesson(
    idea=(
        "Why this customer, and not on the whole? Start at the **average prediction**, what the "
        "model says when it knows nothing of this row. Then let it learn the row's values one "
        "after another: each moves the prediction, and **SHAP** shares the moves out fairly over "
        "every order in which they could be told. In the **waterfall** grey bars are the start "
        "and this row's prediction, each bar between is one column's push, up or down. **LIME** "
        "goes another way: it makes up rows near this one, asks the model, and fits a straight "
        "line to the answers. Banks owe refused applicants their reasons, and an engineer reads "
        "them to see whether a right answer had a wrong reason."
    ),
    formula=r"f(x) = \underbrace{\phi_0}_{\text{average}} + \sum_j \phi_j",
    numbers=_sum,
    words=("SHAP", "waterfall", "LIME"),
    tour=(
        Step(
            "Read the waterfall from the top: average prediction, then the largest push first, "
            "with the row's own value beside it, and at the foot where it arrives. The axis does "
            "not begin at 0: look at the pushes, not at the grey bars.",
            sets={"row": 0, **QUICK},
        ),
        Step(
            "These are the reasons for row 0. You are about to look at row 1: the same model, "
            "another person.",
            "row",
            {"row": 0, **QUICK},
            Prediction(
                "explainable_ai.another_row",
                "Which column pushes hardest there?",
                ("The same, and the same way", "The same, the other way", "Another column"),
                {"row": 1},
                _first_column,
                lambda before, after: 2 if before[0] != after[0] else int(before[1] * after[1] < 0),
                lambda before, after: (
                    f"`{before[0]}` with {before[1]:+.3f} for row 0, `{after[0]}` with "
                    f"{after[1]:+.3f} for row 1. A push belongs to a row and its values; the "
                    "ranking over all rows stands on Global."
                ),
            ),
        ),
        Step(
            "You are about to open row 2 and add up all its SHAP bars, those to the left as minus.",
            sets={"row": 1, **QUICK},
            predict=Prediction(
                "explainable_ai.sum_of_pushes",
                "What do they add up to?",
                (
                    "1, that is all the reasons",
                    "The prediction",
                    "The prediction minus the average",
                ),
                {"row": 2},
                _ends,
                _what_they_add_up_to,
                lambda _before, after: (
                    f"{after[2]:+.3f}: from {after[0]:.3f}, the average, to {after[1]:.3f}, this "
                    "row. They are no shares: they walk a distance, some of them backwards."
                ),
                surprises=True,
                always="SHAP values add up to it by their definition.",
                undecided="Here two of these are the same number: open another row.",
            ),
        ),
        Step(
            "The average is taken over 50 training rows, the *background*: they stand for not "
            "knowing. You are about to take 5 instead.",
            "background",
            {"row": 0, "background": 50, **QUICK},
            Prediction(
                "explainable_ai.fewer_background_rows",
                "What changes for this row?",
                ("Only the prediction", "Only the pushes", "Both", "Neither"),
                {"background": 5},
                _prediction_and_bars,
                _what_moved,
                lambda before, after: (
                    f"The prediction was {before[0]:.3f} and is {after[0]:.3f}; the push that "
                    f"changed most, by {_most_moved(before, after):.3f}. The model never sees the "
                    "background: a reason is always “compared with whom”."
                ),
                surprises=True,
                always="The prediction is the model's alone; each push is compared with the "
                "background.",
            ),
        ),
        Step(
            "LIME makes up 2,000 neighbours of this row at random and is run with five seeds; "
            "*LIME repeats* says how far the five agree. You are about to allow it 100 neighbours.",
            "n_samples",
            {"row": 0, "n_samples": 2000, "n_seeds": 5, "background": 10},
            Prediction(
                "explainable_ai.fewer_neighbours",
                "How much of its largest columns does it repeat then?",
                ("Less", "As much", "More"),
                {"n_samples": 100},
                _repeats,
                lambda before, after: 1 + (after > before + SAME) - (after < before - SAME),
                lambda before, after: (
                    f"{before:.0%} before, {after:.0%} now. What changes with the seed is luck, "
                    "however sure the bars look."
                ),
                undecided="With one LIME seed nothing is repeated: raise LIME seeds.",
            ),
        ),
        Step(
            "Now you: walk on from row 0 until a prediction is wrong, and read its reasons. Then "
            "change the value with the longest bar in the form below: does the prediction follow?",
            "row",
            {"row": 0, **QUICK},
            until=_wrong,
        ),
    ),
    traps=(
        Trap(
            "SHAP and LIME explain the same thing, so they agree.",
            "SHAP shares out the distance from the average; LIME fits a line around the row. Their "
            "largest columns need not be the same.",
            {"row": 0, "top_k": 3},
            lambda _settings, answer: answer.disagreement.overlap < 1,
        ),
        Trap(
            "An explanation shows what the model does.",
            "LIME shows what its own line does. *LIME's fit* says how well that follows the model: "
            "far below 1, and the bars explain the line.",
            {"row": 0},
            lambda _settings, answer: answer.lime.fidelity < 0.5,
        ),
    ),
    on_the_job=(
        "A refused loan, a flagged payment and a doctor's alarm need reasons for one case; give "
        "them with the comparison they were made against, and never as what to change."
    ),
    more=(
        Reading(
            "Christoph Molnar",
            "Interpretable Machine Learning: SHAP",
            "https://christophm.github.io/interpretable-ml-book/shap.html",
        ),
        Reading(
            "Lundberg and Lee (2017)",
            "A unified approach to interpreting model predictions",
            "https://arxiv.org/abs/1705.07874",
        ),
        Reading(
            "Ribeiro, Singh and Guestrin (2016)",
            "Why should I trust you? Explaining the predictions of any classifier",
            "https://arxiv.org/abs/1602.04938",
        ),
        Reading(
            "SHAP",
            "Documentation: An introduction to explainable AI with Shapley values",
            "https://shap.readthedocs.io/en/latest/",
        ),
    ),
)
