"""The network of the playground under a hand: a line is pointed at, clicked and set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import open_page, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = (
    "/neural_networks?neural_networks_play=Playground&neural_networks_playground_n_epochs=20"
    "&neural_networks_playground_n_points=40"
)
PLACE = """(canvas, [label, share]) => {
  const { player } = canvas.closest(".film");
  const view = player.views.find((one) => one.canvas === canvas);
  const { meta, frame } = view.now();
  const layer = meta.panels[view.index].layers.find((one) => one.labels?.includes(label));
  const i = layer.labels.indexOf(label);
  const [x0, y0, x1, y1] = ["x0", "y0", "x1", "y1"].map((name) => layer[name].all[i]);
  const box = canvas.getBoundingClientRect();
  const place = [view.place.x(x0 + share * (x1 - x0)), view.place.y(y0 + share * (y1 - y0))];
  return [box.left + place[0], box.top + place[1]];
}"""


def function(file: str, name: str) -> str:
    """The text of one function of the player."""
    source = (Path(__file__).resolve().parents[2] / "core/ui" / file).read_text(encoding="utf-8")
    return source[source.index(f"function {name}(") :].split("\n}\n", 1)[0] + "\n}\n"


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


def test_a_weight_is_pointed_at_clicked_and_set(page, server):
    open_page(page, server.url + PAGE)
    network = page.get_by_role("application").first
    network.scroll_into_view_if_needed()
    x, y = network.evaluate(PLACE, ["weight x₁ → neuron 1.1", 0.3])
    page.mouse.move(x, y)
    tip = page.locator(".tip").first
    assert tip.inner_text().startswith("weight x₁ → neuron 1.1: ")
    page.mouse.click(x, y)
    settle(page)
    fold = page.locator("[class*=st-key-neural_networks_playground_deed_inspect_1_1_1]")
    expect(fold.get_by_role("radiogroup", name="Weight of")).to_be_visible()
    page.locator(".card input").fill("-2.5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"edit=1\+1\+1\+-2\.5"))
    settle(page)
    page.get_by_label("To the start").click()
    page.mouse.move(x + 1, y)
    page.mouse.move(x, y)
    assert tip.inner_text() == "weight x₁ → neuron 1.1: −2.5"


def test_the_boundary_shows_in_large_the_neuron_that_is_pointed_at(page, server):
    open_page(page, server.url + PAGE)
    page.get_by_label("Position in the film").fill("20")
    network, boundary = page.get_by_role("application").first, page.locator(".film canvas").first
    pixels = "canvas => canvas.toDataURL()"
    own = boundary.evaluate(pixels)
    x, y = network.evaluate(PLACE, ["layer 1, neuron 2", 0.5])
    page.mouse.move(x, y)
    assert boundary.evaluate(pixels) != own
    page.mouse.move(1, 1)
    assert boundary.evaluate(pixels) == own


def test_keys_move_from_neuron_to_weight_and_open_one(page, server):
    open_page(page, server.url + PAGE)
    page.get_by_role("application").first.focus()
    said = []
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        said.append(page.locator(".tip").first.inner_text())
    assert said[:2] == ["input x₁", "input x₂"]
    assert said[2].startswith("weight x₂ → neuron 1.")
    assert said[3].startswith("layer 1, neuron ")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.locator(".card")).to_contain_text("bias")
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()


def test_a_narrow_logarithmic_axis_has_its_marks_within_itself(page):
    source = function("player_layers.js", "signed") + function("player_layers.js", "short")
    source += function("player_view.js", "within")
    for low, high in ((1.019, 1.0603), (0.6931, 0.6935), (0.17, 0.23), (3e-7, 3.1e-7)):
        found = page.evaluate(f"() => {{ {source} return within({low}, {high}); }}")
        places = [place for place, _ in found]
        assert low <= min(places) < max(places) <= high
