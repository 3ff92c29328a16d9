"""Layers stacked by clicks, and runs worth seeing that set all controls."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def stacked() -> None:
    import streamlit as st

    from core.params import Choice, Param
    from core.ui import controls

    kinds = (Choice("tanh", "Tanh"), Choice("relu", "ReLU"))
    param = Param(
        "layers", "Hidden layers", "layers", "4 tanh, 2 tanh", low=1, high=16, step=3, choices=kinds
    )
    st.write(controls.widget(param, "here"))


def test_a_click_adds_a_layer_like_the_last_and_another_takes_it_away():
    app = AppTest.from_function(stacked).run()
    assert app.markdown[-1].value == "4 tanh, 2 tanh"
    app.button(key="here_more").click().run()
    assert app.markdown[-1].value == "4 tanh, 2 tanh, 2 tanh"
    assert app.button(key="here_more").disabled
    for _ in range(3):
        app.button(key="here_less").click().run()
    assert app.markdown[-1].value == ""
    assert app.button(key="here_less").disabled


def test_a_layer_takes_its_width_and_kind_from_its_row():
    app = AppTest.from_function(stacked).run()
    app.number_input(key="here_width_1").set_value(7).run()
    app.selectbox(key="here_kind_0").set_value("relu").run()
    assert app.markdown[-1].value == "4 relu, 7 tanh"
    assert app.query_params["here"] == "4 relu, 7 tanh"


def test_a_link_opens_with_its_layers_and_nonsense_with_the_default():
    app = AppTest.from_function(stacked)
    app.query_params["here"] = "16 relu"
    assert app.run().number_input(key="here_width_0").value == 16
    app = AppTest.from_function(stacked)
    app.query_params["here"] = "99 relu"
    assert app.run().markdown[-1].value == "4 tanh, 2 tanh"


def begun() -> None:
    import streamlit as st

    from core.params import Param
    from core.playground import Start
    from core.ui import controls, starts

    param = Param("rate", "Rate", "float", 0.1, low=0.0, high=1.0, step=0.1)
    one = Start("bold", "Bold", "Too fast: it jumps.", {"rate": 0.9})
    starts.show("here", (param,), (one,))
    moved = st.session_state.pop("here_moved", {})
    if "rate" in moved:
        controls.show(param, "here_rate", moved["rate"])
    st.write(controls.widget(param, "here_rate"))


def test_a_start_sets_the_controls_says_why_and_knows_when_it_was_left():
    app = AppTest.from_function(begun).run()
    app.selectbox(key="here_start").set_value("bold").run()
    assert app.slider(key="here_rate").value == 0.9
    assert app.caption[0].value.startswith("Too fast")
    app.slider(key="here_rate").set_value(0.5).run()
    assert app.caption[0].value.startswith("Changed since")
