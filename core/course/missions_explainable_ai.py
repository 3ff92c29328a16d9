"""Missions of the stage explainable AI."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

STAGE = "explainable_ai"


def _methods_disagree(view: Any, answer: Any) -> bool:
    if view.view != "importance" or not (view.work.impurity or view.work.drop_column):
        return False
    return len({found.top for found in answer.importances if found.top_value > 0}) > 1


def _finds_noise(view: Any, answer: Any) -> bool:
    if view.view != "shap":
        return False
    found = answer.shap.importance()
    own = found.values[found.columns.index(view.column)]
    return bool(own <= 0.02 * found.values.max())


def _interaction(view: Any, answer: Any) -> bool:
    return bool(view.view == "curve" and answer.crossing >= 0.2)


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
        "explainable_ai.disagree",
        STAGE,
        "global",
        "Importances that disagree",
        "Switch on impurity or drop-column importance and find a model for which two importances "
        "put different columns first.",
        (
            "Impurity counts splits on training rows; permutation asks the test rows.",
            "Take a random forest and switch impurity importance on, or try drop-column.",
        ),
        _methods_disagree,
    ),
    Mission(
        "explainable_ai.noise",
        STAGE,
        "global",
        "Nothing to see here",
        "In the SHAP view, open a column that hardly moves the prediction: at most 2 % of the top.",
        ("The columns at the bottom of the swarm are candidates.",),
        _finds_noise,
    ),
    Mission(
        "explainable_ai.interaction",
        STAGE,
        "global",
        "The mean that hides",
        "In the curves, find a column whose mean hides at least 20 % of how single rows move.",
        (
            "A linear model has parallel curves only.",
            "Boosted trees or a forest let one column change what another does.",
        ),
        _interaction,
    ),
    Mission(
        "explainable_ai.opposed",
        STAGE,
        "local",
        "Two stories",
        "Find a row where SHAP and LIME point in opposite directions on a top column.",
        ("Compare more columns.", "Walk through the rows; a forest makes it likelier."),
        _opposed,
    ),
    Mission(
        "explainable_ai.wrong_row",
        STAGE,
        "local",
        "Why did it get this wrong?",
        "With a class to predict, go from row 0 to one whose prediction is wrong and read its "
        "reasons.",
        ("Pick a sample with a class as target.", "Walk through the test rows."),
        _wrong_row,
    ),
    Mission(
        "explainable_ai.one_reason",
        STAGE,
        "local",
        "One reason",
        "Go from row 0 to one for which a single column makes up 60 % of all pushes.",
        ("Extreme rows have extreme reasons.",),
        _one_reason,
    ),
    Mission(
        "explainable_ai.unstable",
        STAGE,
        "local",
        "Ask twice",
        "With fewer neighbours, make LIME contradict itself: let it repeat less than 70 % of its "
        "top columns.",
        ("Fewer neighbours make it guess.", "The number stands under More settings."),
        _unstable,
    ),
)
