"""On a phone a learner sees what a control moves, and reaches every stage."""

from __future__ import annotations

import pytest

from tests.catalogue import SLUGS
from tests.e2e.browser import expect, open_page, settle
from tests.e2e.walk import address

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PARTS = """() => ['notice', 'trip_controls', 'trip_rest'].map((key) => {
  const box = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
  return [box.top, box.bottom];
})"""
AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
"""Streamlit closes the sidebar after a choice where the browser says that it is a phone's."""
PLAYED = {
    "a film": ("neural_networks", {"neural_networks_play": "One step by hand"}),
    "a table": ("preprocessing", {}),
    "a live run": ("reinforcement", {"reinforcement_play": "Deep RL"}),
}


@pytest.fixture
def phone(browser):
    context = browser.new_context(
        viewport={"width": 400, "height": 860}, user_agent=AGENT, is_mobile=True, has_touch=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", PLAYED)
def test_the_controls_come_right_after_the_first_picture_and_its_sentence(phone, server, kind):
    slug, query = PLAYED[kind]
    open_page(phone, address(server, slug, **query))
    notice, controls, rest = phone.evaluate(PARTS)
    assert notice[1] <= controls[0] < controls[1] <= rest[0]
    first = phone.locator(".st-key-trip_row").bounding_box()
    assert first is not None
    assert first["y"] < notice[0] - 100, "the picture stands above its sentence"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 400


def test_every_stage_stands_in_the_sidebar_and_the_road_leads_on(phone, server):
    open_page(phone, address(server, "supervised"))
    phone.get_by_test_id("stExpandSidebarButton").click()
    links = phone.get_by_test_id("stSidebarNavLink")
    expect(links).to_have_count(len(SLUGS))
    links.filter(has_text="Model evaluation").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Model evaluation")
    settle(phone)
    phone.get_by_role("link", name="Next stage: Model selection and tuning").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Model selection and tuning")
    settle(phone)
    phone.get_by_role("link", name="Back to the map").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("The roadmap")
