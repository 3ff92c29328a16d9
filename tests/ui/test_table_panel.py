"""Reading a file differently: a wish belongs to the file, and to the choice, it was made for."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.data.options import OVERRIDES
from core.ui import dataset


def page() -> None:
    from types import SimpleNamespace

    import streamlit as st

    from core.ui import state, table_panel

    upload, digest = st.session_state["upload"], st.session_state["digest"]
    state.add_upload(digest, {"upload": upload, "name": f"{upload}.csv", "overrides": ()})
    table_panel._overrides(SimpleNamespace(id=f"file:{digest}"))


@pytest.fixture
def asked(monkeypatch):
    """What was read again; every reading is refused."""
    found = []

    def refuse(plain, overrides, wanted=""):
        found.append((plain["upload"], dict(overrides)))

    monkeypatch.setattr(dataset, "read_again", refuse)
    return found


@pytest.fixture
def app():
    test = AppTest.from_function(page, default_timeout=30)
    test.session_state["upload"], test.session_state["digest"] = "first", "0" * 16
    return test.run()


def choose(app, param_id, value):
    box = next(box for box in app.selectbox if f"_{param_id}_" in box.key)
    return box.set_value(value).run()


def ask_for(app, param_id, value):
    choose(app, param_id, value)
    app.button(key="read_again").click().run()


def test_a_refused_reading_is_never_tried_on_the_next_file(app, asked):
    ask_for(app, "encoding", "cp1251")
    assert asked
    assert {upload for upload, _ in asked} == {"first"}
    asked.clear()
    app.session_state["upload"], app.session_state["digest"] = "second", "1" * 16
    app.run()
    app.session_state["upload"], app.session_state["digest"] = "first", "0" * 16
    app.run()
    assert asked == []


def test_a_choice_is_not_shown_for_another_file_that_gives_the_same_table(app, asked):
    choose(app, "encoding", "cp1251")
    app.session_state["upload"] = "second"
    app.run()
    box = next(box for box in app.selectbox if "_encoding_" in box.key)
    assert box.value == "auto"


def test_a_refused_reading_ends_when_another_choice_is_made(app, asked):
    ask_for(app, "encoding", "cp1251")
    asked.clear()
    choose(app, "encoding", "auto")
    assert asked == []


def test_a_reading_that_was_asked_for_stands_while_it_lasts(app, asked):
    ask_for(app, "encoding", "cp1251")
    app.run()
    assert asked[-1] == ("first", {"encoding": "cp1251"})


def test_every_option_of_reading_is_offered(app, asked):
    keys = [box.key for kind in (app.selectbox, app.text_input, app.button_group) for box in kind]
    for param in OVERRIDES:
        assert any(key.startswith(f"override_first_{'0' * 16}_{param.id}_") for key in keys)


def test_a_file_of_any_name_may_be_chosen():
    def counter() -> None:
        from core.ui import dataset

        dataset.upload("load")

    app = AppTest.from_function(counter, default_timeout=30).run()
    assert list(app.get("file_uploader")[0].proto.type) == []
