"""How each model of the catalogue comes to its answer for one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from core.stages.tuning.pipeline_picture.lines import as_bells, as_sum
from core.stages.tuning.pipeline_picture.parts import (
    Asked,
    Verdict,
    in_question,
)
from core.stages.tuning.pipeline_picture.trees import (
    as_neighbours,
    as_path,
    as_rounds,
    as_votes,
    as_weighted_votes,
)
from core.stages.tuning.pipeline_picture.usual import as_asked

if TYPE_CHECKING:
    from core.tabular.fit import Fitted


def ask(fitted: Fitted, frame: pd.DataFrame, raw: pd.DataFrame) -> Verdict:
    """Return how the model comes to its answer for one row.

    frame : (1, n_model_columns); raw : (1, n_raw_columns).
    """
    at = Asked(fitted, frame, raw, None if not fitted.classes else in_question(fitted, raw))
    read = READERS.get(fitted.experiment.model.id, as_asked)
    told = replace(read(at), class_name=at.class_name)
    if told.kind in ("sum", "asked"):
        return told
    loudest = as_asked(at)
    return replace(told, loudest=loudest.loudest, loudest_part=loudest.loudest_part)


READERS: dict[str, Callable[[Asked], Verdict]] = {
    **dict.fromkeys(
        (
            *("linear", "ridge", "lasso", "elastic_net", "bayesian_ridge", "huber", "quantile"),
            *("polynomial", "logistic", "lda", "sgd", "svm_linear", "multinomial_nb"),
        ),
        as_sum,
    ),
    "gaussian_nb": as_bells,
    "decision_tree": as_path,
    "knn": as_neighbours,
    **dict.fromkeys(("random_forest", "extra_trees", "bagging"), as_votes),
    "ada_boost": as_weighted_votes,
    **dict.fromkeys(
        ("gradient_boosting", "hist_gradient_boosting", "xgboost", "lightgbm"), as_rounds
    ),
}
"""By the model's id; of the others the answer is told, and nothing of how it comes about."""
