"""Painting, playing and walking by hand in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PATIENCE_MS, failures
from tests.e2e.hand import click, show, until_held

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


def test_a_first_click_inspects_and_keeps_the_place_in_the_film(page, server):
    show(page, server, "World editor")
    film = page.locator(".film")
    page.get_by_role("button", name="To the start").click()
    page.get_by_role("button", name="One step forward").click()
    before = film.get_attribute("data-index")
    click(page, 0.55, 0.1)
    until_held(page, "world_editor_place", r"^\d$")
    expect(page.locator(".caption")).to_contain_text("\nright: ", timeout=PATIENCE_MS)
    expect(film).to_have_attribute("data-index", before or "")
    expect(page.get_by_role("slider", name=re.compile("Reward for entering"))).to_be_visible()


def test_arrows_are_turned_by_clicks_and_improved_by_a_button(page, server):
    show(page, server, "World editor", "&reinforcement_world_editor_tool=Turns+the+arrow")
    click(page, 0.55, 0.1)
    until_held(page, "world_editor_arrows", r"^islands~\.*0$")
    expect(page.get_by_text("What your arrows are worth")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Improve my arrows").click()
    until_held(page, "world_editor_arrows", r"^islands~[\d.]{40,}$")
    page.get_by_role("button", name="Clear my arrows").click()
    expect(page).not_to_have_url(re.compile("arrows="), timeout=PATIENCE_MS)


def test_a_click_paints_a_wall_and_the_keyboard_does_too(page, server):
    show(page, server, "World editor", "&reinforcement_world_editor_tool=Paints%3A+wall")
    click(page, 0.55, 0.1)
    first = until_held(page, "world_editor_painted", "W")
    assert first.startswith("c8x....W") or first.startswith("c8x...W")
    page.get_by_text("A cell by keyboard").click()
    page.get_by_role("spinbutton", name="Row").fill("6")
    page.get_by_role("spinbutton", name="Column").fill("1")
    page.get_by_role("button", name="Do what a click there does").click()
    until_held(page, "world_editor_painted", r"^c8x.{40}W")
    page.get_by_text("Ice and steps").click()
    page.get_by_role("slider", name=re.compile("Ice: moves that slip")).press("ArrowRight")
    until_held(page, "world_editor_painted", r"~p0\.05")
    expect(page.get_by_text("5% of the moves go sideways")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Back to the defaults").click()
    expect(page).not_to_have_url(re.compile("painted="), timeout=PATIENCE_MS)


def test_the_tree_answers_a_click_and_a_move_is_taken_back(page, server):
    show(page, server, "Game tree", "&reinforcement_game_tree_n_simulations=50")
    click(page, 0.5, 0.42)
    until_held(page, "game_tree_mine", "^4$")
    expect(page.get_by_text("The tree answered with cell")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Take back").click()
    expect(page).not_to_have_url(re.compile("game_tree_mine="), timeout=PATIENCE_MS)


def test_an_episode_is_walked_by_keys_buttons_and_clicks(page, server):
    show(page, server, "Beat the agent")
    page.keyboard.press("ArrowUp")
    until_held(page, "beat_the_agent_mine", "^0$")
    expect(page.locator(".caption")).to_contain_text("Step 1.", timeout=PATIENCE_MS)
    page.get_by_role("button", name="right").click()
    until_held(page, "beat_the_agent_mine", "^01$")
    expect(page.locator(".caption")).to_contain_text("Step 2.", timeout=PATIENCE_MS)
    click(page, 0.95, 0.55)
    until_held(page, "beat_the_agent_mine", "^01[0-3]$")
    page.get_by_role("button", name="Step back", exact=True).click()
    until_held(page, "beat_the_agent_mine", "^01$")
    expect(failures(page)).to_have_count(0)
