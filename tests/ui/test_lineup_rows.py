"""A lineup by clicks: one more, one less, another entry, another number."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def lined_up() -> None:
    import streamlit as st

    from core.params import Choice, Param
    from core.ui import controls

    votes = Param("k", "Neighbours", "int", 5, low=1, high=100)
    weight = Param("C", "C", "float", 1.0, low=0.01, high=100.0, scale="log")
    entries = (
        Choice("line", "Line", "", weight), Choice("bell", "Bell"),
        Choice("knn", "Votes", "", votes),
    )  # fmt: skip
    param = Param("models", "Models", "lineup", "line, knn", low=1, high=3, choices=entries)
    st.write(controls.widget(param, "here"))


def said(app):
    return app.markdown[-1].value


def test_a_number_leaves_its_entry_room_and_is_named_above():
    app = AppTest.from_function(lined_up).run()
    assert app.selectbox(key="here_knob_1_k").options[:3] == ["1", "2", "3"]
    assert app.selectbox(key="here_knob_1_k").label == "Neighbours 2"
    told = "The numbers beside them: Line: C; Votes: Neighbours."
    assert app.caption[0].proto.help.endswith(told)


def test_a_click_adds_what_is_not_there_yet_until_it_is_full():
    app = AppTest.from_function(lined_up).run()
    app.button(key="here_more").click().run()
    assert said(app) == "line, knn, bell"
    assert app.button(key="here_more").disabled
    app.selectbox(key="here_entry_0").set_value("").run()
    assert said(app) == "knn, bell"


def test_the_last_one_stays():
    app = AppTest.from_function(lined_up).run()
    assert "– take it out" in app.selectbox(key="here_entry_0").options
    app.selectbox(key="here_entry_0").set_value("").run()
    assert said(app) == "knn"
    assert "– take it out" not in app.selectbox(key="here_entry_0").options


def test_another_entry_begins_with_its_own_usual_number():
    app = AppTest.from_function(lined_up).run()
    app.selectbox(key="here_knob_1_k").set_value(15.0).run()
    assert said(app) == "line, knn 15"
    assert app.query_params["here"] == "line, knn 15"
    app.selectbox(key="here_entry_1").set_value("bell").run()
    assert said(app) == "line, bell"
    app.selectbox(key="here_entry_1").set_value("knn").run()
    assert said(app) == "line, knn"
    assert app.selectbox(key="here_knob_1_k").value == 5


def test_a_number_between_the_round_ones_comes_from_a_link_and_stays():
    app = AppTest.from_function(lined_up)
    app.query_params["here"] = "line 0.37, knn 17"
    app.run()
    assert said(app) == "line 0.37, knn 17"
    assert [app.selectbox(key=f"here_knob_{n}").value for n in ("0_C", "1_k")] == [0.37, 17]


def test_a_link_with_what_there_is_not_opens_with_the_default():
    for wrong in ("nobody", "knn 0", "knn 1.5", "bell 3", "knn, knn, knn, knn", ""):
        app = AppTest.from_function(lined_up)
        app.query_params["here"] = wrong
        assert said(app.run()) == "line, knn", wrong
