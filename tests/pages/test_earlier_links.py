"""Links made before a control travelled with the experiment open as they did."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.params import Choice, Param
from tests.pages.test_damaged_links import opened, told
from tests.pages.test_pages_run import IRIS, TIPS

SCHEME = "evaluation_validation_scheme"
WAYS = (Choice("a", "Aa"), Choice("b", "Bb"))
FIXED = Param("way", "Way", "choice", "a", choices=WAYS, role="scheme")
OF_THE_TABLE = Param("column", "Column", "choice", "", role="feature")


def read(link: dict[str, str]) -> AppTest:
    def page(params) -> None:
        import streamlit as st

        from core.ui import address

        st.session_state["found"] = address.earlier(params, "p")

    app = AppTest.from_function(page, args=((FIXED, OF_THE_TABLE),))
    for name, text in link.items():
        app.query_params[name] = text
    return app.run()


@pytest.mark.parametrize("text", ["Bb", "b"])
def test_a_choice_is_read_by_its_label_or_its_id_and_leaves_the_address(text):
    app = read({"p_way": text, "q_way": "Bb"})
    assert app.session_state["found"] == {"way": "b"}
    assert set(app.query_params) == {"q_way"}


def test_what_cannot_be_read_leaves_the_address_too():
    app = read({"p_way": "Cc"})
    assert app.session_state["found"] == {}
    assert set(app.query_params) == set()


def test_a_name_of_the_table_was_never_bound_to_the_address():
    app = read({"p_column": "age"})
    assert app.session_state["found"] == {}
    assert set(app.query_params) == {"p_column"}


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 60.0)


def validation(exp: dict[str, object], scheme: str) -> AppTest:
    asked = {"evaluation_play": "Validation", "exp": json.dumps(exp), SCHEME: scheme}
    app = opened("evaluation", asked)
    assert list(app.exception) == []
    assert SCHEME not in app.query_params
    return app


@pytest.mark.slow
@pytest.mark.usefixtures("_patient")
def test_a_scheme_in_the_address_is_taken_into_the_experiment():
    app = validation(IRIS, "Leave one out")
    assert app.selectbox(key=SCHEME).value == "loocv"
    assert json.loads(app.query_params["exp"])["v"]["evaluation_validation"] == {"scheme": "loocv"}
    assert "could not be read" not in told(app)


@pytest.mark.slow
@pytest.mark.usefixtures("_patient")
@pytest.mark.parametrize("scheme", ["Twice", "Stratified k-fold"])
def test_a_scheme_that_the_task_has_not_is_told(scheme):
    app = validation(TIPS, scheme)
    assert app.selectbox(key=SCHEME).value == "k_fold"
    assert "Scheme is the default" in told(app)
