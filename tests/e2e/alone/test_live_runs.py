"""Live runs in a real browser: played, stepped, edited meanwhile, a lost tab or network."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.films import film, number, open_film, press, until
from tests.e2e.hand import click, show, until_held
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIVE = "/neural_networks?neural_networks_play=Playground&neural_networks_playground_watch=Live"
SHORT = "&neural_networks_playground_n_epochs=20&neural_networks_playground_n_points=40"
LONG = "&neural_networks_playground_n_epochs=20000"
GRACE_S = 3


@pytest.fixture
def page(page):
    page.set_viewport_size({"width": 1366, "height": 900})
    return page


def test_back_undoes_a_step_of_a_live_run_in_every_picture(page, server):
    page.goto(server.url + LIVE + SHORT)
    run = film(page)
    run.locator("canvas").first.wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Play", exact=True).click()
    far = re.compile(r"^([4-9]\d|\d{3,})$")
    expect(run).to_have_attribute("data-step", far, timeout=PATIENCE_MS)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(run).to_have_attribute("data-playing", "no")
    back = page.get_by_role("button", name="One step back", exact=True)
    on = page.get_by_role("button", name="One step forward", exact=True)
    back.click()
    drawn = "run => [...run.querySelectorAll('canvas')].map(one => one.toDataURL())"
    here = run.evaluate(drawn)
    back.click()
    assert run.evaluate(drawn) != here
    on.click()
    assert run.evaluate(drawn) == here


def test_a_world_is_edited_while_agents_learn_in_it(page, server):
    own = "&reinforcement_temporal_difference_"
    live = f"{own}watch=Live{own}n_episodes=5000{own}tool=Paints%3A+wall"
    show(page, server, "Temporal difference", live)
    run = film(page)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(run).to_have_attribute("data-step", re.compile(r"^\d{2,}$"), timeout=PATIENCE_MS)
    click(page, 0.5, 0.25)
    until_held(page, "temporal_difference_painted", "W")
    before = run.get_attribute("data-step") or "0"
    assert int(before) > 0, "painting began the run anew"
    expect(run).not_to_have_attribute("data-step", before, timeout=PATIENCE_MS)
    assert int(run.get_attribute("data-step") or 0) > int(before)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(run).to_have_attribute("data-playing", "no", timeout=PATIENCE_MS)


def test_a_live_run_plays_pauses_steps_and_resets(page, server):
    open_film(page, server.url + LIVE + LONG)
    assert number(page, "step") == 0
    press(page, "Play")
    until(page, lambda: number(page, "step") > 50)
    press(page, "Pause")
    expect(film(page)).to_have_attribute("data-playing", "no")
    page.wait_for_timeout(1000)
    stood = number(page, "step")
    page.wait_for_timeout(800)
    assert number(page, "step") == stood, "a paused run goes on"
    press(page, "One step back")
    assert number(page, "step") < stood
    press(page, "One step forward")
    assert number(page, "step") == stood
    press(page, "One step forward")
    until(page, lambda: number(page, "step") == stood + 1)
    press(page, "To the start")
    until(page, lambda: number(page, "step") == 0)


def test_two_learners_train_at_once_and_a_lost_network_loses_nothing(browser, server):
    pages = [browser.new_context().new_page() for _ in range(2)]
    for page in pages:
        open_film(page, server.url + LIVE + LONG)
        press(page, "Play")
    for page in pages:
        until(page, lambda page=page: number(page, "step") > 100)
    first, second = pages
    before = number(first, "step")
    first.context.set_offline(True)
    first.wait_for_timeout(3000)
    first.context.set_offline(False)
    until(first, lambda: number(first, "step") > before + 50)
    press(first, "Pause")
    page_max = int(first.get_by_label("Position in the film").get_attribute("max"))
    first.get_by_label("Position in the film").fill("0")
    assert page_max > 3
    assert number(first, "step") <= before, "what was shown before is gone"
    assert number(second, "step") > 100
    for page in pages:
        page.context.close()


def test_a_run_left_by_closing_its_tab_ends_within_the_grace_period(browser):
    with Server(PLAYGROUND_GRACE_S=str(GRACE_S)) as server:
        page = browser.new_page()
        open_film(page, server.url + LIVE + LONG)
        press(page, "Play")
        until(page, lambda: number(page, "step") > 20)
        other = browser.new_page()
        other.goto(f"{server.url}/evaluation?evaluation_play=Metrics+by+hand")
        told = other.get_by_test_id("stSidebar").get_by_text("1 live run")
        expect(told).to_be_visible()
        page.close()
        left = time.monotonic()
        while told.count():
            assert time.monotonic() - left < GRACE_S + 15
            other.get_by_role("button", name="Increment").first.click()
            other.wait_for_timeout(500)
        other.close()
