"""Tours in a real browser: walked to their end by mouse, keyboard and thumb, opened by a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from core.course import lesson
from tests.e2e.browser import failures, newcomer, open_page, settle
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PERCEPTRON = "neural_networks?neural_networks_play=Perceptron"
PAGES = {
    "perceptron": (PERCEPTRON, "neural_networks", "perceptron"),
    "bandits": ("reinforcement?reinforcement_play=Bandits", "reinforcement", "bandits"),
    "threshold": ("evaluation?evaluation_play=Threshold", "evaluation", "threshold"),
}
OUTCOME = re.compile(r"Right\.|It is:")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = newcomer(browser, viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


def card(page: Page):
    return page.locator(".st-key-lesson_step")


def steps_of(slug: str, name: str) -> tuple[lesson.Step, ...]:
    found = lesson.of(slug, name)
    assert found is not None
    return found.tour


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def walk_by_mouse(page: Page, steps: tuple[lesson.Step, ...]) -> None:
    """Take the tour from the idea to its end: answer what is asked, read why, go on."""
    button(page, "Take the tour").click()
    for place, step in enumerate(steps):
        expect(card(page)).to_contain_text(f"{place + 1} of {len(steps)}.")
        settle(page)
        if step.predict is not None:
            expect(page.locator(".st-key-notice")).to_contain_text("comes back once you have said")
            card(page).get_by_text(step.predict.options[0], exact=True).click()
            settle(page)
            button(page, "See what happens").click()
            settle(page)
            expect(card(page).get_by_test_id("stAlert")).to_contain_text(OUTCOME)
            expect(page.locator(".st-key-notice")).not_to_contain_text("comes back once")
        button(page, "Next" if place + 1 < len(steps) else "End the tour").click()
        settle(page)
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize("name", PAGES)
def test_a_tour_is_walked_to_its_end_by_mouse(page, server: Server, name):
    address, slug, playground = PAGES[name]
    open_page(page, f"{server.url}/{address}")
    steps = steps_of(slug, playground)
    walk_by_mouse(page, steps)
    assert failures(page).count() == 0
    kept = page.evaluate("JSON.parse(localStorage.getItem('ml-roadmap-passport'))")
    assert kept["earned"] == {}, "what a tour sets is shown, not earned"
    assert len(kept["predicted"]) == len(
        [step for step in steps_of(slug, playground) if step.predict]
    )


def test_a_tour_leaves_the_learners_own_settings_as_they_were(page, server: Server):
    open_page(page, f"{server.url}/{PERCEPTRON}&neural_networks_perceptron_n_points=60")
    walk_by_mouse(page, steps_of("neural_networks", "perceptron"))
    assert "n_points=60" in page.url
    assert "shape" not in page.url


def test_a_tour_is_walked_by_keyboard(page, server: Server):
    open_page(page, f"{server.url}/{PERCEPTRON}")
    button(page, "Take the tour").focus()
    page.keyboard.press("Enter")
    settle(page)
    button(page, "Next").focus()
    page.keyboard.press("Enter")
    settle(page)
    card(page).get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    settle(page)
    button(page, "See what happens").focus()
    page.keyboard.press("Enter")
    settle(page)
    expect(card(page).get_by_test_id("stAlert")).to_contain_text(OUTCOME)


def test_on_a_phone_the_step_stays_in_sight_and_the_picture_too(browser, server: Server):
    context = newcomer(browser, viewport={"width": 400, "height": 800}, has_touch=True)
    phone = context.new_page()
    open_page(phone, f"{server.url}/{PERCEPTRON}")
    film = phone.locator(".st-key-trip_shown").bounding_box()
    idea = phone.locator(".st-key-lesson_idea").bounding_box()
    assert film["y"] < 500, "the idea does not push the picture out of sight"
    assert idea["y"] > film["y"] + film["height"]
    walk_by_mouse(phone, steps_of("neural_networks", "perceptron"))
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()


def test_a_lesson_is_closed_for_good(page, server: Server):
    open_page(page, f"{server.url}/{PERCEPTRON}")
    expect(page.locator(".st-key-lesson_idea")).to_be_visible()
    before = page.locator(".st-key-trip_shown").bounding_box()["y"]
    button(page, "I know this").click()
    settle(page)
    expect(page.locator(".st-key-lesson_idea")).to_have_count(0)
    line = page.locator(".st-key-lesson").bounding_box()
    shown = page.locator(".st-key-trip_shown").bounding_box()
    assert shown["y"] < before
    assert shown["y"] - line["y"] <= 60, "closed, a lesson takes one line"
    page.wait_for_function("localStorage.getItem('ml-roadmap-passport')?.includes('perceptron')")
    open_page(page, f"{server.url}/{PERCEPTRON}")
    expect(page.locator(".st-key-lesson_idea")).to_have_count(0)


def test_a_link_opens_a_tour_at_its_third_step(page, server: Server):
    steps = steps_of("neural_networks", "perceptron")
    open_page(page, f"{server.url}/{PERCEPTRON}&neural_networks_perceptron_tour=3")
    expect(card(page)).to_contain_text(f"3 of {len(steps)}.")
    expect(page.locator(".st-key-lesson_idea")).to_have_count(0)


def test_a_class_votes_before_it_reads_the_sentence(page, server: Server):
    asked = "projector,vote,at:3,only:shape,only:start,lock"
    open_page(page, f"{server.url}/{PERCEPTRON}&neural_networks_perceptron_class={asked}")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_text("correction 3", exact=True)).to_be_visible()
    expect(page.get_by_text("What to notice.")).to_have_count(0)
    expect(page.locator(".st-key-neural_networks_perceptron_n_points input")).to_be_disabled()
    button(page, "Voted? Show what to notice").click()
    settle(page)
    expect(page.get_by_text("What to notice.")).to_be_visible()
    button(page, "Leave the projector's view").click()
    settle(page)
    assert "projector" not in page.url
    expect(page.get_by_role("heading", name="Neural network basics")).to_be_visible()


def test_a_missed_prediction_comes_back_in_the_passport(page, server: Server):
    place = lesson.place_of("neural_networks.rate_from_zero")
    assert place is not None
    step, wrong = place[1] + 1, "Fewer"
    open_page(page, f"{server.url}/{PERCEPTRON}&neural_networks_perceptron_tour={step}")
    card(page).get_by_text(wrong, exact=True).click()
    settle(page)
    button(page, "See what happens").click()
    settle(page)
    expect(card(page).get_by_test_id("stAlert")).to_contain_text("It is: As many as before.")
    page.wait_for_function("localStorage.getItem('ml-roadmap-passport')?.includes('rate_from')")
    open_page(page, f"{server.url}/?roadmap_play=Passport")
    expect(page.get_by_text("0 of 1 right.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Perceptron:")).click()
    settle(page)
    expect(card(page)).to_contain_text(f"{step} of ")
    assert "perceptron_seed=2" in page.url


def test_a_stage_says_what_it_is_for_and_leads_to_its_topics(page, server: Server):
    open_page(page, f"{server.url}/{PERCEPTRON}")
    button(page, "About this stage").click()
    settle(page)
    about = page.get_by_test_id("stPopoverBody")
    expect(about).to_contain_text("backpropagation")
    about.get_by_role("button", name="Activations and losses", exact=True).click()
    settle(page)
    assert "neural_networks_play=Activations" in page.url


def test_a_tour_opens_the_table_it_speaks_of_and_gives_the_learners_own_back(page, server: Server):
    address = f"{server.url}/data_collection?exp="
    iris = '{"k":"c","m":["logistic",{}],"n":"iris","t":"sample:iris","y":"species"}'
    open_page(page, address + quote(iris))
    steps = steps_of("data_collection", "load")
    place = next(n for n, step in enumerate(steps) if step.setting.sample and step.predict)
    page.locator(".st-key-data_collection_load_tour").get_by_text(str(place + 1)).click()
    settle(page)
    expect(card(page).get_by_role("radio")).to_have_count(0)
    button(page, "Open “Messy customers”").click()
    settle(page)
    card(page).get_by_text(steps[place].predict.options[0], exact=True).click()
    settle(page)
    button(page, "See what happens").click()
    settle(page)
    expect(card(page).get_by_test_id("stAlert")).to_contain_text(OUTCOME)
    page.locator(".st-key-data_collection_load_tour").get_by_text(str(place + 1)).click()
    settle(page)
    expect(card(page)).to_have_count(0)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("iris")


def test_a_step_begins_without_what_the_steps_before_it_moved(page, server: Server):
    open_page(page, f"{server.url}/neural_networks?neural_networks_play=One+step+by+hand")
    button(page, "Take the tour").click()
    settle(page)
    for place in (1, 2):
        page.get_by_role("radio", name=str(place + 1), exact=True).click()
        settle(page)
        card(page).get_by_text("Not at all" if place == 2 else "It rises", exact=True).click()
        settle(page)
        button(page, "See what happens").click()
        settle(page)
    assert re.search("one_step_i1=0", page.url), "the step has set the inputs to 0"
    steps = page.locator(".film")
    expect(steps).to_have_attribute("data-index", str(last_index(page)))
    button(page, "Next").click()
    settle(page)
    assert not re.search("one_step_i1=", page.url), "the next one begins with the learner's own"


def test_what_refutes_a_belief_is_seen_beside_nothing_else(page, server: Server):
    open_page(page, f"{server.url}/neural_networks?neural_networks_play=One+step+by+hand")
    button(page, "More").click()
    page.get_by_role("button", name="See it").first.click()
    settle(page)
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="See it").nth(1).click()
    settle(page)
    assert "one_step_b2=8" in page.url, "the bias that the second trap speaks of"


def test_the_idea_is_read_again_beside_a_step(page, server: Server):
    open_page(page, f"{server.url}/{PERCEPTRON}&neural_networks_perceptron_tour=2")
    button(page, "Idea").click()
    settle(page)
    expect(page.locator(".st-key-lesson_idea")).to_be_visible()
    expect(card(page)).to_contain_text("2 of ")
    expect(page.locator(".film canvas").first).to_be_visible()
    expect(failures(page)).to_have_count(0)


def test_the_sentence_waits_beside_a_live_run_too(page, server: Server):
    steps = steps_of("reinforcement", "deep_rl")
    asks = next(n + 1 for n, step in enumerate(steps) if step.predict is not None)
    open_page(
        page,
        f"{server.url}/reinforcement?reinforcement_play=Deep+RL&reinforcement_deep_rl_tour={asks}",
    )
    expect(page.locator(".st-key-notice")).to_contain_text("comes back once you have said")


def test_on_a_phone_an_idea_that_was_asked_for_opens_where_one_looks(browser, server: Server):
    context = newcomer(browser, viewport={"width": 400, "height": 860})
    page = context.new_page()
    open_page(page, f"{server.url}/{PERCEPTRON}")
    idea, film = page.locator(".st-key-lesson_idea"), page.locator(".film canvas").first
    expect(idea).to_be_visible()
    assert idea.bounding_box()["y"] > film.bounding_box()["y"], "the picture comes first"
    for _ in range(2):  # close it, and ask for it
        button(page, "Idea").click()
        settle(page)
    assert idea.bounding_box()["y"] < film.bounding_box()["y"]
    context.close()


def last_index(page: Page) -> int:
    """The index of the last frame: a film that was asked about opens where it ended."""
    return int(page.locator(".film input[type=range]").get_attribute("max") or -1)


def test_what_was_decided_stays_decided(page, server: Server):
    place = lesson.place_of("neural_networks.rate_from_zero")
    assert place is not None
    open_page(page, f"{server.url}/{PERCEPTRON}&neural_networks_perceptron_tour={place[1] + 1}")
    card(page).get_by_text("Fewer", exact=True).click()
    settle(page)
    button(page, "See what happens").click()
    settle(page)
    told = card(page).get_by_test_id("stAlert").inner_text()
    page.get_by_role("radio", name="At random", exact=True).click()
    settle(page)
    assert card(page).get_by_test_id("stAlert").inner_text() == told


def test_a_tour_goes_on_after_another_page(page, server: Server):
    place = lesson.place_of("neural_networks.rate_from_zero")
    assert place is not None
    open_page(page, f"{server.url}/{PERCEPTRON}&neural_networks_perceptron_tour={place[1] + 1}")
    page.get_by_role("radio", name="Activations and losses", exact=True).click()
    settle(page)
    page.get_by_role("radio", name="Perceptron", exact=True).click()
    settle(page)
    expect(card(page)).to_contain_text(f"{place[1] + 1} of ")
    expect(card(page).get_by_role("radio").first).to_be_visible()
