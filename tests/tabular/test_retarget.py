"""A change of target: what still fits stays, what does not starts afresh."""

from __future__ import annotations

from dataclasses import replace

from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.start import retarget

NUMBER = Experiment(
    "sample:tips",
    "tips",
    "tip_usd",
    "regression",
    features=("bill_usd", "day"),
    recipe=(Step("median"),),
    model=ModelChoice("ridge", (("alpha", 5.0),)),
    split=Split("grouped", 0.3, "day"),
    seed=4,
)
CLASS = replace(NUMBER, target="day", task="classification", model=ModelChoice("knn"))


def test_a_model_that_cannot_do_the_task_gives_way_to_the_first_that_can():
    assert retarget(NUMBER, "day", "classification").model == ModelChoice("logistic")
    assert retarget(replace(CLASS, model=ModelChoice("lda")), "tip_usd", "regression").model == (
        ModelChoice("linear")
    )


def test_a_model_for_both_tasks_stays_with_its_settings():
    knn = ModelChoice("knn", (("n_neighbors", 9),))
    assert retarget(replace(NUMBER, model=knn), "day", "classification").model == knn


def test_the_new_target_is_no_feature():
    assert retarget(NUMBER, "bill_usd", "regression").features == ("day",)
    alone = replace(NUMBER, features=("bill_usd",))
    assert retarget(alone, "bill_usd", "regression").features is None
    assert retarget(replace(NUMBER, features=None), "day", "classification").features is None


def test_a_stratified_split_becomes_random_for_a_number_and_keeps_its_share():
    stratified = replace(CLASS, split=Split("stratified", 0.4))
    assert retarget(stratified, "tip_usd", "regression").split == Split("random", 0.4)
    assert retarget(stratified, "smoker", "classification").split == Split("stratified", 0.4)


def test_the_rest_of_the_experiment_stays():
    moved = retarget(NUMBER, "bill_usd", "regression")
    assert (moved.table, moved.recipe, moved.split, moved.seed) == (
        NUMBER.table,
        NUMBER.recipe,
        NUMBER.split,
        NUMBER.seed,
    )


def test_the_same_target_changes_nothing():
    assert retarget(NUMBER, NUMBER.target, NUMBER.task) == NUMBER
