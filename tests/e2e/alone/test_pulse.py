"""A page whose timer got lost on a busy server asks again by itself."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.walk import address

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIVE = {"neural_networks_play": "Playground", "neural_networks_playground_watch": "Live"}
EXP = {"t": "sample:tips", "n": "tips", "y": "tip_usd", "k": "r"}
FOREST = ["random_forest", {"n_estimators": 1931}]  # asked for by nobody else on this server


@pytest.fixture
def timerless(page):
    """A tab that no message about a fragment's timer reaches: what a busy server may do."""

    def pass_on(route):
        server = route.connect_to_server()
        server.on_message(lambda packet: None if _sets_a_timer(packet) else route.send(packet))

    page.route_web_socket("**/_stcore/stream", pass_on)
    return page


def _sets_a_timer(packet):
    return isinstance(packet, bytes) and ForwardMsg.FromString(packet).HasField("auto_rerun")


def test_a_job_whose_timer_is_lost_shows_its_picture(timerless, server):
    timerless.goto(address(server, "supervised", exp=json.dumps({**EXP, "m": FOREST})))
    expect(timerless.get_by_role("button", name="Cancel")).to_be_visible(timeout=PATIENCE_MS)
    expect(timerless.locator(".st-key-notice")).to_be_visible(timeout=PATIENCE_MS)


def test_a_live_run_whose_timer_is_lost_goes_on(timerless, server):
    timerless.goto(address(server, "neural_networks", **LIVE))
    film = timerless.locator(".film")
    expect(film).to_be_visible(timeout=PATIENCE_MS)
    timerless.get_by_role("button", name="Play", exact=True).click()
    expect(film).to_have_attribute("data-playing", "yes")
    before = film.get_attribute("data-step")
    expect(film).not_to_have_attribute("data-step", before or "", timeout=PATIENCE_MS)
