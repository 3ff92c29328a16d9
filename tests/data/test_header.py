"""Which row names the columns: signs for missing, numbers as names, names that are numbers."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data import read_table

FAULTS = Path(__file__).parents[1] / "faults"


def read(text, **overrides):
    return read_table("file.csv", text.encode(), **overrides)


def said(table, *words):
    """Return whether one note holds all words."""
    return any(all(word in note for word in words) for note in table.notes)


def test_a_first_row_of_data_with_a_gap_is_no_header():
    content = (FAULTS / "30_first_row_gap.csv").read_bytes()
    table = read_table("30_first_row_gap.csv", content)
    expected = pd.read_csv(FAULTS / "30_first_row_gap.csv", header=None, na_values="?")
    assert len(table.frame) == 40
    np.testing.assert_array_equal(table.frame.to_numpy("float64"), expected.to_numpy("float64"))


@pytest.mark.parametrize(
    "sign", ["?", "NA", "-", "n/a", "nan", "NULL", "none", "None", "N/A", "--", ".", "unknown"]
)
def test_a_sign_for_missing_names_no_column(sign):
    assert len(read(f"2,{sign},38.5\n1,51,39.0\n3,44,37.5\n").frame) == 3
    assert len(read(f"2024-01-05,{sign},x\n2024-01-06,5,y\n2024-01-07,6,z\n").frame) == 3


@pytest.mark.parametrize("sign", ["?", "NA", "-", "n/a", "nan", "NULL", "none"])
def test_a_sign_for_missing_among_words_names_no_column(sign):
    assert len(read(f"Ann,{sign},Bern\nBob,51,Genf\nCy,44,Bern\n").frame) == 3


def test_a_first_row_of_gaps_only_is_data():
    assert len(read("NA,?,-\n1,51,39.0\n3,44,37.5\n").frame) == 3


@pytest.mark.parametrize("names", ["RI,Na,Mg", "Na,K", "name,missing", "a,,b", "missing,no data"])
def test_words_that_also_mean_missing_may_be_names(names):
    width = names.count(",") + 1
    rows = "\n".join(",".join(str(n + place / 8) for place in range(width)) for n in range(9))
    assert len(read(f"{names}\n{rows}\n").frame) == 9


def test_names_that_look_like_numbers_are_told():
    table = read("name,1,2,3\nAnn,4,5,6\nBob,7,8,9\n", header=True)
    assert not said(table, "look like numbers")  # the learner's own choice
    table = read("2019,2020,2021\n7.5,8.5,9.5\n8.5,9.5,1.5\n")
    assert said(table, "‘2019’, ‘2020’ and ‘2021’", "look like numbers", "“Data”")


def test_one_year_names_a_column():
    table = read_table("32_one_year.csv", (FAULTS / "32_one_year.csv").read_bytes())
    assert list(table.frame.columns) == ["region", "2022"]
    assert len(table.frame) == 50
    assert str(table.frame["2022"].dtype) == "float64"


@pytest.mark.parametrize(
    "text",
    [
        "country,2022\nNorway,5425270\nFrance,67935660\nPeru,34049588\n",
        "city,2022\nA,12\nB,31\nC,7\nD,9\nE,50\nF,3\n",
        "gene,0,24,48\n" + "".join(f"g{n},{n}.53,{n}.21,{n}.9\n" for n in range(6)),
        "0,1,2,3\n" + "".join(f"{n}.53,{n}.21,{n}.9,{n}.7\n" for n in range(6)),
        ",0,1,2\n0,5,7,1\n1,6,2,8\n2,9,9,4\n",
        "region,2024-01-31,2024-02-29\nA,1.5,2.5\nB,3.5,4.5\n",
        "country,2020,2019,2018\nA,1,2,3\nB,3,4,5\n",
        "kind,2022\n" + "ham,1800\nspam,2100\nham,2050\nspam,1900\n" * 3,
    ],
)
def test_numbers_that_are_names_name_columns(text):
    assert len(read(text).frame) == text.count("\n") - 1


@pytest.mark.parametrize(
    "text",
    [
        "5.1,3.5,1.4,0.2\n4.9,3.0,1.4,0.2\n6.0,2.2,4.0,1.0\n",
        "1,2,3\n4,5,6\n7,8,9\n",
        "0,1,2,3\n4,5,6,7\n8,9,10,11\n",
        "Oslo,2022\nBern,2021\nUlm,2020\nGenf,1999\n",
        "Oslo,1990\nBern,1720\nUlm,2301\nGenf,1850\n",
        "Oslo,1990,2005\nBern,1985,2010\nUlm,1999,2001\n",
        "2024-01-05,1.5\n2024-01-06,2.5\n2024-01-07,3.5\n",
        "a,2022,1.5\nb,2021,2.5\nc,2020,3.5\n",
        "1999,5.1\n2000,4.9\n2001,6.2\n2002,6.0\n",
        "7,3\n8.5,3.5\n9.5,4.5\n6.5,1.5\n",
        "12,1.5\n13,2.5\n14,3.5\n",
        "\n".join(f"{n},{n}.5,{(n * 7) % 5}" for n in range(1, 30)),
    ],
)
def test_a_numeric_file_without_header_keeps_its_first_row(text):
    assert len(read(text).frame) == len(text.split())
