"""A link opens what it names and says what is missing; the browser's part: tests/e2e/test_links."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd
import pytest

from core.data import read_table
from core.ui.dataset import FIRST_SAMPLE
from tests.pages.app import assert_inside_the_shell, noticed, opened, told

pytestmark = pytest.mark.slow
SLUG = "explainable_ai"
TIPS = {"t": "sample:tips", "n": "tips", "y": "tip_usd", "k": "r", "m": ["linear", {}]}
NONSENSE = {
    "half a brace": "{nope",
    "a list": "[1, 2]",
    "a number": "7",
    "nothing": "",
    "no target": json.dumps({"t": "sample:tips", "k": "r", "m": ["linear", {}]}),
    "wrong types": json.dumps({**TIPS, "y": 7, "m": "linear"}),
    "an unknown task": json.dumps({**TIPS, "k": "z"}),
    "deep": "[" * 5000,
}
MENDED = {
    "a seed out of range": {"d": -5},
    "a share out of range": {"s": ["random", 7, None]},
    "an unknown split": {"s": ["astrology", 0.2, None]},
    "a model that is none": {"m": "ab"},
    "settings that are none": {"m": ["linear", []]},
    "a step that is none": {"r": [["median", []]]},
    "an unknown target": {"y": "nope"},
    "an unknown feature": {"x": ["party_size", "nope"]},
    "an unknown model": {"m": ["oracle", {}]},
    "an unknown model setting": {"m": ["linear", {"magic": 3}]},
    "a model setting out of range": {"m": ["random_forest", {"n_estimators": 10**9}]},
    "a model setting of another type": {"m": ["random_forest", {"n_estimators": "many"}]},
    "an unknown step": {"r": [["sprinkle", {}]]},
    "a step on unknown columns": {"r": [["standard", {}, ["nope"]]]},
    "a model for the other task": {"m": ["logistic", {}]},
    "extras of another kind": {"v": {"explainable_ai_global": {"column": ["x"], "view": 3}}},
    "extras that are not extras": {"v": 7},
}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 60.0)


def linked(**changes):
    """Open the page with the experiment TIPS after ``changes``."""
    return opened(SLUG, {"exp": json.dumps({**TIPS, **changes})})


def said(app, name):
    """What the page's address says under this name; a page writes a text, a link gives a list."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def carried(app):
    """The experiment that the page's address carries."""
    return json.loads(said(app, "exp"))


def assert_picture(app):
    assert_inside_the_shell(app, SLUG, dict(app.query_params))
    assert noticed(app)
    assert list(app.error) == []


@pytest.mark.parametrize("exp", NONSENSE.values(), ids=NONSENSE)
def test_a_link_with_nonsense_opens_with_defaults_and_a_sentence(exp):
    app = opened(SLUG, {"exp": exp})
    assert_picture(app)
    assert carried(app)["t"] == f"sample:{FIRST_SAMPLE}"
    assert not exp or "The page opened with its defaults." in told(app)


@pytest.mark.parametrize("changes", MENDED.values(), ids=MENDED)
def test_what_a_link_asks_in_vain_is_left_out_and_the_rest_opens(changes):
    app = linked(**changes)
    assert_picture(app)
    assert carried(app)["t"] == "sample:tips"
    assert told(app)


def test_a_link_that_asks_for_a_regression_on_words_says_so_and_opens_with_another():
    app = linked(y="day")
    assert "Choose classification or another target" in app.info[0].value
    assert_picture(app)


def test_a_link_to_an_unknown_sample_says_so_and_offers_others():
    app = linked(t="sample:atlantis")
    assert_inside_the_shell(app, SLUG, "atlantis")
    assert any("atlantis" in error.value for error in app.error)
    assert app.sidebar.selectbox(key="side_sample").options


def test_unknown_playgrounds_and_values_fall_back_to_defaults():
    query = {
        "explainable_ai_play": "Palmistry",
        "explainable_ai_global_view": "Entrails",
        "explainable_ai_global_n_rows": "-5",
        "explainable_ai_global_shap": "perhaps",
        "unheard_of": "7",
    }
    app = opened(SLUG, query)
    assert_picture(app)
    rows = app.slider(key="explainable_ai_global_n_rows")
    assert rows.value == 100
    assert "Rows explained by SHAP" in rows.label
    for lost in ("the playground is the default", "Rows explained by SHAP is the default"):
        assert lost in told(app)


def test_a_number_is_known_by_its_value_and_stands_in_the_address_as_the_page_writes_it():
    name = "neural_networks_playground_learning_rate"
    app = opened("neural_networks", {"neural_networks_play": "Playground", name: "1.0"})
    assert_inside_the_shell(app, "neural_networks", name)
    assert noticed(app)
    assert app.select_slider(key=name).value == 1
    assert told(app) == ""
    assert said(app, name) == "1"


def a_file():
    """Name and content of a file, and an experiment on it."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"hours": rng.uniform(0, 9, 300).round(2)})
    frame["coffee"] = rng.integers(0, 6, 300)
    frame["mark"] = (40 + 5 * frame["hours"] + rng.normal(0, 3, 300)).round(1)
    content = frame.to_csv(index=False).encode()
    digest = read_table("my marks.csv", content).digest
    exp = {"t": f"file:{digest}", "n": "my marks.csv", "y": "mark", "k": "r", "d": 4}
    return "my marks.csv", content, {**exp, "m": ["decision_tree", {"max_depth": 2}]}


def give_file(app, name, content):
    uploader = next(u for u in app.main.get("file_uploader"))
    uploader.upload(name, content)
    app.run()


def test_a_link_to_a_table_of_a_database_opens_that_table():
    """Which table was read travels with the link; the file's first one is another."""
    _, _, exp = a_file()
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"hours": rng.uniform(0, 9, 200).round(2)})
    frame["mark"] = (40 + 5 * frame["hours"]).round(1)
    with closing(sqlite3.connect(":memory:")) as base:
        pd.DataFrame({"a": [1.5, 2.5]}).to_sql("first", base, index=False)
        frame.to_sql("marks", base, index=False)
        content = base.serialize()
    digest = read_table("school.db", content, sheet="marks").digest
    exp |= {"t": f"file:{digest}", "n": "school.db", "o": [["sheet", "marks"]]}
    app = opened(SLUG, {"exp": json.dumps(exp)})
    give_file(app, "school.db", content)
    assert_picture(app)
    assert "hours" in noticed(app)
    assert {key: carried(app)[key] for key in exp} == exp


def test_another_file_than_the_link_names_starts_afresh_and_says_so():
    _, content, exp = a_file()
    app = opened(SLUG, {"exp": json.dumps(exp)})
    give_file(app, "my marks.csv", content + b"1,1,50\n")
    assert_picture(app)
    assert "This is not the file that the link was made with" in told(app)
    assert carried(app)["t"] != exp["t"]
