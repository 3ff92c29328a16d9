"""Types are decided on every cell by rules that leave a note."""

import numpy as np
import pandas as pd
import pytest

from core.data import UnreadableTable, read_table
from core.data.options import BadOverride


def column(*cells, **overrides):
    """Read one column, and what was said about it."""
    lines = ["n,v", *(f'{place},"{cell}"' for place, cell in enumerate(cells))]
    table = read_table("f.csv", "\n".join(lines).encode(), **overrides)
    return table.frame["v"], table.notes


NUMBERS = [
    (["1", "2", "3"], [1, 2, 3], "int64", ""),
    (["1.5", "2", ".5"], [1.5, 2.0, 0.5], "float64", ""),
    (["1e3", "2.5E-1"], [1000.0, 0.25], "float64", ""),
    (["+1", "-2"], [1, -2], "int64", ""),
    (["−1", "2"], [-1, 2], "int64", ""),
    (["1,5", "2,25"], [1.5, 2.25], "float64", "decimal comma"),
    (["1.234,5", "2,25"], [1234.5, 2.25], "float64", "groups thousands with a point"),
    (["1,234.5", "2.25"], [1234.5, 2.25], "float64", "groups thousands with a comma"),
    (["1,234,567", "5"], [1234567, 5], "int64", "groups thousands with a comma"),
    (["1 234", "5 678 901"], [1234, 5678901], "int64", "groups thousands with a space"),
    (["1\u00a0234,5", "1,5"], [1234.5, 1.5], "float64", "groups thousands with a space"),
    (["1'234.5", "12’345"], [1234.5, 12345], "float64", "thousands with an apostrophe"),
    (["12%", "5.5 %"], [12.0, 5.5], "float64", "percent signs"),
    (["$1,234.50", "$2.00"], [1234.5, 2.0], "float64", "currency ‘$’"),
    (["3 €", "4,50 €"], [3.0, 4.5], "float64", "currency ‘€’"),
    (["-$5", "$7"], [-5, 7], "int64", "currency ‘$’"),
    (["(1,200)", "300"], [-1200, 300], "int64", "brackets"),
    (["1", "inf", "-Infinity"], [1, np.inf, -np.inf], "float64", "infinite values"),
    (["0.5", "0.12345678901234567890123"], [0.5, 0.12345678901234568], "float64", "17 digits"),
]


@pytest.mark.parametrize(("cells", "values", "dtype", "note"), NUMBERS)
def test_numbers_are_read_as_people_write_them(cells, values, dtype, note):
    read, notes = column(*cells)
    assert read.tolist() == values
    assert str(read.dtype) == dtype
    assert any(note in said for said in notes) if note else not notes


STAY_TEXT = [
    (["007", "12"], "begin with 0"),
    (["01234", "98765"], "begin with 0"),
    (["12345678901234567890123", "1"], "too many digits"),
    (["9223372036854775808", "1"], "too many digits"),
    (["9007199254740993", ""], "too many digits"),
    (["9007199254740993", "0.5"], "too many digits"),
    (["1e999", "1"], "too large"),
    (["1,5", "1.5"], "mixes ways to write numbers"),
    (["$5", "€5"], "mixes ways to write numbers"),
    (["5%", "7"], "mixes ways to write numbers"),
    (["1", "2", "three"], "(‘three’ in row 3) mixes numbers with other values"),
    (["0x1F", "2", "3"], "mixes numbers"),
    (["1_000", "x"], ""),
    (["yes", "no"], ""),
    (["A12", "B7"], ""),
]


@pytest.mark.parametrize(("cells", "note"), STAY_TEXT)
def test_what_a_number_would_lose_stays_text(cells, note):
    read, notes = column(*cells)
    assert str(read.dtype) == "str"
    assert [cell for cell in read if isinstance(cell, str)] == [cell for cell in cells if cell]
    assert any(note in said for said in notes) if note else not notes


def test_whole_numbers_up_to_64_bits_are_exact():
    read, notes = column("9223372036854775807", "-9223372036854775808")
    assert read.tolist() == [2**63 - 1, -(2**63)]
    assert not notes


def test_true_and_false_are_truth_values_but_yes_and_no_are_not():
    assert column("true", "FALSE", "True")[0].tolist() == [True, False, True]
    assert str(column("yes", "no")[0].dtype) == "str"
    read, notes = column("true", "false", "")
    assert str(read.dtype) == "str"
    assert "true, false and missing" in notes[0]


DATES = [
    (["2024-01-05", "2024-02-06"], ["2024-01-05", "2024-02-06"], ""),
    (
        ["2024-01-05 10:11", "2024-01-05T10:11:12.5"],
        ["2024-01-05 10:11", "2024-01-05 10:11:12.5"],
        "",
    ),
    (["2024/1/5", "2024/12/31"], ["2024-01-05", "2024-12-31"], ""),
    (["13/02/2024", "01/02/2024"], ["2024-02-13", "2024-02-01"], "day first (a day over 12 tells)"),
    (["02/13/2024", "01/02/2024"], ["2024-02-13", "2024-01-02"], "month first (a day over 12"),
    (["1.2.2024", "3.4.2024"], ["2024-02-01", "2024-04-03"], "day first"),
    (
        ["13-02-2024 9:05", "01-02-2024 23:59:01"],
        ["2024-02-13 09:05", "2024-02-01 23:59:01"],
        "day",
    ),
    (["1/31/2024 3:04:05 PM", "2/1/2024 12:00 AM"], ["2024-01-31 15:04:05", "2024-02-01"], "month"),
    (["31/12/99", "01/02/24"], ["1999-12-31", "2024-02-01"], "two-digit years"),
    (["5 Mar 2024", "12 December 2023"], ["2024-03-05", "2023-12-12"], "month names"),
    (["March 5, 2024", "Dec 12 2023"], ["2024-03-05", "2023-12-12"], "month names"),
    (["05-Mar-2024", "12-DEC-2023"], ["2024-03-05", "2023-12-12"], "month names"),
    (
        ["2024-01-05T10:00:00Z", "2024-01-05T10:00:00+02:00"],
        ["2024-01-05 10:00", "2024-01-05 08:00"],
        "UTC",
    ),
    (
        ["2024-01-05 10:00:00.1234567", "2024-01-05 10:00:00"],
        ["2024-01-05 10:00:00.123456", "2024-01-05 10:00"],
        "finer",
    ),
]


@pytest.mark.parametrize(("cells", "days", "note"), DATES)
def test_dates_are_read_by_evidence(cells, days, note):
    read, notes = column(*cells)
    assert str(read.dtype) == "datetime64[us]"
    assert read.tolist() == [pd.Timestamp(day) for day in days]
    assert any(note in said for said in notes) if note else not notes


NO_DATES = [
    (["01/02/2024", "03/04/2024"], "could be day first or month first", "Choose day first"),
    (["13/02/2024", "02/13/2024"], "mixes dates with the day first and with the month first", ""),
    (["2024-02-30", "2024-01-01"], "do not exist", ""),
    (["0000-00-00", "2024-01-01"], "do not exist", ""),
    (["01/02/03", "04/05/06"], "could be day first or month first", "Choose day first"),
    (["01.02.03", "04.05.06"], "could be read several ways", "Choose day first"),
    (["2024-01-05", "2024-01-06", "soon"], "(‘soon’ in row 3) mixes dates with other values", ""),
    (["2024-01-05T10:00Z", "2024-01-05T10:00"], "with and without a time zone", ""),
    (["12:30", "13:45"], "", ""),
]


@pytest.mark.parametrize(("cells", "note", "advice"), NO_DATES)
def test_a_doubtful_date_stays_text_with_a_reason(cells, note, advice):
    read, notes = column(*cells)
    assert read.tolist() == cells
    assert any(note in said and advice in said for said in notes) if note else not notes


def test_doubtful_dates_follow_the_override():
    cells = ["01/02/2024", "03/04/2024"]
    first, notes = column(*cells, dates="day_first")
    assert first.dt.month.tolist() == [2, 4]
    assert "as you asked" in notes[0]
    assert column(*cells, dates="month_first")[0].dt.month.tolist() == [1, 3]
    assert str(column("13.02.2024", dates="text")[0].dtype) == "str"
    read, notes = column("13/02/2024", dates="month_first")
    assert str(read.dtype) == "str"
    assert "cannot be read month first" in notes[0]


SIGNS = ["", "NA", "n/a", "N/A", "#N/A", "nan", "NULL", "-", "?", "--", ".", "#DIV/0!"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("cells", [["1", "2"], ["x", "y"], ["2024-01-01", "2024-01-02"]])
def test_signs_for_missing_are_missing_and_counted(sign, cells):
    read, notes = column(*cells, sign)
    assert read.isna().tolist() == [False, False, True]
    assert any("missing" in said and (sign or "empty cell") in said for said in notes)


def test_none_is_missing_among_numbers_and_a_category_among_words():
    assert column("1", "none")[0].isna().tolist() == [False, True]
    assert column("basic", "none")[0].tolist() == ["basic", "none"]


def test_na_among_country_codes_is_namibia():
    read, notes = column("NO", "SE", "NA", "DK")
    assert read.tolist() == ["NO", "SE", "NA", "DK"]
    assert "NA among two-letter codes" in notes[0]


def test_a_column_without_values_is_told():
    read, notes = column("", "", "NA")
    assert read.isna().all()
    assert str(read.dtype) == "float64"
    assert "has no values at all" in notes[0]


def test_whole_numbers_with_gaps_are_exact_floats():
    read, _ = column("1", "", "9007199254740992")
    assert str(read.dtype) == "float64"
    assert read[2] == 2**53


def both(*rows, **overrides):
    table = read_table("f.csv", ("a;b\n" + "\n".join(rows) + "\n").encode(), **overrides)
    return table.frame, table.notes


def test_an_open_thousands_sign_follows_the_other_columns():
    frame, notes = both("1,5;1.234", "2,75;5.678")
    assert frame["b"].tolist() == [1234, 5678]
    assert any(
        "‘b’ groups thousands" in note and "Choose the decimal sign" in note for note in notes
    )
    frame, _ = both("1.5;1.234", "2.75;5.678")
    assert frame["b"].tolist() == [1.234, 5.678]
    frame, _ = both("1.5;1,234", "2.75;5,678")
    assert frame["b"].tolist() == [1234, 5678]


def test_an_open_comma_between_semicolons_is_decimal():
    frame, notes = both("x;1,234", "y;5,678")
    assert frame["b"].tolist() == [1.234, 5.678]
    assert any("Choose the decimal sign" in note for note in notes)
    assert column("1,234", "5,678")[0].tolist() == [1234, 5678]


def test_number_signs_can_be_overruled():
    assert column("1,234", "5,678", decimal=",")[0].tolist() == [1.234, 5.678]
    assert column("1.234", "5.678", thousands=".")[0].tolist() == [1234, 5678]
    assert column("1.234", "5.678", decimal=",")[0].tolist() == [1234, 5678]
    assert str(column("1,234", thousands="none", decimal=".")[0].dtype) == "str"


def test_a_type_can_be_asked_for():
    read, _ = column("007", "12", types={"v": "number"})
    assert read.tolist() == [7, 12]
    read, notes = column("1", "x", "3", types={"v": "number"})
    assert read.isna().tolist() == [False, True, False]
    assert "(‘x’ in row 2) was set to a number; cells that are none became missing." in notes[0]
    assert column("1", "2", types={"v": "text"})[0].tolist() == ["1", "2"]
    assert column("yes", "no", types={"v": "bool"})[0].tolist() == [True, False]
    read, notes = column("13/02/2024", "soon", types={"v": "date"})
    assert read.isna().tolist() == [False, True]
    assert column("NA", "x", types={"v": "text"})[0].tolist() == ["NA", "x"]


def test_a_truth_column_with_other_cells_cannot_be_forced():
    read, notes = column("yes", "perhaps", types={"v": "bool"})
    assert str(read.dtype) == "str"
    assert "(‘perhaps’ in row 2) has cells that are neither true nor false" in notes[0]


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"delimiter": "ab"}, "one character such as , or ;"),
        ({"encoding": "klingon"}, "no text encoding named 'klingon'"),
        ({"encoding": "hex"}, "not an encoding of text"),
        ({"header": "maybe"}, "header is True"),
        ({"decimal": ";"}, "decimal sign must be"),
        ({"thousands": "x"}, "thousands sign must be"),
        ({"dates": "us"}, "Dates must be one of day_first, month_first, iso, text"),
        ({"types": {"v": "colour"}}, "Column ‘v’ can be number, text, date, bool"),
        ({"types": {"q": "text"}}, "no column ‘q’ to set a type for. Known: ‘n’, ‘v’"),
        ({"types": 5}, "Types are given as column: type"),
        ({"skip": 3}, "no reading option named 'skip'. Known: encoding"),
    ],
)
def test_an_override_that_is_not_allowed_is_refused(overrides, message):
    with pytest.raises(BadOverride, match=message) as caught:
        column("1", "2", **overrides)
    assert isinstance(caught.value, UnreadableTable)
