"""Every computed sentence of Load is recomputed from the rows it speaks of."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.samples import SAMPLES, load_sample
from core.figures.blocks import Chart, Grid, Numbers, human, together
from core.playground import TableFacts
from core.stages.data_collection.load.scene import LoadView, draw, notice
from core.wording import share
from tests.pages.tables import known

NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?"
DRAW = np.random.default_rng(0)
N = 60
DAYS = pd.date_range("2020-01-01", periods=N).astype("datetime64[us]")
ODD = {
    "ties": [0.0] * 40 + [1.0] * 20,
    "most at the middle": [1.0] * 5 + [2.0] * 50 + [3.0] * 5,
    "two values": [0.0, 1.0] * 30,
    "gaps": [*range(20), *[np.nan] * 40],
    "one value": [7.0] * 60,
    "one value and gaps": [7.0] * 3 + [np.nan] * 57,
    "infinite": [np.inf, -np.inf, *range(58)],
    "huge": [1e300, -1e300, *range(58)],
    "tiny": np.arange(60) * 1e-12,
    "close": 1_000_000.1 + np.arange(60) / 300,
    "exactly even": [-2.0, -1.0, 1.0, 2.0] * 15,
    "right": DRAW.exponential(size=60),
    "left": -DRAW.exponential(size=60),
    "odd number": [*range(59), np.nan],
    "truth": [True, False] * 30,
    "words": ["a", "b", "b", "c"] * 15,
    "as frequent": ["a", "b"] * 30,
    "each once": [f"u{n}" for n in range(60)],
    "nearly all": ["a"] * 59 + ["b"],
    "words and gaps": ["a", None, None] * 20,
    "all missing": [np.nan] * 60,
    "days": DAYS,
    "same day": [DAYS[0]] * 60,
}


NAMES = [*(spec.id for spec in SAMPLES), *ODD]


@cache
def facts_of_table(name: str) -> tuple[pd.DataFrame, TableFacts]:
    """Return a sample, or an odd table, and what the server knows of it with a note."""
    odd = name in ODD
    frame = pd.DataFrame({"v": ODD[name], "other": range(N)}) if odd else load_sample(name).frame
    return frame, known(frame, notes=("Column ‘v’ has dates.",))


def read(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").replace("∞", "inf"))


def check_share(told: str, part: int, whole: int) -> None:
    """A percentage is right to its last digit, and whole only where nothing is left out."""
    assert told == share(part, whole)
    number = read(told.removesuffix("%").removeprefix("less than ").removeprefix("more than "))
    exact = 100 * part / whole
    if told.startswith("less"):
        assert 0 < exact < number
    elif told.startswith("more"):
        assert number < exact < 100
    else:
        assert number == pytest.approx(exact, abs=0.0501)


def check_numbers(said: str, values: np.ndarray) -> None:
    """What is said of a column of numbers holds for its finite values."""
    finite = values[np.isfinite(values)]
    median, n = np.median(finite), len(finite)
    below, at, above = (finite < median).sum(), (finite == median).sum(), (finite > median).sum()
    half = re.search(rf"Half of the values of \*\*.*\*\* lie below ({NUMBER}) and half above", said)
    parts = re.search(
        rf"The middle value of \*\*.*\*\* is ({NUMBER}): ({NUMBER}) values? lies? below, "
        rf"({NUMBER}) (?:is|are) equal to it and ({NUMBER}) above",
        said,
    )
    assert bool(half) != bool(parts)
    if half:
        told = read(half[1])
        assert below == above
        assert at <= 1
        assert abs((finite < told).mean() - 0.5) <= 0.5 / n + 0.02
        assert abs((finite > told).mean() - 0.5) <= 0.5 / n + 0.02
    if parts:
        assert read(parts[1]) == pytest.approx(median, rel=5e-3)
        assert [read(text) for text in parts.groups()[1:]] == [below, at, above]
    with np.errstate(all="ignore"):
        mean, centred = finite.mean(), finite - finite.mean()
        cubes = (centred**3).mean() / (centred**2).mean() ** 1.5
    told = re.search(rf"the mean is ({NUMBER})", said)
    assert read(told[1]) == pytest.approx(mean, rel=5e-3, abs=1e-9 * abs(finite).max())
    lean = re.search(r"The skewness is (\S+): far values (\w+)", said)
    if lean:
        assert read(lean[1]) == pytest.approx(cubes, rel=2e-2, abs=1e-3)
        side = {"above": 1, "below": -1, "on": 0}[lean[2]]
        assert side == (0 if abs(cubes) < 0.005 else np.sign(cubes))
    assert ("infinite" in said) == (len(finite) < len(values))


def check_values(said: str, column: pd.Series) -> None:
    """What is said of a column's most frequent value holds for its rows."""
    counts = column.value_counts()
    told = re.search(r"has ([\d,]+) different values?", said)
    if told:
        assert read(told[1]) == len(counts)
    each = re.search(r"each in one row", said)
    assert bool(each) == (len(counts) > 1 and counts.iloc[0] == 1)
    most = re.search(
        r"(the most frequent|one of the most frequent), “(.*)”, stands in (.*) of", said
    )
    if most:
        assert (most[1] == "the most frequent") == (
            len(counts) == 1 or counts.iloc[0] > counts.iloc[1]
        )
        check_share(most[3], int(counts.iloc[0]), len(column))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_every_column_is_true(name):
    frame, facts = facts_of_table(name)
    for column in facts.loaded.profile.columns:
        view = LoadView(facts.id, "column", column=column.name)
        said = notice(view, facts.loaded)
        values = frame[column.name]
        if values.notna().sum() == 0:
            assert "has no values" in said
        elif len(values.dropna().unique()) == 1:
            assert "has one value only" in said
        elif values.dtype.kind == "M":
            assert f"from {values.min():%Y-%m-%d}" in said
            assert f"to {values.max():%Y-%m-%d}" in said
        elif column.mean is not None:
            check_numbers(said, values.dropna().to_numpy("float64"))
        else:
            check_values(said, values)
        told = re.search(r"([\d,]+) gaps?\b", said)
        assert (int(read(told[1])) if told else 0) == values.isna().sum()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_the_table_is_true(name):
    frame, facts = facts_of_table(name)
    loaded = facts.loaded
    gaps = frame.isna().sum()
    for view in ("glance", "rows"):
        said = notice(LoadView("file:1", view, column=frame.columns[0]), loaded)
        assert f"{len(frame):,} rows" in said
        assert "nothing had to be guessed" not in said
        assert ("alert" in said) == bool(loaded.profile.alerts)
        most = re.search(r"\*\*(.*?)\*\*(.*) the most gaps: (.*) of", said)
        assert bool(most) == bool(gaps.max())
        if most:
            check_share(most[3], int(gaps.max()), len(frame))
            n_most = int((gaps == gaps.max()).sum())
            assert most[2] == (
                " has"
                if n_most == 1
                else f" and {n_most - 1} other column{'s' if n_most > 2 else ''} have"
            )
        numbers = next(
            block
            for block in draw(LoadView("file:1", view, column=""), loaded)
            if isinstance(block, Numbers)
        )
        told = {number.label: number for number in numbers.items}
        check_share(told["Missing"].value, int(gaps.sum()), frame.size)
        assert told["Alerts"].value == str(len(loaded.profile.alerts))
        assert told["Alerts"].note == "listed under Columns"


def test_a_table_without_notes_and_alerts_was_read_as_it_stands():
    frame = pd.DataFrame({"x": DRAW.normal(size=60), "y": DRAW.normal(size=60)})
    said = notice(LoadView("file:1", "glance", column="x"), known(frame).loaded)
    assert said == "60 rows and 2 columns were read as they stand. No column has a gap."
    one = known(frame.head(1)[["x"]]).loaded
    assert notice(LoadView("file:1", "glance", column="x"), one).startswith(
        "1 row and 1 column were"
    )


def test_messy_ages_are_not_said_to_need_no_guess():
    facts = known(load_sample("messy_customers").frame)
    said = notice(LoadView(facts.id, "glance", column="fax"), facts.loaded)
    assert said == (
        "624 rows and 13 columns were read as they stand; the alerts under Columns name what "
        r"deserves a look before training. **fax** has the most gaps: 100% of its rows."
    )


# --- Numbers that differ read differently ---------------------------------------------------------


def facts_of(values) -> dict[str, str]:
    facts = known(pd.DataFrame({"v": values, "w": 0.0}))
    blocks = draw(LoadView(facts.id, "column", column="v"), facts.loaded)
    grid = next(block for block in blocks if isinstance(block, Grid))
    return dict(zip(grid.frame["what"], grid.frame["value"], strict=True))


def test_smallest_and_largest_differ_where_their_values_do():
    told = facts_of([1_000_000.1, 1_000_000.2, 1_000_000.3])
    assert told["smallest"] == "1,000,000.1"
    assert told["median"] == "1,000,000.2"
    assert told["largest"] == "1,000,000.3"


def test_numbers_on_plain_scales_keep_their_plain_form():
    told = facts_of([1.0, 2.0, 3000.0, 17_000.0])
    assert told["smallest"] == "1"
    assert told["largest"] == "17,000"
    assert together([5000, 17_000]) == ("5,000", "17,000")


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([1_000_000.1, 1_000_000.3], ("1,000,000.1", "1,000,000.3")),
        ([12.3456, 12.3457], ("12.3456", "12.3457")),
        ([0.001, 250.0], ("0.001", "250")),
        ([1e-9, 1.0001e-9], ("1e-09", "1.0001e-09")),
        ([2e18, 2.0001e18], ("2e+18", "2.0001e+18")),
        ([float("nan"), 1.0], ("undefined", "1")),
        ([float("inf"), -float("inf"), 5.0], ("∞", "−∞", "5")),
        ([3.0, 3.0], ("3", "3")),
        ([0.0, -0.0], ("0", "0")),
        ([], ()),
    ],
)
def test_several_numbers_are_written_with_the_digits_that_tell_them_apart(numbers, texts):
    assert together(numbers) == texts


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1e300, 1e300) | st.floats(1e6, 1e6 + 1), max_size=6))
def test_numbers_that_differ_read_differently(numbers):
    texts = together(numbers)
    for one, text in zip(numbers, texts, strict=True):
        for other, beside in zip(numbers, texts, strict=True):
            assert (one == other) == (text == beside)
        assert read(text) == pytest.approx(one, rel=0.06, abs=1e-300)


def test_nought_has_no_sign():
    assert human(-0.0) == "0"


# --- The axis -------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["glance", "column"])
def test_the_axis_of_a_histogram_ends_at_the_largest_value(view):
    facts = known(pd.DataFrame({"age": [18.0, *range(20, 80), 999.0], "w": 0.0}))
    blocks = draw(LoadView(facts.id, view, column="age"), facts.loaded)
    chart = next(block for block in blocks if isinstance(block, Chart))
    axis = chart.figure.layout.xaxis
    assert axis.ticktext[0] == "18"
    assert axis.ticktext[-1] == "999"
    assert axis.tickvals[0] == -0.5
    assert axis.tickvals[-1] == 19.5


def test_one_gap_is_one_gap_in_the_title():
    facts = known(pd.DataFrame({"age": [18.0, np.nan, 20.0], "w": [1.0, 2.0, 3.0]}))
    chart = next(
        b
        for b in draw(LoadView(facts.id, "glance", column="age"), facts.loaded)
        if isinstance(b, Chart)
    )
    assert chart.figure.layout.annotations[0].text == "<b>age</b> · 1 gap"


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 10, "0%"),
        (10, 10, "100%"),
        (1, 3, "33.3%"),
        (1, 2, "50%"),
        (1, 100_000, "less than 0.1%"),
        (99_999, 100_000, "more than 99.9%"),
        (0, 0, "0%"),
    ],
)
def test_a_share_is_none_or_all_only_where_it_is(part, whole, told):
    assert share(part, whole) == told
