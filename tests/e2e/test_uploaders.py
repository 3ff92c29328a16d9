"""Two uploaders, on the page and in the sidebar, that both hold a file: the newest one counts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import PATIENCE_MS, failures, open_page, settle
from tests.e2e.walk import address

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REST_MS = 1000
FILES = {name: f"{name},b\n" + "\n".join(f"{i},{i % 3}" for i in range(30)) for name in "pqr"}


def give(page: Page, box: Locator, name: str) -> None:
    """Give a file to an uploader and wait until it is the active data set."""
    file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": FILES[name].encode()}
    box.locator('input[type="file"]').first.set_input_files(file)
    expect(chip(page)).to_contain_text(f"{name}.csv", timeout=PATIENCE_MS)
    settle(page)


def chip(page: Page) -> Locator:
    """The name of the active data set."""
    return page.get_by_test_id("stSidebar").get_by_test_id("stPopover").first


def test_two_uploaders_that_both_hold_a_file_come_to_rest_with_the_newest(page, server):
    received: list[str] = []
    page.on("websocket", lambda s: s.on("framereceived", lambda _: received.append("message")))
    open_page(page, address(server, "data_collection"))
    give(page, page.get_by_test_id("stMain"), "p")
    chip(page).get_by_role("button").click()
    give(page, page.get_by_test_id("stPopoverBody"), "q")
    for name in ("q", "r"):
        if name == "r":
            give(page, page.get_by_test_id("stMain"), "r")
        at_rest = len(received)
        page.wait_for_timeout(REST_MS)
        assert len(received) == at_rest, "the page goes on without anybody touching it"
        expect(chip(page)).to_contain_text(f"{name}.csv")
    expect(failures(page)).to_have_count(0)
