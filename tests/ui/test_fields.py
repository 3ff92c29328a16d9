"""Fields: started by what they show, stepped and written in the numbers' own size."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core.data import read_table
from core.data.describe import profile
from core.rows import plain_row
from core.tabular.models.catalogue import MODELS
from core.tabular.recipe.steps import STEPS
from core.ui.blocks import number_format
from core.ui.fields import FORMAT, column_step, common_step, key_of, nice_step
from tests.catalogue import playgrounds_by_page
from tests.pages import tables

FAULTS = Path(__file__).resolve().parents[1] / "faults"
PARAMS = [
    *(param for found in playgrounds_by_page().values() for p in found for param in p.params),
    *(param for model in MODELS for param in model.params),
    *(param for step in STEPS for param in step.params),
]


def frame_of(name: str) -> pd.DataFrame:
    return read_table(name, (FAULTS / name).read_bytes()).frame


def form(row, table) -> None:
    from core.ui import row_form

    row_form.controls(row, table, "row")


def param_page(params, held) -> None:
    from core.ui import controls

    for place, (param, value) in enumerate(zip(params, held, strict=True)):
        controls.show(param, f"x{place}", value)
        controls.widget(param, f"x{place}", bind=False)


def shown(proto: Any, value: float) -> float:
    """What a reader sees of a value, as a number."""
    return float(proto.format % value)


@pytest.mark.parametrize("position", [0, 5])
def test_a_tiny_number_is_shown_and_one_press_moves_it_within_its_range(position):
    frame = frame_of("14_tiny_numbers.csv")
    table = tables.known(frame, "active", "classification")
    row = plain_row(frame.iloc[[position]])
    app = AppTest.from_function(form, args=(row, table)).run()
    fields = {field.label: field for field in app.number_input}
    for name in ("conc", "rate"):
        reach = frame[name].max() - frame[name].min()
        assert shown(fields[name].proto, row[name]) == row[name]
        assert reach / 1000 < fields[name].step < reach / 10
        assert shown(fields[name].proto, row[name] + fields[name].step) > row[name]


def test_whole_numbers_are_stepped_in_whole_numbers_and_money_in_its_size():
    made = pd.DataFrame(
        {
            "age": [18.0, np.nan, 40, 90, 33, 52, 61, 29],
            "people": np.array([4, 9, 30, 2, 8, 15, 7, 11]) * 100_000,
            "price": [0.5, 1.25, 3.75, 2.5, 9.99, 4.2, 6.6, 8.1],
            "same": [2.5] * 8,
            "zero": [0.0] * 8,
            "empty": [np.nan] * 8,
        }
    )
    steps = {column.name: column_step(column) for column in profile(made).columns}
    assert steps["age"] == 1
    assert steps["people"] == 20_000
    assert 0.05 <= steps["price"] <= 0.2
    assert steps["zero"] == 1
    assert steps["same"] == steps["empty"] == 0.1
    assert column_step(profile(made).column("same"), 2.5e-6) == 5e-8


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_step_is_positive_and_a_number_of_the_scale_of_the_spread(spread):
    step = nice_step(spread)
    assert step > 0
    assert math.isfinite(step)
    if 1e-300 < abs(spread) < 1e300:
        assert 1 / 130 <= step / abs(spread) <= 1 / 19


def test_a_filled_in_number_is_stepped_as_its_columns_are():
    columns = profile(frame_of("14_tiny_numbers.csv").drop(columns="temp")).columns
    assert common_step(columns) < 1e-5
    assert common_step([]) is None


def test_every_number_of_a_setting_is_shown_by_its_digits():
    params = [p for p in PARAMS if p.kind == "float" and p.scale != "log"]
    held = [(p.low or 0.0) + (p.step or 0.01) for p in params]
    app = AppTest.from_function(param_page, args=(params, held)).run()
    assert list(app.exception) == []
    fields = {field.key: field.proto for field in (*app.slider, *app.number_input)}
    assert len(fields) == len(params)
    for place, value in enumerate(held):
        if fields[f"x{place}"].format != "percent":
            assert shown(fields[f"x{place}"], value) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([1e-5, 0.2, 3e6], "%.5g"),
        ([0.0, 0.25, -3.5], None),
        ([12_345.6, 3.0], "localized"),
        ([0.0, np.nan, np.inf], None),
        ([np.nan], None),
        ([], None),
    ],
)
def test_a_table_shows_small_numbers_by_their_digits(values, shape):
    assert number_format(pd.Series(values, dtype=float)) == shape


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())))
def test_a_widget_with_another_start_is_another_widget(start):
    assert key_of("x", *start) == key_of("x", *start)
    assert key_of("x", *start) != key_of("x", *start, "more")


def test_a_form_follows_its_row_although_nothing_else_says_that_it_is_another():
    """Undo of a seed gives another row under the same number: its values come with it."""
    frame = frame_of("13_bool_gaps.csv")
    table = tables.known(frame, "survived", "classification")
    rows = [plain_row(frame.iloc[[position]]) for position in (0, 1, 2)]

    def page(rows, table) -> None:
        import streamlit

        from core.ui import row_form

        row = rows[streamlit.session_state.get("place", 0)]
        streamlit.session_state["changed"] = row_form.controls(row, table, "row 0")

    app = AppTest.from_function(page, args=(rows, table)).run()
    for place in (1, 2, 0):
        app.session_state["place"] = place
        assert list(app.run().exception) == []
        assert app.session_state["changed"] == ()


def test_the_format_is_one_that_the_browser_reads_too():
    assert json.loads(FORMAT % 0.1 + "") == 0.1
    assert FORMAT % (0.1 + 0.2) == "0.3"
    assert FORMAT % 0.0000332 == "3.32e-05"
