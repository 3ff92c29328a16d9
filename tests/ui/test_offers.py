"""Controls whose choices come from the table and the task."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.stages.explainable_ai.global_.run import GLOBAL_PARAMS
from core.stages.preprocessing.leak_detector.run import LEAK_PARAMS
from core.stages.supervised.how_it_learns.settings import PARAMS
from core.table_choices import (
    CLASS,
    COLUMN,
    STEP,
    choice,
    explain_offer,
    leak_offer,
    learn_offer,
    of,
    offer,
    recipe_offer,
    validation_offer,
)
from core.tabular.experiment import ModelChoice, Split, Step
from core.tabular.judge.cross_validate import VALIDATION_PARAMS
from tests.pages import tables

CLASSES = tables.plain(40).drop(columns="y")
NUMBERS = tables.plain(40).drop(columns="group")
DATED = NUMBERS.assign(day=np.arange(40).astype("datetime64[D]").astype("datetime64[us]"))


def offered(function, params, frame=CLASSES, target="group", task="classification", **changes):
    table = tables.known(frame, target, task)
    found = function(params, table, replace(tables.fresh(table), **changes))
    return {param.id: param for param in found}


def ids(param) -> list[str]:
    return [found.id for found in param.choices]


def test_the_columns_offered_are_the_features():
    assert sorted(ids(offered(offer, (COLUMN,))["column"])) == ["noise", "one", "two"]
    fewer = offered(offer, (COLUMN,), features=("two",))
    assert ids(fewer["column"]) == ["two"]
    assert fewer["column"].default == "two"


def test_the_classes_offered_are_the_targets_the_second_of_two_first():
    found = offered(offer, (CLASS,))["class_"]
    assert ids(found) == ["no", "yes"]
    assert found.default == "yes"
    three = CLASSES.assign(group=np.resize(["a", "b", "c"], 40)).astype({"group": "str"})
    assert offered(offer, (CLASS,), three)["class_"].default == "a"


def test_two_columns_of_numbers_are_offered_and_upwards_goes_what_suits_the_algorithm():
    found = offered(learn_offer, PARAMS)
    assert ids(found["x1"]) == ids(found["x2"])[1:] == ["one", "two", "noise"]
    assert (found["x1"].default, found["x2"].default) == ("one", "")
    upwards = offered(learn_offer, PARAMS, NUMBERS, "y", "regression")
    assert (upwards["x1"].default, upwards["x2"].default) == ("one", "")
    words = offered(learn_offer, PARAMS, CLASSES[["group"]].assign(kind="a"))
    assert (ids(words["x1"]), words["x1"].default, words["x2"].default) == ([], "", "")


def test_a_regression_has_no_class_to_look_at():
    assert offered(offer, (CLASS,), NUMBERS, "y", "regression") == {}


def test_numbers_used_as_classes_are_offered_as_the_model_names_them():
    frame = CLASSES.assign(group=np.resize([1, 2], 40))
    assert ids(offered(offer, (CLASS,), frame)["class_"]) == ["1", "2"]


@pytest.mark.parametrize(("share", "most"), [(0.25, 8), (0.5, 18), (0.05, 1)])
def test_the_rows_offered_are_rows_of_the_test_set(share, most):
    row = replace(COLUMN, id="row", kind="int", default=0, low=0, high=10**7)
    assert offered(offer, (row,), split=Split(test_share=share))["row"].high == most


def test_metrics_of_an_explanation_suit_the_task():
    params = of(GLOBAL_PARAMS, "metric", "method")
    assert ids(offered(explain_offer, params)["metric"]) == [
        "auto",
        "roc_auc",
        "accuracy",
        "log_loss",
    ]
    regression = offered(explain_offer, params, NUMBERS, "y", "regression")
    assert ids(regression["metric"]) == ["auto", "r2", "rmse"]


def test_the_tree_route_is_offered_for_trees_only():
    params = of(GLOBAL_PARAMS, "method")
    assert "tree" not in ids(offered(explain_offer, params)["method"])
    tree = offered(explain_offer, params, model=ModelChoice("decision_tree"))
    assert "tree" in ids(tree["method"])


def test_a_regression_cannot_invent_rows_of_a_rare_class():
    assert "smote" in ids(offered(leak_offer, LEAK_PARAMS)["leak"])
    regression = offered(leak_offer, LEAK_PARAMS, NUMBERS, "y", "regression")
    assert "smote" not in ids(regression["leak"])


def test_schemes_and_metrics_of_a_validation_suit_the_task():
    found = offered(validation_offer, VALIDATION_PARAMS, NUMBERS, "y", "regression")
    assert "stratified" not in ids(found["scheme"])
    assert {"r2", "mae"} <= set(ids(found["metric"]))
    assert "accuracy" not in ids(found["metric"])
    classes = offered(validation_offer, VALIDATION_PARAMS)
    assert "stratified" in ids(classes["scheme"])
    assert "r2" not in ids(classes["metric"])


def test_a_validation_by_time_starts_with_the_date():
    found = offered(validation_offer, VALIDATION_PARAMS, DATED, "y", "regression")["column"]
    assert found.default == "day"
    assert "y" not in ids(found)


def test_the_steps_offered_are_those_of_the_recipe_in_order():
    steps = (Step("median"), Step("standard"))
    found = offered(recipe_offer, (STEP,), recipe=steps)["step"]
    assert ids(found) == ["0", "1"]
    assert found.choices[1].label.startswith("2. ")
    assert offered(recipe_offer, (STEP,), recipe=()) == {}


def test_a_choice_of_ours_starts_with_its_first_option():
    found = choice("way", "Way", ("a", "A"), ("b", "B"))
    assert found.default == "a"
    assert ids(found) == ["a", "b"]


def test_params_are_taken_by_id_in_the_order_asked_for_with_changes():
    found = of(LEAK_PARAMS, "n_rows", "leak", advanced=True)
    assert [param.id for param in found] == ["n_rows", "leak"]
    assert all(param.advanced for param in found)


@pytest.mark.parametrize("function", [offer, explain_offer, validation_offer, recipe_offer])
@pytest.mark.parametrize("name", tables.odd())
def test_every_default_offered_for_an_odd_table_is_legal(function, name):
    frame, target = tables.odd()[name]
    task = "regression" if frame[target].dtype.kind == "f" else "classification"
    params = {
        offer: (COLUMN, CLASS),
        explain_offer: (CLASS, *of(GLOBAL_PARAMS, "metric", "method")),
        validation_offer: VALIDATION_PARAMS,
        recipe_offer: (STEP,),
    }[function]
    for param in offered(function, params, frame, target, task).values():
        assert param.check(param.default) == param.default
