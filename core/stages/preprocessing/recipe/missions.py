"""Missions of the playground recipe."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice, Step

FILLED = {"recipe": (Step("median"), Step("mode"))}
SCALED = {"recipe": (Step("standard"),)}


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


MISSIONS = (
    Mission(
        "preprocessing.gaps",
        "Not a gap left",
        "Look at a step after which no gap is left in the table.",
        ("Numbers and categories need different fillers.", "Look at the last of the fillers."),
        _no_gap_left,
        Attempt({"step": "1"}, "houses", FILLED),
        Attempt({"step": "0"}, "houses", FILLED),
    ),
    Mission(
        "preprocessing.rows",
        "Fewer rows",
        "Add a step that takes rows away, and look at it.",
        ("Duplicates or outliers.", "Dropping outliers is a step on training rows."),
        _fewer_rows,
        Attempt({"step": "0"}, "iris", {"recipe": (Step("drop_iqr"),)}),
        Attempt({"step": "0"}, "iris", {"recipe": (Step("clip_iqr"),)}),
    ),
    Mission(
        "preprocessing.worth",
        "Worth the trouble",
        "Build a recipe that beats no recipe by more than the folds differ.",
        (
            "A linear model does not care about scaling; k-NN and SVM do.",
            "Polynomials help a linear model where the truth bends.",
        ),
        _worth_it,
        Attempt({}, "wine", {**SCALED, "model": ModelChoice("knn")}),
        Attempt({}, "wine", {**SCALED, "model": ModelChoice("decision_tree")}),
    ),
)
