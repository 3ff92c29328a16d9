"""JSON, Parquet, Excel, gzip: told from the content, read within limits, or refused."""

import datetime as dt
import gzip
import io
import pickle
import subprocess
import sys
import zipfile
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.data import UnreadableTable, read_table


def read(content, name="file", **overrides):
    content = content.encode() if isinstance(content, str) else content
    return read_table(name, content, **overrides)


def said(table, *words):
    return any(all(word in note for word in words) for note in table.notes)


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(table, **options):
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


# --- JSON -----------------------------------------------------------------------------------------

SHAPES = {
    "records": '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]',
    "lines": '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n',
    "columns": '{"a": [1, 2], "b": ["x", "y"]}',
    "pandas": '{"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": "y"}}',
    "split": '{"columns": ["a", "b"], "index": [0, 1], "data": [[1, "x"], [2, "y"]]}',
    "under a key": '{"data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_json_gives_the_same_frame(shape):
    table = read(SHAPES[shape])
    assert table.frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}
    assert not table.notes or shape == "under a key"


def test_nested_objects_become_columns_and_lists_stay_text():
    table = read('[{"a": {"b": 1, "c": {"d": "x"}}, "l": [1, {"q": 2}]}, {"a": {"b": 2}}]')
    assert list(table.frame.columns) == ["a.b", "a.c.d", "l"]
    assert table.frame["l"][0] == '[1, {"q": 2}]'
    assert said(table, "‘a’ and ‘a.c’ were an object")
    assert said(table, "‘l’ holds lists; they are kept as JSON text.")


def test_long_whole_numbers_in_json_keep_their_digits():
    table = read('[{"n": 12345678901234567890123}, {"n": 7}]')
    assert table.frame["n"].tolist() == ["12345678901234567890123", "7"]
    assert said(table, "too many digits")
    assert read('[{"n": ' + "9" * 5000 + "}]").frame["n"][0] == "9" * 5000


def test_numbers_written_as_text_in_json_are_read_and_told():
    table = read('[{"n": "1.5"}, {"n": "2"}]')
    assert table.frame["n"].tolist() == [1.5, 2.0]
    assert said(table, "‘n’ was written as text in the file")


def test_json_numbers_are_never_read_with_another_decimal_sign():
    table = read('[{"n": 1.234, "t": "1,5"}, {"n": 5.678, "t": "2,5"}]', decimal=",")
    assert table.frame["n"].tolist() == [1.234, 5.678]
    assert table.frame["t"].tolist() == [1.5, 2.5]


def test_a_name_that_occurs_twice_in_an_object_is_told():
    assert said(read('[{"a": 1, "a": 2}, {"a": 3}]'), "‘a’ occurs twice")


def test_half_a_surrogate_is_shown_and_told():
    table = read('[{"a": "x\\ud800"}, {"a": "y"}]')
    assert table.frame["a"][0] == "x?"
    assert said(table, "broken")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"a": 1}, {"a": }]', r"not valid JSON \(line 1, column 18"),
        ('{"a": 1}\n{"a": 2\n', r"not valid JSON \(line 2"),
        ("[]", "JSON without rows"),
        ("[" * 100_000, "nested too deeply|not valid JSON"),
    ],
)
def test_broken_json_is_refused_with_the_place(text, message):
    with pytest.raises(UnreadableTable, match=message):
        read(text)


def test_an_array_of_arrays_may_hold_its_header():
    assert read('[["a", "b"], [1, 2], [3, 4]]').frame.to_dict("list") == {"a": [1, 3], "b": [2, 4]}
    assert list(read("[[1, 2], [3, 4]]").frame.columns) == ["column_1", "column_2"]


def test_a_log_that_begins_with_a_bracket_is_no_json():
    assert len(read("[12:01] INFO a\n[12:02] WARN b\n[12:03] INFO c\n").frame) >= 2


def test_dates_in_json_need_no_note():
    table = read('[{"d": "2024-01-05"}, {"d": "2024-01-06"}]')
    assert str(table.frame["d"].dtype) == "datetime64[us]"
    assert table.notes == ()


# --- Excel ----------------------------------------------------------------------------------------


def test_an_excel_sheet_keeps_numbers_dates_and_truth():
    day = dt.datetime(2024, 1, 5)
    rows = [
        ["n", "x", "d", "t", "b", "s"],
        [1, 0.1, day, dt.datetime(2024, 1, 5, 10, 30), True, "A"],
    ]
    rows.append([2, None, dt.datetime(2024, 2, 1), dt.datetime(2024, 1, 6), False, "007"])
    table = read(workbook({"One": rows}))
    assert list(table.frame.dtypes.astype(str)) == [
        *("int64", "float64", "datetime64[us]", "datetime64[us]", "bool", "str")
    ]
    assert table.frame["x"][0] == 0.1
    assert table.frame["s"].tolist() == ["A", "007"]


def test_other_sheets_are_named_and_can_be_chosen():
    content = workbook({"One": [["a"], [1]], "Two": [["b"], [2]], "Empty": []})
    table = read(content)
    assert table.frame["a"].tolist() == [1]
    assert said(table, "3 sheets; ‘One’ was read. Others: ‘Two’, ‘Empty’.")
    assert read(content, sheet="Two").frame["b"].tolist() == [2]
    with pytest.raises(
        UnreadableTable, match=r"no sheet ‘Three’. Choose one of ‘One’, ‘Two’, ‘Empty’"
    ):
        read(content, sheet="Three")


def test_titles_and_margins_of_a_sheet_are_set_aside():
    rows = [
        [None, "Sales 2024"],
        [],
        [None, "city", "n", "m"],
        [None, "A", 1, 2],
        [None, "B", 3, 4],
    ]
    rows.append([None, "Total", 4, 6])
    table = read(workbook({"S": [*rows[:5], [None, "C", 5, 6], rows[5]]}))
    assert list(table.frame.columns) == ["city", "n", "m"]
    assert len(table.frame) == 3
    assert said(table, "1 line before the table was set aside: ‘Sales 2024’")
    assert said(table, "‘Total; 4; 6’")


def test_error_cells_are_missing():
    table = read(workbook({"S": [["a", "b"], [1, "#DIV/0!"], [2, 5]]}))
    assert table.frame["b"].isna().tolist() == [True, False]
    assert said(table, "‘#DIV/0!’")


def test_an_empty_workbook_is_refused():
    with pytest.raises(UnreadableTable, match="has no cells to read"):
        read(workbook({"S": []}))


# --- Parquet --------------------------------------------------------------------------------------


def test_parquet_types_become_those_of_a_table():
    table = pa.table(
        {
            "i": pa.array([1, None], pa.int32()),
            "u": pa.array([2**64 - 1, 1], pa.uint64()),
            "h": pa.array([1.5, None], pa.float32()),
            "b": pa.array([True, None]),
            "s": pa.array(["x", None]).dictionary_encode(),
            "d": pa.array([dt.date(2024, 1, 5), None]),
            "t": pa.array([1_700_000_000_000_000_001, 0], pa.timestamp("ns")),
            "z": pa.array([0, 1], pa.timestamp("us", "Europe/Oslo")),
            "m": pa.array([Decimal("1.25"), None], pa.decimal128(10, 2)),
            "l": pa.array([[1, 2], None]),
            "o": pa.array([{"p": 1}, {"p": 2}]),
            "n": pa.nulls(2),
            "k": pa.array([1500, None], pa.duration("ms")),
            "y": pa.array([b"\xff\x00", b"ok"]),
        }
    )
    read_back = read(parquet(table))
    frame = read_back.frame
    assert frame["i"].tolist()[0] == 1.0
    assert frame["u"].tolist() == ["18446744073709551615", "1"]
    assert frame["h"][0] == 1.5
    assert frame["b"][0] == "true"
    assert frame["s"][0] == "x"
    assert frame["d"][0] == pd.Timestamp("2024-01-05")
    assert frame["m"][0] == 1.25
    assert frame["l"][0] == "[1, 2]"
    assert frame["o.p"].tolist() == [1, 2]
    assert frame["n"].isna().all()
    assert frame["k"][0] == 1.5
    assert frame["y"].tolist() == ["ff00", "6f6b"]
    for words in ("too many digits", "missing values; kept as text", "microsecond", "UTC"):
        assert said(read_back, words)


def test_a_parquet_column_can_be_given_another_type():
    frame = read(
        parquet(pa.table({"a": [1, 2], "s": ["5", "x"]})), types={"a": "text", "s": "number"}
    ).frame
    assert frame["a"].tolist() == ["1", "2"]
    assert frame["s"].isna().tolist() == [False, True]


# --- gzip and what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", *(text.encode() for text in SHAPES.values())])
def test_gzipped_content_reads_like_plain(content):
    table = read(gzip.compress(content))
    assert table.digest == read(content).digest
    assert said(table, "packed with gzip")


def test_gzip_members_one_after_the_other_are_all_read():
    table = read(gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n"))
    assert table.frame["a"].tolist() == [1, 3]


def test_gzipped_excel_and_parquet_are_read():
    assert read(gzip.compress(workbook({"S": [["a"], [1]]}))).frame["a"].tolist() == [1]
    assert read(gzip.compress(parquet(pa.table({"a": [1]})))).frame["a"].tolist() == [1]


def archive(names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "a,b\n1,2\n")
    return out.getvalue()


REFUSED = [
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is a picture, not a table"),
    (b"\xff\xd8\xff\xe0" + b"\0" * 50, "is a picture"),
    (b"%PDF-1.7\n...", "is a PDF document"),
    (
        pickle.dumps({"a": [1]}),
        "is a Python pickle. It can run any program when opened, so it never",
    ),
    (b"\xd0\xcf\x11\xe0" + b"\0" * 50, r"old Office file \(.xls or .doc\)"),
    (archive(["a.csv"]), "is a zip archive. Unpack it and choose one of the files in it."),
    (archive(["word/document.xml"]), "is a Word document"),
    (archive(["content.xml"]), "is an OpenDocument file"),
    (archive(["xl/workbook.bin"]), "binary Excel workbook"),
    (b"PK\x03\x04 broken", "damaged zip or Excel"),
    (b"<!DOCTYPE html><html></html>", "is a web page"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0), "gzip more than once"),
    (gzip.compress(b"a,b\n1,2\n" * 50, mtime=0)[:25], "ends in the middle"),
    (b"\x1f\x8b" + b"\x01" * 30, "damaged gzip"),
    (b"PAR1" + b"\x01" * 30, "damaged Parquet"),
    (bytes(range(256)) * 4, "is not text"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_is_no_table_is_refused_by_what_it_is(content, message):
    with pytest.raises(UnreadableTable, match=message):
        read(content, name="table.csv")


def test_a_pickle_is_never_loaded(tmp_path):
    target = tmp_path / "written"

    class Bomb:
        def __reduce__(self):
            return (open, (str(target), "w"))

    for protocol in range(6):
        try:
            read(pickle.dumps(Bomb(), protocol))
        except UnreadableTable:
            continue
    assert not target.exists()


def test_importing_the_room_loads_no_heavy_library():
    code = (
        "import sys, core.data; core.data.__all__; "
        "bad = {'pandas', 'pyarrow', 'duckdb', 'openpyxl', 'numpy'} & set(sys.modules); "
        "assert not bad, bad; core.data.read_table; assert 'pandas' in sys.modules; "
        "assert not {'openpyxl', 'duckdb', 'sklearn', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_infinity_and_nan_in_json_are_numbers():
    read_back = read('[{"a": Infinity}, {"a": NaN}, {"a": 1}]').frame["a"]
    np.testing.assert_array_equal(read_back, [np.inf, np.nan, 1])
