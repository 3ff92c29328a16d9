"""Deep RL in a real browser: train, pause, save, load, watch the video, start over."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS, failures

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADDRESS = "/reinforcement?reinforcement_play=Deep+RL"
ENOUGH = 28
"""Pictures of a training, so that the first greedy check is among them."""


def open_film(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".film canvas").first.wait_for(timeout=PATIENCE_MS)
    expect(training(page)).to_have_attribute("data-index", re.compile(r"\d+"), timeout=PATIENCE_MS)
    expect(failures(page)).to_have_count(0)


def training(page: Page):
    return page.locator(".film").first


def video(page: Page):
    return page.locator(".film").nth(1)


def number(film, name: str) -> int:
    return int(film.get_attribute(f"data-{name}") or -1)


def until(page: Page, condition) -> None:
    """Wait for a state of a player, which lives in a shadow root that pages cannot query."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < end, f"training stays at picture {number(training(page), 'step')}"
        page.wait_for_timeout(50)


def train_past(page: Page, step: int) -> None:
    page.get_by_role("button", name="Play", exact=True).first.click()
    until(page, lambda: number(training(page), "step") > step)
    page.get_by_role("button", name="Pause", exact=True).first.click()
    expect(training(page)).to_have_attribute("data-playing", "no", timeout=PATIENCE_MS)


def choose_file(page: Page, content: bytes, name: str = "agent.npz") -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([file])


def test_an_agent_is_trained_saved_loaded_watched_and_begun_anew(page, server):
    open_film(page, server.url + ADDRESS)
    assert number(training(page), "step") == 0
    train_past(page, ENOUGH)
    save = page.get_by_role("button", name=re.compile("Save the agent of step"))
    with page.expect_download() as begun:
        save.click()
    assert begun.value.suggested_filename == "ppo_CartPole-v1.npz"
    saved = begun.value.path().read_bytes()

    page.get_by_role("button", name="Load a saved agent").click()
    choose_file(page, b"no agent at all")
    expect(page.get_by_text("This file holds no agent that can be read.")).to_be_visible()
    assert number(training(page), "step") > ENOUGH, "a refused file threw the run away"
    choose_file(page, saved)
    expect(page.get_by_text(re.compile("Loaded: PPO on CartPole after"))).to_be_visible()
    page.get_by_role("button", name="Start from it").click()
    expect(page.get_by_text(re.compile("Started from PPO on CartPole"))).to_be_visible()
    expect(page.get_by_role("radio", name="loaded")).to_be_checked()
    until(page, lambda: number(training(page), "step") == 0)

    page.get_by_role("button", name="To the start").nth(1).click()
    page.get_by_role("button", name="Play", exact=True).nth(1).click()
    until(page, lambda: number(video(page), "index") > 3)
    assert number(training(page), "step") == 0, "watching the video trained the agent"

    train_past(page, 3)
    page.get_by_role("button", name="To the start").first.click()
    until(page, lambda: number(training(page), "step") == 0)
    expect(page.get_by_text(re.compile("Started from PPO on CartPole"))).to_be_visible()
    expect(failures(page)).to_have_count(0)


def test_a_solved_lander_is_watched_at_once(page, server):
    chosen = "&reinforcement_deep_rl_world=LunarLander+(slow)&reinforcement_deep_rl_start=trained"
    open_film(page, server.url + ADDRESS + chosen)
    expect(
        page.get_by_text(re.compile("As it came, played greedily, the first agent got 2"))
    ).to_be_visible()
    expect(video(page)).to_have_attribute("data-index", re.compile(r"\d+"), timeout=PATIENCE_MS)
    assert number(training(page), "step") == 0
