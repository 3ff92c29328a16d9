"""Splits: scikit-learn's rows, groups kept whole, time in order, impossible ones refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import GroupShuffleSplit, train_test_split

from core.tabular.experiment import Split
from core.tabular.split import ImpossibleSplit, split_rows

Y = np.array([0] * 30 + [1] * 10)
CLASSES = ("no", "yes")


def test_a_random_split_is_scikit_learns() -> None:
    rows = split_rows(Split("random", 0.3), Y, classes=CLASSES, seed=5)
    train, test = train_test_split(np.arange(40), test_size=0.3, random_state=5)
    np.testing.assert_array_equal(rows.train, train)
    np.testing.assert_array_equal(rows.test, test)


def test_a_stratified_split_is_scikit_learns() -> None:
    rows = split_rows(Split("stratified", 0.25), Y, classes=CLASSES, seed=5)
    train, test = train_test_split(np.arange(40), test_size=0.25, random_state=5, stratify=Y)
    np.testing.assert_array_equal(rows.train, train)
    np.testing.assert_array_equal(rows.test, test)


def test_a_grouped_split_is_scikit_learns_and_keeps_groups_whole() -> None:
    groups = pd.Series([f"g{i // 4}" for i in range(40)])
    rows = split_rows(Split("grouped", 0.3, "g"), np.arange(40.0), order=groups, seed=1)
    shuffle = GroupShuffleSplit(1, test_size=0.3, random_state=1)
    train, _ = next(shuffle.split(np.zeros(40), groups=np.arange(40) // 4))
    np.testing.assert_array_equal(rows.train, train)
    assert not set(groups[rows.train]) & set(groups[rows.test])


def test_a_time_split_tests_on_the_latest_rows() -> None:
    times = pd.Series(np.random.default_rng(0).permutation(40))
    rows = split_rows(Split("time", 0.25, "t"), np.arange(40.0), order=times)
    assert times[rows.train].max() < times[rows.test].min()
    assert len(rows.test) == 10


@settings(max_examples=40, deadline=None)
@given(
    n_rows=st.integers(4, 80),
    share=st.floats(0.05, 0.9),
    kind=st.sampled_from(["random", "time"]),
    seed=st.integers(0, 99),
)
def test_every_row_is_on_one_side_and_the_seed_decides(n_rows, share, kind, seed) -> None:
    order = pd.Series(np.arange(n_rows))
    split = Split(kind, share, "t")
    try:
        rows = split_rows(split, np.zeros(n_rows), order=order, seed=seed)
    except ImpossibleSplit:
        assert int(np.ceil(share * n_rows)) in (0, n_rows)
        return
    assert sorted([*rows.train, *rows.test]) == list(range(n_rows))
    again = split_rows(split, np.zeros(n_rows), order=order, seed=seed)
    np.testing.assert_array_equal(rows.test, again.test)


@pytest.mark.parametrize(
    ("split", "y", "classes", "order", "message"),
    [
        (Split(), np.zeros(3), (), None, "Only 3 rows are left, and a split needs at least 4"),
        (Split("stratified"), np.zeros(9), (), None, "a regression has none. Choose a random"),
        (
            Split("stratified"),
            np.array([0] * 9 + [1]),
            CLASSES,
            None,
            "Class 'yes' has one row, so it cannot be in training and test",
        ),
        (
            Split("stratified", 0.1),
            np.array([0, 1] * 5),
            CLASSES,
            None,
            "2 classes do not fit into 1 test and 9 training rows",
        ),
        (Split("random", 0.99), np.zeros(10), (), None, "gives 10 test and 0 training rows"),
        (Split("grouped"), np.zeros(9), (), None, "Choose the column that holds the groups"),
        (
            Split("grouped", 0.5, "g"),
            np.zeros(9),
            (),
            pd.Series(["a"] * 9),
            "'g' has one value, so there are no groups to divide",
        ),
        (
            Split("grouped", 0.9, "g"),
            np.zeros(9),
            (),
            pd.Series(list("aaabbbccc")),
            "3 groups leave none for training",
        ),
        (Split("time"), np.zeros(9), (), None, "Choose the column that holds the time"),
        (
            Split("time", 0.2, "t"),
            np.zeros(9),
            (),
            pd.Series([1.0, np.nan] + [2.0] * 7),
            "1 row has no value in 't', and so no place in time",
        ),
        (
            Split("time", 0.2, "t"),
            np.array([0] * 9 + [1]),
            CLASSES,
            pd.Series(np.arange(10)),
            "No row of class 'yes' is in the training part",
        ),
    ],
)
def test_impossible_splits_are_refused(split, y, classes, order, message) -> None:
    with pytest.raises(ImpossibleSplit, match=message):
        split_rows(split, y, classes=classes, order=order)
