"""A workbook's tables are found, the other sheets named, formulas without results told."""

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from core.data import UnreadableTable, read_table

FAULTS = Path(__file__).resolve().parents[1] / "faults"
TABLE = [["a", "b"], [1, 2], [3, 4], [5, 6]]


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


def read(sheets, **overrides):
    return read_table("f.xlsx", workbook(sheets), **overrides)


def said(table, *words):
    return any(all(word in note for word in words) for note in table.notes)


def test_a_table_behind_a_sheet_with_a_note_is_read():
    table = read_table("38_notes_first.xlsx", (FAULTS / "38_notes_first.xlsx").read_bytes())
    assert list(table.frame.columns) == ["height", "width", "kind"]
    assert len(table.frame) == 30
    assert said(table, "2 sheets; ‘data’ was read. Others: ‘notes’.")


def test_a_long_note_is_no_table_either():
    note = [["Read me"], [], ["This sheet tells how the data were made."], ["By hand."]]
    assert list(read({"note": note, "data": TABLE}).frame.columns) == ["a", "b"]


def test_the_first_of_two_tables_is_read():
    assert read({"one": TABLE, "two": [["c", "d"], [1, 2]]}).frame["a"].tolist() == [1, 3, 5]


def test_a_single_column_is_read_where_no_sheet_has_more():
    assert read({"note": [["x"]], "list": [["n"], [1], [2]]}).frame["n"].tolist() == [1, 2]


def test_a_chosen_sheet_with_a_note_is_refused_naming_the_others():
    content = (FAULTS / "38_notes_first.xlsx").read_bytes()
    with pytest.raises(UnreadableTable) as caught:
        read_table("38_notes_first.xlsx", content, sheet="notes")
    assert caught.value.sentence == (
        "38_notes_first.xlsx has column names but no rows in its sheet ‘notes’. "
        "Choose another one under sheet: ‘data’."
    )


def test_a_workbook_of_notes_is_refused_naming_its_sheets():
    with pytest.raises(UnreadableTable, match=r"in its sheet ‘n’. Choose another .*: ‘m’."):
        read({"n": [["hello"]], "m": [["there"]]})


def test_a_table_behind_one_with_a_single_row_is_read_in_a_database():
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("create table version (n)")
        base.execute("insert into version values ('7a')")
        base.execute("create table people (name, age)")
        base.executemany("insert into people values (?,?)", [("Ada", 36), ("Grace", 85)])
        base.commit()
        table = read_table("f.db", base.serialize())
    assert table.frame["age"].tolist() == [36, 85]
    assert said(table, "‘people’ was read. Others: ‘version’.")


# --- Formulas -------------------------------------------------------------------------------------


def test_a_column_of_formulas_without_results_is_told_with_its_cells():
    table = read_table("06_formulas.xlsx", (FAULTS / "06_formulas.xlsx").read_bytes())
    assert table.frame["total"].isna().all()
    assert said(
        table,
        "60 cells with formulas (C2:C61) have no stored result and were read as missing.",
        "Open the workbook in a spreadsheet, save it and load it again.",
    )


def test_some_formulas_without_results_are_told_with_their_cells():
    path = FAULTS / "06b_some_formulas.xlsx"
    table = read_table(path.name, path.read_bytes())
    sheet = openpyxl.load_workbook(path)["Sheet"]
    cells = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert table.frame["total"].isna().sum() == len(cells) == 20
    assert said(table, f"20 cells with formulas ({', '.join(cells[:6])} and 14 more)")


def test_one_formula_is_one_cell():
    table = read({"S": [["a", "b"], [1, "=A2"], [2, 5]]})
    assert said(table, "1 cell with a formula (B2) has no stored result and was read as missing.")


def with_results(content, pattern, result):
    """Return a workbook whose formulas got a stored result."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(pattern, result, text)
            new.writestr(name, text)
    return out.getvalue()


def test_formulas_with_results_need_no_note():
    content = workbook({"S": [["a", "b"], [1, "=A2"], [2, "=A3"]]})
    counted = with_results(content, rb"</f><v ?/?>(</v>)?", rb"</f><v>7</v>")
    table = read_table("f.xlsx", counted)
    assert table.frame["b"].tolist() == [7, 7]
    assert table.notes == ()


def test_formulas_that_all_give_nought_are_told():
    content = workbook({"S": [["a", "b"], [1, "=A2"], [2, "=A3"]]})
    counted = with_results(content, rb"</f><v ?/?>(</v>)?", rb"</f><v>0</v>")
    table = read_table("f.xlsx", counted)
    assert table.frame["b"].tolist() == [0, 0]
    assert said(table, "All 2 cells with formulas (B2:B3) have the stored result 0")


def test_a_formula_whose_result_is_an_empty_text_has_a_result():
    content = workbook({"S": [["a", "b"], [1, '=""'], [2, 3]]})
    empty = rb'<c r="B2"><f>(.*?)</f><v ?/?>(</v>)?'
    counted = with_results(content, empty, rb'<c r="B2" t="str"><f>\1</f><v></v>')
    table = read_table("f.xlsx", counted)
    assert not said(table, "formula")


def test_a_sheet_of_formulas_alone_is_refused_with_the_way_out():
    with pytest.raises(UnreadableTable) as caught:
        read({"S": [["=1+1", "=2+2"], ["=3+3", "=4+4"]]})
    assert caught.value.sentence == (
        "f.xlsx has 4 cells with formulas but no stored results. Open the workbook in a "
        "spreadsheet, save it and load it again."
    )
