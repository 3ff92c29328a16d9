"""Objects inside rows become columns; a made name never takes the place of one in the file."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import UnreadableTable, read_table

FAULTS = Path(__file__).resolve().parents[1] / "faults"


def read(value, name="f.json"):
    text = value if isinstance(value, str) else json.dumps(value)
    return read_table(name, text.encode())


def said(table, *words):
    return any(all(word in note for word in words) for note in table.notes)


def test_a_dotted_name_and_a_nested_field_of_that_name_are_two_columns():
    content = (FAULTS / "05_dotted.json").read_bytes()
    rows = json.loads(content)
    table = read_table("05_dotted.json", content)
    assert list(table.frame.columns) == ["id", "size.h", "size.h_2", "size.w", "ok"]
    assert table.frame["size.h"].tolist() == [row["size.h"] for row in rows]
    assert table.frame["size.h_2"].tolist() == [row["size"]["h"] for row in rows]
    assert said(
        table, "Column ‘size.h_2’ had the name of another column and got a number behind it."
    )


def test_the_name_in_the_file_wins_whichever_comes_first():
    frame = read([{"size": {"h": 1}, "size.h": 100}, {"size": {"h": 2}, "size.h": 200}]).frame
    assert frame.to_dict("list") == {"size.h_2": [1, 2], "size.h": [100, 200]}


def test_two_ways_to_one_dotted_name_are_two_columns():
    frame = read([{"a": {"b.c": 1}, "a.b": {"c": 2}}, {"a": {"b.c": 3}, "a.b": {"c": 4}}]).frame
    assert frame.to_dict("list") == {"a.b.c": [1, 3], "a.b.c_2": [2, 4]}


def test_the_number_behind_a_made_name_is_free_too():
    frame = read([{"s.h": 1, "s.h_2": 2, "s": {"h": 3}}, {"s.h": 4, "s.h_2": 5, "s": {"h": 6}}])
    assert frame.frame.to_dict("list") == {"s.h": [1, 4], "s.h_2": [2, 5], "s.h_3": [3, 6]}


def test_names_made_for_rows_without_names_are_no_columns_of_other_rows():
    frame = read([{"column_1": 1, "value": 2}, [3], 4]).frame
    assert frame["column_1"].tolist()[:1] == [1]
    assert frame["column_1_2"].tolist()[1] == 3
    assert frame["value_2"].tolist()[2] == 4


def test_columns_named_twice_in_a_split_table_are_all_kept():
    table = read({"columns": ["a", "a", "a_2"], "data": [[1, 2, 3], [4, 5, 6]]})
    assert table.frame.to_dict("list") == {"a": [1, 4], "a_3": [2, 5], "a_2": [3, 6]}
    assert said(table, "‘a_3’", "number")


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.recursive(
        st.integers(0, 9),
        lambda inner: st.dictionaries(
            st.sampled_from(["a", "b", "a.b", "a.b_2"]), inner, min_size=1
        ),
        max_leaves=8,
    ).filter(lambda row: isinstance(row, dict))
)
def test_every_value_of_a_row_is_in_its_columns(row):
    def leaves(value, depth=0):
        if depth == 5 or not isinstance(value, dict):
            return [json.dumps(value) if isinstance(value, dict) else value]
        return [leaf for inner in value.values() for leaf in leaves(inner, depth + 1)]

    frame = read([row, row]).frame
    assert sorted(map(str, frame.iloc[0])) == sorted(map(str, leaves(row)))


def test_a_struct_of_a_parquet_file_does_not_hide_a_column():
    table = pa.table({"s": pa.array([{"h": 1}, {"h": 2}]), "s.h": pa.array([10, 20])})
    out = io.BytesIO()
    pq.write_table(table, out)
    got = read_table("f.parquet", out.getvalue())
    assert got.frame.to_dict("list") == {"s.h_2": [1, 2], "s.h": [10, 20]}
    assert said(got, "‘s.h_2’", "number behind it")


def test_names_that_differ_in_spaces_only_stay_apart_in_a_database():
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute('create table t (a, " a", "a_2")')
        base.executemany("insert into t values (?,?,?)", [(1, 2, 3), (4, 5, 6)])
        base.commit()
        content = base.serialize()
    got = read_table("f.db", content)
    assert got.frame.to_dict("list") == {"a": [1, 4], "a_3": [2, 5], "a_2": [3, 6]}
    assert said(got, "‘a_3’", "number")


NO_TABLE = [
    ("{}", "is an empty JSON object, so it has no rows. Choose a file with an array of objects."),
    ("[]", "is JSON without rows. Choose a file with an array of objects."),
    ("[{}, {}]", "is JSON whose rows are empty. Choose a file with an array of objects."),
    ("[[], []]", "is JSON whose rows are empty. Choose a file with an array of objects."),
    ("null", "holds a single value, not a table. Choose a file with rows."),
    ("5", "holds a single value, not a table. Choose a file with rows."),
    ("-1.5e3\n", "holds a single value, not a table. Choose a file with rows."),
    ('"a, b"', "holds a single value, not a table. Choose a file with rows."),
    ("true", "holds a single value, not a table. Choose a file with rows."),
    ('{"a": {}}', None),
    ("[null]", None),
]


@pytest.mark.parametrize(("text", "sentence"), NO_TABLE)
def test_json_without_a_table_is_told_in_a_sentence(text, sentence):
    if sentence is None:
        assert len(read(text).frame.columns) == 1
        return
    with pytest.raises(UnreadableTable) as caught:
        read(text)
    assert caught.value.sentence == f"f.json {sentence}"


def test_the_file_of_an_empty_object_is_told_in_a_sentence():
    with pytest.raises(UnreadableTable, match="is an empty JSON object"):
        read_table("35_empty_object.json", (FAULTS / "35_empty_object.json").read_bytes())
