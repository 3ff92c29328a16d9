"""The film of cross-validation says what the answer says, fold after fold."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest

from core.figures.encoding import encode
from core.stages.evaluation.validation.film import WHY, run_folds
from core.stages.evaluation.validation.scene_film import fold_picture
from core.tabular.judge.cross_validate import Fold, ValidationAnswer
from core.tabular.judge.folds import SCHEMES
from core.tabular.judge.metrics import Metric


def answer(n_folds=4, n_rows=40, scores=None):
    parts = np.array_split(np.random.default_rng(0).permutation(n_rows), n_folds)
    folds = tuple(Fold(np.setdiff1d(np.arange(n_rows), part), part) for part in parts)
    found = np.random.default_rng(1).uniform(0.7, 0.9, n_folds) if scores is None else scores
    test = Metric("accuracy", "Accuracy", 0.75, 0.7, 0.8, 0.5, "higher")
    return ValidationAnswer(
        folds, np.array([found], float), test, "accuracy", "Accuracy", "higher", n_rows, ()
    )


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
        spread = np.std(found.scores[:i], ddof=1) if i > 1 else np.nan
        assert frame.std == pytest.approx(spread, nan_ok=True)
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
    held_out = (heat[-1] == 0).mean(axis=1)
    assert held_out == pytest.approx(1 / n_folds, abs=2 / 300)
    assert ((heat[-1] == 0) | (heat[-1] == 255)).all()


def test_the_rows_held_out_make_a_staircase_however_they_were_shuffled():
    heat = fold_picture("k_fold", answer(4, 40)).panels[0].layers[0].values[-1]
    stairs = np.where(np.arange(40) // 10 == np.arange(4)[:, None], 0, 255)
    assert (heat == stairs).all()


def test_rows_of_the_past_train_and_those_of_the_future_are_not_used():
    """Rows in any order: those never held out stand on the left, the newest on the right."""
    when = np.random.default_rng(0).permutation(40)
    by_time = np.argsort(when)
    folds = tuple(Fold(by_time[:n], by_time[n : n + 10]) for n in (10, 20, 30))
    found = replace(answer(3, 40), folds=folds)
    heat = fold_picture("time", found).panels[0].layers[0].values[-1]
    expected = [[255] * n + [0] * 10 + [128] * (30 - n) for n in (10, 20, 30)]
    assert heat.tolist() == expected


def test_a_row_held_out_alone_has_its_mark_on_its_stripe():
    rows = np.arange(40)
    folds = tuple(Fold(np.delete(rows, i), np.array([i])) for i in (7, 3, 30))
    picture = fold_picture("loocv", replace(answer(3, 40), folds=folds))
    heat, marks = picture.panels[0].layers[:2]
    assert (heat.values[-1] == 0).argmax(axis=1).tolist() == [37, 38, 39]
    assert marks.x[-1] == pytest.approx(np.array([37, 38, 39]) / 39 * 100)


def test_a_fold_without_a_score_leaves_the_mean_of_the_others():
    frames = list(run_folds("k_fold", answer(scores=[0.5, np.nan, 0.7, 0.9])))
    assert "no value" in frames[2].said
    assert frames[2].mean == pytest.approx(0.5)
    assert frames[4].mean == pytest.approx(0.7)
    assert fold_picture("k_fold", answer(scores=[np.nan] * 4)).panels
