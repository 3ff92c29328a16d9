"""The pandas call for a file gives the table that the suite made of it, or is not claimed to."""

from __future__ import annotations

import gzip
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from core.data.read import read_table
from core.data.table import UnreadableTable, digest
from core.export.script import ReadTable, Script, written
from core.stages.data_collection.load import reading
from core.stages.data_collection.load.example import example
from tests.export.alone import run_alone
from tests.export.cases import messy

PLAIN = "id,size,town,sold,ok\n1,2.5,Ulm,2024-03-01,True\n2,,Bonn,2024-04-01,False\n3,4.25,,,True\n"
GERMAN = (
    "Straße;Preis;Datum;PLZ;neu\n"
    + "".join(f"Höhe {i};{i}.{i}{i}0,{i}5;{i + 10}.0{i}.2024;0{i}123;{'ja' if i % 2 else 'nein'}\n"
              for i in range(1, 9))
)  # fmt: skip
FILES: dict[str, bytes] = {
    "plain.csv": PLAIN.encode(),
    "bom.csv": PLAIN.encode("utf-8-sig"),
    "packed.csv.gz": gzip.compress(PLAIN.encode(), mtime=0),
    "tabs.tsv": PLAIN.replace(",", "\t").encode("utf-16"),
    "german.csv": GERMAN.encode("cp1252"),
    "us.csv": b'a,b\n"1,234.5",01/31/2024\n"2,000.0",02/28/2024\n"12,345.6",03/30/2024\n',
    "tokens.csv": b"a,b\n1,x\n-,y\n3,n/a\n4,?\n5,z\n",
    "no header.csv": b"1,2.5\n2,3.5\n3,4.5\n",
    "quoted.csv": b'a,b\n"x;1\ny",1\n"he said ""no""",2\nz,3\n',
    "blanks.csv": b"a,self\n x ,1 \ny ,q\nz, r\n",
    "zeros.csv": b"zip,n\n01234,1\n00012,2\n99999,3\n",
    'na"me\n.csv': PLAIN.encode(),
}


def reading_of(name: str, content: bytes, **overrides: object) -> Script:
    """The script for a file's bytes, as the page has it written."""
    found = reading.reading_of(name, content, **overrides)
    return written(ReadTable(example, lambda told: told, found))


def sample_script(sample_id: str) -> Script:
    """The script for a sample."""
    return written(ReadTable(example, reading.sample_reading, sample_id))


@pytest.mark.slow
def test_the_call_reads_what_the_suite_reads(tmp_path):
    made = {name: reading_of(name, content) for name, content in FILES.items()}
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    tables = {name: read_table(name, content) for name, content in FILES.items()}
    check = "\nframe.to_pickle({!r})\n"
    codes = {
        name: reading.code + check.format(f"{place}.pkl")
        for place, (name, reading) in enumerate(made.items())
    }
    said = run_alone(tmp_path, {}, codes)
    for place, name in enumerate(FILES):
        assert made[name].exact, name
        said[name].check()
        frame = pd.read_pickle(tmp_path / f"{place}.pkl")
        assert digest(frame) == tables[name].digest, name
        assert f"Rows: {len(frame)}\n" in said[name].out


STRAY = "".join(f"{'ham' if n % 3 else 'spam'}\tword {n}\n" for n in range(40))
STRAY = STRAY.replace("word 8\n", '"word 8\n').replace("word 30\n", 'word 30"\n')


@pytest.mark.parametrize(
    ("text", "overrides", "keyword"),
    [
        ('a,b,c\n"x, y", "1, 2", 3\n"z", "5", 6\n', {}, "skipinitialspace=True"),
        ("a,b\n'x, y',1\n'z, z',2\n", {}, "quotechar="),
        ("a,b\nx\\, y,1\nz,2\nw\\, v,3\n", {}, "escapechar="),
        (STRAY, {}, "quoting=3"),
        ('a,b\n"x",1\n"z",2\n', {"quotes": "none"}, "quoting=3"),
        ("a,b\n'x',1\nz,2\nw,3\n", {"quotes": "single"}, "quotechar="),
    ],
)
def test_the_call_reads_quotation_marks_as_the_suite_does(text, overrides, keyword):
    reading = reading_of("file.csv", text.encode(), **overrides)
    assert reading.exact
    assert keyword in reading.code


def test_an_excel_file_is_read_by_read_excel():
    buffer = io.BytesIO()
    messy()[["size", "rooms", "town"]].iloc[10:40].to_excel(buffer, index=False)
    reading = reading_of("book.xlsx", buffer.getvalue())
    assert reading.exact
    assert 'pd.read_excel("book.xlsx"' in reading.code


def test_json_and_parquet_are_read_by_their_own_functions():
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, 1.5, 2.5]})
    for name, content in (
        ("read_json", frame.to_json(orient="records").encode()),
        ("read_json", frame.to_json(orient="records", lines=True).encode()),
        ("read_parquet", frame.to_parquet()),
    ):
        reading = reading_of("file", content)
        assert reading.exact
        assert f"pd.{name}(" in reading.code


@pytest.mark.slow
def test_a_table_of_an_sqlite_database_is_read_by_sql(tmp_path):
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, None, 2.5], "c": ["x", "y", None]})
    frame["day"] = pd.to_datetime(["2024-03-01", "2024-04-01", None]).strftime("%Y-%m-%d")
    with closing(sqlite3.connect(tmp_path / "shop.db")) as base:
        pd.DataFrame({"z": [1]}).to_sql("first", base, index=False)
        frame.to_sql('the "orders"', base, index=False)
    content = (tmp_path / "shop.db").read_bytes()
    reading = reading_of("shop.db", content, sheet='the "orders"')
    assert reading.exact
    table = read_table("shop.db", content, sheet='the "orders"')
    code = reading.code + "\nframe.to_pickle('out.pkl')\n"
    run_alone(tmp_path, {}, {"it": code})["it"].check()
    assert digest(pd.read_pickle(tmp_path / "out.pkl")) == table.digest


def test_a_packed_database_is_not_claimed():
    with closing(sqlite3.connect(":memory:")) as base:
        pd.DataFrame({"a": [1, 2]}).to_sql("t", base, index=False)
        content = gzip.compress(base.serialize())
    assert not reading_of("shop.db.gz", content).exact


def test_what_pandas_reads_otherwise_is_not_claimed():
    units = b"a,price\n1,5 EUR\n2,7 EUR\n3,9 EUR\n4,10 EUR\n"
    assert not reading_of("units.csv", units).exact
    ragged = b"a,b\n1,2\n3,4,5\n6,7\n8,9\n" + b"1,2\n" * 60
    reading = reading_of("ragged.csv", ragged)
    assert not reading.exact
    assert 'pd.read_parquet("ragged.parquet")' in reading.code


def test_a_file_that_cannot_be_read_has_no_code():
    with pytest.raises(UnreadableTable):
        reading_of("empty.csv", b"")


def test_a_sample_is_read_as_parquet():
    assert 'pd.read_parquet("houses.parquet")' in sample_script("houses").code


def test_a_table_behind_a_note_is_read_from_its_own_sheet_or_table():
    path = Path(__file__).resolve().parents[1] / "faults" / "38_notes_first.xlsx"
    sheet = reading_of(path.name, path.read_bytes())
    assert sheet.exact
    assert 'sheet_name="data"' in sheet.code
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(
            "create table version (n); insert into version values ('7a');"
            "create table people (name, age); insert into people values ('Ada', 36), ('Eva', 85);"
        )
        stored = reading_of("f.db", base.serialize())
    assert stored.exact
    assert "people" in stored.code
