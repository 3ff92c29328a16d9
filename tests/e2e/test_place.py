"""The player keeps its place in equal frames, however they are drawn, and begins others anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.figures.encoding import encode
from core.figures.film import Axis, FilmPicture, Line, Panel
from core.figures.film_page import standalone
from core.ui.player import CSS, HTML, script

pytestmark = [pytest.mark.browser, pytest.mark.slow]
N = 9


def picture(colour: int = 0, n: int = N, **options: object) -> FilmPicture:
    line = Line(np.arange(float(n)), np.arange(float(n)), colour, grows=True)
    panel = Panel("A line", Axis("x", 0, n), Axis("y", 0, n), (line,))
    given = {"film": "one", "begin": "start", **options}
    return FilmPicture("key", (panel,), np.arange(n), "alt", **given)  # type: ignore[arg-type]


FILM = picture()


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 900, "height": 600})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.set_content(standalone(FILM, script(), CSS, HTML))
    opened.locator(".film canvas").first.wait_for()
    opened.get_by_label("Position in the film").fill("5")
    assert place(opened) == 5
    yield opened
    opened.close()
    assert faults == []


def place(page) -> int:
    return int(page.locator(".film").get_attribute("data-index"))


def given(page, shown: FilmPicture) -> int:
    """Give the player another picture, as a rerun of the page does; return where it then stands."""
    page.evaluate(
        "data => document.querySelector('.film').player.take(data, () => {})", encode(shown)
    )
    return place(page)


def canvas(page) -> str:
    return str(page.locator(".film canvas").first.evaluate("one => one.toDataURL()"))


def test_the_same_frames_drawn_anew_keep_the_place(page):
    before = canvas(page)
    assert given(page, FILM) == 5
    assert canvas(page) == before
    assert given(page, picture(colour=1)) == 5
    assert canvas(page) != before, "the new colour is not seen"


def test_other_frames_begin_anew_even_if_they_look_alike(page):
    assert given(page, replace(FILM, film="other")) == 0


def test_a_control_of_the_page_moves_the_film_whether_or_not_it_looks_the_same(page):
    assert given(page, replace(FILM, begin=7)) == 7
    page.get_by_label("Position in the film").fill("2")
    assert given(page, replace(FILM, begin=7)) == 2, "it was moved there already"
    assert given(page, picture(colour=1, begin=7)) == 2
    assert given(page, picture(colour=2, begin=4)) == 4
    assert given(page, replace(FILM, film="other", begin=6)) == 6


def test_fewer_frames_of_the_same_name_end_where_they_end(page):
    assert given(page, picture(n=4)) == 3
