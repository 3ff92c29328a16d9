"""Cross-validation against scikit-learn's, its schemes, its refusals, and what it never sees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.compute.progress import capturing
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.fit import fit
from core.tabular.judge.cross_validate import ValidationSettings, WrongMetric, cross_validate
from core.tabular.judge.folds import MOST_LEFT_OUT
from core.tabular.split import ImpossibleSplit
from tests.tabular.cases import experiment, messy

TABLE = datasets.load_breast_cancer(as_frame=True).frame
CASE = Experiment(
    "sample:cancer",
    "cancer",
    "target",
    "classification",
    recipe=(Step("standard"),),
    model=ModelChoice("logistic"),
    seed=2,
)


@pytest.mark.parametrize(
    ("scheme", "splitter"),
    [
        ("k_fold", KFold(5, shuffle=True, random_state=2)),
        ("stratified", StratifiedKFold(5, shuffle=True, random_state=2)),
    ],
)
def test_scores_equal_scikit_learns_cross_val_score_on_the_training_rows(scheme, splitter) -> None:
    answer = cross_validate(ValidationSettings(CASE, scheme, metric="accuracy"), TABLE)
    X, y = TABLE.drop(columns="target"), TABLE["target"]
    X_train, _, y_train, _ = train_test_split(X, y, test_size=0.25, random_state=2)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    theirs = cross_val_score(model, X_train, y_train, cv=splitter, scoring="accuracy")
    np.testing.assert_allclose(answer.scores, theirs)
    assert answer.mean == pytest.approx(theirs.mean())
    assert answer.std == pytest.approx(theirs.std(ddof=1))


def test_the_test_score_is_that_of_rows_no_fold_saw() -> None:
    answer = cross_validate(ValidationSettings(CASE, metric="accuracy"), TABLE)
    fitted = fit(CASE, TABLE)
    assert answer.test_score == np.mean(fitted.predict(fitted.X_test) == fitted.y_test)
    assert answer.n_rows == len(fitted.X_train)


@pytest.mark.slow
def test_folds_never_look_at_test_rows() -> None:
    case = experiment("classification", "logistic", Step("target"), Step("standard"))
    before = cross_validate(ValidationSettings(case), messy())
    changed = messy().copy()
    test = fit(case, messy()).X_test.index
    changed.loc[test, "age"] = 1e4
    changed.loc[test, "city"] = "nowhere"
    after = cross_validate(ValidationSettings(case), changed)
    np.testing.assert_array_equal(after.scores, before.scores)


SMALL = replace(experiment(), features=("age", "visits"))


@pytest.mark.parametrize("scheme", ["k_fold", "stratified", "grouped", "loocv"])
def test_every_training_row_is_tested_once(scheme) -> None:
    settings = ValidationSettings(SMALL, scheme, column="visits")
    answer = cross_validate(settings, messy().head(80))
    tested = np.concatenate([fold.test for fold in answer.folds])
    assert sorted(tested) == list(range(answer.n_rows))
    assert all(not set(fold.train) & set(fold.test) for fold in answer.folds)


def test_groups_are_never_on_both_sides() -> None:
    case = experiment()
    answer = cross_validate(ValidationSettings(case, "grouped", column="visits"), messy())
    groups = messy()["visits"][fit(case, messy()).X_train.index].to_numpy()
    for fold in answer.folds:
        assert not set(groups[fold.train]) & set(groups[fold.test])


def test_time_folds_train_on_the_past_only() -> None:
    table = messy().assign(day=np.random.default_rng(1).permutation(len(messy())))
    case = experiment("regression")
    answer = cross_validate(ValidationSettings(case, "time", column="day"), table)
    days = table["day"][fit(case, table).X_train.index].to_numpy()
    for fold in answer.folds:
        assert days[fold.train].max() < days[fold.test].min()
    sizes = [len(fold.train) for fold in answer.folds]
    assert sizes == sorted(sizes)


def test_hold_out_is_one_fold_and_its_spread_that_of_other_seeds() -> None:
    answer = cross_validate(ValidationSettings(experiment(), "hold_out", n_repeats=4), messy())
    assert len(answer.folds) == 1
    assert len(answer.repeats) == 4
    assert answer.std == pytest.approx(np.std(answer.repeats, ddof=1))
    assert answer.std > 0
    assert cross_validate(ValidationSettings(experiment(), "hold_out"), messy()).std == 0


def test_other_seeds_divide_otherwise_and_the_first_is_the_experiments() -> None:
    answer = cross_validate(ValidationSettings(SMALL, n_repeats=3), messy())
    again = cross_validate(ValidationSettings(SMALL, n_repeats=3), messy())
    np.testing.assert_array_equal(answer.repeats, again.repeats)
    assert answer.repeats[0] == np.mean(answer.scores)
    assert answer.mean == pytest.approx(np.mean(answer.repeats))
    assert answer.std == pytest.approx(np.std(answer.all_scores, ddof=1))
    assert len(set(answer.repeats)) > 1


@pytest.mark.slow
def test_leaving_one_out_is_bounded_and_says_what_it_measures() -> None:
    table = pd.concat([messy()] * 2, ignore_index=True)
    answer = cross_validate(ValidationSettings(SMALL, "loocv", metric="f1"), table)
    assert len(answer.folds) == MOST_LEFT_OUT
    assert set(answer.scores) <= {0.0, 1.0}
    assert answer.metric == "accuracy"
    assert "F1 (macro) cannot be told from one row, so this is Accuracy." in answer.notes


def test_progress_counts_every_fold() -> None:
    with capturing() as reports:
        cross_validate(ValidationSettings(SMALL, n_folds=4, n_repeats=2), messy())
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert {report.total for report in reports} == {9}
    assert set(range(10)) <= set(done)


def test_roles_are_thinned_for_drawing() -> None:
    answer = cross_validate(ValidationSettings(SMALL, n_folds=3), messy())
    roles = answer.roles(most=50)
    assert roles.shape == (3, 50)
    assert set(np.unique(roles)) == {1, 2}
    assert set(np.unique(answer.roles()[:, :])) == {1, 2}


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        (
            ValidationSettings(experiment("regression"), "stratified"),
            ImpossibleSplit,
            r"a regression has none\. Choose k-fold",
        ),
        (ValidationSettings(experiment(), "grouped"), ImpossibleSplit, "which rows belong"),
        (
            ValidationSettings(experiment(), "grouped", column="member"),
            ImpossibleSplit,
            "'member' has 2 groups, fewer than 5 folds",
        ),
        (
            ValidationSettings(experiment(), "time", column="since"),
            ImpossibleSplit,
            "Some rows have no value in 'since'",
        ),
        (
            ValidationSettings(experiment(), "grouped", column="nope"),
            WrongMetric,
            "no column named 'nope'",
        ),
        (
            ValidationSettings(experiment(), metric="mae"),
            WrongMetric,
            "MAE belongs to regression",
        ),
    ],
)
def test_impossible_validations_are_refused(settings, error, message) -> None:
    with pytest.raises(error, match=message):
        cross_validate(settings, messy())


def test_too_few_rows_and_rare_classes_are_refused() -> None:
    small = messy().head(12)
    with pytest.raises(ImpossibleSplit, match="9 rows are too few for 5 folds"):
        cross_validate(ValidationSettings(experiment()), small)
    few = np.flatnonzero(messy()["bought"] == "yes")[3:]
    rare = messy().drop(index=few).reset_index(drop=True)
    case = replace(experiment(), split=Split("stratified"))
    with pytest.raises(ImpossibleSplit, match="Class 'yes' has 2 training rows, fewer than 5"):
        cross_validate(ValidationSettings(case, "stratified"), rare)
