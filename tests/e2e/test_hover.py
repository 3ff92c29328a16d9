"""What a hover tells is what was recorded in that frame, not what its colour was rounded to."""

from __future__ import annotations

import numpy as np
import pytest

from core.compute.film import record
from core.figures.film import Axis, FilmPicture, Heat, Panel, Readout, bytes_of, told_of
from core.figures.film_page import standalone
from core.rl.planning.sweeps import run_lazily
from core.rl.worlds.presets import drawn
from core.stages.reinforcement.world_editor import scene as editor
from core.stages.reinforcement.world_editor.settings import EDITOR_PARAMS, editor_settings
from core.ui.player import CSS, HTML, script

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


def opened(page, picture: FilmPicture) -> None:
    page.set_content(standalone(picture, script(), CSS, HTML))
    page.locator(".film canvas").first.wait_for()
    page.evaluate("document.querySelector('.film').player.seek(0, true)")


def told_at(page, x: float, y: float, frame: int) -> str:
    """Return what is told of a place in data of the first panel, at a frame."""
    where = page.evaluate(
        "([x, y, frame]) => { const { player } = document.querySelector('.film'); "
        "player.seek(frame, true); const { canvas, place } = player.views[0]; "
        "const box = canvas.getBoundingClientRect(); "
        "return [box.left + place.x(x), box.top + place.y(y)]; }",
        [x, y, frame],
    )
    page.mouse.move(where[0] + 3, where[1] + 3)
    page.mouse.move(*where)
    return page.locator(".tip").text_content()


def test_a_cell_tells_the_value_of_each_frame_as_the_read_out_has_it(page):
    values = {param.id: param.default for param in EDITOR_PARAMS}
    settings = editor_settings(values)
    film = record(run_lazily(settings.work))
    (_, moving) = editor.draw(settings, film)
    opened(page, moving.picture)
    world = drawn(settings.work.world)
    n_rows, n_cols, cell = world.n_rows, world.n_cols, 19
    for frame in (1, 3, len(film.frames) - 1):
        own = float(film.frames[frame].values[cell])
        said = told_at(page, cell % n_cols + 0.8, n_rows - cell // n_cols - 0.8, frame)
        assert f"value: {float(f'{own:.4g}'):g}".replace("-", "−") in said


def test_colours_alone_tell_no_more_digits_than_a_byte_has(page):
    values = np.array([[[0.675, -0.25]], [[0.5, np.nan]]])
    axis = Axis("x", 0, 2), Axis("y", 0, 1)
    byte = Heat(bytes_of(values, -4, 4), (0, 2, 0, 1), "diverging", -4, 4, "worth")
    exact = Heat(bytes_of(values, -4, 4), (0, 2, 0, 1), "diverging", -4, 4, "worth",
                 told=told_of(values))  # fmt: skip
    readout = Readout("change", np.array([-0.5, -0.0001]), 2)
    for heat, said in (
        (byte, ["worth: 0.7", "worth: −0.2"]),
        (exact, ["worth: 0.675", "worth: −0.25"]),
    ):
        panel = Panel("Worth", *axis, (heat,))
        opened(page, FilmPicture("k", (panel,), np.arange(2), "alt", readouts=(readout,)))
        assert [told_at(page, x, 0.5, 0) for x in (0.5, 1.5)] == said
        assert page.locator(".readouts i").first.text_content() == "−0.50"
    assert page.locator(".tip").is_visible()
    told_at(page, 1.5, 0.5, 1)
    assert page.locator(".tip").is_hidden()
