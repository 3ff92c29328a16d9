"""Films and live runs in a real browser: every button and key, the pin, a lost tab or network."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS, failures
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILMS = (
    ("neural_networks", "Playground"),
    ("reinforcement", "World editor"),
    ("supervised", "How it learns"),
    ("evaluation", "Validation"),
)
LIVE = "/neural_networks?neural_networks_play=Playground&neural_networks_playground_watch=Live"
GRACE_S = 3
LONG = "&neural_networks_playground_n_epochs=20000"


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


def film(page: Page):
    return page.locator(".film")


def number(page: Page, name: str) -> int:
    return int(film(page).get_attribute(f"data-{name}") or -1)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_film(page: Page, address: str) -> None:
    page.goto(address)
    film(page).locator("canvas").first.wait_for(timeout=PATIENCE_MS)
    expect(film(page)).to_have_attribute("data-index", re.compile(r"\d+"), timeout=PATIENCE_MS)
    expect(failures(page)).to_have_count(0)


def pixels(page: Page) -> str:
    """What stands on the first canvas, as text: equal text, equal picture."""
    return str(film(page).locator("canvas").first.evaluate("canvas => canvas.toDataURL()"))


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Wait for a state of the player, which lives in a shadow root that pages cannot query."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < end, f"the film stays at step {number(page, 'step')}"
        page.wait_for_timeout(50)


@pytest.mark.parametrize(("slug", "title"), FILMS)
def test_a_film_plays_pauses_steps_back_scrubs_pins_and_resets(page, server, slug, title):
    open_film(page, f"{server.url}/{slug}?{slug}_play={title.replace(' ', '+')}")
    press(page, "To the start")
    assert number(page, "index") == 0
    first = pixels(page)

    press(page, "One step forward")
    assert number(page, "index") == 1
    press(page, "One step forward")
    second = pixels(page)
    press(page, "One step forward")
    press(page, "One step back")
    assert number(page, "index") == 2
    assert pixels(page) == second, "back does not undo step exactly"
    press(page, "One step back")
    press(page, "One step back")
    assert pixels(page) == first

    last = int(page.get_by_label("Position in the film").get_attribute("max"))
    assert last >= 3
    page.get_by_label("Position in the film").fill(str(last - 1))
    assert number(page, "index") == last - 1
    film(page).focus()
    page.keyboard.press("End")
    assert number(page, "index") == last
    page.keyboard.press("ArrowLeft")
    assert number(page, "index") == last - 1
    page.keyboard.press("Home")
    assert number(page, "index") == 0

    page.get_by_label("Speed").select_option("0.25")
    page.keyboard.press(" ")
    expect(film(page)).to_have_attribute("data-playing", "yes")
    until(page, lambda: number(page, "index") > 0)
    page.keyboard.press(" ")
    expect(film(page)).to_have_attribute("data-playing", "no")
    stood = number(page, "index")
    page.wait_for_timeout(300)
    assert number(page, "index") == stood, "a paused film goes on"

    canvases = film(page).locator("canvas")
    count = canvases.count()
    press(page, "Pin this film to compare it with the next")
    expect(canvases).to_have_count(2 * count)
    expect(page.get_by_text("pinned, at the same step")).to_have_count(count)
    press(page, "Pin this film to compare it with the next")
    expect(canvases).to_have_count(count)


def test_a_pinned_film_stays_beside_the_next_and_the_position_survives_a_rerun(page, server):
    open_film(page, f"{server.url}/neural_networks?neural_networks_play=Playground")
    canvases = film(page).locator("canvas")
    count = canvases.count()
    page.get_by_label("Position in the film").fill("5")
    page.get_by_role("tab", name="Share").click()
    expect(page.get_by_text("The address of this page holds your settings")).to_be_visible()
    assert number(page, "index") == 5, "a rerun threw the film back"
    page.get_by_role("button", name="Pin this film").click()
    expect(canvases).to_have_count(2 * count)
    page.get_by_role("slider", name="Noise").press("ArrowRight")
    until(page, lambda: number(page, "index") != 5)
    expect(page.get_by_text("pinned, at the same step").first).to_be_visible()
    page.get_by_role("button", name="Pin this film").click()
    expect(canvases).to_have_count(count)


def test_a_film_leaves_as_a_page_that_plays_without_network_or_suite(page, server, tmp_path):
    open_film(page, f"{server.url}/supervised?supervised_play=How+it+learns")
    page.get_by_label("Position in the film").fill("7")
    said, step = caption_of(page), number(page, "step")
    with page.expect_download() as saved:
        press(page, "Film as a page")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)

    context = page.context.browser.new_context(offline=True)
    try:
        alone = context.new_page()
        asked: list[str] = []
        faults: list[str] = []
        alone.on("request", lambda request: asked.append(request.url))
        alone.on("pageerror", lambda error: faults.append(str(error)))
        alone.goto(file.as_uri())
        alone.get_by_label("Position in the film").fill("7")
        assert (caption_of(alone), number(alone, "step")) == (said, step)
        there = pixels(alone)
        press(alone, "One step forward")
        assert pixels(alone) != there
        press(alone, "One step back")
        assert pixels(alone) == there
        press(alone, "Play")
        until(alone, lambda: number(alone, "index") > 8)
        assert asked == [file.as_uri()]
        assert faults == []
    finally:
        context.close()


def caption_of(page: Page) -> str:
    return film(page).locator(".caption").inner_text()


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
