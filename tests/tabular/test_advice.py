"""What a refused split or fold advises is taken, and works."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data import read_table
from core.stages.preprocessing.recipe import scene as recipe
from core.stages.preprocessing.recipe.run import EffectSettings, recipe_effect
from core.stages.preprocessing.recipe.scene import RecipeView
from core.tabular.experiment import Split
from core.tabular.judge.folds import FoldCase, even_folds, make_folds
from core.tabular.split import ImpossibleSplit, split_rows
from tests.pages import tables

FAULTS = Path(__file__).parents[1] / "faults"
Y = np.r_[np.zeros(20, int), np.ones(20, int), [2]]
PAIR = np.r_[np.zeros(20, int), np.ones(20, int), [2, 2]]


def names(y: np.ndarray) -> tuple[str, ...]:
    return tuple("abcdefghijklmnopqrstuvwxyz"[: y.max() + 1])


def taken(advice: str, split: Split, seed: int) -> tuple[Split, int]:
    """The split and the seed that the advice names."""
    found = re.search(
        r"Choose a (stratified|random) split(?: with (\d+)% test rows)?(?: and the seed (\d+))?\.$",
        advice,
    )
    assert found, advice
    share = int(found[2]) / 100 if found[2] else split.test_share
    return Split(found[1], share), int(found[3]) if found[3] else seed


@pytest.mark.parametrize("kind", ["stratified", "random", "time"])
@pytest.mark.parametrize("y", [Y, PAIR], ids=["one row", "two rows"])
@pytest.mark.parametrize("share", [0.05, 0.25, 0.6])
def test_the_advice_of_a_refused_split_works(kind, y, share):
    order = pd.Series(np.arange(len(y))) if kind == "time" else None
    for seed in (*range(12), 2**32 - 1):
        split = Split(kind, share, "t" if kind == "time" else None)
        try:
            split_rows(split, y, classes=names(y), order=order, seed=seed)
        except ImpossibleSplit as error:
            other, other_seed = taken(error.sentence, split, seed)
            assert (other, other_seed) != (split, seed)
            split_rows(other, y, classes=names(y), seed=other_seed)


def test_a_stratified_split_too_small_for_all_classes_names_a_share_that_fits():
    y = np.repeat(np.arange(10), 4)
    with pytest.raises(ImpossibleSplit, match="10 classes do not fit into 4 test and 36") as error:
        split_rows(Split("stratified", 0.1), y, classes=names(y))
    assert error.value.sentence.endswith("Choose a stratified split with 25% test rows.")
    split_rows(Split("stratified", 0.25), y, classes=names(y))


@pytest.mark.parametrize("n_rows", [2, 3, 4])
@pytest.mark.parametrize("scheme", ["stratified", "k_fold", "hold_out"])
def test_the_advice_of_refused_folds_works(n_rows, scheme):
    y = np.r_[np.zeros(30, int), np.ones(n_rows, int)]
    for seed in range(30):
        case = FoldCase(y, ("a", "b"), None, 5, seed)
        advice = refusal(scheme, case)
        if advice:
            assert advice.startswith("Choose stratified k-fold with"), advice
            n_folds = int(re.findall(r"\d+", advice)[0])
            make_folds("stratified", replace(case, n_folds=n_folds))


def refusal(scheme: str, case: FoldCase) -> str:
    """The last sentence of a refusal, "" if the folds can be made."""
    try:
        make_folds(scheme, case)
    except ImpossibleSplit as error:
        return error.sentence.split(". ")[-1]
    return ""


def test_folds_of_a_class_with_one_row_are_not_advised():
    for scheme in ("stratified", "k_fold", "loocv"):
        with pytest.raises(ImpossibleSplit, match="With one training row of 'c' no folds can test"):
            make_folds(scheme, FoldCase(Y, names(Y), None, 5, 0))


def test_rows_too_few_for_the_folds_name_how_many_would_do():
    case = FoldCase(np.zeros(7), (), None, 5, 0)
    with pytest.raises(ImpossibleSplit, match="Ask for at most 3 folds"):
        make_folds("k_fold", case)
    make_folds("k_fold", replace(case, n_folds=3))
    with pytest.raises(ImpossibleSplit, match="3 rows are too few for 5 folds"):
        make_folds("k_fold", replace(case, y=np.zeros(3)))


def test_where_no_scheme_can_be_chosen_a_rare_class_is_in_every_training_part():
    folds = even_folds(PAIR, names(PAIR), 5, 0)
    assert len(folds) == 5
    assert all(set(PAIR[fold.train]) == {0, 1, 2} for fold in folds)
    assert sorted(np.concatenate([fold.test for fold in folds])) == list(range(len(PAIR)))


def test_a_recipe_on_three_emus_is_scored_and_advises_no_scheme():
    frame = read_table("24_three_emus.csv", (FAULTS / "24_three_emus.csv").read_bytes()).frame
    experiment = tables.fresh(tables.known(frame, "kind", "classification"))
    settings = EffectSettings(experiment)
    said = recipe.notice(RecipeView(settings, "0"), recipe_effect(settings, frame))
    assert "nan" not in said
    assert "k-fold" not in said
    assert "Balanced accuracy" in said


def test_the_first_experiment_knows_a_class_of_one_row():
    frame = pd.DataFrame({"x": np.arange(41.0), "y": pd.Series(Y).map(dict(enumerate("abc")))})
    frame = frame.astype({"y": "str"})
    experiment = tables.fresh(tables.known(frame, "y", "classification"))
    assert experiment.split == Split("random")
    pairs = frame.iloc[:40]
    assert tables.fresh(tables.known(pairs, "y", "classification")).split == Split("stratified")
