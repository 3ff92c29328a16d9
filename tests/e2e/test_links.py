"""A link opens what it names: the page, its settings, or a sentence that says what is missing."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

from core.data import read_table
from core.ui.dataset import FIRST_SAMPLE
from tests.catalogue import playgrounds_by_page
from tests.e2e.browser import PATIENCE_MS, failures, open_page, press, settle
from tests.e2e.server import Server
from tests.e2e.walk import address, assert_inside_the_shell, menus, open_sections

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLUGS = tuple(playgrounds_by_page())
TIPS = {"t": "sample:tips", "n": "tips", "y": "tip_usd", "k": "r", "m": ["linear", {}]}


def link(server, slug, **changes):
    """An address with the experiment TIPS after ``changes``."""
    return address(server, slug, exp=json.dumps({**TIPS, **changes}))


def carried(page):
    """The experiment that the page's address carries, or None."""
    found = parse_qs(urlsplit(page.url).query).get("exp")
    return None if found is None else json.loads(found[0])


def assert_picture(page):
    expect(page.locator(".st-key-notice")).to_be_visible(timeout=PATIENCE_MS)
    expect(failures(page)).to_have_count(0)


@pytest.mark.parametrize("slug", ["roadmap", "evaluation", "reinforcement"])
def test_the_first_visitor_of_a_fresh_server_lands_inside_the_shell(page, slug):
    with Server() as fresh:
        page.goto(address(fresh, slug))
        assert_inside_the_shell(page, slug)
        assert urlsplit(page.url).path.strip("/") == ("" if slug == "roadmap" else slug)


def test_a_link_with_an_experiment_opens_with_its_table_model_and_settings(page, server):
    model = ["random_forest", {"n_estimators": 20}]
    extras = {"explainable_ai_global": {"column": "party_size"}}
    query = {"exp": json.dumps({**TIPS, "m": model, "v": extras, "d": 3})}
    query |= {"explainable_ai_global_view": "Curves"}
    open_page(page, address(server, "explainable_ai", **query))
    assert_picture(page)
    expect(page.get_by_test_id("stSidebar").get_by_text("tips", exact=True)).to_be_visible()
    main = page.get_by_test_id("stMain")
    expect(main.get_by_role("combobox", name="Model")).to_have_value("Random forest")
    expect(main.get_by_role("group", name="Trees").get_by_text("20", exact=True)).to_be_visible()
    expect(page.locator(".st-key-notice")).to_contain_text("party_size")
    assert carried(page)["m"] == model
    assert carried(page)["d"] == 3


def test_a_link_that_a_page_shares_opens_the_same_settings_elsewhere(page, server, browser):
    open_page(page, link(server, "explainable_ai", m=["decision_tree", {"max_depth": 3}]))
    press(page, "Local")
    said = page.locator(".st-key-notice").inner_text()
    with_settings = page.url
    other = browser.new_context()
    try:
        opened = other.new_page()
        open_page(opened, with_settings)
        expect(opened.locator(".st-key-notice")).to_have_text(said)
        assert opened.url == with_settings
    finally:
        other.close()


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


@pytest.mark.parametrize("exp", NONSENSE.values(), ids=NONSENSE)
def test_a_link_with_nonsense_opens_with_defaults_and_a_sentence(page, server, exp):
    open_page(page, address(server, "explainable_ai", exp=exp))
    assert_inside_the_shell(page, "explainable_ai")
    assert_picture(page)
    assert carried(page)["t"] == f"sample:{FIRST_SAMPLE}"
    if exp:
        expect(page.get_by_text("The page opened with its defaults.")).to_be_visible()


@pytest.mark.parametrize("changes", MENDED.values(), ids=MENDED)
def test_what_a_link_asks_in_vain_is_left_out_and_the_rest_opens(page, server, changes):
    open_page(page, link(server, "explainable_ai", **changes))
    assert_inside_the_shell(page, "explainable_ai")
    assert_picture(page)
    assert carried(page)["t"] == "sample:tips"
    expect(page.get_by_test_id("stAlertContentInfo").first).to_be_visible()


def test_a_link_that_asks_for_a_regression_on_words_says_so_and_opens_with_another(page, server):
    open_page(page, link(server, "explainable_ai", y="day"))
    expect(page.get_by_test_id("stAlertContentInfo").first).to_contain_text(
        "Choose classification or another target"
    )
    assert_picture(page)
    assert_no_traceback(page)


def test_a_link_to_an_unknown_sample_says_so_and_offers_others(page, server):
    open_page(page, link(server, "explainable_ai", t="sample:atlantis"))
    assert_no_traceback(page)
    expect(page.get_by_test_id("stMain").get_by_text(re.compile("atlantis"))).to_be_visible()
    expect(menus(page)).to_have_count(len(open_sections()))


def test_unknown_playgrounds_and_values_fall_back_to_defaults(page, server):
    query = {
        "explainable_ai_play": "Palmistry",
        "explainable_ai_global_view": "Entrails",
        "explainable_ai_global_n_rows": "-5",
        "explainable_ai_global_shap": "perhaps",
        "unheard_of": "7",
    }
    open_page(page, address(server, "explainable_ai", **query))
    assert_inside_the_shell(page, "explainable_ai")
    assert_picture(page)
    rows = page.get_by_role("slider", name=re.compile("Rows explained by SHAP"))
    expect(rows).to_have_attribute("aria-valuetext", "100")
    for lost in ("the playground is the default", "Rows explained by SHAP is the default"):
        expect(page.get_by_text(lost)).to_be_visible()


def test_a_number_is_known_by_its_value_and_stands_in_the_address_as_the_page_writes_it(
    page, server
):
    name = "neural_networks_playground_learning_rate"
    query = {"neural_networks_play": "Playground", name: "1.0"}
    open_page(page, address(server, "neural_networks", **query))
    assert_picture(page)
    rate = page.get_by_role("slider", name="Learning rate")
    expect(rate).to_have_attribute("aria-valuetext", "1")
    expect(page.get_by_test_id("stAlertContentInfo")).to_have_count(0)
    assert parse_qs(urlsplit(page.url).query)[name] == ["1"]


def test_an_embedded_page_keeps_its_width_for_the_picture(page, server):
    page.goto(address(server, "roadmap", embed="true"))
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    data_set = page.get_by_test_id("stSidebar").get_by_text("Data set")
    expect(data_set).not_to_be_in_viewport()
    page.goto(address(server, "roadmap"))
    expect(data_set).to_be_in_viewport(timeout=PATIENCE_MS)


def assert_no_traceback(page):
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert "Traceback" not in page.get_by_test_id("stApp").inner_text()


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


def give_file(page, name, content):
    box = page.get_by_test_id("stMain").locator('input[type="file"]').first
    box.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.wait_for_timeout(300)
    settle(page)


def test_a_link_to_an_absent_file_names_it_waits_and_opens_with_it(page, server):
    name, content, exp = a_file()
    open_page(page, address(server, "explainable_ai", exp=json.dumps(exp)))
    expect(page.get_by_test_id("stAlert").get_by_text(name)).to_be_visible()
    assert carried(page) == exp
    assert_no_traceback(page)
    give_file(page, name, content)
    assert_picture(page)
    expect(page.locator(".st-key-notice")).to_contain_text("hours")
    assert {key: carried(page)[key] for key in exp} == exp


def test_a_link_to_a_table_of_a_database_opens_that_table(page, server):
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
    open_page(page, address(server, "explainable_ai", exp=json.dumps(exp)))
    give_file(page, "school.db", content)
    assert_picture(page)
    expect(page.locator(".st-key-notice")).to_contain_text("hours")
    assert {key: carried(page)[key] for key in exp} == exp


def test_another_file_than_the_link_names_starts_afresh_and_says_so(page, server):
    _, content, exp = a_file()
    open_page(page, address(server, "explainable_ai", exp=json.dumps(exp)))
    give_file(page, "my marks.csv", content + b"1,1,50\n")
    assert_picture(page)
    expect(page.get_by_text("This is not the file that the link was made with")).to_be_visible()
    assert carried(page)["t"] != exp["t"]
