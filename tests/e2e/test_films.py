"""Films in a real browser: every button and key, the pin, a page of their own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.films import film, number, open_film, pixels, press, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILMS = (
    ("neural_networks", "Playground"),
    ("reinforcement", "World editor"),
    ("supervised", "How it learns"),
    ("evaluation", "Validation"),
)


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


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
