"""What of a model can be searched, and what a candidate scores, against scikit-learn's own."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import datasets
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.fit import fit
from core.tabular.judge.cross_validate import WrongMetric
from core.tabular.models.catalogue import MODELS, model_spec
from core.tabular.search.score import contest
from core.tabular.search.space import MOST_DIMENSIONS, Space, space_of, with_candidate
from tests.tabular.cases import messy

TABLE = datasets.load_iris(as_frame=True).frame
CASE = Experiment(
    "sample:iris",
    "iris",
    "target",
    "classification",
    recipe=(Step("standard"),),
    model=ModelChoice("logistic"),
    seed=3,
)
PAIRS = [(spec, task) for spec in MODELS for task in spec.tasks]


def space(model, task="classification"):
    case = Experiment("sample:x", "x", "y", task, model=ModelChoice(model))
    return space_of(case)


@pytest.mark.parametrize(("spec", "task"), PAIRS, ids=lambda one: getattr(one, "id", one))
def test_every_value_of_a_space_is_legal_and_reaches_the_library(spec, task) -> None:
    found = space(spec.id, task)
    assert len(found) <= MOST_DIMENSIONS
    rng = np.random.default_rng(0)
    for candidate in (*found.draw(rng, 20), *found.grid(9)):
        assert [name for name, _ in candidate] == sorted(one.id for one in found.dimensions)
        for name, value in candidate:
            (param,) = (param for param in spec.params if param.id == name)
            assert param.check(value) == value
        values = {param.id: param.default for param in spec.params}
        plain = spec.call_for(task).filled({**values, "seed": 0, "class_weight": None})
        for name, value in candidate:
            other = next((v for v in found_values(found, name) if v != value), None)
            assert other is not None
            changed = spec.call_for(task).filled(
                {**values, "seed": 0, "class_weight": None, name: other}
            )
            again = spec.call_for(task).filled(
                {**values, "seed": 0, "class_weight": None, name: value}
            )
            assert changed != again, f"{name} changes nothing in {spec.id}: {plain}"


def found_values(found: Space, name: str):
    (one,) = (one for one in found.dimensions if one.id == name)
    return one.values(3)


def test_models_without_settings_have_an_empty_space() -> None:
    assert [spec.id for spec, task in PAIRS if not len(space(spec.id, task))] == [
        "linear",
        "bayesian_ridge",
        "isotonic",
    ]


@given(st.integers(1, 60))
def test_a_grid_is_a_product_within_its_budget(most) -> None:
    for found in (space("knn"), space("svm_rbf"), space("logistic")):
        grid = found.grid(most)
        assert 1 <= len(grid) <= most
        assert len(set(grid)) == len(grid)
        axes = [sorted({dict(one)[d.id] for one in grid}, key=str) for d in found.dimensions]
        assert len(grid) == np.prod([len(axis) for axis in axes])
        assert {tuple(dict(one)[d.id] for d in found.dimensions) for one in grid} == set(
            product(*axes)
        )


@given(st.floats(0, 1))
def test_a_place_is_the_inverse_of_a_share(share) -> None:
    (rate, *_) = (one for one in space("gradient_boosting").dimensions if one.id == "learning_rate")
    assert rate.place(rate.at(share)) == pytest.approx(share, abs=2e-3)


def test_a_candidate_leaves_the_other_settings() -> None:
    case = Experiment(
        "sample:x",
        "x",
        "y",
        "classification",
        model=ModelChoice("logistic", (("C", 5.0), ("max_iter", 50))),
    )
    assert with_candidate(case, (("C", 0.1),)).model.params == (("C", 0.1), ("max_iter", 50))
    assert with_candidate(case, (("C", 1.0),)).model.params == (("max_iter", 50),)
    assert model_spec("logistic").params[0].default == 1.0


def test_scores_are_scikit_learns() -> None:
    found = contest(CASE, TABLE, 4, "accuracy", seed=3)
    X, y = TABLE.drop(columns="target"), TABLE["target"]
    X_train, _, y_train, _ = train_test_split(X, y, test_size=0.25, random_state=3)
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=0.02, max_iter=1000))
    folds = StratifiedKFold(4, shuffle=True, random_state=3)
    plain = cross_val_score(pipeline, X_train, y_train, cv=folds, scoring="accuracy")
    assert found.scores((("C", 0.02),)) == pytest.approx(plain, abs=1e-12)
    assert found.sign == 1


def test_the_test_score_is_that_of_the_fit() -> None:
    found = contest(CASE, TABLE, 3, "auto", seed=0)
    fitted = fit(with_candidate(CASE, (("C", 0.02),)), TABLE)
    right = np.mean(fitted.predict(fitted.X_test) == fitted.y_test)
    accuracy = contest(CASE, TABLE, 3, "accuracy", seed=0)
    assert accuracy.test_score((("C", 0.02),)) == pytest.approx(right, abs=1e-12)
    assert found.metric.task == "classification"


def test_a_metric_of_the_other_task_is_refused() -> None:
    with pytest.raises(WrongMetric, match="Choose another metric"):
        contest(CASE, TABLE, 3, "rmse", seed=0)


def test_a_lower_error_is_better() -> None:
    frame = messy()
    case = Experiment("sample:x", "x", "price", "regression", model=ModelChoice("knn"))
    assert contest(case, frame, 3, "rmse", seed=0).sign == -1
