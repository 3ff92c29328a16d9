"""Both ways of the README start a quiet server, and new sources are run at the next click."""

from __future__ import annotations

import shutil
import sys
import time

import pytest

from core.ui.renew import EVERY_S
from tests.e2e.browser import expect, failures, open_page, press
from tests.e2e.server import ROOT, Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]
WAYS = {
    "python run.py": {"command": (sys.executable, "run.py"), "script": ""},
    "streamlit run Home.py": {},
}


@pytest.mark.parametrize("way", WAYS)
def test_the_terminal_shows_the_address_and_nothing_else(page, way):
    with Server(**WAYS[way]) as server:
        open_page(page, f"{server.url}/supervised")
        open_page(page, f"{server.url}/evaluation?evaluation_play=Threshold")
        expect(failures(page)).to_have_count(0)
        told = [line.strip() for line in server.log.read_text().splitlines() if line.strip()]
    assert told == [
        "You can now view your Streamlit app in your browser.",
        f"URL: http://localhost:{server.port}",
    ]


def test_a_push_is_run_at_the_next_click(page, tmp_path):
    root = _copy_of_the_suite(tmp_path)
    with Server(root=root) as server:
        open_page(page, f"{server.url}/evaluation?evaluation_play=Metrics+by+hand")
        expect(page.get_by_role("heading", name="Model evaluation")).to_be_visible()
        _change(
            root / "core/stages/evaluation/stage.py", '"Model evaluation"', '"Pushed evaluation"'
        )
        _change(
            root / "core/stages/evaluation/stage.py",
            "Where do you draw the line",
            "Where was it pushed",
        )
        time.sleep(EVERY_S)  # so often the suite looks at its files
        press(page, "Threshold")
        expect(page.get_by_role("heading", name="Pushed evaluation")).to_be_visible()
        expect(page.get_by_text("Where was it pushed")).to_be_visible()
        expect(page.locator(".st-key-notice")).to_contain_text("you find")
        expect(failures(page)).to_have_count(0)


def _copy_of_the_suite(folder):
    shutil.copy(ROOT / "Home.py", folder)
    for name in ("core", "pages", "sample_data", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
