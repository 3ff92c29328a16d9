"""Missions of the playground local."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice

TREE = {"model": ModelChoice("decision_tree")}


def _opposed(_settings: Any, answer: Any) -> bool:
    return bool(answer.disagreement.opposed)


def _wrong_row(settings: Any, answer: Any) -> bool:
    return settings.row > 0 and bool(answer.probabilities) and answer.predicted != answer.truth


def _one_reason(settings: Any, answer: Any) -> bool:
    import numpy as np

    sizes = np.abs(answer.shap.values[0])
    return settings.row > 0 and bool(sizes.max() >= 0.6 * sizes.sum())


def _unstable(settings: Any, answer: Any) -> bool:
    stability = answer.disagreement.stability
    return settings.n_samples < 2000 and stability is not None and stability < 0.7


MISSIONS = (
    Mission(
        "explainable_ai.opposed",
        "Two stories",
        "Find a row where SHAP and LIME point in opposite directions on a top column.",
        ("Compare more columns.", "Walk through the rows; a forest makes it likelier."),
        _opposed,
        Attempt({"row": 4}, "iris", TREE),
        Attempt({"row": 1}, "iris", TREE),
    ),
    Mission(
        "explainable_ai.wrong_row",
        "Why did it get this wrong?",
        "With a class to predict, go from row 0 to one whose prediction is wrong and read its "
        "reasons.",
        ("Pick a sample with a class as target.", "Walk through the test rows."),
        _wrong_row,
        Attempt({"row": 6}, "vote_1996"),
        Attempt({"row": 1}, "vote_1996"),
    ),
    Mission(
        "explainable_ai.one_reason",
        "One reason",
        "Go from row 0 to one for which a single column makes up 60 % of all pushes.",
        ("Extreme rows have extreme reasons.",),
        _one_reason,
        Attempt({"row": 1}, "iris", TREE),
        Attempt({"row": 0}, "iris", TREE),
    ),
    Mission(
        "explainable_ai.unstable",
        "Ask twice",
        "With fewer neighbours, make LIME contradict itself: let it repeat less than 70 % of its "
        "top columns.",
        ("Fewer neighbours make it guess.", "The number stands under More settings."),
        _unstable,
        Attempt({"n_samples": 100}, "breast_cancer"),
        Attempt(sample="breast_cancer"),
    ),
)
