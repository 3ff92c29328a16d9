"""The experiment's controls: what a target means, and only what differs from a default is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.params import Param
from core.tabular.experiment import Experiment, ModelChoice, Split, to_json
from core.tabular.link import from_json
from core.ui.experiment_panel import EDITORS, different, natural_task
from tests.pages import tables

FRAME = tables.plain(60).assign(
    few=np.resize([1, 2, 3], 60),
    flag=np.resize([True, False], 60),
    day=pd.date_range("2024-01-31", periods=60).astype("datetime64[us]"),
)
TABLE = tables.known(FRAME, "y", "regression")


@pytest.mark.parametrize(
    ("target", "task"),
    [
        ("y", "regression"),
        ("few", "classification"),
        ("group", "classification"),
        ("flag", "classification"),
        ("day", "classification"),
    ],
)
def test_a_number_with_many_values_is_predicted_as_one(target, task):
    assert natural_task(TABLE, target) == task


def test_only_what_differs_from_its_default_is_kept_by_name():
    params = (
        Param("b", "B", "int", 1),
        Param("a", "A", "float", 0.5),
        Param("c", "C", "bool", True),
    )
    assert different({"b": 1, "a": 0.5, "c": True}, params) == ()
    assert different({"c": False, "b": 2, "a": 0.5}, params) == (("b", 2), ("c", False))
    assert different({"a": 0.0}, params) == (("a", 0.0),), "a chosen 0 is a choice"
    assert different({"b": None}, params) == (("b", None),)


def page(edits, table, text) -> None:
    import streamlit as st

    from core.tabular.experiment import to_json
    from core.tabular.link import from_json
    from core.ui import experiment_panel, state

    if state.experiment() is None:
        state.set_experiment(from_json(text))
    experiment_panel.show(edits, table)
    st.session_state["made"] = to_json(state.experiment())


def shown(*edits: str, **changes) -> AppTest:
    start = replace(tables.fresh(TABLE), **changes)
    app = AppTest.from_function(page, args=(edits, TABLE, to_json(start)))
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert list(app.exception) == []
    assert list(app.warning) == []
    return app


def made(app: AppTest) -> Experiment:
    return from_json(app.session_state["made"])


@pytest.mark.parametrize("edit", EDITORS)
def test_looking_at_an_editor_changes_nothing(edit):
    app = shown(edit, split=Split("grouped", 0.4, "few"), seed=3)
    assert made(app) == replace(tables.fresh(TABLE), split=Split("grouped", 0.4, "few"), seed=3)


def test_another_target_brings_its_task_and_a_model_for_it():
    app = shown("target")
    app.selectbox[0].set_value("group")
    sound(app.run())
    assert made(app).target == "group"
    assert made(app).task == "classification"
    assert made(app).model == ModelChoice("logistic")


def test_a_column_taken_away_is_left_out_and_all_columns_are_the_default():
    app = shown("features")
    names = app.multiselect[0].value
    assert "y" not in names
    app.multiselect[0].set_value([name for name in names if name != "noise"])
    sound(app.run())
    assert "noise" not in (made(app).features or ())
    app.multiselect[0].set_value(names)
    assert made(sound(app.run())).features is None


def test_another_model_starts_with_its_own_defaults():
    app = shown("model", model=ModelChoice("ridge", (("alpha", 5.0),)))
    app.selectbox[0].set_value("decision_tree")
    assert made(sound(app.run())).model == ModelChoice("decision_tree")


def test_a_seed_that_cannot_be_is_taken_as_the_first():
    app = shown("seed")
    app.number_input[0].set_value(7)
    assert made(sound(app.run())).seed == 7
    app.number_input[0].set_value(-1)
    assert made(sound(app.run())).seed == 0


def test_a_split_by_time_takes_the_date():
    app = shown("split")
    choices = [*app.get("button_group"), *app.selectbox]
    next(choice for choice in choices if choice.label == "Split").set_value("time")
    assert made(sound(app.run())).split == Split("time", 0.25, "day")
