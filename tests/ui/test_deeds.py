"""Deeds on the screen: what they do is done once, and their controls begin anew afterwards."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from core.figures.deeds import Button, Field, Form
    from core.params import Param
    from core.ui import deeds

    moved = st.session_state.pop("p_moved", {})
    st.session_state.update(moved)
    now = st.session_state.get("now", 1)
    st.session_state["n_runs"] = st.session_state.get("n_runs", 0) + 1
    whole = Param("n", "N", "int", 1, low=1, high=5000)
    deeds.field("p", Field("n", whole, now, lambda value: {"now": value}))
    typed = Param("m", "M", "int", now, low=1, high=5000)
    deeds.form("p", Form("m", (typed,), "Set it", lambda values: {"now": min(values["m"], 9)}))
    deeds.button("p", Button("one", "One", {"now": 1}))


def opened() -> AppTest:
    return sound(AppTest.from_function(page, default_timeout=10).run())


def sound(app: AppTest) -> AppTest:
    assert list(app.exception) == []
    return app


def chosen(app: AppTest, value: int) -> AppTest:
    """Choose in the field; a deed is one more run of the page."""
    before = app.session_state["n_runs"]
    sound(app.number_input[0].set_value(value).run())
    assert app.session_state["n_runs"] == before + 2
    return app


def test_a_field_can_be_set_back_and_forth():
    app = opened()
    for value in (2, 1, 2, 3, 1, 3):
        chosen(app, value)
        assert (app.session_state["now"], app.number_input[0].value) == (value, value)


def test_a_field_follows_what_else_moves_its_start():
    app = chosen(opened(), 2)
    sound(next(b for b in app.button if b.label == "One").click().run())
    assert (app.session_state["now"], app.number_input[0].value) == (1, 1)


def submitted(app: AppTest, value: int) -> AppTest:
    app.number_input[1].set_value(value)
    return sound(next(b for b in app.button if b.label == "Set it").click().run())


def test_a_form_shows_what_came_of_it_not_what_was_typed():
    app = submitted(opened(), 40)
    assert (app.session_state["now"], app.number_input[1].value) == (9, 9)
    submitted(app, 41)
    assert (app.session_state["now"], app.number_input[1].value) == (9, 9)


def test_a_form_begins_at_its_start_when_the_start_comes_back():
    app = submitted(opened(), 7)
    sound(next(b for b in app.button if b.label == "One").click().run())
    assert app.number_input[1].value == 1
