"""Whoever gives up is shown where a mission is reached, and earns it only by doing it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.course import missions, roadmap
from core.playground import load
from tests.course.attempts import follow

HOME = str(Path(__file__).resolve().parents[2] / "Home.py")
GUESSING = "evaluation.guessing"
COUNTS = {"tp": 4, "fn": 6, "fp": 36, "tn": 54}
TO_SHOW = (
    "neural_networks.own_xor",
    "neural_networks.bare_circles",
    "supervised.changes_sides",
    "preprocessing.gaps",
    "preprocessing.worth",
    "explainable_ai.two_faced",
)
"""Points, layers, a table now and then, a column or step of a table, an experiment, a row of a
sample that was not asked for before."""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 60.0)


def opened(mission_id: str) -> AppTest:
    mission = missions.by_id(mission_id)
    app = AppTest.from_file(HOME, default_timeout=120)
    card = roadmap.stage(mission.stage).playground(mission.playground)
    app.query_params[f"{mission.stage}_play"] = card.title
    app.switch_page(f"pages/{mission.stage}.py")
    return app.run()


def suite(app: AppTest) -> dict[str, Any]:
    return app.session_state["suite"]


def noticed(app: AppTest) -> str:
    return next((m.value for m in app.markdown if "What to notice." in m.value), "")


def shown_to_me(app: AppTest) -> bool:
    return any("Shown to you." in caption.value for caption in app.caption)


def set_counts(app: AppTest, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        key = f"evaluation_metrics_by_hand_{name}"
        widgets = [w for w in [*app.slider, *app.number_input] if w.key == key]
        widgets[0].set_value(count).run()


def test_what_was_shown_is_earned_by_leaving_it_and_reaching_it_again():
    app = opened(GUESSING)
    app.button(key=f"show_{GUESSING}").click().run()
    assert list(app.exception) == []
    assert app.session_state["evaluation_metrics_by_hand_fp"] == 36
    assert shown_to_me(app)
    set_counts(app, {"tn": 55})
    assert shown_to_me(app), "a change that still reaches it is no way out"
    assert suite(app)["earned"] == {}
    app.button(key="evaluation_metrics_by_hand_defaults").click().run()
    assert not shown_to_me(app)
    assert suite(app)["earned"] == {}
    set_counts(app, COUNTS)
    assert GUESSING in suite(app)["earned"]


def test_what_is_reached_without_help_is_earned_at_once():
    app = opened(GUESSING)
    set_counts(app, COUNTS)
    assert GUESSING in suite(app)["earned"]


@pytest.mark.slow
def test_what_needs_a_file_of_ones_own_has_hints_only():
    app = opened("data_collection.own_file")
    keys = {button.key for button in app.button}
    assert "show_data_collection.skewed" in keys
    assert "show_data_collection.own_file" not in keys


@pytest.mark.slow
@pytest.mark.parametrize("mission_id", TO_SHOW)
def test_the_page_shows_what_the_mission_says(mission_id):
    mission = missions.by_id(mission_id)
    expected = follow(load(mission.stage, mission.playground), missions.attempt(mission.reached))
    app = opened(mission_id)
    assert expected.sentence not in noticed(app)
    app.button(key=f"show_{mission_id}").click().run()
    assert list(app.exception) == []
    assert noticed(app).endswith(expected.sentence)
    assert shown_to_me(app)
    assert mission_id not in suite(app)["earned"]


@pytest.mark.slow
def test_undo_brings_the_learners_experiment_back():
    app = opened("preprocessing.worth")
    mine = suite(app)["exp"]
    app.button(key="show_preprocessing.worth").click().run()
    assert '"sample:wine"' in suite(app)["exp"]
    app.button(key="undo").click().run()
    assert suite(app)["exp"] == mine
    assert not shown_to_me(app)
