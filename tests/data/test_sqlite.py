"""SQLite: the table chosen comes back as the database holds it; the rest is said or refused."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing

import pandas as pd
import pytest

from core.data import UnreadableTable, read_table
from core.data.options import BadOverride

PEOPLE = [(1, "Ada", 36.5, "1815-12-10", None), (2, "Grace", None, "1906-12-09", b"\x00\x01")]


@pytest.fixture
def made(tmp_path):
    """Return a function that runs SQL on a fresh database file and returns its bytes."""

    def make(*statements, rows=()):
        path = tmp_path / "x.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as base, base:
            for statement in statements:
                base.execute(statement)
            for insert, values in rows:
                base.executemany(insert, values)
        return path.read_bytes()

    return make


def test_cells_come_back_with_their_types(made):
    content = made(
        "create table people (id integer, name text, age real, born text, photo blob)",
        rows=[("insert into people values (?,?,?,?,?)", PEOPLE)],
    )
    table = read_table("x.db", content)
    frame = table.frame
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "id": "int64", "name": "str", "age": "float64", "born": "datetime64[us]", "photo": "str",
    }  # fmt: skip
    assert frame["name"].tolist() == ["Ada", "Grace"]
    assert frame["age"][0] == 36.5
    assert math.isnan(frame["age"][1])
    assert frame["born"][0] == pd.Timestamp("1815-12-10")
    assert frame["photo"][1] == "2 bytes"
    assert any("binary" in note for note in table.notes)


def test_the_first_table_with_rows_is_read_and_the_others_are_named(made):
    content = made(
        "create table empty (a)", "create table one (a)", 'create table "t ""2""" (b, "c d")',
        "create view v as select * from one", "insert into one values (7)",
        'insert into "t ""2""" values (1.5, \'x\')',
    )  # fmt: skip
    table = read_table("x.db", content)
    assert table.frame["a"].tolist() == [7]
    assert any("3 tables" in note and "empty" in note for note in table.notes)
    other = read_table("x.db", content, sheet='t "2"')
    assert other.frame.to_dict("list") == {"b": [1.5], "c d": ["x"]}
    with pytest.raises(BadOverride, match=r"has no table .v"):
        read_table("x.db", content, sheet="v")


def test_what_pandas_reads_of_a_table_of_numbers_is_the_same(made):
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [0.1, -2.5e30, 1 / 3]})
    with closing(sqlite3.connect(":memory:")) as base:
        frame.to_sql("t", base, index=False)
        content = base.serialize()
    pd.testing.assert_frame_equal(read_table("x.db", content).frame, frame)


def test_a_database_in_wal_mode_is_read_with_a_note(made):
    content = made("create table t (a)", "insert into t values (1)")
    marked = content[:18] + b"\2\2" + content[20:]
    table = read_table("x.db", marked)
    assert table.frame["a"].tolist() == [1]
    assert any("-wal" in note for note in table.notes)


def test_a_database_without_rows_or_damaged_is_a_sentence(made):
    with pytest.raises(UnreadableTable, match="has no table with rows"):
        read_table("x.db", made("create table t (a)"))
    content = made(
        "create table t (a)", rows=[("insert into t values (?)", [(i,) for i in range(5000)])]
    )
    for broken in (content[:5000], content[:4096] + b"\xff" * (len(content) - 4096)):
        with pytest.raises(UnreadableTable, match=r"damaged SQLite database|no table with rows"):
            read_table("x.db", broken)


def test_a_table_over_the_limit_is_refused(made, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_TABLE_CELLS", "100")
    content = made(
        "create table t (a)", rows=[("insert into t values (?)", [(i,) for i in range(101)])]
    )
    with pytest.raises(UnreadableTable, match="100 cells"):
        read_table("x.db", content)


def test_nothing_of_a_database_is_run(made):
    """A view that never ends, and a virtual table, are left alone."""
    content = made(
        "create table t (a)", "insert into t values (1)",
        "create view aa as with recursive r(x) as (select 1 union all select x + 1 from r) "
        "select * from r",
    )  # fmt: skip
    assert read_table("x.db", content).frame["a"].tolist() == [1]
