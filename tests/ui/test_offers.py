"""Controls whose choices come from the table and the task."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from core.params import Role
from core.settings import param, params
from core.stages.data_collection.load.settings import LoadView
from core.stages.evaluation.threshold.settings import ThresholdSettings
from core.stages.explainable_ai.global_.settings import GlobalSettings, GlobalView
from core.stages.explainable_ai.local.settings import LocalSettings
from core.stages.explainable_ai.shapley.settings import RowSettings
from core.stages.preprocessing.leak_detector.settings import LeakSettings
from core.stages.preprocessing.recipe.settings import EffectSettings, RecipeView
from core.stages.supervised.how_it_learns.settings import PARAMS as LEARN_PARAMS
from core.stages.unsupervised.association_rules.settings import BasketSettings
from core.table_choices import FILLS
from core.table_choices import offered as filled
from core.tabular.experiment import ModelChoice, Split, Step
from core.tabular.explain.permutation import METRICS
from core.tabular.judge.cross_validate import ValidationSettings
from core.tabular.judge.metrics import METRICS as JUDGED
from tests.pages import tables

COLUMN = params(GlobalView, "column")
CLASS = params(ThresholdSettings, "class_")
STEP = params(RecipeView, "step")
CLASSES = tables.plain(40).drop(columns="y")
NUMBERS = tables.plain(40).drop(columns="group")
DATED = NUMBERS.assign(day=np.arange(40).astype("datetime64[D]").astype("datetime64[us]"))


def offered(asked, frame=CLASSES, target="group", task="classification", **changes):
    table = tables.known(frame, target, task)
    found = filled(asked, table, replace(tables.fresh(table), **changes))
    return {own.id: own for own in found}


def ids(own) -> list[str]:
    return [found.id for found in own.choices]


def test_the_columns_offered_are_the_features():
    assert sorted(ids(offered(COLUMN)["column"])) == ["noise", "one", "two"]
    fewer = offered(COLUMN, features=("two",))
    assert ids(fewer["column"]) == ["two"]
    assert fewer["column"].default == "two"


def test_of_several_features_those_that_tell_most_are_chosen_at_first():
    several = params(RowSettings, "players")
    found = offered(several)["players"]
    assert found.kind == "columns"
    assert sorted(ids(found)) == sorted(found.default) == ["noise", "one", "two"]
    many = CLASSES.assign(**{f"x{i}": CLASSES["one"] for i in range(4)})
    found = offered(several, many)["players"]
    assert len(ids(found)) == 7
    assert found.default == tuple(ids(found)[:4])


def test_columns_of_which_several_may_be_chosen_hold_the_target_and_begin_with_none():
    found = offered(params(BasketSettings, "columns", "basket_column", "item_column"))
    columns = list(CLASSES.columns)
    assert ids(found["columns"]) == ids(found["item_column"]) == columns
    assert found["columns"].default == ()
    assert found["basket_column"].default == columns[0]
    assert found["item_column"].default == columns[1]


def test_the_classes_offered_are_the_targets_the_second_of_two_first():
    found = offered(CLASS)["class_"]
    assert ids(found) == ["no", "yes"]
    assert found.default == "yes"
    three = CLASSES.assign(group=np.resize(["a", "b", "c"], 40)).astype({"group": "str"})
    assert offered(CLASS, three)["class_"].default == "a"


def test_two_columns_of_numbers_are_offered_and_upwards_goes_what_suits_the_algorithm():
    found = offered(LEARN_PARAMS)
    assert ids(found["x1"]) == ids(found["x2"])[1:] == ["one", "two", "noise"]
    assert (found["x1"].default, found["x2"].default) == ("one", "")
    upwards = offered(LEARN_PARAMS, NUMBERS, "y", "regression")
    assert (upwards["x1"].default, upwards["x2"].default) == ("one", "")
    words = offered(LEARN_PARAMS, CLASSES[["group"]].assign(kind="a"))
    assert (ids(words["x1"]), words["x1"].default, words["x2"].default) == ([], "", "")


def test_a_regression_has_no_class_to_look_at():
    assert offered(CLASS, NUMBERS, "y", "regression") == {}


def test_numbers_used_as_classes_are_offered_as_the_model_names_them():
    frame = CLASSES.assign(group=np.resize([1, 2], 40))
    assert ids(offered(CLASS, frame)["class_"]) == ["1", "2"]


@pytest.mark.parametrize(("share", "most"), [(0.25, 9), (0.5, 19), (0.05, 1)])
def test_the_rows_offered_are_rows_of_the_test_set(share, most):
    row = params(LocalSettings, "row")
    assert offered(row, split=Split(test_share=share))["row"].high == most


def test_metrics_of_an_explanation_suit_the_task():
    metric = params(GlobalSettings, "metric")
    assert ids(offered(metric)["metric"]) == [
        "auto",
        "roc_auc",
        "accuracy",
        "log_loss",
    ]
    regression = offered(metric, NUMBERS, "y", "regression")
    assert ids(regression["metric"]) == ["auto", "r2", "rmse"]


def test_the_tree_route_is_offered_for_trees_only():
    method = params(GlobalSettings, "method")
    assert "tree" not in ids(offered(method)["method"])
    tree = offered(method, model=ModelChoice("decision_tree"))
    assert "tree" in ids(tree["method"])


def test_a_regression_cannot_invent_rows_of_a_rare_class():
    assert "smote" in ids(offered(LeakSettings.PARAMS)["leak"])
    regression = offered(LeakSettings.PARAMS, NUMBERS, "y", "regression")
    assert "smote" not in ids(regression["leak"])


def test_schemes_and_metrics_of_a_validation_suit_the_task():
    found = offered(ValidationSettings.PARAMS, NUMBERS, "y", "regression")
    assert "stratified" not in ids(found["scheme"])
    assert {"r2", "mae"} <= set(ids(found["metric"]))
    assert "accuracy" not in ids(found["metric"])
    classes = offered(ValidationSettings.PARAMS)
    assert "stratified" in ids(classes["scheme"])
    assert "r2" not in ids(classes["metric"])


def test_a_validation_by_time_starts_with_the_date():
    found = offered(ValidationSettings.PARAMS, DATED, "y", "regression")["column"]
    assert found.default == "day"
    assert "y" not in ids(found)


def test_the_steps_offered_are_those_of_the_recipe_in_order():
    steps = (Step("median"), Step("standard"))
    found = offered(STEP, recipe=steps)["step"]
    assert ids(found) == ["0", "1"]
    assert found.choices[1].label.startswith("2. ")
    assert offered(STEP, recipe=()) == {}


@pytest.mark.parametrize("settings", [GlobalView, LoadView])
def test_a_view_starts_with_its_first_option(settings):
    view = param(settings, "view")
    assert view.default == view.choices[0].id


def test_every_role_says_what_fills_it():
    assert {"any", *FILLS} == set(get_args(Role))


def test_what_nothing_fills_and_what_no_table_fills_stay_as_they_are():
    table = tables.known(CLASSES, "group", "classification")
    asked = (*params(LeakSettings, "n_noise"), *COLUMN)
    assert filled(asked, table, tables.fresh(table))[0] is asked[0]
    assert filled(asked, None, None) is asked


def test_any_column_can_be_looked_at_when_a_table_is_loaded():
    assert ids(offered(params(LoadView, "column"))["column"]) == list(CLASSES.columns)


def test_metrics_of_an_explanation_are_those_of_a_validation_by_name_and_task():
    known = {spec.id: spec.task for spec in JUDGED}
    assert {metric.id: known.get(metric.id) for metric in METRICS} == {
        metric.id: metric.task for metric in METRICS
    }


@pytest.mark.parametrize(
    "asked",
    [
        (*COLUMN, *CLASS),
        (*CLASS, *params(GlobalSettings, "metric", "method", "class_")),
        ValidationSettings.PARAMS,
        (*STEP, *EffectSettings.PARAMS),
    ],
)
@pytest.mark.parametrize("name", tables.odd())
def test_every_default_offered_for_an_odd_table_is_legal(asked, name):
    frame, target = tables.odd()[name]
    task = "regression" if frame[target].dtype.kind == "f" else "classification"
    for own in offered(asked, frame, target, task).values():
        assert own.check(own.default) == own.default
