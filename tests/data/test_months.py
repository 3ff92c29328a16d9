"""Months, quarters and weeks are dates: their first day, decided on all rows and told."""

from pathlib import Path

import pandas as pd
import pytest

from core.data import read_table
from core.data.kinds import column_kinds

FAULTS = Path(__file__).resolve().parents[1] / "faults"


def column(*cells, **overrides):
    lines = ["n,v", *(f'{place},"{cell}"' for place, cell in enumerate(cells))]
    table = read_table("f.csv", "\n".join(lines).encode(), **overrides)
    return table.frame["v"], table.notes


def test_a_file_of_months_has_a_column_of_dates():
    table = read_table("34_months.csv", (FAULTS / "34_months.csv").read_bytes())
    months = pd.date_range("1990-01-01", periods=len(table.frame), freq="MS")
    assert table.frame["month"].tolist() == months.tolist()
    assert column_kinds(table.frame) == {"month": "date", "passengers": "number"}
    assert table.notes == (
        "Column ‘month’ has months; each was read as its first day. Choose “Keep dates as text” "
        "under dates if they are none.",
    )


READ = [
    (["1990-01", "1990-12"], ["1990-01-01", "1990-12-01"], "months"),
    (["1990/1", "1990/12"], ["1990-01-01", "1990-12-01"], "months"),
    (["01/1990", "12/1990"], ["1990-01-01", "1990-12-01"], "months"),
    (["1/1990", "12/1990"], ["1990-01-01", "1990-12-01"], "months"),
    (["01-1990", "12-1990"], ["1990-01-01", "1990-12-01"], "months"),
    (["01.1990", "12.1990"], ["1990-01-01", "1990-12-01"], "months"),
    (["Jan 1990", "Dec 1990"], ["1990-01-01", "1990-12-01"], "months"),
    (["January 1990", "May 1991"], ["1990-01-01", "1991-05-01"], "months"),
    (["Sept. 1990", "aug-1991"], ["1990-09-01", "1991-08-01"], "months"),
    (["1990 Jan", "1990 Dec"], ["1990-01-01", "1990-12-01"], "months"),
    (["1990M01", "1990M12"], ["1990-01-01", "1990-12-01"], "months"),
    (["Jan-90", "Feb-05"], ["1990-01-01", "2005-02-01"], "69 to 99 are 1969 to 1999"),
    (["Jan-69", "Feb-68"], ["1969-01-01", "2068-02-01"], "69 to 99 are 1969 to 1999"),
    (["Jan '90", "Dec '05"], ["1990-01-01", "2005-12-01"], "69 to 99 are 1969 to 1999"),
    (["1990Q1", "1990Q4"], ["1990-01-01", "1990-10-01"], "quarters"),
    (["1990-Q2", "1990-Q3"], ["1990-04-01", "1990-07-01"], "quarters"),
    (["1990 q2", "1990 q3"], ["1990-04-01", "1990-07-01"], "quarters"),
    (["Q1 1990", "Q4 1991"], ["1990-01-01", "1991-10-01"], "quarters"),
    (["Q1/1990", "Q4/1991"], ["1990-01-01", "1991-10-01"], "quarters"),
    (["Q1-90", "Q4-05"], ["1990-01-01", "2005-10-01"], "69 to 99 are 1969 to 1999"),
    (["2020-W01", "2020-W53"], ["2019-12-30", "2020-12-28"], "weeks"),
    (["2024W01", "2024W09"], ["2024-01-01", "2024-02-26"], "weeks"),
]


@pytest.mark.parametrize(("cells", "days", "note"), READ)
def test_months_quarters_and_weeks_are_their_first_day(cells, days, note):
    read, notes = column(*cells, "")
    assert str(read.dtype) == "datetime64[us]"
    assert read.dropna().astype(str).tolist() == days
    assert any(note in said and "first day" in said for said in notes)


BASIC = [
    (["20141013T000000", "20141014T123059"], ["2014-10-13 00:00:00", "2014-10-14 12:30:59"]),
    (["20141013T0900", "20141014T1230"], ["2014-10-13 09:00:00", "2014-10-14 12:30:00"]),
    (["20141013T000000Z", "20141014T020000+0200"], ["2014-10-13 00:00:00", "2014-10-14 00:00:00"]),
]


@pytest.mark.parametrize(("cells", "moments"), BASIC)
def test_moments_without_signs_between_are_iso_8601(cells, moments):
    read, _ = column(*cells)
    assert read.dt.strftime("%Y-%m-%d %H:%M:%S").tolist() == moments


STAY = [
    (["2024-01", "2024-13"], "mixes dates with other values"),  # there is no month 13
    (["2024-00", "2024-01"], "mixes dates with other values"),
    (["2024-14", "2024-90", "2024-11"], ""),
    (["0450-01", "0450-02"], ""),  # no year of a calendar
    (["1001-01", "7350-12"], ""),
    (["2001-02", "2002-03", "2011-12"], "may be months or years that run over New Year"),
    (["2019/20", "2020/21"], ""),
    (["1/2", "3/4"], ""),
    (["1/4", "5/2000"], "mixes dates with other values"),
    (["13/2020", "11/2020"], "mixes dates with other values"),
    (["v1.2", "v1.10"], ""),
    (["Mayor 1990", "Marble 1991"], ""),
    (["March", "April"], ""),
    (["Q1", "Q2"], ""),
    (["Q5 1990", "Q1 1990"], "mixes dates with other values"),
    (["2021-W53", "2021-W01"], "do not exist"),
    (["1990-01", "1990-02-03"], "mixes ways to write dates"),
    (["1990-01", "later", "1990-02"], "mixes dates with other values"),
    (["20141313T000000", "20141014T000000"], "do not exist"),
    (["20141013T250000", "20141014T000000"], "do not exist"),
]


@pytest.mark.parametrize(("cells", "note"), STAY)
def test_what_is_no_month_in_all_rows_stays_text(cells, note):
    read, notes = column(*cells)
    assert read.tolist() == cells
    assert any(note in said for said in notes) if note else not notes


def test_months_can_be_kept_as_text_and_asked_for():
    assert str(column("1990-01", "1990-02", dates="text")[0].dtype) == "str"
    assert str(column("1990-01", "1990-02", types={"v": "text"})[0].dtype) == "str"
    read, notes = column("1990-01", "soon", "1990-03", types={"v": "date"})
    assert read.isna().tolist() == [False, True, False]
    assert any("‘soon’ in row 2" in said for said in notes)
    assert str(column("1990-01", "1990-02", dates="iso")[0].dtype) == "datetime64[us]"


def test_numbers_with_a_point_are_no_months():
    assert column("1.1990", "10.1990")[0].tolist() == [1.199, 10.199]
    assert column("2024.01", "2024.12")[0].tolist() == [2024.01, 2024.12]


def test_codes_that_begin_with_nought_are_no_months():
    read, notes = column("01.5000", "13.1990")
    assert read.tolist() == ["01.5000", "13.1990"]
    assert any("begin with 0" in said for said in notes)


SHORT = [
    (["Jan-05", "Feb-05", "Mar-05"], True),  # one number: the fifth of each month is no series
    (["Nov-05", "Dec-05", "Jan-06"], True),
    (["Jan-06", "Dec-05", "Nov-05"], True),
    (["Jan-01", "Jan-02", "Jan-03"], False),  # three Januaries, or three days
    (["Jan-01", "Feb-02", "Jan-03", "Feb-01"], False),
    (["Jan-31", "Feb-32"], True),
    (["Jan-00", "Feb-05", "Jan-05"], True),
]


@pytest.mark.parametrize(("cells", "are_years"), SHORT)
def test_a_number_behind_a_month_is_a_year_by_the_evidence_of_all_rows(cells, are_years):
    read, notes = column(*cells)
    assert (str(read.dtype) == "datetime64[us]") is are_years
    assert are_years or "could be a day or a year; kept as text" in notes[0]
