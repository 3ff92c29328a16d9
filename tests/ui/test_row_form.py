"""One control per column for one row: starts at the row, tells what was changed, starts afresh."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.rows import plain_row, usual_row
from tests.pages import tables

N = 12
FRAME = pd.DataFrame(
    {
        "whole": np.arange(N),
        "part": np.linspace(0.5, 6.0, N),
        "far": np.full(N, 2**60) + np.arange(N),
        "endless": [np.inf, *np.arange(1.0, N)],
        "gap": [np.nan, *np.arange(1.0, N)],
        "flag": [True, False] * 6,
        "level": pd.Series(["a", "b", "a"] * 4, dtype="str"),
        "text": pd.Series([f"some words of row {i} here" for i in range(N)], dtype="str"),
        "day": pd.date_range("2024-01-31", periods=N).astype("datetime64[us]"),
        "empty": np.full(N, np.nan),
        "reset": np.arange(N) * 2.0,
        tables.MARKS: np.arange(N) * 3.0,
    }
)
TABLE = tables.known(FRAME, "whole", "regression")
ROW = plain_row(FRAME)


def page(row, table) -> None:
    import streamlit as st

    from core.ui import row_form

    prefix = st.session_state.get("prefix", "first")
    st.session_state["changed"] = row_form.controls(row, table, prefix)


def shown(row) -> AppTest:
    return sound(AppTest.from_function(page, args=(row, TABLE)).run())


def sound(app: AppTest) -> AppTest:
    assert list(app.exception) == []
    assert list(app.warning) == []
    return app


def by_label(app: AppTest, label: str):
    widgets = [*app.number_input, *app.text_input, *app.toggle, *app.selectbox]
    return next(widget for widget in widgets if widget.label == label)


def test_a_row_becomes_plain_values():
    assert ROW["whole"] == 0
    assert type(ROW["whole"]) is int
    assert type(ROW["part"]) is float
    assert ROW["gap"] is None
    assert ROW["empty"] is None
    assert ROW["flag"] is True
    assert ROW["day"] == "2024-01-31"


@pytest.mark.parametrize("position", [0, 1])
def test_an_untouched_form_has_changed_nothing(position):
    app = shown(plain_row(FRAME.iloc[[position]]))
    assert app.session_state["changed"] == ()


def test_every_column_has_a_control_whatever_its_name():
    app = shown(ROW)
    widgets = [*app.number_input, *app.text_input, *app.toggle, *app.selectbox]
    assert len(widgets) == len(FRAME.columns)
    assert len({widget.key for widget in [*widgets, *app.button]}) == len(widgets) + 1


def test_what_is_changed_is_told_by_column():
    app = shown(ROW)
    by_label(app, "part").set_value(2.25)
    by_label(app, "flag").set_value(False)
    by_label(app, "level").set_value("b")
    by_label(app, "day").set_value("2025-02-01")
    by_label(app, "gap").set_value(7.0)
    sound(app.run())
    assert dict(app.session_state["changed"]) == {
        "part": 2.25,
        "flag": False,
        "level": "b",
        "day": "2025-02-01",
        "gap": 7.0,
    }


def test_numbers_beyond_what_a_browser_holds_are_typed_as_text():
    app = shown(ROW)
    by_label(app, "far").set_value(str(2**60 + 1))
    sound(app.run())
    assert dict(app.session_state["changed"]) == {"far": 2**60 + 1}
    by_label(app, "far").set_value("many")
    assert sound(app.run()).session_state["changed"] == ()


def test_reset_brings_the_row_back():
    app = shown(ROW)
    by_label(app, "part").set_value(2.25)
    by_label(app, "reset").set_value(9.0)
    sound(app.run())
    assert dict(app.session_state["changed"]) == {"part": 2.25, "reset": 9.0}
    sound(app.button[0].click().run())
    assert app.session_state["changed"] == ()


def test_another_row_starts_afresh():
    app = shown(ROW)
    by_label(app, "part").set_value(2.25)
    app.run()
    app.session_state["prefix"] = "second"
    assert sound(app.run()).session_state["changed"] == ()


def test_a_usual_row_is_middling_and_of_the_columns_types():
    row = usual_row(tuple(FRAME.columns), TABLE)
    assert row["part"] == FRAME["part"].median()
    assert type(row["whole"]) is int
    assert row["level"] == "a"
    assert row["flag"] in (True, False)
    assert row["empty"] is None
    assert row["day"] == str(FRAME["day"].max().date())
    app = shown(row)
    assert app.session_state["changed"] == ()
