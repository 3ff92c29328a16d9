"""A link to a test row opens without a word, and its control ends at the last row."""

from __future__ import annotations

import json

import pytest

from tests.pages.app import noticed, opened, told
from tests.pages.test_pages_run import IRIS

MESSY = {"v": {"explainable_ai_shapley": {"row": 7}}}
SHAPLEY = {
    "explainable_ai_play": "Shapley by hand",
    "explainable_ai_shapley_game": "Your model",
    "explainable_ai_shapley_rest": "averaged",
}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 60.0)


@pytest.mark.slow
def test_a_row_that_is_a_setting_of_the_chosen_game_opens_without_a_word():
    exp = json.dumps({**IRIS, **MESSY})
    app = opened("explainable_ai", {**SHAPLEY, "exp": exp})
    assert "could not be read whole" not in told(app)
    (row,) = (slider for slider in app.slider if slider.label == "Test row")
    assert row.value == 7


@pytest.mark.slow
@pytest.mark.parametrize("link", [SHAPLEY, {"explainable_ai_play": "Local"}])
def test_the_last_row_of_a_table_that_loses_duplicates_is_a_test_row(link):
    app = opened("explainable_ai", link)
    (row,) = (slider for slider in app.slider if slider.label == "Test row")
    app = row.set_value(row.max).run()
    assert not any("no test row" in said.value for said in (*app.warning, *app.error, *app.info))
    assert noticed(app)
