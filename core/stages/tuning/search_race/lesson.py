"""The lesson of search race. Its races are short: few candidates, two folds, one seed."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Sets, Step, Trap
from core.tabular.experiment import ModelChoice

TREE = {"model": ModelChoice("decision_tree")}
SHORT = {"budget": 12, "n_folds": 2, "n_seeds": 1, "max_rows": 400}
LEVEL = 0.005
"""Scores that lie less apart are called level."""


def _flattery(_settings: Any, film: Any) -> str:
    """Return the best score of the first method as the best of its trials."""
    import numpy as np

    last = film.last
    if not last.n_whole:
        return ""
    first = int(last.method[np.flatnonzero(last.whole)[0]])
    scores = last.score[last.whole & (last.method == first) & (last.seed == 0)]
    told = ", ".join(f"{score:.4f}" for score in scores[:4])
    dots = r", \dots" if len(scores) > 4 else ""
    best = last.sign * (last.sign * scores).max()
    name = r"\max" if last.better == "higher" else r"\min"
    return rf"{name}\{{{told}{dots}\}} = {best:.4f}"


def _n_values(_settings: Any, film: Any) -> tuple[int, int] | None:
    """Return how many values of the first setting were tried, and how many candidates."""
    last = film.last
    if not last.over:
        return None
    return len(set(last.values[:, 0].tolist())), last.n_trials


def _ratio(before: tuple[int, int], after: tuple[int, int]) -> int:
    factor = after[0] / before[0]
    return 0 if factor < 1.5 else 1 if factor < 3.5 else 2


def _best(_settings: Any, film: Any) -> float | None:
    """Return the best score by folds, turned so that higher is better."""
    last = film.last
    return float(last.sign * last.means[0]) if last.over and last.order else None


def _promise(_settings: Any, film: Any) -> tuple[float, float] | None:
    """Return the winner's score by folds and on the test rows."""
    last = film.last
    if not last.over or not last.winners or last.flattery != last.flattery:
        return None
    return last.mean_search, last.mean_test


def _compare(before: float, after: float) -> int:
    return 1 if abs(after - before) <= LEVEL else 0 if after > before else 2


def _more_flattered(before: tuple[float, float], after: tuple[float, float]) -> int:
    change = abs(after[0] - before[0])
    moved = abs(after[1] - before[1])
    if change <= LEVEL and moved <= LEVEL:
        return 1
    rises = after[0] - before[0]
    return 0 if (after[1] - before[1]) < rises - LEVEL else 2


LESSON = Lesson(
    idea=(
        "Some settings a model does not learn: how deep a tree grows, how much a penalty counts. "
        "Each is a **hyperparameter**, and somebody has to try. Each dot is a trial: the "
        "model fitted with other settings and marked by folds. **Grid search** tries every "
        "combination of a few values, **random search** draws each afresh, **successive halving** "
        "gives many a short try and the best a longer one, **TPE** draws where good dots lie "
        "close. All spend one budget of fits. The best of many marks is partly luck, so the "
        "winner is marked once more on rows that no search saw. Compute is money: an engineer "
        "must know when a search pays, and when its gain is noise."
    ),
    formula=r"\lambda^{*} = \arg\max_{\lambda} \; \frac{1}{k} \sum_{i=1}^{k} s_i(\lambda)",
    numbers=_flattery,
    words=("hyperparameter", "grid search", "random search", "successive halving", "TPE"),
    tour=(
        Step(
            "Press play. Every method has its colour and its sign; the line is its best so far, "
            "the dashed one what the defaults score without any search. Hover a dot for its "
            "settings.",
            sets=Sets(SHORT, TREE),
        ),
        Step(
            "A grid over two settings: six candidates. You are about to pay for four times as "
            "many. The ticks below the plane show which values of one setting were tried.",
            "budget",
            Sets({**SHORT, "methods": ("grid",)}, TREE),
            Prediction(
                "tuning.finer_grid",
                "How many different depths does the grid try then?",
                ("As many", "About twice as many", "Four times as many"),
                {"budget": 48},
                _n_values,
                _ratio,
                lambda before, after: (
                    f"{before[0]} depths with {before[1]} candidates, {after[0]} with {after[1]}. "
                    "The rest went into the other setting; random search would have tried a new "
                    "depth with each candidate."
                ),
                surprises=True,
                always="A grid divides its candidates among the settings, whatever the table.",
                undecided="Let the race come to its end.",
            ),
        ),
        Step(
            "Random search has tried ten candidates. You are about to hand the same budget to "
            "TPE, which draws six at random and then looks where good ones were.",
            "methods",
            Sets({**SHORT, "budget": 20, "methods": ("random",), "n_startup": 6}, TREE),
            Prediction(
                "tuning.tpe_or_random",
                "How does its best score by folds compare?",
                ("Better", f"Level, within {LEVEL}", "Worse"),
                {"methods": ("tpe",)},
                _best,
                _compare,
                lambda before, after: (
                    f"{abs(before):.4f} by random search, {abs(after):.4f} by TPE. After so few "
                    "trials there is little to learn from: on a small budget the two are hard to "
                    "tell apart."
                ),
                surprises=True,
                undecided="Let the race come to its end.",
            ),
        ),
        Step(
            "Random search again, with three candidates only. You are about to try twelve, and "
            "to look at the right picture: what the winner promised, and what it scores on rows "
            "that nobody searched.",
            "budget",
            Sets({**SHORT, "budget": 6, "methods": ("random",)}, TREE),
            Prediction(
                "tuning.more_tries",
                "How does the test score follow the search score?",
                (
                    "It gains less than the search score, or loses",
                    "Both stay where they were",
                    "It gains as much, or more",
                ),
                {"budget": 24},
                _promise,
                _more_flattered,
                lambda before, after: (
                    f"By folds {before[0]:.4f} before and {after[0]:.4f} after, on the test rows "
                    f"{before[1]:.4f} and {after[1]:.4f}. Part of a best score is the luck of "
                    "having tried often; that part stays behind."
                ),
                undecided="Let the race come to its end.",
            ),
        ),
        Step(
            "Now you: choose all methods and three seeds or more, and let the race come to its "
            "end. The sentence says whether the lead is more than what seeds make of it.",
            "n_seeds",
            Sets(SHORT, TREE),
            until=lambda _settings, film: film.last.n_complete >= 3,
        ),
    ),
    traps=(
        Trap(
            "The winner's score by folds is what it will score on new rows.",
            "It was chosen for that very score. On rows that no search saw it does worse, the more "
            "so the more was tried.",
            Sets({**SHORT, "budget": 48, "methods": ("random",)}, TREE, "vote_1996"),
            lambda _settings, film: bool(film.last.over and film.last.flattery > 0.02),
        ),
        Trap(
            "A search always beats the defaults.",
            "Defaults were chosen by people who had seen many tables. Here twelve candidates find "
            "something better by folds, and lose on the test rows.",
            Sets({**SHORT, "budget": 24, "methods": ("random",)}, TREE, "iris"),
            lambda _settings, film: bool(film.last.over and film.last.gain < 0),
        ),
    ),
    on_the_job=(
        "A search over a large model costs days and money. Measure the spread over seeds first: a "
        "gain below it is not worth a fit. Begin with the defaults and a small random search, and "
        "report the winner's score only on rows that no search has seen."
    ),
    more=(
        Reading(
            "Bergstra and Bengio (2012)",
            "Random search for hyper-parameter optimization",
            "https://jmlr.org/papers/v13/bergstra12a.html",
        ),
        Reading(
            "scikit-learn",
            "Tuning the hyper-parameters of an estimator",
            "https://scikit-learn.org/stable/modules/grid_search.html",
        ),
        Reading("Optuna", "Tutorial", "https://optuna.readthedocs.io/en/stable/tutorial/"),
        Reading(
            "Feurer and Hutter (2019)",
            "Hyperparameter optimization, in Automated Machine Learning",
            "https://www.automl.org/book/",
        ),
    ),
)
