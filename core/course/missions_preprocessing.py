"""Missions of the stage cleaning and preprocessing."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

STAGE = "preprocessing"


def _chosen(view: Any, answer: Any) -> Any:
    wanted = int(view.step) if view.step else None
    return next((s for s in answer.steps if s.position is not None and s.position == wanted), None)


def _no_gap_left(view: Any, answer: Any) -> bool:
    step = _chosen(view, answer)
    return step is not None and step.gaps_before > 0 and step.gaps_after == 0


def _fewer_rows(view: Any, answer: Any) -> bool:
    step = _chosen(view, answer)
    return (
        step is not None and step.kind in ("rows", "table") and step.rows_after < step.rows_before
    )


def _worth_it(view: Any, answer: Any) -> bool:
    """Whether the recipe beats no recipe by more than the folds differ."""
    from core.tabular.judge.defined import is_defined, spread_of

    first, last = answer.scores[0], answer.scores[-1]
    gain = last.mean - first.mean if answer.better == "higher" else first.mean - last.mean
    spreads = [spread_of(score.scores) for score in (first, last)]
    if not view.work.experiment.recipe or not is_defined(gain, *spreads):
        return False
    return bool(gain > max(spreads) > 0)


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
        "preprocessing.gaps",
        STAGE,
        "recipe",
        "Not a gap left",
        "Look at a step after which no gap is left in the table.",
        ("Numbers and categories need different fillers.", "Look at the last of the fillers."),
        _no_gap_left,
    ),
    Mission(
        "preprocessing.rows",
        STAGE,
        "recipe",
        "Fewer rows",
        "Add a step that takes rows away, and look at it.",
        ("Duplicates or outliers.", "Dropping outliers is a step on training rows."),
        _fewer_rows,
    ),
    Mission(
        "preprocessing.worth",
        STAGE,
        "recipe",
        "Worth the trouble",
        "Build a recipe that beats no recipe by more than the folds differ.",
        (
            "A linear model does not care about scaling; k-NN and SVM do.",
            "Polynomials help a linear model where the truth bends.",
        ),
        _worth_it,
    ),
    Mission(
        "preprocessing.lie",
        STAGE,
        "leak_detector",
        "A big lie",
        "Build a leak that adds at least 0.3 to the score.",
        ("Few rows, many columns of noise.", "Choosing columns with the target's help is worst."),
        _big_lie,
    ),
    Mission(
        "preprocessing.harmless",
        STAGE,
        "leak_detector",
        "The harmless leak",
        "Find a step that never looks at the target, saw every row and hardly lied: less than "
        "0.02.",
        ("Which of them learns from the columns alone?", "Scaling, or filling gaps."),
        _harmless,
    ),
    Mission(
        "preprocessing.cured",
        STAGE,
        "leak_detector",
        "Cured by data",
        "Let choosing columns see every row, keep 100 columns of noise, and shrink the lie below "
        "0.05 with at least 1 000 training rows.",
        ("Open a sample with enough rows, such as churn.",),
        _cured,
    ),
)
