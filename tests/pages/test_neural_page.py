"""The neural playground on its page: columns of a table, runs worth seeing, a weight by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

HOME = str(Path(__file__).resolve().parents[2] / "Home.py")
PREFIX = "neural_networks_playground"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 60.0)


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(HOME, default_timeout=120)
    app.query_params["neural_networks_play"] = "Playground"
    for name, value in query.items():
        app.query_params[f"{PREFIX}_{name}"] = value
    app.switch_page("pages/neural_networks.py")
    return app.run()


def noticed(app: AppTest) -> str:
    return next((m.value for m in app.markdown if "What to notice." in m.value), "")


@pytest.mark.slow
def test_the_choice_of_columns_outlives_the_loading_of_the_table(monkeypatch):
    app = opened()
    with monkeypatch.context() as loading:
        loading.setattr("core.ui.trip.dataset.active", lambda _place: None)
        app.selectbox(key=f"{PREFIX}_shape").set_value("columns").run()
        assert app.selectbox(key=f"{PREFIX}_shape").value == "columns"
        assert noticed(app) == ""
    app.run()
    assert app.selectbox(key=f"{PREFIX}_shape").value == "columns"
    assert app.selectbox(key=f"{PREFIX}_x1").value == "age_years"
    assert noticed(app)


@pytest.mark.slow
def test_a_run_worth_seeing_sets_every_control_and_its_rule_is_noticed():
    app = opened()
    app.selectbox(key=f"{PREFIX}_start").set_value("dead_relu").run()
    assert app.number_input(key=f"{PREFIX}_layers_width_0").value == 6
    assert app.selectbox(key=f"{PREFIX}_layers_kind_1").value == "relu"
    assert "are dead" in noticed(app)
    assert any("below 0 for every point" in caption.value for caption in app.caption)


@pytest.mark.slow
def test_a_weight_set_by_hand_begins_another_film():
    app = opened()
    before = noticed(app)
    value: Any = next(n for n in app.number_input if (n.key or "").endswith("_value"))
    value.set_value(9.0)
    next(b for b in app.button if b.label == "Set it").click().run()
    assert app.text_input(key=f"{PREFIX}_edit").value == "1 1 1 9"
    assert noticed(app) != before


@pytest.mark.slow
def test_nonsense_in_the_link_opens_with_the_defaults():
    plain = noticed(opened())
    for name, text in (("layers", "99 relu"), ("features", "x9"), ("points", "?"), ("edit", ""),
                       ("inspect", "9 x")):  # fmt: skip
        app = opened(**{name: text})
        assert list(app.exception) == []
        assert noticed(app) == plain
