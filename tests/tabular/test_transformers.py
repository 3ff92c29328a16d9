"""Our own transformers and row steps against NumPy, pandas and scikit-learn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from core.tabular.recipe.estimators import IsotonicAlongOne
from core.tabular.recipe.reducers import BoundedSVD, Powers, Uncorrelated
from core.tabular.recipe.row_steps import (
    drop_far_from_mean,
    drop_gaps,
    drop_isolated,
    drop_outside_fences,
)
from core.tabular.recipe.transformers import (
    Clip,
    DateParts,
    Frequency,
    GapLevel,
    GapMarks,
    Hashed,
    Words,
    level_name,
)

TABLE = pd.DataFrame({"a": [1.0, 2, 3, 4, 100], "b": [5.0, np.nan, 5, 5, 5]})
ALL = [Clip(), Clip("z", 1.0), GapMarks(), Frequency(), Hashed(4), Uncorrelated()]


@pytest.mark.parametrize("work", ALL, ids=repr)
def test_names_out_are_the_columns_of_the_frame(work) -> None:
    fitted = clone(work).fit(TABLE)
    out = fitted.transform(TABLE)
    assert list(out.columns) == list(fitted.get_feature_names_out())
    assert list(out.index) == list(TABLE.index)


def test_clipping_holds_values_on_tukeys_fences() -> None:
    clipped = Clip("iqr", 1.5).fit(TABLE).transform(TABLE)
    assert clipped["a"].max() == 4 + 1.5 * (4 - 2)
    assert clipped["b"].isna().sum() == 1


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=30), z=st.floats(0.5, 3))
def test_clipping_by_z_is_numpys_clip(values, z) -> None:
    column = np.array(values)
    ours = Clip("z", z).fit(pd.DataFrame({"a": column})).transform(pd.DataFrame({"a": column}))
    reach = z * column.std() if column.std() > 0 else np.inf
    np.testing.assert_allclose(
        ours["a"], np.clip(column, column.mean() - reach, column.mean() + reach)
    )


def test_frequencies_are_shares_of_the_training_rows() -> None:
    train = pd.DataFrame({"c": pd.Series(["x", "x", "y", None], dtype="str")})
    new = pd.DataFrame({"c": pd.Series(["x", "y", "never", None], dtype="str")})
    assert list(Frequency().fit(train).transform(new)["c"]) == [0.5, 0.25, 0.0, 0.25]


def test_every_level_falls_into_exactly_one_bucket() -> None:
    levels = pd.DataFrame({"c": pd.Series([f"l{i}" for i in range(50)] + [None], dtype="str")})
    out = Hashed(8).fit(levels).transform(levels)
    assert (out.sum(axis=1) == 1).all()
    assert out.shape == (51, 8)
    assert (out.sum() > 0).sum() > 4


def test_gap_marks_keep_the_column_and_add_one() -> None:
    out = GapMarks().fit(TABLE).transform(TABLE)
    assert list(out.columns) == ["a", "b", "b missing"]
    assert list(out["b missing"]) == [0, 1, 0, 0, 0]


def test_date_parts_are_the_calendars_and_constant_parts_go() -> None:
    dates = pd.DataFrame({"d": pd.to_datetime(["2024-02-29", "2024-03-01", None])})
    out = DateParts().fit(dates).transform(dates)
    assert list(out.columns) == ["d month", "d day", "d weekday", "d days"]
    assert list(out.iloc[0]) == [2, 29, 3, 0]
    assert list(out["d days"])[:2] == [0, 1]
    assert out.notna().all().all()


def test_scaled_date_parts_are_what_scikit_learn_makes_of_the_plain_ones() -> None:
    random = np.random.default_rng(1)
    days = pd.to_timedelta(random.integers(0, 1200, 60), "D")
    dates = pd.DataFrame({"d": pd.Timestamp("2021-01-03") + days})
    dates.loc[::9, "d"] = pd.NaT
    plain = DateParts().fit(dates.head(40)).transform(dates)
    scaled = DateParts(scale=True).fit(dates.head(40)).transform(dates)
    theirs = StandardScaler().fit(plain.head(40)).transform(plain)
    assert list(scaled.columns) == list(plain.columns)
    np.testing.assert_allclose(scaled, theirs, atol=1e-12)


def test_a_single_date_has_no_spread_to_divide_by() -> None:
    dates = pd.DataFrame({"d": pd.to_datetime(["2024-02-29"] * 3)})
    assert (DateParts(scale=True).fit(dates).transform(dates) == 0).all().all()


def test_words_are_scikit_learns_tfidf() -> None:
    texts = pd.DataFrame({"t": pd.Series(["red fish", "blue fish", None], dtype="str")})
    out = Words(10).fit(texts).transform(texts)
    theirs = TfidfVectorizer(max_features=10).fit(["red fish", "blue fish", ""])
    np.testing.assert_allclose(out, theirs.transform(["red fish", "blue fish", ""]).toarray())
    assert list(out.columns) == ["t: blue", "t: fish", "t: red"]


def test_a_column_without_a_word_gives_no_columns() -> None:
    texts = pd.DataFrame({"t": pd.Series(["1", "?"], dtype="str")})
    assert Words().fit(texts).transform(texts).shape == (2, 0)


def test_of_two_columns_that_move_together_the_first_stays() -> None:
    x = np.random.default_rng(0).normal(size=50)
    table = pd.DataFrame({"x": x, "twice": -2 * x, "other": np.roll(x, 7)})
    assert list(Uncorrelated(0.9).fit(table).transform(table).columns) == ["x", "other"]


def test_powers_are_scikit_learns_without_the_constant() -> None:
    X = np.random.default_rng(0).normal(size=(10, 3))
    theirs = PolynomialFeatures(3, include_bias=False).fit_transform(X)
    np.testing.assert_array_equal(Powers(3).fit_transform(X), theirs)


def test_svd_takes_as_many_directions_as_there_are() -> None:
    X = np.random.default_rng(0).normal(size=(20, 3))
    assert BoundedSVD(100, random_state=0).fit_transform(X).shape == (20, 3)
    theirs = TruncatedSVD(2, random_state=0).fit_transform(X)
    np.testing.assert_array_equal(BoundedSVD(2, random_state=0).fit_transform(X), theirs)


def test_level_names_say_missing_and_other() -> None:
    names = [level_name("c", level) for level in ("red", np.nan, None, "infrequent_sklearn")]
    assert names == ["c=red", "c=(missing)", "c=(missing)", "c=(other)"]


def test_isotonic_takes_the_column_that_orders_rows_best() -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(60, 3))
    y = -np.exp(X[:, 1]) + random.normal(0, 0.01, 60)
    model = IsotonicAlongOne().fit(X, y)
    assert model.column_ == 1
    theirs = IsotonicRegression(increasing=False, out_of_bounds="clip").fit(X[:, 1], y)
    np.testing.assert_allclose(model.predict(X), theirs.predict(X[:, 1]))
    assert np.isfinite(model.predict(X * 100)).all()


def test_row_steps_keep_the_rows_they_say() -> None:
    y = np.arange(5)
    X, kept = drop_gaps(TABLE, y, columns=("a", "b"))
    assert list(kept) == [0, 2, 3, 4]
    X, kept = drop_outside_fences(TABLE, y, k=1.5, columns=("a", "b"))
    assert list(X["a"]) == [1, 2, 3, 4]
    X, kept = drop_far_from_mean(TABLE, y, z=1.9, columns=("a", "gone"))
    assert list(kept) == [0, 1, 2, 3]
    X, kept = drop_isolated(TABLE, y, share=0.2, seed=0, columns=("a",))
    assert 4 not in kept
    X, kept = drop_isolated(TABLE, y, share=0.2, seed=0, columns=("gone",))
    assert len(kept) == 5


def test_gaps_get_a_level_that_no_row_has() -> None:
    table = pd.DataFrame({"a": ["missing", None, "x"], "b": ["u", None, None]}, dtype="str")
    step = GapLevel().fit(table)
    assert step.transform(table)["a"].tolist() == ["missing", "missing_2", "x"]
    assert step.transform(table)["b"].tolist() == ["u", "missing", "missing"]
