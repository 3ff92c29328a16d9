"""Every limit on a table refuses with the limit in the sentence, whatever the format."""

import gzip
import io
import json
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.data import UnreadableTable, read_table
from core.data import limits as limits_module


def read(content, name="file", **overrides):
    content = content.encode() if isinstance(content, str) else content
    return read_table(name, content, **overrides)


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


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_TABLE_BYTES", "20000")


@pytest.mark.slow
def test_ten_thousand_columns_are_refused_with_the_limit():
    names = ",".join(f"c{n}" for n in range(10_000))
    row = ",".join("1" * 10_000)
    message = "has 10,000 columns; the limit here is 5,000"
    with pytest.raises(UnreadableTable, match=message):
        read(f"{names}\n{row}\n")
    with pytest.raises(UnreadableTable, match=message):
        read(json.dumps([dict.fromkeys(names.split(","), 1)]))
    with pytest.raises(UnreadableTable, match=message):
        read(parquet(pa.table({name: [1] for name in names.split(",")})))
    with pytest.raises(UnreadableTable, match="10,000 columns; the limit here is 5,000"):
        read(workbook({"S": [names.split(","), [1] * 10_000]}))


def test_more_cells_than_the_limit_are_refused_with_it(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_TABLE_CELLS", "1000")
    message = "has more than 1,000 cells"
    rows = [{"a": n % 7, "b": 2} for n in range(501)]
    text = "a,b\n" + "".join(f"{row['a']},2\n" for row in rows)
    for content in (text, text.replace("6,", '"6",'), json.dumps(rows)):
        with pytest.raises(UnreadableTable, match=message):
            read(content)
    with pytest.raises(UnreadableTable, match=message):
        read(parquet(pa.table({"a": range(501), "b": range(501)})))
    with pytest.raises(UnreadableTable, match=message):
        read(workbook({"S": [["a", "b"], *([1, 2] for _ in range(501))]}))


@pytest.mark.usefixtures("small")
def test_more_bytes_than_the_limit_are_refused_with_it():
    long = "a,b\n" + f"1,{'x' * 30_000}\n"
    for content in (
        long.encode(),
        gzip.compress(long.encode()),
        parquet(pa.table({"a": ["x" * 30_000]})),
        parquet(pa.table({"a": ["x" * 1000] * 100})),  # one text a hundred times, kept once
        workbook({"S": [["a"], ["x" * 30_000]]}),
    ):
        with pytest.raises(UnreadableTable, match="20,000 bytes"):
            read(content)


@pytest.mark.slow
def test_a_gzip_bomb_is_refused_at_the_limit():
    with pytest.raises(UnreadableTable, match="unpacks to more than 200 MB, the limit here"):
        read(gzip.compress(b"a" * 250_000_000, 1))


@pytest.mark.slow
def test_a_zip_bomb_dressed_as_excel_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 250_000_000)
    with pytest.raises(UnreadableTable, match="the limit here is 200 MB"):
        read(out.getvalue())


def test_a_sheet_that_claims_a_huge_row_number_is_refused():
    whole = workbook({"S": [["a"], [1]]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            text = old.read(item)
            if item.endswith("sheet1.xml"):
                text = text.replace(b'r="2"', b'r="99999999"').replace(b'"A2"', b'"A99999999"')
            new.writestr(item, text)
    with pytest.raises(UnreadableTable, match="Excel's own limit"):
        read(out.getvalue())


def test_limits_of_a_nonsense_environment_are_the_defaults(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_TABLE_COLUMNS", "many")
    assert limits_module.limits().n_columns == limits_module.MAX_COLUMNS
