"""Quotation marks as they come in life: stray, spaced, single, escaped; pandas is the oracle."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from core.data import read_table

FAULTS = Path(__file__).parents[1] / "faults"
STREETS = [("Ann", "1 Elm, Bern", 4), ("Cy", "2 Oak, Ulm", 3), ("Ann", "3 Elm, Bern", 5)]


def read(text, **overrides):
    return read_table("file.csv", text.encode(), **overrides)


def said(table, *words):
    """Return whether one note holds all words."""
    return any(all(word in note for word in words) for note in table.notes)


def stray(delimiter, opening=3, closing=20, n_rows=30):
    """Return a text whose row ``opening`` begins a cell with a mark that row ``closing`` ends."""
    rows = [["kind", "message", "n"]]
    for n in range(1, n_rows + 1):
        words = f"word {n} and"
        mark = {opening: f'"{words}', closing: f'{words}"'}.get(n, words)
        rows.append(["spam" if n % 3 else "ham", mark, str(n)])
    return "\n".join(delimiter.join(row) for row in rows) + "\n", rows


def test_two_stray_marks_swallow_no_line():
    content = (FAULTS / "31_stray_quotes.tsv").read_bytes()
    table = read_table("31_stray_quotes.tsv", content)
    text = io.StringIO(content.decode())
    expected = pd.read_csv(text, sep="\t", quoting=csv.QUOTE_NONE, header=None)
    assert len(table.frame) == 300
    assert table.frame.to_numpy().tolist() == expected.to_numpy().tolist()
    assert said(table, "line 100", "ordinary sign", "Quotation marks")


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
def test_stray_marks_swallow_no_line_under_any_delimiter(delimiter):
    text, rows = stray(delimiter)
    frame = read(text).frame
    assert frame["message"].tolist() == [row[1] for row in rows[1:]]
    assert frame["n"].tolist() == list(range(1, 31))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_stray_marks_swallow_no_line_under_any_line_end(ends):
    text, rows = stray(",")
    frame = read(text.replace("\n", ends)).frame
    assert frame["message"].tolist() == [row[1] for row in rows[1:]]


def test_stray_marks_in_cells_of_different_columns_swallow_no_line():
    rows = [f"a{n},b{n},{n}" for n in range(1, 41)]
    rows[4], rows[30] = '"a5,b5,5', 'a31,b31",31'
    frame = read("x,y,n\n" + "\n".join(rows) + "\n").frame
    assert frame["n"].tolist() == list(range(1, 41))
    assert (frame["x"][4], frame["y"][30]) == ('"a5', 'b31"')


def test_a_stray_mark_among_properly_quoted_cells_swallows_no_line():
    rows = [f'{n},"a, {n}",x' for n in range(1, 31)]
    rows[3] = '4,"a, 4",12" pipe'
    rows[9] = '10,"a, 10","left open'
    frame = read("n,text,more\n" + "\n".join(rows) + "\n").frame
    assert frame["n"].tolist() == list(range(1, 31))
    assert frame["text"].tolist() == [f"a, {n}" for n in range(1, 31)]
    assert (frame["more"][3], frame["more"][9]) == ('12" pipe', '"left open')


def test_a_mark_left_open_at_the_last_row_is_an_ordinary_sign():
    frame = read("a,b\n" + '1,"x, y"\n' * 20 + '2,"z\n').frame
    assert frame["b"].tolist() == ["x, y"] * 20 + ['"z']


def test_a_mark_that_is_never_closed_keeps_every_row():
    rows = [f"w{n},{n}" for n in range(1, 101)]
    rows[1] = '"w2,2'
    table = read("w,n\n" + "\n".join(rows) + "\n")
    assert table.frame["n"].tolist() == list(range(1, 101))
    assert said(table, "never closed")


@pytest.mark.parametrize(
    "cell", ["x\ny, z", "one\ntwo\nthree", "Dear all,\nyes, it works\nBye, Ann", "1\n\n2, b"]
)
def test_a_quoted_cell_of_several_lines_stays_one_cell(cell):
    rows = [["id", "text"], *([str(n), "plain"] for n in range(1, 20)), ["20", cell]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    table = read(out.getvalue())
    assert table.frame["text"].iloc[-1] == cell
    assert table.notes == ()


def test_addresses_of_two_lines_with_a_comma_each_stay_cells():
    cells = [f"Elm Street {n}\nBern, CH" for n in range(30)]
    frame = pd.DataFrame({"name": [f"Ann {n}" for n in range(30)], "address": cells})
    assert read(frame.to_csv(index=False)).frame["address"].tolist() == cells


@pytest.mark.parametrize("fast", [True, False])
def test_marks_can_be_read_as_plain_signs(fast):
    late = "" if fast else 'z,5" pipe\n'
    table = read(f'a,b\n"x",1\n"y",2\n{late}', quotes="none")
    assert table.frame["a"].tolist()[:2] == ['"x"', '"y"']


def test_marks_can_be_asked_for():
    text, _ = stray("\t")
    table = read(text, quotes="double")
    assert len(table.frame) == 13  # rows 3 to 20 are one cell
    table = read("a,b\n'x, y',1\n'z',2\n", quotes="single")
    assert table.frame["a"].tolist() == ["x, y", "z"]


def test_a_space_between_comma_and_mark_is_understood():
    content = (FAULTS / "22_space_after_comma.csv").read_bytes()
    table = read_table("22_space_after_comma.csv", content)
    expected = pd.read_csv(io.BytesIO(content), skipinitialspace=True)
    assert list(table.frame.columns) == ["name", "street", "rooms", "rent"]
    assert table.frame.to_numpy().tolist() == expected.to_numpy().tolist()
    assert not said(table, "row_name")


@pytest.mark.parametrize("space", [(" ", ""), ("", " "), (" ", " "), ("   ", "  ")])
def test_spaces_around_quoted_cells_are_no_part_of_them(space):
    before, after = space
    lines = ["name,street,rooms"] + [
        f'"{name}"{after},{before}"{street}"{after},{before}{rooms}'
        for name, street, rooms in STREETS
    ]
    frame = read("\n".join(lines) + "\n").frame
    assert list(frame.columns) == ["name", "street", "rooms"]
    assert list(frame.itertuples(index=False, name=None)) == STREETS


def test_spaced_marks_without_commas_inside_are_taken_off():
    table = read('"a", "b"\n"x", "y"\n"z", "12"\n')
    assert table.frame.to_dict("list") == {"a": ["x", "z"], "b": ["y", "12"]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_single_marks_are_understood(delimiter):
    lines = [["name", "street", "rooms"], *([f"'{a}'", f"'{b}'", str(c)] for a, b, c in STREETS)]
    text = "\n".join(delimiter.join(line) for line in lines) + "\n"
    table = read(text.replace(", ", f"{delimiter} "))
    want = [(a, b.replace(",", delimiter), c) for a, b, c in STREETS]
    assert list(table.frame.itertuples(index=False, name=None)) == want
    assert said(table, "single quotation marks")


def test_apostrophes_in_words_are_no_quotation():
    text = "song,singer\n'Tis the season,O'Brien\nRock 'n' Roll,'N Sync\n'90s,dogs'\n"
    table = read(text)
    assert table.frame["song"].tolist() == ["'Tis the season", "Rock 'n' Roll", "'90s"]
    assert table.frame["singer"].tolist() == ["O'Brien", "'N Sync", "dogs'"]


def test_escaped_commas_are_understood():
    lines = ["name,street,rooms"] + [
        f"{a},{b.replace(',', chr(92) + ',')},{c}" for a, b, c in STREETS
    ]
    text = "\n".join(lines) + "\n"
    table = read(text)
    expected = pd.read_csv(io.StringIO(text), escapechar="\\")
    assert list(table.frame.columns) == ["name", "street", "rooms"]
    assert table.frame.to_numpy().tolist() == expected.to_numpy().tolist()
    assert said(table, "backslash")


def test_backslashes_that_escape_nothing_stay():
    table = read('path,say\nC:\\new,"he said \\"hi\\", ok"\nD:\\x,y\n')
    assert table.frame["path"].tolist() == ["C:\\new", "D:\\x"]
    assert table.frame["say"].tolist() == ['he said "hi", ok', "y"]


@pytest.mark.parametrize(
    "text",
    [
        "name,street,rooms\nAnn,1 Elm, Bern,4\nCy,2 Oak, Ulm,3\nAnn,3 Elm, Bern,5\n",
        "name,street,rooms\nAnn,“1 Elm, Bern”,4\nCy,“2 Oak, Ulm”,3\nBo,“3 Elm, Bern”,5\n",
        "size,street,rooms\n1.5,1 Elm, Bern,4\n2.5,2 Oak, Ulm,3\n3.5,3 Elm, Bern,5\n",
    ],
)
def test_a_first_column_that_is_no_row_name_gets_none(text):
    table = read(text)
    assert "row_name" not in table.frame
    assert said(table, "one cell more than the column names")


@pytest.mark.parametrize("names", [["1", "2", "3"], ["7", "2", "31"], ["Fiat", "Audi", "VW Golf"]])
def test_row_names_as_r_writes_them_get_a_column(names):
    lines = [f'"{name}",{n}.5,{n}' for n, name in enumerate(names)]
    table = read('"mpg","cyl"\n' + "\n".join(lines) + "\n")
    assert list(table.frame.columns) == ["row_name", "mpg", "cyl"]
    assert said(table, "row_name", "extra delimiter")


def test_names_that_the_reader_makes_leave_the_learners_names_alone():
    table = read('"row_name","b"\n"x",1,2\n"y",3,4\n')
    assert list(table.frame.columns) == ["row_name_2", "row_name", "b"]
    assert list(read("column_2,,b\n1,2,x\n3,4,y\n").frame.columns) == [
        "column_2",
        "column_2_2",
        "b",
    ]
    ragged = read("extra_1,b\n1,2\n3,4,5\n6,7\n8,9\n")
    assert list(ragged.frame.columns) == ["extra_1", "b", "extra_1_2"]
