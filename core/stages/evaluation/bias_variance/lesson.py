"""The lesson of bias and variance: stiff models miss, wild ones wobble, noise stays."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.stages.evaluation.bias_variance.words import adding_up, number
from core.value import Value

POLYNOMIAL: dict[str, Value] = {
    "view": "refits",
    "truth": "sine",
    "model": "polynomial",
    "n_rows": 25,
    "noise": 0.3,
}
DOUBLE: dict[str, Value] = {"view": "double", "n_train": 60, "noise": 0.3, "penalty": None}
AT_FEATURES = 100
"""Where the last step asks."""
SOME = 1e-9
"""Less variance than this is none."""


def _numbers(settings: Any, film: Any) -> str:
    """Return the sum with the numbers of the fits that are looked at."""
    if settings.view == "refits":
        part = film.last
    elif settings.view == "double":
        part = film.three[1]
    else:
        part = film.now
    values = adding_up(part.bias2, part.variance, film.noise2, part.error)
    bias2, variance, noise, error = (text.replace(",", "{,}") for text in values)
    return rf"{error} = {bias2} + {variance} + {noise}"


def _two_parts(_settings: Any, film: Any) -> tuple[float, float]:
    return film.last.bias2, film.last.variance


def _traded(before: Any, after: Any) -> int | None:
    if after[1] < SOME:
        return None
    if after[1] <= before[1]:
        return 0 if after[0] < before[0] else None
    return 1 if after[0] < 0.8 * before[0] else 2


def _error(_settings: Any, film: Any) -> tuple[float, float]:
    return film.now.error, film.now.bias2


def _gone(before: Any, after: Any) -> int:
    left = after[0] / before[0]
    return 0 if left < 0.5 else 1 if left < 0.85 else 2


def _best(_settings: Any, film: Any) -> tuple[float, float]:
    return film.least.knob, film.least.error


def _moved(before: Any, after: Any) -> int:
    return 0 if after[0] < before[0] else 1 if after[0] == before[0] else 2


def _tree_parts(_settings: Any, film: Any) -> tuple[float, float]:
    return film.last.bias2, film.last.variance


def _bagged(before: Any, after: Any) -> int | None:
    if before[1] < SOME:
        return None
    less_bias, less_variance = before[0] - after[0], before[1] - after[1]
    if abs(less_bias) < 0.1 * before[1] and less_variance > 0.1 * before[1]:
        return 1
    return 0 if less_bias > less_variance else 2 if less_bias > 0 and less_variance > 0 else None


def _at_hundred(_settings: Any, film: Any) -> float | None:
    """Return the test error of 100 features."""
    for frame in film.frames:
        if frame.n_features == AT_FEATURES:
            return float(frame.error)
    return None


def _hurt(before: float, after: float) -> int:
    return 0 if after < 0.8 * before else 1 if after < 2 * before else 2


LESSON = Lesson(
    idea=(
        "One model on one sample is one throw of a dart. Throw again, with fresh rows: the fit "
        "lands elsewhere. How far the throws scatter around their own middle is **variance**; how "
        "far that middle is from the truth is **bias**; and **noise** in the answers is a board "
        "that trembles, which no throw can mend. Squared bias, variance and noise add up to the "
        "error, exactly. A stiff model misses, always at the same place; a wild one is right "
        "on average and far off each single time. Green is the truth, thin blue curves are fits, "
        "the dashed red one is their mean. On the job you have one sample and see one curve: a "
        "**learning curve** tells what ails it, more rows or another model."
    ),
    words=("variance", "bias", "noise", "learning curve"),
    formula=(
        r"\mathbb{E}\,(y-\hat f)^2 = (\mathbb{E}\hat f - f)^2 + \operatorname{Var}\hat f"
        r" + \sigma^2"
    ),
    numbers=_numbers,
    tour=(
        Step(
            "Play. Every sample has 25 rows around the same green truth, and yet each gives "
            "another curve. On the right every fit drops its answer at x₀; click into the curves "
            "near an end, where they scatter most.",
            sets={**POLYNOMIAL, "degree": 8},
        ),
        Step(
            "Here every fit is a straight line, degree 1, and all of them nearly agree. On the "
            "truth? You are about to allow degree 8.",
            "degree",
            {"view": "refits", "model": "polynomial", "n_rows": 25, "degree": 1},
            Prediction(
                "evaluation.eight_bends",
                "What becomes of bias² and variance?",
                (
                    "Both fall: the model is better",
                    "Bias² falls, variance rises",
                    "Bias² hardly changes, variance rises",
                ),
                {"degree": 8},
                _two_parts,
                _traded,
                lambda before, after: (
                    f"Bias² from {before[0]:.4f} to {after[0]:.4f}, variance from {before[1]:.4f} "
                    f"to {after[1]:.4f}. What can bend towards the truth bends towards noise, too."
                ),
                undecided="Without noise nothing wobbles: give the rows some.",
            ),
        ),
        Step(
            "The straight line again, now over more and more rows. At 25 its error is mostly bias. "
            "You are about to collect eight times as many.",
            "n_rows",
            {**POLYNOMIAL, "view": "rows", "degree": 1},
            Prediction(
                "evaluation.eight_times_the_rows",
                "How much of the test error will be gone?",
                ("More than half", "A sixth to a half", "Hardly any"),
                {"n_rows": 200},
                _error,
                _gone,
                lambda before, after: (
                    f"The error goes from {before[0]:.4f} to {after[0]:.4f}, and {after[1]:.4f} of "
                    "that is bias², which no row takes away. Rows only calm what wobbles."
                ),
                surprises=True,
                always="Two weights are calm with 25 rows already; what is left is bias and noise.",
            ),
        ),
        Step(
            "A slow wave with a fast one on it, learnt from 25 rows, stiff to flexible. When the "
            "film comes to the best degree, a diamond marks it. You are about to collect eight "
            "times as many rows.",
            "n_rows",
            {"view": "sweep", "model": "polynomial", "truth": "wiggle", "n_rows": 25},
            Prediction(
                "evaluation.best_degree_moves",
                "Which degree will be best then?",
                ("A lower one", "The same: the truth has not changed", "A higher one"),
                {"n_rows": 200},
                _best,
                _moved,
                lambda before, after: (
                    f"From degree {before[0]:.0f} to {after[0]:.0f}, with an error of "
                    f"{after[1]:.4f} instead of {before[1]:.4f}. How much flexibility is right "
                    "depends on what the rows can pay for."
                ),
                surprises=True,
                undecided="Choose the polynomial again.",
            ),
        ),
        Step(
            "A deep tree gives nearly every row a leaf of its own. You are about to put 20 of "
            "them in a bag: each learns from rows drawn with replacement, their mean answers.",
            "model",
            {"view": "refits", "n_rows": 25, "model": "tree", "depth": 8},
            Prediction(
                "evaluation.bag_of_trees",
                "What will be less?",
                ("The bias, mostly", "The variance, and bias hardly changes", "Both alike"),
                {"model": "bagged"},
                _tree_parts,
                _bagged,
                lambda before, after: (
                    f"Variance from {before[1]:.4f} to {after[1]:.4f}, bias² from {before[0]:.4f} "
                    f"to {after[0]:.4f}. What parts the trees cancels out in their mean; what they "
                    "all miss, it misses."
                ),
                always="A tree in the bag is as deep as one alone; what parts them cancels out.",
                undecided="Without noise there is little to calm.",
            ),
        ),
        Step(
            "A random feature is a mixture of the 8 inputs, drawn and not learnt, with 0 for what "
            "is negative; only what each feature weighs is learnt. With 60 rows the error explodes "
            "at 60 features and comes down again; at 100 most of it is gone. You are about to "
            "collect 40 more rows, 100 in all.",
            "n_train",
            DOUBLE,
            Prediction(
                "evaluation.rows_that_hurt",
                "What will the test error at 100 features do?",
                ("Fall: rows always help", "Stay about the same", "At least double"),
                {"n_train": 100},
                _at_hundred,
                _hurt,
                lambda before, after: (
                    f"From {number(before)} to {number(after)}. The peak stands where features = "
                    "rows, and with 100 rows that is here"
                    + (": more data made this model worse." if after > before else ".")
                ),
                surprises=True,
                always="Where features = rows a single fit is left, and that is now at 100.",
            ),
        ),
    ),
    traps=(
        Trap(
            "With enough rows the error goes to 0.",
            "It goes to the noise: that is in the answers, not in the model.",
            {**POLYNOMIAL, "degree": 5, "n_rows": 200},
            lambda _settings, film: film.last.error > film.noise2 > 30 * film.last.variance,
        ),
        Trap(
            "The model with the smallest training error is the best.",
            "Training error falls with every degree; the test error turns around.",
            {**POLYNOMIAL, "view": "sweep"},
            lambda _settings, film: (
                film.last.train_error == min(frame.train_error for frame in film.frames)
                and film.last.error > 2 * film.least.error
            ),
        ),
        Trap(
            "Once a model meets every row, more weights only make it worse.",
            "Past the peak the error falls again, here below the best before it.",
            DOUBLE,
            lambda _settings, film: film.last.error < film.three[0].error < film.three[1].error,
        ),
    ),
    on_the_job=(
        "Labels cost money. A team that reads the learning curve knows whether another month of "
        "labelling will pay, or whether the model is too simple to use it; forests and huge "
        "networks work because of what you have just seen."
    ),
    more=(
        Reading(
            "Scott Fortmann-Roe", "Understanding the bias-variance tradeoff",
            "https://scott.fortmann-roe.com/docs/BiasVariance.html",
        ),
        Reading(
            "MLU-Explain", "The bias variance tradeoff, and double descent",
            "https://mlu-explain.github.io/bias-variance/",
        ),
        Reading(
            "Hastie, Tibshirani and Friedman", "The Elements of Statistical Learning, chapter 7",
            "https://hastie.su.domains/ElemStatLearn/",
        ),
        Reading(
            "Nakkiran and others", "Deep double descent: where bigger models and more data hurt",
            "https://arxiv.org/abs/1912.02292",
        ),
    ),
)  # fmt: skip
