"""Rows, columns and gaps after each step, and the score of every prefix, come out of the script."""

from __future__ import annotations

import math

import pytest

from core.stages.preprocessing.recipe.run import EffectSettings, recipe_effect
from core.tabular.experiment import Split, Step
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, script

TREE = {"model": "decision_tree"}
STEPS = (Step("types"), Step("duplicates"), Step("median"), Step("drop_iqr"), Step("one_hot"))
CASES = {
    "classes": (house("dear", *STEPS, split=Split("stratified", 0.25), **TREE), {"max_rows": 100}),
    "numbers": (house("price", *STEPS[1:], Step("polynomials"), model="linear"), {"n_folds": 2}),
    "grouped": (
        house("band", Step("filled_rows", (), ("town",)), Step("ordinal"), Step("smote"),
              split=Split("grouped", 0.2, "street"), features=None, **TREE),
        {"metric": "accuracy"},
    ),
    "an array at last": (simple("amount", Step("standard"), model="xgboost"), {}),
}  # fmt: skip


@pytest.mark.slow
def test_the_script_prints_what_each_step_does(tmp_path):
    codes = {name: script(case, "recipe", **values) for name, (case, values) in CASES.items()}
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, (case, values) in CASES.items():
        answer = recipe_effect(EffectSettings(case, **values), FRAMES[case.table_name]())
        printed = said[name].numbers
        shapes = [
            value
            for label, value in printed.items()
            if label.endswith((" rows", "columns", "gaps"))
        ]
        expected = [
            number
            for step in answer.steps
            for number in (step.rows_after, step.columns_after, step.gaps_after)
        ]
        assert shapes == expected, name
        for score in answer.scores:
            found = printed[f"{score.n_steps} steps, {score.label}"]
            assert found == pytest.approx(score.mean, rel=1e-9, nan_ok=True), (name, score.label)
        assert any(math.isfinite(score.mean) for score in answer.scores)


@pytest.mark.slow
def test_a_column_of_the_split_alone_counts_and_refused_steps_have_no_score(tmp_path):
    in_time = house(
        "price",
        Step("filled_rows", (), ("sold",)),
        Step("types"),
        features=("size", "rooms", "age"),
        split=Split("time", 0.25, "sold"),
        **TREE,
    )
    answer = recipe_effect(EffectSettings(in_time), messy())
    printed = run_alone(tmp_path, {"messy": messy()}, {"": script(in_time, "recipe")})[""].numbers
    assert printed["Keep rows that are filled, columns"] == answer.steps[0].columns_after == 5
    assert answer.scores[0].sentence.startswith("26 rows have no value in 'sold'")
    assert math.isnan(printed["0 steps, no step"])
    assert printed["2 steps, + Change type"] == pytest.approx(answer.scores[2].mean, rel=1e-9)
