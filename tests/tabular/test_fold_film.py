"""The film of cross-validation says what the answer says, fold after fold."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest

from core.figures.film import encode
from core.figures.scenes.validation_film import fold_picture
from core.tabular.judge.cross_validate import Fold, ValidationAnswer
from core.tabular.judge.fold_film import WHY, run_folds
from core.tabular.judge.folds import SCHEMES


def answer(n_folds=4, n_rows=40, scores=None):
    parts = np.array_split(np.random.default_rng(0).permutation(n_rows), n_folds)
    folds = tuple(Fold(np.setdiff1d(np.arange(n_rows), part), part) for part in parts)
    found = np.random.default_rng(1).uniform(0.7, 0.9, n_folds) if scores is None else scores
    known = np.asarray(found)[np.isfinite(found)]
    mean = float(known.mean()) if len(known) else np.nan
    std = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    return ValidationAnswer(
        folds, np.asarray(found), mean, std, np.array([mean]), 0.75, "accuracy", "Accuracy",
        "higher", n_rows, (),
    )  # fmt: skip


def test_every_scheme_says_why():
    assert set(WHY) == {choice.id for choice in SCHEMES}


def test_the_film_begins_before_any_fold_and_ends_with_the_test_rows():
    frames = list(run_folds("k_fold", answer()))
    assert [frame.n_done for frame in frames] == [0, 1, 2, 3, 4, 4]
    assert np.isnan(frames[0].mean)
    assert [np.isnan(frame.test_score) for frame in frames] == [True] * 5 + [False]
    assert frames[-1].test_score == 0.75


def test_the_running_mean_and_spread_are_those_of_the_folds_so_far():
    found = answer()
    for i, frame in enumerate(list(run_folds("k_fold", found))[1:5], start=1):
        assert frame.mean == pytest.approx(found.scores[:i].mean())
        assert frame.std == pytest.approx(found.scores[:i].std(ddof=1) if i > 1 else 0.0)
        assert frame.n_train == len(found.folds[i - 1].train)
        assert frame.n_test == len(found.folds[i - 1].test)
    assert (frame.mean, frame.std) == pytest.approx((found.mean, found.std))


def test_the_same_answer_makes_the_same_film():
    films = [pickle.dumps([vars(f) for f in run_folds("time", answer())]) for _ in range(2)]
    assert films[0] == films[1]


@pytest.mark.parametrize("n_folds", [1, 2, 20, 200])
def test_the_picture_stays_small_and_its_stripes_are_the_folds(n_folds):
    found = answer(n_folds, 400)
    picture = fold_picture("loocv", found)
    assert len(json.dumps(encode(picture))) < 1_500_000
    heat = picture.panels[0].layers[0].values
    assert (heat[0] == 128).all()
    columns = np.unique(np.linspace(0, 399, 300).astype(int))
    tested = np.isin(columns, found.folds[-1].test)
    assert ((heat[-1, -1] == 0) == tested).all()
    assert ((heat[-1, -1] == 255) == ~tested).all()


def test_a_fold_without_a_score_leaves_the_mean_of_the_others():
    frames = list(run_folds("k_fold", answer(scores=[0.5, np.nan, 0.7, 0.9])))
    assert "no value" in frames[2].said
    assert frames[2].mean == pytest.approx(0.5)
    assert frames[4].mean == pytest.approx(0.7)
    assert fold_picture("k_fold", answer(scores=[np.nan] * 4)).panels
