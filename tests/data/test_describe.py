"""A profile in numbers that pandas confirms, kinds by written rules, alerts where they belong."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.describe import BINS, column_kinds, profile, suggest_target, task_of
from core.data.kinds import SAMPLE_ROWS

RNG = np.random.default_rng(0)


def frame_of(**columns):
    return pd.DataFrame(columns)


def alerted(frame, *words):
    return any(all(word in alert for word in words) for alert in profile(frame).alerts)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=50))
def test_a_number_column_agrees_with_pandas(cells):
    column = pd.Series(cells, dtype="float64")
    got = profile(column.to_frame("x")).column("x")
    assert got.n_missing == column.isna().sum()
    assert got.n_unique == column.nunique()
    if column.notna().any():
        assert got.minimum == column.min()
        assert got.maximum == column.max()
        assert got.mean == pytest.approx(column.mean(), rel=1e-9, abs=1e-9)
        assert got.quartiles == pytest.approx(column.quantile([0.25, 0.5, 0.75]).tolist())
        assert sum(got.histogram.counts) == column.notna().sum()
        assert len(got.histogram.counts) == BINS
    if column.notna().sum() > 1:
        assert got.std == pytest.approx(column.std(), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("values", [RNG.normal(size=1000), np.arange(41.0)])
def test_the_histogram_is_numpys(values):
    got = profile(frame_of(x=values)).column("x").histogram
    counts, edges = np.histogram(values, BINS)
    assert list(got.counts) == counts.tolist()
    np.testing.assert_allclose(got.edges, edges)


def test_the_skewness_is_scipys():
    stats = pytest.importorskip("scipy.stats")
    values = RNG.exponential(size=500)
    got = profile(frame_of(x=values)).column("x").skewness
    assert got == pytest.approx(stats.skew(values))


def test_top_values_are_counted_with_ties_in_order():
    got = profile(frame_of(c=["b", "a", "c", "a", "b", None])).column("c")
    assert got.top_values == (("a", 2), ("b", 2), ("c", 1))
    assert got.n_missing == 1
    assert profile(frame_of(n=[3, 1, 3, 2])).column("n").top_values == (
        ("3", 2),
        ("1", 1),
        ("2", 1),
    )


def test_a_date_column_has_a_histogram_over_time():
    days = pd.Series(pd.date_range("2024-01-01", periods=41, freq="D").astype("datetime64[us]"))
    got = profile(frame_of(d=days)).column("d")
    assert (got.minimum, got.maximum) == ("2024-01-01", "2024-02-10")
    assert got.histogram.edges[0] == "2024-01-01"
    assert sum(got.histogram.counts) == 41


def test_infinite_values_are_counted_and_left_out_of_the_moments():
    frame = frame_of(x=[1.0, 2.0, 3.0, np.inf, -np.inf])
    got = profile(frame).column("x")
    assert got.n_infinite == 2
    assert (got.minimum, got.maximum, got.mean) == (1.0, 3.0, 2.0)
    assert alerted(frame, "‘x’ holds infinite values")


def test_the_same_frame_gives_the_same_profile():
    frame = frame_of(x=RNG.normal(size=300), c=RNG.choice(list("abc"), 300))
    assert profile(frame) == profile(frame.copy())


WORDS = ["the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "then", "more"]
SENTENCES = [" ".join(RNG.permutation(WORDS)[:6]) for _ in range(60)]
KINDS = [
    ([1, 2, 3, 4], "number"),
    ([1.5, None, 2.5], "number"),
    ([True, False, True], "category"),
    (["a", "b", "a"], "category"),
    (["a", "b", "c"], "category"),
    ([f"u{n:04}" for n in range(60)], "id"),
    ([f"city{n % 25}" for n in range(100)], "category"),
    ([f"city{n % 400}" for n in range(1000)], "category"),
    (SENTENCES, "text"),
    (["one short remark", "another short remark here"], "text"),
    ([None, None], "empty"),
    ([np.nan, np.nan], "empty"),
    ([7, 7, 7], "constant"),
    (["x", None, "x"], "constant"),
    (pd.to_datetime(["2024-01-01", "2024-01-02"]).astype("datetime64[us]"), "date"),
]


@pytest.mark.parametrize(("cells", "kind"), KINDS)
def test_kinds_follow_the_rules(cells, kind):
    assert column_kinds(frame_of(v=cells)) == {"v": kind}


def test_a_single_other_value_in_a_large_frame_is_no_constant():
    values = np.zeros(SAMPLE_ROWS * 2 + 1)
    values[1] = 1.0
    words = np.where(values == 1, "y", "x")
    gaps = np.where(values == 1, 5.0, np.nan)
    frame = frame_of(n=values, w=words, g=gaps, e=np.full(len(values), np.nan))
    assert column_kinds(frame) == {"n": "number", "w": "category", "g": "constant", "e": "empty"}


def test_a_known_name_is_the_suggested_target():
    frame = frame_of(price=[1.0, 2.0], rooms=[1, 2], name=["a b c d", "e f g h"])
    assert suggest_target(frame) == "price"
    assert suggest_target(frame.rename(columns={"price": "p"})) == "rooms"
    assert suggest_target(frame[["name"]]) == "name"
    assert suggest_target(pd.DataFrame()) == ""


@pytest.mark.parametrize(
    ("cells", "task"),
    [
        (["a", "b", "a", "b"], "classification"),
        ([True, False, True, False], "classification"),
        ([0, 1, 0, 1], "classification"),
        ([0.0, 1.0, np.nan, 1.0, 0.0], "classification"),
        (list(range(50)), "regression"),
        ([1, 2, 3], "regression"),
        ([0.5, 1.5, 0.5, 1.5], "regression"),
        ([1.0, np.inf] * 5, "regression"),
    ],
)
def test_the_task_follows_the_target(cells, task):
    assert task_of(frame_of(y=cells), "y") == task


def test_alerts_name_what_deserves_a_look():
    n = 200
    base = RNG.normal(size=n)
    frame = frame_of(
        id=range(n),
        key=[f"k{i:05}" for i in range(n)],
        gap=np.where(np.arange(n) % 4 == 0, np.nan, base),
        same=[1] * n,
        none=[np.nan] * n,
        skewed=np.exp(3 * base),
        zero=np.where(np.arange(n) % 3 == 0, base, 0.0),
        twin=base * 2 + 1,
        copy=base,
        many=[f"v{i % 90}" for i in range(n)],
    )
    assert alerted(frame, "‘id’", "‘key’", "like ids")
    assert alerted(frame, "Values are missing: ‘gap’ 25 %")
    assert alerted(frame, "‘same’ has one value only")
    assert alerted(frame, "‘none’ has no values")
    assert alerted(frame, "‘skewed’ is strongly skewed")
    assert alerted(frame, "‘zero’ is zero in more than half")
    assert alerted(frame, "‘twin’ and ‘copy’", "correlation 1.00")
    assert alerted(frame, "‘many’ is a category with more than 50 values")
    assert alerted(pd.concat([frame, frame.head(3)]), "3 rows are exact copies")


def test_a_healthy_table_has_no_alerts():
    frame = frame_of(x=RNG.normal(size=200), y=RNG.normal(size=200), c=RNG.choice(list("ab"), 200))
    assert profile(frame).alerts == ()


@pytest.mark.slow
def test_a_wide_table_is_profiled_in_time():
    frame = pd.DataFrame(RNG.normal(size=(50, 1000)), columns=[f"c{n}" for n in range(1000)])
    assert len(profile(frame).columns) == 1000


def test_a_column_of_many_remarks_is_not_suggested_as_the_target():
    remarks = [f"late again {i % 40}" for i in range(200)]
    frame = pd.DataFrame({"amount": range(200), "remark": remarks})
    assert suggest_target(frame) == "amount"


def test_whole_numbers_that_floats_cannot_tell_apart_are_different_values():
    got = profile(frame_of(n=[2**62, 2**62 + 1, 2**62 + 1], w=[1, 2, 3])).column("n")
    assert got.n_unique == 2
    assert got.top_values == ((str(2**62 + 1), 2), (str(2**62), 1))


def test_the_largest_floats_are_described_without_a_warning():
    got = profile(frame_of(x=[1e308, -1e308] * 3)).column("x")
    assert (got.minimum, got.quartiles[1], got.maximum) == (-1e308, 0, 1e308)
