"""Experiments are checked with sentences, and links mended with one sentence per loss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.data.describe import column_kinds
from core.params import BadValue
from core.tabular.check import UnfitExperiment, check, first_experiment, repair, suitable
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.fit import fit
from core.tabular.models.catalogue import UnknownModel
from core.tabular.recipe.pipeline import facts_of
from core.tabular.recipe.plan import (
    Facts,
    NothingToLearnFrom,
    default_recipe,
    finishing_steps,
    plan,
)
from core.tabular.recipe.steps import UnknownStep
from tests.tabular.cases import experiment, messy

COLUMNS = tuple(messy().columns)
KINDS = column_kinds(messy())


def with_recipe(*steps: Step) -> Experiment:
    return replace(experiment(), recipe=steps)


def test_a_good_experiment_passes_and_loses_values_that_are_defaults() -> None:
    step = Step("clip_iqr", (("k", 1.5),), ("age",))
    checked = check(with_recipe(step), COLUMNS, KINDS)
    assert checked.recipe == (Step("clip_iqr", (), ("age",)),)


REFUSALS = [
    (replace(experiment(), target="nope"), UnfitExperiment, "no column named 'nope' to predict"),
    (replace(experiment(), target="always"), UnfitExperiment, "'always' is constant"),
    (
        replace(experiment("regression"), target="note"),
        UnfitExperiment,
        "'note' is not a number, so a regression cannot predict it",
    ),
    (replace(experiment(), features=("nope",)), UnfitExperiment, "no column named 'nope'"),
    (replace(experiment(), features=("bought",)), UnfitExperiment, "No feature is chosen"),
    (replace(experiment(), split=Split("time")), UnfitExperiment, "column that holds the time"),
    (
        replace(experiment(), split=Split("grouped", 0.2, "nope")),
        UnfitExperiment,
        "no column named 'nope' to split by",
    ),
    (
        replace(experiment("regression"), split=Split("stratified")),
        UnfitExperiment,
        "a regression has none",
    ),
    (replace(experiment(), model=ModelChoice("linear")), UnknownModel, "only does regression"),
    (replace(experiment(), model=ModelChoice("nope")), UnknownModel, "no model named 'nope'"),
    (
        replace(experiment(), model=ModelChoice("knn", (("n_neighbors", 0),))),
        BadValue,
        "Neighbours must lie between 1 and 100, not 0",
    ),
    (
        replace(experiment(), model=ModelChoice("knn", (("speed", 1),))),
        BadValue,
        "no setting named 'speed'",
    ),
    (with_recipe(Step("nope")), UnknownStep, "no step named 'nope'"),
    (with_recipe(Step("plain_array")), UnknownStep, "no step named 'plain_array'"),
    (with_recipe(Step("median", (), ("nope",))), UnfitExperiment, "'nope', which is not in"),
    (
        with_recipe(Step("ordinal", (), ("bought",))),
        UnfitExperiment,
        "cannot work on the target 'bought'",
    ),
    (
        replace(experiment("regression"), recipe=(Step("smote"),)),
        UnfitExperiment,
        "'SMOTE' needs classes, and the task is regression",
    ),
    (
        with_recipe(Step("one_hot", (), ("city",)), Step("ordinal", (), ("city",))),
        UnfitExperiment,
        "'One-hot' before it has replaced that column. Move it up",
    ),
    (
        replace(with_recipe(Step("class_weights")), model=ModelChoice("knn")),
        UnfitExperiment,
        "knows no class weights. Take that step out",
    ),
]


@pytest.mark.parametrize(("bad", "error", "message"), REFUSALS)
def test_what_does_not_fit_is_refused_with_a_sentence(bad, error, message) -> None:
    with pytest.raises(error, match=message) as caught:
        check(bad, COLUMNS, KINDS)
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize(("bad", "error", "message"), REFUSALS)
def test_a_link_with_the_same_fault_is_mended_and_says_so(bad, error, message) -> None:
    mended, said = repair(bad, COLUMNS, KINDS)
    assert said
    assert all(sentence.endswith(".") for sentence in said)
    assert check(mended, COLUMNS, KINDS) == mended


def test_mending_keeps_what_is_good() -> None:
    link = with_recipe(Step("median"), Step("nope"), Step("standard"))
    mended, said = repair(link, COLUMNS, KINDS)
    assert [step.id for step in mended.recipe] == ["median", "standard"]
    assert len(said) == 1
    assert "nope" in said[0]


def test_a_good_link_is_left_alone() -> None:
    assert repair(experiment(), COLUMNS, KINDS) == (experiment(), ())


def test_no_feature_of_another_table_survives_but_the_table_can_be_used() -> None:
    mended, said = repair(replace(experiment(), features=("a", "b")), COLUMNS, KINDS)
    assert mended.features is None
    assert len(said) == 3


@pytest.mark.parametrize("target", ["bought", "price"])
def test_the_first_experiment_fits(target) -> None:
    task = "classification" if target == "bought" else "regression"
    first = first_experiment("sample:messy", "messy", KINDS, target, task)
    assert check(first, COLUMNS, KINDS) == first
    assert len(fit(first, messy()).X_test) == 40


def test_the_default_recipe_scales_only_for_models_that_ask_for_it() -> None:
    kinds = {"a": "number", "b": "category"}
    assert Step("standard") in default_recipe(kinds, "knn")
    assert Step("standard") not in default_recipe(kinds, "random_forest")
    assert default_recipe({"a": "text"}, "knn") == ()


def test_class_weights_leave_only_models_that_know_them() -> None:
    assert all(spec.class_weight for spec in suitable(with_recipe(Step("class_weights"))))
    assert len(suitable(experiment())) > len(suitable(with_recipe(Step("class_weights"))))


def test_finishing_steps_can_be_shown_without_the_table() -> None:
    kinds = tuple((name, KINDS[name]) for name in ("age", "city", "note", "since", "code"))
    facts = Facts(kinds, gaps=frozenset({"age", "city"}))
    added = finishing_steps(experiment(), facts)
    assert [(step.step.id, step.columns) for step in added] == [
        ("leave_out", ("code",)),
        ("date_parts", ("since",)),
        ("tfidf", ("note",)),
        ("mode", ("city",)),
        ("one_hot", ("city",)),
        ("median", ("age",)),
    ]


def test_a_step_that_takes_no_gaps_gets_them_filled_before_it() -> None:
    facts = Facts((("age", "number"), ("visits", "number")), gaps=frozenset({"age"}))
    steps = finishing_steps(with_recipe(Step("pca")), facts)
    assert [(step.name, step.columns) for step in steps] == [("1_median", ("age",))]


def two_classes(n: int = 40) -> pd.DataFrame:
    random = np.random.default_rng(0)
    number = random.normal(50, 9, n)
    return pd.DataFrame(
        {
            "number": number,
            "town": random.choice(["Rome", "Oslo", "Bonn"], n),
            "day": pd.Timestamp("2020-01-01") + pd.to_timedelta(random.integers(0, 99, n), "D"),
            "kind": np.where(number > 50, "yes", "no"),
        }
    ).astype({"town": "str", "kind": "str", "day": "datetime64[us]"})


BEFORE = ((), *((Step(step),) for step in ("bins", "polynomials", "ordinal", "pca")))


@pytest.mark.parametrize("first", [*BEFORE, (Step("leave_out", (), ("number",)),)])
@pytest.mark.parametrize("features", [("number", "town"), ("town",), ("town", "day"), ("number",)])
def test_a_step_that_is_advised_finds_a_column(features, first) -> None:
    table = two_classes()
    X = table[list(features)]
    case = Experiment("file:x", "x", "kind", "classification", features, first, ModelChoice("knn"))
    try:
        told = plan(case, facts_of(X, frozenset())).notes
    except NothingToLearnFrom:
        return
    advised = any("add 'Standard'" in note for note in told)
    taken = plan(replace(case, recipe=(*first, Step("standard"))), facts_of(X, frozenset()))
    idle = any(step.step.id == "standard" for step in taken.idle)
    assert advised == (not idle and first != (Step("pca"),))
