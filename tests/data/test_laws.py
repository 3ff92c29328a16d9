"""Laws of reading: round trips, one table whatever the path, and no exception but our own."""

import csv
import gzip
import io
import json
import math
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.data import UnreadableTable, read_table
from core.data.columns import type_columns
from core.data.delimited import read_delimited
from core.data.header import take_header
from core.data.limits import limits
from core.data.notes import Notes
from core.data.options import Overrides
from core.data.rows import tidy
from core.data.table import DTYPES, digest

pytestmark = pytest.mark.slow

CALM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüéß ÑøABCDEXYZ"
WORD = st.text(LETTERS, min_size=3, max_size=12).map(str.strip).filter(lambda text: len(text) > 2)
# A leading word keeps a cell from being a number, a date, true/false or a sign for missing.
TEXT = st.tuples(WORD, st.text(LETTERS + ",;|\t\"\n'0123456789.-", max_size=12)).map(
    lambda pair: ("w" + pair[0] + pair[1]).strip()
)
COLUMNS = {
    "whole": st.integers(-(2**53), 2**53),
    "number": st.floats(allow_nan=False, allow_infinity=False, width=64),
    "text": TEXT,
    "truth": st.booleans(),
    "day": st.dates(min_value=pd.Timestamp("1900-01-01").date()).map(str),
}


@st.composite
def frames(draw, gaps=True):
    n_rows = draw(st.integers(2, 12))
    kinds = draw(st.lists(st.sampled_from(list(COLUMNS)), min_size=2, max_size=6))
    names = draw(st.lists(WORD, min_size=len(kinds), max_size=len(kinds), unique=True))
    columns = {}
    for name, kind in zip(names, kinds, strict=True):
        cells = draw(st.lists(COLUMNS[kind], min_size=n_rows, max_size=n_rows))
        if gaps and kind in ("number", "text", "day") and draw(st.booleans()):
            cells[draw(st.integers(0, n_rows - 2))] = None  # a wholly empty last row is left out
        columns[f"c {name}"] = _series(kind, cells)
    return pd.DataFrame(columns)


def _series(kind, cells):
    if kind == "day":
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype="str")).astype("datetime64[us]"))
    if kind == "number":
        values = [math.nan if cell is None else cell for cell in cells]
        return pd.Series(values, dtype="float64")
    return pd.Series(cells, dtype={"whole": "int64", "text": "str", "truth": "bool"}[kind])


def _equal(read, written):
    """Compare frames; whole floats may come back as int64, an all-missing column as float64."""
    assert list(read.columns) == [" ".join(name.split()) for name in written.columns]
    for name, wrote in zip(read.columns, written.columns, strict=True):
        got, want = read[name], written[wrote]
        assert str(got.dtype) in DTYPES
        if want.isna().all():
            assert got.isna().all()
        elif str(want.dtype) == "float64":
            np.testing.assert_array_equal(got.astype("float64"), want)
        else:
            pd.testing.assert_series_equal(got, want, check_names=False)


@CALM
@given(
    frame=frames(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]),
    ends=st.sampled_from(["\n", "\r\n"]),
    packed=st.booleans(),
)
def test_a_frame_written_as_csv_comes_back_equal(frame, delimiter, quoting, encoding, ends, packed):
    text = frame.to_csv(index=False, sep=delimiter, quoting=quoting, lineterminator=ends)
    content = text.encode(encoding)
    table = read_table("f.csv", gzip.compress(content) if packed else content, delimiter=delimiter)
    _equal(table.frame, frame)


@CALM
@given(frame=frames(), orient=st.sampled_from(["records", "lines", "columns", "split", "list"]))
def test_a_frame_written_as_json_comes_back_equal(frame, orient):
    frame = frame.rename(columns=lambda name: " ".join(name.split()))
    for name in frame.select_dtypes("datetime"):
        frame[name] = frame[name].dt.strftime("%Y-%m-%d")
    records = [
        {key: None if pd.isna(cell) else cell for key, cell in row.items()}
        for row in frame.to_dict("records")
    ]
    if orient == "records":
        text = json.dumps(records)
    elif orient == "lines":
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in records)
    elif orient == "list":
        text = json.dumps({name: [row[name] for row in records] for name in frame})
    else:
        text = frame.to_json(orient=orient, double_precision=15)
    read = read_table("f.json", text.encode()).frame
    want = frame.copy()
    for name in want.columns:
        if str(want[name].dtype) == "str" and want[name].str.fullmatch(r"\d{4}-\d\d-\d\d").any():
            want[name] = pd.to_datetime(want[name]).astype("datetime64[us]")
    if orient in ("columns", "split"):  # pandas writes 15 decimals only
        numbers = list(want.select_dtypes("float64"))
        read, want = read.drop(columns=numbers), want.drop(columns=numbers)
    _equal(read, want)


@settings(CALM, max_examples=60)
@given(frame=frames())
def test_a_frame_written_as_parquet_comes_back_the_same(frame):
    frame.columns = [" ".join(name.split()) for name in frame.columns]
    out = io.BytesIO()
    frame.to_parquet(out)
    table = read_table("f.parquet", out.getvalue())
    pd.testing.assert_frame_equal(table.frame, frame)
    assert table.digest == digest(frame)
    assert table.notes == ()


@settings(CALM, max_examples=40)
@given(frame=frames())
def test_a_frame_written_as_excel_comes_back_equal(frame):
    numbers = frame.select_dtypes("float64").columns
    frame[numbers] = frame[numbers].clip(-1e300, 1e300)  # 16 digits of the largest overflow
    out = io.BytesIO()
    frame.to_excel(out, index=False)
    read = read_table("f.xlsx", out.getvalue()).frame
    for name in numbers:  # Excel keeps 15 to 17 digits
        got, want = read.pop(" ".join(name.split())).astype("float64"), frame.pop(name)
        np.testing.assert_allclose(got, want, rtol=1e-14)
    _equal(read, frame)


PLAIN_WORD = st.text("abcdefghäß .'", max_size=10).map(lambda text: f"w{text.strip()}")


@settings(CALM, max_examples=80)
@given(
    words=st.lists(PLAIN_WORD, min_size=20, max_size=40),
    places=st.lists(st.integers(1, 19), min_size=1, max_size=4, unique=True),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    closing=st.booleans(),
)
def test_stray_marks_lose_no_row(words, places, delimiter, ends, closing):
    for number, place in enumerate(sorted(places)):
        words[place] = f'{words[place]}"' if closing and number % 2 else f'"{words[place]}'
    rows = [f"{place}{delimiter}{word}{delimiter}x" for place, word in enumerate(words)]
    text = ends.join([f"n{delimiter}word{delimiter}kind", *rows]) + ends
    frame = read_table("f.csv", text.encode()).frame
    assert frame["n"].tolist() == list(range(len(words)))
    assert frame["word"].tolist() == words


@settings(CALM, max_examples=80)
@given(
    values=st.lists(st.integers(-99, 999), min_size=12, max_size=20),
    gaps=st.sets(st.integers(0, 4), min_size=1, max_size=3),
    sign=st.sampled_from(
        ["?", "NA", "-", "n/a", "nan", "NULL", "none", "None", "--", "", "missing"]
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_a_first_row_with_gaps_stays_data(values, gaps, sign, delimiter):
    rows = [[str(value + place) for place in range(5)] for value in values]
    rows[0] = [sign if place in gaps else cell for place, cell in enumerate(rows[0])]
    rows[0] = [f"-{cell}" if cell.isdigit() else cell for cell in rows[0]]  # no ascending names
    text = "\n".join(delimiter.join(row) for row in rows) + "\n"
    frame = read_table("f.csv", text.encode(), delimiter=delimiter).frame
    assert len(frame) == len(values)
    assert set(np.flatnonzero(frame.iloc[0].isna())) == gaps


@settings(CALM, max_examples=80)
@given(
    rows=st.lists(st.tuples(TEXT, st.integers(0, 99), TEXT), min_size=3, max_size=12),
    delimiter=st.sampled_from([",", ";", "|"]),
    before=st.integers(1, 3),
    after=st.integers(0, 2),
)
def test_spaces_around_quoted_cells_change_nothing(rows, delimiter, before, after):
    rows = [tuple(c.replace("\n", "") if isinstance(c, str) else c for c in row) for row in rows]

    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"' if isinstance(cell, str) else str(cell)

    gap = " " * after + delimiter + " " * before
    text = "\n".join(gap.join(map(quoted, row)) for row in [("a", "b", "c"), *rows]) + "\n"
    frame = read_table("f.csv", text.encode(), delimiter=delimiter).frame
    assert list(frame.columns) == ["a", "b", "c"]
    assert list(frame.itertuples(index=False, name=None)) == [
        tuple(cell.strip() if isinstance(cell, str) else cell for cell in row) for row in rows
    ]


ODD_CELLS = (
    *("", "NA", "-", "?", "null", "007", "0", "1", "12", "1.5", "1,5", "1,234", "1.234"),
    *("1.234,5", "1,234.5", "12%", "$5", "€ 3", "(7)", "inf", "-inf", "1e5", "1e999", "+3"),
    *("true", "False", "yes", "01/02/2024", "13/02/2024", "02/13/2024", "2024-01-05"),
    *("2024-02-30", "2024-01-05 10:11", "2024-01-05T10:11:12Z", "1.2.2024", "5 Mar 2024"),
    *("12345678901234567890123", "9007199254740993", "0x1F", " 3", "x ", "a", "b c", "−4"),
    *("3/4/21", "1 234", "1'234", "nan", "None", "Total", "0.1", ".5", "5.", "-0", "1_000"),
)
CELL = st.one_of(
    st.sampled_from(ODD_CELLS),
    st.text("abc019.,;-/ \t'é", max_size=6),
    st.integers(-1000, 1000).map(str),
    st.floats(allow_nan=False).map(repr),
)
GRID = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
)
COLUMN_GRID = st.lists(
    st.tuples(CELL, CELL, st.lists(st.integers(0, 3), min_size=5, max_size=5)),
    min_size=1,
    max_size=5,
).map(lambda columns: [[(a, b, a, b)[picks[row]] for a, b, picks in columns] for row in range(5)])


def _read(text, *, fast, quick):
    notes, overrides = Notes(), Overrides()
    raw = read_delimited("f", text, overrides, limits(), notes, fast=fast)
    header, raw = take_header(raw, None, notes)
    if not raw.n_rows:
        return None
    names, raw = tidy(header, raw, False, notes)
    frame = type_columns(names, raw, overrides, notes, quick=quick)
    return digest(frame), notes.sentences(), list(frame.dtypes.astype(str))


def _same_by_every_path(text):
    outcomes = []
    for fast in (True, False):
        for quick in (True, False):
            try:
                outcomes.append(_read(text, fast=fast, quick=quick))
            except UnreadableTable as error:
                outcomes.append(str(error))
    assert all(outcome == outcomes[0] for outcome in outcomes), outcomes


@settings(CALM, max_examples=400)
@given(grid=st.one_of(GRID, COLUMN_GRID), delimiter=st.sampled_from(",;\t|"), named=st.booleans())
def test_the_fast_path_and_the_slow_path_give_the_same_table(grid, delimiter, named):
    rows = [[cell.replace(delimiter, "") for cell in row] for row in grid]
    if named:
        rows.insert(0, [f"name{place}" for place in range(len(rows[0]))])
    _same_by_every_path("\n".join(delimiter.join(row) for row in rows) + "\n")


@settings(CALM, max_examples=300)
@given(grid=COLUMN_GRID, delimiter=st.sampled_from(",;|"), chance=st.randoms(use_true_random=False))
def test_quoted_cells_read_the_same_by_every_path(grid, delimiter, chance):
    def written(cell):
        quoted = chance.random() < 0.5 or any(sign in cell for sign in f'{delimiter}"')
        return '"' + cell.replace('"', '""') + '"' if quoted else cell

    rows = [[f"name{place}" for place in range(len(grid[0]))], *grid]
    _same_by_every_path("\n".join(delimiter.join(map(written, row)) for row in rows) + "\n")


@settings(CALM, max_examples=300)
@given(text=st.text('ab01.,;"\n\r\t |#-', min_size=1, max_size=80))
@example("a,b\r\n1,2\r\n")
@example("a\n\n1\n")
@example('a,b\n"1","x\ny"\n\n"2",""\n')
@example('"a"\n""\n"x"\n')
@example('a,b\r\n"1","x\r\ny"\r\n')
def test_odd_texts_read_the_same_by_every_path(text):
    if text.strip():
        _same_by_every_path(text)


def _never_another_exception(content, **overrides):
    try:
        table = read_table("f", content, **overrides)
    except UnreadableTable:
        return
    assert len(table.frame) > 0
    assert len(set(table.frame.columns)) == len(table.frame.columns)
    assert {str(dtype) for dtype in table.frame.dtypes} <= set(DTYPES)
    assert all(note.endswith(".") for note in table.notes), table.notes


@settings(CALM, max_examples=400)
@given(content=st.binary(max_size=300))
def test_random_bytes_give_a_table_or_a_reason(content):
    _never_another_exception(content)


@settings(CALM, max_examples=400)
@given(text=st.text('{}[]":,ab01.-+eEtrufalsn \n\\d8/;%$€()NA', max_size=120))
def test_random_texts_give_a_table_or_a_reason(text):
    _never_another_exception(text.encode())


@settings(CALM, max_examples=300)
@given(
    grid=st.one_of(GRID, COLUMN_GRID),
    overrides=st.fixed_dictionaries(
        {},
        optional={
            "encoding": st.sampled_from(["utf-8", "cp1252", "shift_jis", "utf-16", "rot13"]),
            "delimiter": st.sampled_from([",", ";", "tab", " ", "~"]),
            "quotes": st.sampled_from(["double", "single", "none"]),
            "header": st.booleans(),
            "decimal": st.sampled_from([".", ","]),
            "thousands": st.sampled_from([",", ".", "space", "'", "none"]),
            "dates": st.sampled_from(["day_first", "month_first", "iso", "text"]),
            "totals": st.sampled_from(["drop", "keep"]),
            "types": st.dictionaries(
                st.sampled_from(["name0", "name1", "column_1"]),
                st.sampled_from(["number", "text", "date", "bool"]),
                max_size=2,
            ),
        },
    ),
)
def test_any_override_gives_a_table_or_a_reason(grid, overrides):
    rows = [[f"name{place}" for place in range(len(grid[0]))], *grid]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    _never_another_exception(out.getvalue().encode(), **overrides)


def _workbook():
    out = io.BytesIO()
    pd.DataFrame({"a": [1, 2], "b": ["x", None]}).to_excel(out, index=False)
    return out.getvalue()


def _parquet():
    out = io.BytesIO()
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [[1], [2]]}).to_parquet(out)
    return out.getvalue()


@pytest.mark.parametrize("make", [_workbook, _parquet, lambda: gzip.compress(b"a,b\n1,2\n" * 9)])
def test_damaged_files_give_a_table_or_a_reason(make):
    whole, chance = make(), random.Random(0)
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        cut = chance.choice([len(content), chance.randrange(4, len(content))])
        _never_another_exception(bytes(content[:cut]))
