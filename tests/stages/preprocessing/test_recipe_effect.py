"""What a step does: counted by hand, the last score that of the whole recipe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.compute.progress import capturing
from core.stages.preprocessing.recipe.run import EffectAnswer, EffectSettings, recipe_effect
from core.stages.preprocessing.recipe.scene import RecipeView, notice
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.fit import FitFailed, fit
from core.tabular.judge.cross_validate import ValidationSettings, cross_validate
from core.tabular.prepare import prepare
from tests.tabular.cases import experiment, messy

RECIPE = (
    Step("duplicates"),
    Step("median"),
    Step("drop_iqr", (("k", 1.0),)),
    Step("standard", (), ("age",)),
)
CASE = experiment("classification", "gaussian_nb", *RECIPE)
DOUBLED = pd.concat([messy(), messy().head(30)], ignore_index=True)


@pytest.mark.slow
def test_each_step_is_told_in_the_order_it_runs() -> None:
    answer = recipe_effect(EffectSettings(CASE, n_folds=2), DOUBLED)
    own = [step.id for step in answer.steps if step.position is not None]
    assert own == ["duplicates", "median", "drop_iqr", "standard"]
    assert [s.position for s in answer.steps if s.position is not None] == [0, 1, 2, 3]
    assert all(step.sentence for step in answer.steps if step.position is None)


@pytest.mark.slow
def test_rows_columns_and_gaps_are_counted() -> None:
    steps = {s.id: s for s in recipe_effect(EffectSettings(CASE, n_folds=2), DOUBLED).steps}
    assert (steps["duplicates"].rows_before, steps["duplicates"].rows_after) == (190, 160)
    train = fit(CASE, DOUBLED).X_train
    holes = int(train[["age", "income", "visits"]].isna().sum().sum())
    median = steps["median"]
    assert median.gaps_before - median.gaps_after == holes
    assert steps["drop_iqr"].rows_after < steps["drop_iqr"].rows_before
    assert steps["leave_out"].lost == ("code", "always")
    assert set(steps["date_parts"].gained) >= {"since year", "since month"}


@pytest.mark.parametrize("column", ["shop", "age", None])
def test_duplicates_are_counted_as_the_fit_counts_them(column) -> None:
    rows = np.arange(len(DOUBLED))
    table = DOUBLED.assign(shop=rows % 160 % 3 + (rows >= 170))  # 30 copies, 20 in another shop
    split = Split() if column is None else Split("grouped", 0.25, column)
    case = replace(CASE, recipe=(Step("duplicates"),), split=split)
    steps = recipe_effect(EffectSettings(case, n_folds=2), table).steps
    step = next(step for step in steps if step.id == "duplicates")
    assert step.rows_after == len(prepare(case, table).X)
    assert step.rows_before - step.rows_after == (10 if column == "shop" else 30)


def test_changed_columns_carry_their_shape_before_and_after() -> None:
    steps = {s.id: s for s in recipe_effect(EffectSettings(CASE, n_folds=2), DOUBLED).steps}
    (age,) = steps["standard"].changes
    assert age.name == "age"
    assert age.before is not None
    assert age.after is not None
    assert age.before.counts.sum() == steps["standard"].rows_before
    assert age.after.edges[0] < 0 < age.after.edges[-1] < 10 < age.before.edges[-1]
    filled = {change.name: change for change in steps["median"].changes}
    assert set(filled) == {"age", "income"}
    assert filled["age"].before.gaps > 0 == filled["age"].after.gaps


@pytest.mark.slow
def test_scores_of_every_prefix_end_with_the_whole_recipe() -> None:
    answer = recipe_effect(EffectSettings(CASE, metric="accuracy", n_folds=4), messy())
    assert [score.n_steps for score in answer.scores] == [0, 1, 2, 3, 4]
    whole = cross_validate(
        ValidationSettings(CASE, "stratified", n_folds=4, metric="accuracy"), messy()
    )
    np.testing.assert_allclose(answer.scores[-1].scores, whole.scores)


@pytest.mark.slow
def test_a_prefix_that_cannot_be_fitted_says_why() -> None:
    flat = Step("variance", (("threshold", 10.0),), ("age",))
    table = messy().assign(age=messy()["age"] / 1000)
    case = experiment("classification", "logistic", Step("median"), flat, Step("leave_out"))
    whole = experiment("classification", "logistic", Step("median"), Step("standard"))
    assert np.isfinite([s.mean for s in recipe_effect(EffectSettings(whole), table).scores]).all()
    with pytest.raises(FitFailed, match="Lower the limit"):
        recipe_effect(EffectSettings(case), table)


def test_smote_and_selection_show_rows_and_columns() -> None:
    case = experiment(
        "classification", "logistic", Step("smote"), Step("best_columns", (("percentile", 20),))
    )
    steps = {s.id: s for s in recipe_effect(EffectSettings(case), messy()).steps}
    assert steps["smote"].rows_after > steps["smote"].rows_before
    assert steps["best_columns"].columns_after < steps["best_columns"].columns_before


def test_progress_has_a_part_per_step() -> None:
    with capturing() as reports:
        recipe_effect(EffectSettings(CASE, n_folds=2), messy())
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert reports[-1].share == 1.0
    assert len(done) >= 5


def numbers(n_columns: int, n: int = 60) -> pd.DataFrame:
    """Return numbers far from 0, no gaps, and two classes."""
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(5, 2, (n, n_columns))).add_prefix("x")
    return table.assign(kind=pd.Series(np.where(table["x0"] > 5, "a", "b"), dtype="str"))


def shown(
    *recipe: Step, n_columns: int = 2, table: pd.DataFrame | None = None
) -> tuple[EffectSettings, EffectAnswer]:
    """Return what a recipe does to a table of numbers."""
    case = Experiment(
        "file:x", "x", "kind", "classification", None, recipe, ModelChoice("gaussian_nb")
    )
    work = EffectSettings(case, n_folds=2)
    return work, recipe_effect(work, numbers(n_columns) if table is None else table)


def told(step: int, *recipe: Step, **options) -> str:
    """Return what the page says of one step of a recipe."""
    work, answer = shown(*recipe, **options)
    return notice(RecipeView(work, str(step)), answer)


@pytest.mark.parametrize("n_columns", [1, 13, 30])
def test_every_column_that_changes_is_counted(n_columns) -> None:
    said = told(0, Step("standard"), n_columns=n_columns)
    columns = "1 column" if n_columns == 1 else f"{n_columns} columns"
    assert said.startswith(f"**Standard** changes the values of {columns} and nothing else. ")


def test_columns_that_replace_as_many_are_not_told_as_changed() -> None:
    said = told(0, Step("pca", (("variance", 0.999),)))
    assert said.startswith("**PCA** puts 2 new columns in the place of as many. ")


def test_a_step_that_found_no_column_is_told_as_that() -> None:
    said = told(1, Step("standard"), Step("one_hot"), Step("min_max"))
    idle = "**One\\-hot** found no column to work on, so it did nothing. It leaves the "
    assert said.startswith(idle)


def test_class_weights_are_told_as_that() -> None:
    said = told(0, Step("class_weights"))
    idle = "**Class weights** sets the model's class weights and leaves the rows alone. "
    assert said.startswith(idle)


def test_the_second_of_two_equal_steps_is_told_for_itself() -> None:
    gaps = numbers(2).assign(x1=lambda t: t["x1"].mask(t.index % 5 == 0))
    first = told(0, Step("median"), Step("median"), table=gaps)
    second = told(1, Step("median"), Step("median"), table=gaps)
    assert first.startswith("**Fill with the median** turns ")
    assert second.startswith("**Fill with the median** found nothing to do in 2 columns. ")


def test_every_step_of_a_recipe_can_be_looked_at() -> None:
    ids = ("duplicates", "class_weights", "tfidf", "standard", "standard", "class_weights")
    _, answer = shown(*map(Step, ids))
    own = [step.position for step in answer.steps if step.position is not None]
    assert own == [0, 1, 2, 3, 4, 5]


def test_a_recipe_with_steps_is_never_told_to_be_without() -> None:
    work, answer = shown(Step("standard"))
    said = notice(RecipeView(work, ""), answer)
    assert said.endswith("Choose a step of the recipe to see what it is worth.")


def test_a_score_that_is_undefined_is_never_called_a_gain() -> None:
    work, answer = shown(Step("standard"))
    nothing = replace(answer.scores[1], mean=np.nan, scores=np.full(2, np.nan))
    answer = replace(answer, scores=(answer.scores[0], nothing))
    said = notice(RecipeView(work, "0"), answer)
    assert said.endswith("With it the Balanced accuracy cannot be measured."), said


def test_levels_that_are_not_drawn_are_counted_in_one_bar() -> None:
    table = numbers(1, 200).assign(town=lambda t: [f"t{i % 15}" for i in range(len(t))])
    table.loc[::7, "town"] = None
    _, answer = shown(Step("mode"), table=table.astype({"town": "str"}))
    (effect,) = (step for step in answer.steps if step.id == "mode")
    (town,) = effect.changes
    assert len(town.before.levels) == 13
    assert town.before.levels[-1] == "3 more"
    assert town.before.counts.sum() + town.before.gaps == effect.rows_before
