"""A link opens what it names; what needs no browser is asked in tests/pages/test_links.

That a link to each page opens it, and each of its playgrounds, stands in test_server_imports.py.
"""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

from core.data import read_table
from core.ui.dataset import FIRST_SAMPLE
from tests.e2e.browser import PATIENCE_MS, open_page, press, settle
from tests.e2e.server import Server
from tests.e2e.walk import address, assert_inside_the_shell, assert_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TIPS = {"t": "sample:tips", "n": "tips", "y": "tip_usd", "k": "r", "m": ["linear", {}]}


def link(server, slug, **changes):
    """An address with the experiment TIPS after ``changes``."""
    return address(server, slug, exp=json.dumps({**TIPS, **changes}))


def carried(page):
    """The experiment that the page's address carries, or None."""
    found = parse_qs(urlsplit(page.url).query).get("exp")
    return None if found is None else json.loads(found[0])


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


def test_a_link_of_five_thousand_brackets_arrives_and_opens_with_a_sentence(page, server):
    open_page(page, address(server, "explainable_ai", exp="[" * 5000))
    assert_inside_the_shell(page, "explainable_ai")
    assert_picture(page)
    assert carried(page)["t"] == f"sample:{FIRST_SAMPLE}"
    expect(page.get_by_text("The page opened with its defaults.")).to_be_visible()


def test_what_a_link_asks_in_vain_is_left_out_of_the_address_and_the_rest_opens(page, server):
    extras = {"explainable_ai_global": {"column": ["x"], "view": 3}}
    open_page(page, link(server, "explainable_ai", m=["oracle", {}], v=extras))
    assert_inside_the_shell(page, "explainable_ai")
    assert_picture(page)
    assert carried(page)["t"] == "sample:tips"
    assert carried(page)["m"][0] != "oracle"
    expect(page.get_by_test_id("stAlertContentInfo").first).to_be_visible()


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
