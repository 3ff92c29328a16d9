"""What the model lab says of training rows, on tables where the truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.stages.supervised.model_lab.scene import LabView, notice
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.judge.evaluate import ModelLabSettings, train

RANDOM = np.random.default_rng(0)
NOISE = RANDOM.normal(size=(200, 3))
TABLE = pd.DataFrame(NOISE, columns=["a", "b", "c"]).assign(
    line=NOISE @ [3.0, -2.0, 1.0] + RANDOM.normal(0, 1.0, 200),
    noise=RANDOM.normal(0, 1.0, 200),
    coin=pd.Series(RANDOM.choice(["heads", "tails"], 200), dtype="str"),
)


def _said(target: str, model: str, **params: object) -> str:
    task = "classification" if target == "coin" else "regression"
    experiment = Experiment(
        "sample:t", "t", target, task, ("a", "b", "c"), (Step("standard"),),
        ModelChoice(model, tuple(params.items())), Split(test_share=0.4),  # type: ignore[arg-type]
    )  # fmt: skip
    settings = ModelLabSettings(experiment)
    return notice(LabView(settings), train(settings, TABLE))


@pytest.mark.parametrize(("target", "model"), [("noise", "decision_tree"), ("coin", "knn")])
def test_noise_learnt_by_heart_is_overfitting(target, model) -> None:
    params = {"max_depth": None} if model == "decision_tree" else {"n_neighbors": 1}
    assert _said(target, model, **params).endswith("better than all of that: it overfits.")


def test_a_line_found_where_there_is_one_does_not_overfit() -> None:
    assert _said("line", "linear").endswith("no sign of overfitting.")


@pytest.mark.parametrize("model", ["lasso", "elastic_net"])
@pytest.mark.parametrize("target", ["line", "noise"])
def test_a_model_held_down_to_the_mean_has_learnt_nothing(target, model) -> None:
    said = _said(target, model, alpha=100.0)
    assert said.endswith("even there: it has learnt next to nothing.")
    assert "overfit" not in said
