"""Alerts for what misleads a learner: numbers kept as text, codes for gaps, copies of a column."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.data import read_table
from core.data.describe import profile
from core.data.samples import load_sample
from core.tabular.experiment import Step
from core.tabular.prepare import apply_table_steps
from core.tabular.recipe.table_steps import change_types
from tests.tabular.cases import experiment

RNG = np.random.default_rng(0)
N = 200


def alerts(target="", **columns):
    return profile(pd.DataFrame(columns), target).alerts


def text(values):
    return pd.Series(values, dtype="str")


# --- Numbers kept as text -------------------------------------------------------------------------


def money(n=N, spoiled=()):
    cells = [
        f"{value:,.2f}".translate(str.maketrans(",.", ".,")) for value in 900 + 7.5 * np.arange(n)
    ]
    for place, cell in enumerate(spoiled):
        cells[3 + place] = cell
    return cells


def test_money_with_a_few_other_cells_is_no_id_and_names_those_cells():
    said = alerts(income=text(money(spoiled=["n. bek.", "-", "keine"])))
    assert said == (
        "‘income’ is text, but 197 of its 200 values are numbers; the others are ‘n. bek.’ in row "
        "4, ‘-’ in row 5 and 1 more. ‘Change type’ in the recipe reads the numbers and makes gaps "
        "of the others.",
    )


def test_money_of_the_messy_customers_is_no_id():
    said = profile(load_sample("messy_customers").frame).alerts
    about = [alert for alert in said if "income_eur" in alert and "missing" not in alert]
    assert about == [
        "‘income_eur’ is text, but all of its 557 values are numbers, such as ‘2.544,75’. "
        "‘Change type’ in the recipe reads them as numbers."
    ]


def test_the_step_that_the_alert_names_reads_the_numbers():
    frame = load_sample("messy_customers").frame
    step = Step("types", (("to", "number"),), ("income_eur",))
    case = experiment("classification")
    read = apply_table_steps(replace(case, recipe=(step,)), frame[["income_eur"]])["income_eur"]
    assert read.iloc[0] == 2544.75
    assert read.isna().sum() == frame["income_eur"].isna().sum()


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.234,50", "2,5", "x"], [1234.5, 2.5, None]),
        (["1,234.50", "2.5", "x"], [1234.5, 2.5, None]),
        (["1,234", "5,678"], [1234, 5678]),
        (["1,5", "2,25"], [1.5, 2.25]),
        (["1.5", " 2 ", "1e3", "-3"], [1.5, 2, 1000, -3]),
        (["12.345,6", "-1.000"], [12345.6, -1000]),
        (["1.500", "2"], [1.5, 2]),
        (["a", None, ""], [None, None, None]),
    ],
)
def test_change_type_reads_numbers_as_people_write_them(cells, numbers):
    frame = pd.DataFrame({"v": text(cells)})
    read = change_types(frame, to="number", columns=["v"], chosen=True)["v"]
    assert [None if pd.isna(cell) else cell for cell in read] == numbers


@pytest.mark.parametrize(
    "cells",
    [
        [f"0{place:04}" for place in range(N)],  # codes that begin with 0
        [f"{10_000 + place}" for place in range(N)],  # codes of one length
        [f"k{place}" for place in range(N)],
        [f"{place}" if place % 2 else "x" for place in range(N)],  # half of them
        ["1" * 30 + f"{place}" for place in range(N)],  # too many digits to keep
    ],
)
def test_codes_are_not_called_numbers(cells):
    assert not any("are numbers" in said for said in alerts(v=text(cells)))


def test_a_column_of_dates_that_some_cells_spoil_is_no_id():
    days = pd.date_range("2024-01-01", periods=N).strftime("%Y-%m-%d").tolist()
    said = alerts(day=text([*days[:-1], "soon"]))
    assert said == (
        "‘day’ is text, but 199 of its 200 values look like dates; the others are ‘soon’ in row "
        "200. Mend them in the file to have dates.",
    )


# --- Codes for missing ----------------------------------------------------------------------------


def test_ages_from_minus_one_to_999_hold_codes_for_missing():
    said = profile(load_sample("messy_customers").frame).alerts
    assert (
        "‘age_years’ holds -1 (8 rows) and 999 (8 rows), far from its other values: codes for "
        "missing look so, and here they count as numbers. Clear those cells in the file if they do."
    ) in said
    assert not any("age_years" in alert and "skewed" in alert for alert in said)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ([*range(18, 90), 999, 999], "999 (2 rows)"),
        ([*range(18, 90), -9, -9], "-9 (2 rows)"),
        ([*range(18, 90), -999.0, -999.0, np.nan], "-999 (2 rows)"),
        ([*range(18, 90), 9999, 9999], "9,999 (2 rows)"),
        ([*range(18, 90), 99, 99], ""),  # may be an age
        ([*range(18, 90), 999], ""),  # once: may be a slip
        ([*range(-5, 90), -9, -9], ""),  # others are negative too
        ([*range(2, 999), 999, 999], ""),
        ([-1, 1] * 40, ""),  # a flag
        ([-1, 0, 1] * 40, ""),
        ([9, 99, 999, 9999] * 20, ""),
    ],
)
def test_codes_for_missing_repeat_and_stand_apart(values, codes):
    said = [alert for alert in alerts(v=values) if "codes for missing" in alert]
    assert bool(said) is bool(codes)
    assert codes in "".join(said)


# --- Copies ---------------------------------------------------------------------------------------

SURVIVED = RNG.random(N) < 0.4
YES_NO = np.where(SURVIVED, "yes", "no")
LEVELS = RNG.choice(list("abc"), N)
COPIES = [
    (SURVIVED.astype(int), YES_NO),
    (SURVIVED, YES_NO),
    (SURVIVED, SURVIVED.astype(int)),
    (SURVIVED, ~SURVIVED),
    (LEVELS, np.char.add("level ", LEVELS)),
    (LEVELS, np.select([LEVELS == "a", LEVELS == "b"], [30, 10], 20)),
    (np.where(np.arange(N) < 20, np.nan, SURVIVED.astype(float)), YES_NO),
]


@pytest.mark.parametrize("pair", COPIES)
def test_a_column_written_with_other_words_is_a_copy(pair):
    left, right = pair
    said = alerts(survived=left, alive=right, other=RNG.normal(size=N))
    assert said[-1] == (
        "‘survived’ and ‘alive’ tell the same: each value of one goes with one value of the other. "
        "To predict one of them, leave the other out."
    )
    assert sum("tell the same" in alert for alert in said) == 1


def test_a_copy_of_the_target_is_said_first_and_called_so():
    copies = {f"c{n}": np.roll(LEVELS, n) for n in range(8)} | {
        f"d{n}": np.roll(LEVELS, n) for n in range(8)
    }
    said = alerts("alive", **copies, survived=SURVIVED, alive=YES_NO)
    copied = [alert for alert in said if "the same" in alert]
    first = copied[0]
    assert first == (
        "‘survived’ tells the same as the target ‘alive’: each value of one goes with one value of "
        "the other. Leave it out, or the scores say nothing."
    )
    assert len(copied) == 5


def test_a_copy_with_a_few_slips_is_almost_a_copy():
    slipped = YES_NO.copy()
    slipped[np.flatnonzero(SURVIVED)[:2]] = "no"
    said = alerts(survived=SURVIVED, alive=slipped)
    assert said[-1] == (
        "‘survived’ and ‘alive’ almost tell the same (in 99.0 % of the rows). "
        "To predict one of them, leave the other out."
    )


def test_a_number_and_the_same_number_as_text_are_copies():
    values = 900 + 7.5 * np.arange(N)
    said = alerts(a=values, b=text(money()))
    assert any("‘a’ and ‘b’ almost tell the same (correlation 1.00)" in alert for alert in said)


def test_a_number_on_another_scale_or_a_curve_of_it_is_a_copy():
    values = RNG.normal(size=N)
    assert (
        "‘a’ and ‘b’ almost tell the same (correlation -1.00)"
        in alerts(a=values, b=7 - 3 * values)[0]
    )
    said = alerts(a=values, b=np.exp(3 * values))
    assert any(
        "‘a’ and ‘b’ put the rows in the same order (rank correlation 1.00)" in s for s in said
    )


def test_a_date_and_its_year_are_copies():
    days = pd.Series(pd.date_range("2001-01-01", periods=N, freq="30D").astype("datetime64[us]"))
    assert any(
        "‘d’ and ‘y’ almost tell the same" in alert for alert in alerts(d=days, y=days.dt.year)
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (LEVELS, RNG.permutation(LEVELS)),
        (np.arange(N) % 40, RNG.permutation(N) % 40),
        ([f"u{n}" for n in range(N)], [f"v{n}" for n in range(N)]),  # each value once
        (np.arange(N) < 2, np.arange(N) < 2),  # two rows tell nothing
        (np.where(LEVELS == "a", "x", "y"), LEVELS),  # one way only
        (np.arange(N) < 199, RNG.random(N) < 0.99),
    ],
)
def test_columns_that_only_share_a_shape_are_no_copies(left, right):
    assert not any("tell the same" in alert for alert in alerts(a=left, b=right))


def test_copies_in_a_table_of_two_rows_are_not_told():
    assert not any("tell the same" in alert for alert in alerts(a=[1, 2], b=["x", "y"]))


def test_a_forced_number_says_what_it_lost():
    rows = "\n".join(f'{n},"{cell}"' for n, cell in enumerate(money(8, ["n. bek.", "007", "5 %"])))
    table = read_table("f.csv", f"n,v\n{rows}\n".encode(), types={"v": "number"})
    assert table.frame["v"].isna().sum() == 1
    assert table.frame["v"][0] == 900
    assert table.notes == (
        "Column ‘v’ (‘n. bek.’ in row 4) was set to a number; cells that are none became missing.",
        "Column ‘v’ uses a decimal comma; read as a number.",
        "Column ‘v’ (‘007’ in row 5, ‘5 %’ in row 6) had signs around numbers, or zeros before "
        "them; they were taken off.",
    )
