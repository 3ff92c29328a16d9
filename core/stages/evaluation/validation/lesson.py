"""The lesson of validation."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

FIVE_FOLDS: dict[str, Value] = {"scheme": "k_fold", "n_folds": 5, "n_repeats": 1}
MOST_TERMS = 6
"""A mean of more scores than these is written with dots."""


def _mean(_settings: Any, answer: Any) -> str:
    import numpy as np

    scores = answer.scores[np.isfinite(answer.scores)]
    if len(scores) < 2:
        return ""
    terms = [f"{score:.3f}" for score in scores]
    if len(terms) > MOST_TERMS:
        terms = [*terms[:3], r"\dots", terms[-1]]
    return rf"\frac{{{' + '.join(terms)}}}{{{len(scores)}}} = {scores.mean():.3f}"


def _spread(_settings: Any, answer: Any) -> float | None:
    return float(answer.std) if answer.n_defined > 1 and answer.std > 0 else None


def _seeds_apart(_settings: Any, answer: Any) -> tuple[float, float] | None:
    """Return the lowest and the highest mean of the seeds."""
    import numpy as np

    means = answer.repeats
    known = len(means) > 1 and np.isfinite(means).all() and np.ptp(means) > 0
    return (float(means.min()), float(means.max())) if known else None


def _width(ends: tuple[float, float]) -> float:
    return ends[1] - ends[0]


def _folds_told(before: float, after: float) -> str:
    told = f"± {before:.3f} with 5 folds, ± {after:.3f} with 20. "
    if after > before:
        return (
            f"{told}A mark from few rows is mostly luck, so single marks lie further apart; it is "
            "their mean that can be trusted."
        )
    return f"{told}Usually it grows, as a mark from few rows is mostly luck; not with these rows."


def _seeds_told(before: float, after: float) -> str:
    told = f"± {before:.3f} of 5 marks, ± {after:.3f} of 20. "
    if after > before / 2**0.5:
        return (
            f"{told}It says how far single marks lie apart, and asking more often makes none of "
            "them steadier."
        )
    return f"{told}The first five happened to lie far apart; more of them do not make it shrink."


def _schemes_told(before: tuple[float, float], after: tuple[float, float]) -> str:
    told = (
        f"From {before[0]:.3f} to {before[1]:.3f} with one draw each, from {after[0]:.3f} to "
        f"{after[1]:.3f} with 5 folds"
    )
    if _width(after) < _width(before):
        return f"{told}: which rows happen to be asked no longer matters, since all of them are."
    return f"{told}: the five draws happened to agree, which they seldom do."


LESSON = Lesson(
    idea=(
        "How good is the model on rows it never saw? One exam gives one mark, and luck had a say "
        "in the questions. **Cross-validation** sets several: cut the training rows into parts, "
        "called **folds**, put one aside, learn from all the others, be marked on it, and go "
        "round until every row was asked once. In the film a stripe is one round, blue rows "
        "train, orange ones are held out; each dot is its mark, the line the mean so far. The ± "
        "is how far single rounds lie apart. At the very end a diamond shows the **test rows**, "
        "which no round touched. Who chooses between models by one lucky split ships luck."
    ),
    formula=r"\bar{s} = \frac{1}{k} \sum_{i=1}^{k} s_i",
    numbers=_mean,
    words=("cross-validation", "fold", "test rows"),
    tour=(
        Step(
            "Play the film: five rounds, five models, five marks. The rows are sorted by the fold "
            "that holds them out, so the orange blocks step down: every row is asked exactly once.",
            sets=FIVE_FOLDS,
        ),
        Step(
            "You are about to cut the same rows into 20 folds instead of 5: four times as many "
            "marks, each from a quarter of the rows.",
            "n_folds",
            FIVE_FOLDS,
            Prediction(
                "evaluation.more_folds",
                "What does the ± do?",
                ("It shrinks", "It hardly changes", "It grows"),
                {"n_folds": 20},
                _spread,
                lambda before, after: (
                    2 if after > 1.2 * before else 0 if after < before / 1.2 else 1
                ),
                _folds_told,
                surprises=True,
                always="A mark from a quarter of the rows varies about twice as much.",
                undecided="Without a value in two folds there is no ±: choose another metric.",
            ),
        ),
        Step(
            "The control *Seeds* repeats it all with other cuts of the same rows. You are about to "
            "do it four times: 20 marks instead of 5.",
            "n_repeats",
            FIVE_FOLDS,
            Prediction(
                "evaluation.more_seeds",
                "And the ±?",
                ("About a quarter", "About half", "About as large as before, or larger"),
                {"n_repeats": 4},
                _spread,
                lambda before, after: (
                    0 if after < 0.35 * before else 1 if after < before / 2**0.5 else 2
                ),
                _seeds_told,
                surprises=True,
                always="A spread of single marks does not shrink by asking for more of them.",
                undecided="Without a value in two folds there is no ±: choose another metric.",
            ),
        ),
        Step(
            "*Hold-out* is the cheap way: put a quarter aside, once. Here five seeds do that, one "
            "draw each. You are about to give each seed 5 folds instead.",
            "scheme",
            {"scheme": "hold_out", "n_folds": 5, "n_repeats": 5},
            Prediction(
                "evaluation.hold_out_against_folds",
                "How far do the five estimates lie apart then, lowest to highest?",
                (
                    "As far as before, or further",
                    "Less far, but more than half",
                    "Less than half as far",
                ),
                {"scheme": "k_fold"},
                _seeds_apart,
                lambda before, after: (
                    2
                    if _width(after) < 0.5 * _width(before)
                    else int(_width(after) < 0.9 * _width(before))
                ),
                _schemes_told,
                surprises=True,
                always="All rows are asked by every seed, not the quarter that it drew.",
                undecided="The seeds must give different estimates: choose another metric.",
            ),
        ),
        Step(
            "Now you: set *Seeds* to 5 or more. The sentence below the picture names the lowest "
            "and the highest estimate: all are honest answers to one question. A model that beats "
            "yours by less than this has shown nothing.",
            "n_repeats",
            FIVE_FOLDS,
            until=lambda _settings, answer: len(answer.repeats) >= 5,
        ),
    ),
    traps=(
        Trap(
            "One split tells the truth.",
            "Ten honest splits of the same rows give the same model quite different marks.",
            {"scheme": "hold_out", "n_repeats": 10},
            lambda _settings, answer: answer.repeats.max() - answer.repeats.min() > 0.1,
        ),
        Trap(
            "± is how wrong the estimate is.",
            "It is how far single folds lie apart. Their mean is far steadier: compare how close "
            "it comes to the test rows with the width of the band.",
            {"scheme": "k_fold", "n_folds": 20, "n_repeats": 1},
            lambda _settings, answer: abs(answer.gap) < answer.std / 2,
        ),
    ),
    on_the_job=(
        "Every choice of a model, a column or a setting is a comparison of two such means, and the "
        "spread says whether the winner won; the test rows are opened once, at the end."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: Cross-validation",
            "https://scikit-learn.org/stable/modules/cross_validation.html",
        ),
        Reading(
            "James, Witten, Hastie and Tibshirani",
            "An Introduction to Statistical Learning, chapter 5",
            "https://www.statlearning.com/",
        ),
        Reading(
            "Bengio and Grandvalet (2004)",
            "No unbiased estimator of the variance of k-fold cross-validation",
            "https://www.jmlr.org/papers/v5/grandvalet04a.html",
        ),
        Reading(
            "MLU-Explain",
            "Train, test and validation sets",
            "https://mlu-explain.github.io/train-test-validation/",
        ),
    ),
)
