"""Delimited text as it comes in life: each file reads sensibly, and the notes say what was done."""

import io
import math

import pandas as pd
import pytest

from core.data import UnreadableTable, read_table


def read(text, name="file.csv", **overrides):
    content = text.encode() if isinstance(text, str) else text
    return read_table(name, content, **overrides)


def said(table, *words):
    """Return whether one note holds all words."""
    return any(all(word in note for word in words) for note in table.notes)


def test_a_clean_file_has_nothing_to_say():
    table = read(
        "id,price,city,day,ok\n1,2.5,Oslo,2024-01-05,true\n2,3.0,Bergen,2024-01-06,false\n"
    )
    assert table.notes == ()
    assert table.name == "file.csv"
    assert list(table.frame.dtypes.astype(str)) == [
        *("int64", "float64", "str", "datetime64[us]", "bool")
    ]


@pytest.mark.parametrize(
    ("delimiter", "sign"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (" ", "spaces")]
)
def test_the_delimiter_is_found_and_told(delimiter, sign):
    table = read(
        f"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n4{delimiter}5{delimiter}6\n"
    )
    assert table.frame.to_dict("list") == {"a": [1, 4], "b": [2, 5], "c": [3, 6]}
    assert said(table, "separated", sign)


def test_decimal_commas_do_not_become_cells():
    table = read("name;price\nA;1,5\nB;2,25\nC;3,75\n")
    assert table.frame["price"].tolist() == [1.5, 2.25, 3.75]
    assert said(table, "‘price’ uses a decimal comma; read as a number.")


def test_a_short_file_with_one_ragged_row_keeps_its_delimiter():
    # DuckDB's sniffer makes this one column with the delimiter |.
    table = read("a,b,c\n1,2,3\n4,5\n6,7,8\n")
    assert list(table.frame.columns) == ["a", "b", "c"]
    assert math.isnan(table.frame["c"][1])
    assert said(table, "1 row has fewer cells", "row 2")


def test_extra_cells_are_kept_in_columns_of_their_own():
    table = read("a,b\n1,2\n3,4,5,6\n7,8\n9,10\n")
    assert table.frame["extra_1"].tolist()[1] == 5
    assert table.frame["extra_2"].tolist()[1] == 6
    assert said(table, "1 row has more cells", "row 2", "‘extra_1’, ‘extra_2’")


def test_ragged_rows_are_counted():
    rows = [f"{n},{n}" if n % 10 else f"{n}" for n in range(1, 101)]
    table = read("a,b\n" + "\n".join(rows) + "\n")
    assert len(table.frame) == 100
    assert said(table, "10 rows have fewer cells", "rows 10, 20, 30, 40, 50 and 5 more")


def test_quoted_newlines_and_delimiters_stay_in_their_cell():
    table = read('a,b\n1,"x\ny, z"\n2,"say ""hi"""\n')
    assert table.frame["b"].tolist() == ["x\ny, z", 'say "hi"']
    assert table.notes == ()


def test_a_quote_that_first_comes_late_changes_nothing_before_it():
    table = read("a,b\n" + "1,x\n" * 30_000 + '2,"late\nline"\n')
    assert len(table.frame) == 30_001
    assert table.frame["b"].iloc[-1] == "late\nline"


def test_an_unclosed_quote_is_an_ordinary_sign_with_a_note():
    table = read('a,b\n1,"x\n2,y\n3,z\n')
    assert table.frame["b"].tolist() == ['"x', "y", "z"]
    assert said(table, "never closed")


def test_an_unclosed_quote_that_tears_rows_apart_is_refused():
    text = "a,b\n" + '1,"x, y"\n' * 20 + '2,"z, z\n'
    with pytest.raises(UnreadableTable, match=r"quotation mark that is never closed.*Close it"):
        read(text)


def test_backslash_quotes_are_understood():
    table = read('a,b\n1,"say \\"hi\\", ok"\n2,y\n')
    assert table.frame["b"].tolist() == ['say "hi", ok', "y"]
    assert said(table, "Quotes inside cells")


def test_duplicate_and_empty_names_become_unique():
    table = read("a,a,,b\n1,2,3,4\n5,6,7,8\n")
    assert list(table.frame.columns) == ["a", "a_2", "column_3", "b"]
    assert said(table, "‘a_2’ had the name of a column before it")
    assert said(table, "‘column_3’ had no name")


def test_a_file_without_header_is_numbered():
    table = read("5.1,3.5,setosa\n4.9,3.0,setosa\n6.0,2.2,virginica\n")
    assert list(table.frame.columns) == ["column_1", "column_2", "column_3"]
    assert len(table.frame) == 3
    assert said(table, "first row looks like data")


def test_years_over_numbers_are_a_header():
    table = read("country,2019,2020\nA,1,2\nB,3,4\n")
    assert list(table.frame.columns) == ["country", "2019", "2020"]
    assert list(read("2019,2020,2021\n7.5,8.5,9.5\n").frame.columns) == ["2019", "2020", "2021"]


@pytest.mark.parametrize("header", [True, False])
def test_the_header_can_be_overruled(header):
    table = read("x,y\nu,v\n", header=header)
    assert len(table.frame) == (1 if header else 2)


def test_lines_before_the_table_are_set_aside_and_quoted():
    table = read("Report 2024\nSource: Town Hall\n\nid,name,v\n1,a,2\n2,b,3\n")
    assert list(table.frame.columns) == ["id", "name", "v"]
    assert said(
        table, "2 lines before the table were set aside", "‘Report 2024’", "‘Source: Town Hall’"
    )


def test_comment_lines_are_set_aside():
    table = read("# made by x\n# on Monday\nid,name\n1,a\n2,b\n")
    assert list(table.frame.columns) == ["id", "name"]
    assert said(table, "‘# made by x’, ‘# on Monday’")


def test_a_header_that_begins_with_a_hash_stays_a_header():
    assert list(read("#id,name,v\n1,a,3\n2,b,4\n").frame.columns) == ["#id", "name", "v"]


def test_a_line_that_names_the_separator_is_obeyed():
    assert list(read("sep=;\na;b\n1;2\n").frame.columns) == ["a", "b"]


def test_a_total_line_is_set_aside_and_can_be_kept():
    text = "city,n\nA,1\nB,2\nC,3\nTotal,6\n"
    table = read(text)
    assert table.frame["n"].tolist() == [1, 2, 3]
    assert said(table, "‘Total; 6’", "set aside", "Keep as a row")
    assert read(text, totals="keep").frame["n"].tolist() == [1, 2, 3, 6]


def test_a_total_that_is_a_category_stays():
    table = read("group,n\nA,1\nTotal,1\nB,2\nTotal,2\nC,3\nTotal,3\n")
    assert len(table.frame) == 6


def test_footnotes_are_set_aside_and_quoted():
    table = read("a,b,c\n1,2,3\n4,5,6\n* provisional figures\n")
    assert len(table.frame) == 2
    assert said(table, "1 line after the table was set aside", "‘* provisional figures’")


def test_empty_last_rows_are_left_out():
    table = read("a,b\n1,2\n,\n,\n")
    assert len(table.frame) == 1
    assert said(table, "2 empty rows at the end were left out")


@pytest.mark.parametrize("text", ["a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4,\n"])
def test_a_trailing_delimiter_makes_no_column(text):
    table = read(text)
    assert table.frame.to_dict("list") == {"a": [1, 3], "b": [2, 4]}
    assert said(table, "ends with a delimiter")


def test_row_names_written_by_r_get_a_column():
    table = read('"a" "b"\n"1" 5 6\n"2" 7 8\n')
    assert list(table.frame.columns) == ["row_name", "a", "b"]
    assert said(table, "‘row_name’")


def test_surrounding_spaces_are_removed_and_told():
    table = read("a, b\n 1, x \n2,y\n")
    assert table.frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}
    assert said(table, "spaces around values")


def test_nul_bytes_are_removed_and_counted():
    table = read("a,b\n" + "1,some text\n" * 20 + "1,x\0y\0\n")
    assert table.frame["b"].iloc[-1] == "xy"
    assert said(table, "2 zero bytes")


def test_mixed_line_ends_are_rows_and_told():
    table = read("a,b\r\n1,2\n3,4\r5,6\n")
    assert table.frame["a"].tolist() == [1, 3, 5]
    assert said(table, "mixes line ends")


def test_a_file_of_one_column_says_so():
    table = read("name\nAnn Smith\nBob Jones\n")
    assert table.frame["name"].tolist() == ["Ann Smith", "Bob Jones"]
    assert said(table, "No delimiter was found")


def test_any_single_character_can_be_asked_for_as_delimiter():
    assert list(read("a~b\n1~2\n", delimiter="~").frame.columns) == ["a", "b"]


def test_a_very_long_cell_is_read():
    table = read(f'a,b\n1,"{"x" * 300_000}"\n2,y\n')
    assert len(table.frame["b"][0]) == 300_000


def test_the_name_is_shown_and_never_opened(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n9,9\n")
    table = read("a,b\n1,2\n", name=str(secret))
    assert table.frame["a"].tolist() == [1]


def test_a_name_does_not_decide_the_format():
    table = read('[{"a": 1}, {"a": 2}]', name="file.parquet")
    assert table.frame["a"].tolist() == [1, 2]


def test_a_column_longer_than_the_sample_is_typed_on_all_rows():
    table = read("a,b\n" + "1,2\n" * 60_000 + "x,2\n")
    assert str(table.frame["a"].dtype) == "str"
    assert said(table, "‘a’ (‘x’ in row 60,001) mixes numbers with other values; kept as text.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("\n \n", "only blank lines"),
        ("a,b\n", "column names but no rows"),
    ],
)
def test_nothing_to_read_is_refused(text, message):
    with pytest.raises(UnreadableTable, match=message):
        read(text)


def test_the_frame_equals_what_pandas_reads_from_a_plain_file():
    text = "i,x,s\n" + "".join(f"{n},{n / 7},w{n}\n" for n in range(500))
    expected = pd.read_csv(io.StringIO(text))
    pd.testing.assert_frame_equal(read(text).frame, expected)
