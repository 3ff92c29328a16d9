"""Missions of the playground global."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice

TREE = {"model": ModelChoice("decision_tree")}
FOREST = {"model": ModelChoice("random_forest")}


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


MISSIONS = (
    Mission(
        "explainable_ai.disagree",
        "Importances that disagree",
        "Switch on impurity or drop-column importance and find a model for which two importances "
        "put different columns first.",
        (
            "Impurity counts splits on training rows; permutation asks the test rows.",
            "Take a random forest and switch impurity importance on, or try drop-column.",
        ),
        _methods_disagree,
        Attempt({"impurity": True}, "iris", FOREST),
        Attempt({"impurity": True}, "iris", TREE),
    ),
    Mission(
        "explainable_ai.noise",
        "Nothing to see here",
        "In the SHAP view, open a column that hardly moves the prediction: at most 2 % of the top.",
        ("The columns at the bottom of the swarm are candidates.",),
        _finds_noise,
        Attempt({"view": "shap", "column": "noise"}, "churn"),
        Attempt({"view": "shap", "column": "contract"}, "churn"),
    ),
    Mission(
        "explainable_ai.interaction",
        "The mean that hides",
        "In the curves, find a column whose mean hides at least 20 % of how single rows move.",
        (
            "A linear model has parallel curves only.",
            "Boosted trees or a forest let one column change what another does.",
        ),
        _interaction,
        Attempt({"view": "curve", "column": "bill_usd"}, "tips", TREE),
        Attempt({"view": "curve", "column": "bill_usd"}, "tips"),
    ),
)
