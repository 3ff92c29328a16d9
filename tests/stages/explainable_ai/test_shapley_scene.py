"""Shapley by hand on the screen: what is lit, what stands in the table, what a click sets."""

from __future__ import annotations

import numpy as np
import pytest

from core.figures.blocks import Moving
from core.figures.deeds import Button, Form, inside
from core.figures.encoding import encode
from core.figures.film import Segments, Spots, Texts
from core.playground import load
from core.stages.explainable_ai.shapley import scene
from core.stages.explainable_ai.shapley.missions import MISSIONS
from core.stages.explainable_ai.shapley.run import play_game, play_row
from core.stages.explainable_ai.shapley.settings import GameSettings, RowSettings
from core.ui.player import Pick
from tests.figures.test_scenes_of_odd_tables import (
    ODD,
    assert_blocks,
    assert_markdown,
    stop_at,
)
from tests.tabular.explain_cases import experiment, planted


def drawn(**values):
    settings = GameSettings.of(values)
    answer = play_game(settings)
    blocks = scene.draw(settings, answer)
    picture = next(block.picture for block in blocks if isinstance(block, Moving))
    return settings, answer, picture


def layers(panel, kind):
    return [layer for layer in panel.layers if isinstance(layer, kind)]


def clicked(answer, of, index, value):
    return scene.picked(None, answer, Pick("lattice", 0.0, 0.0, 0, of, index, value))


def test_the_lattice_lights_the_order_that_is_walked():
    _, answer, picture = drawn()
    lattice = picture.panels[0]
    lit = [layer.weight for layer in layers(lattice, Segments)]
    for k, moment in enumerate(answer.film.frames):
        bold = sum(int((weight[k] == 1).sum()) for weight in lit)
        assert bold == moment.n_joined
    moving = [layer for layer in layers(lattice, Texts) if np.ndim(layer.x) == 2]
    assert moving[0].texts[3] == ("0", "+1", "0")


@pytest.mark.parametrize("way", ["orders", "coalitions", "sample"])
@pytest.mark.parametrize("values", [{}, {"game": "airport"}, {"gloves": "1-1"}])
def test_every_film_has_a_caption_a_frame_and_can_be_sent(way, values):
    _, answer, picture = drawn(**values, way=way)
    assert len(picture.captions) == len(answer.film.frames) == len(picture.steps)
    assert encode(picture)["blob"]


def test_the_table_fills_row_by_row_and_ends_with_the_means():
    _, _, picture = drawn()
    table = picture.panels[1]
    moving = [layer for layer in layers(table, Texts) if isinstance(layer.texts[0], tuple)]
    orders, idle, busy, means = moving
    assert orders.texts[0] == ("",) * 6
    assert orders.texts[4][:2] == ("LR₁R₂", "L")
    assert orders.texts[-1][-1] == "R₂R₁L"
    assert sum(cell == "1" for cell in busy.texts[-1]) == 6
    assert sum(cell == "0" for cell in idle.texts[-1]) == 12
    assert means.texts[-1] == ("mean", "2/3", "1/6", "1/6")


def test_a_clicked_coalition_takes_the_worth_that_was_typed():
    _, answer, picture = drawn()
    (nodes, gains) = layers(picture.panels[0], Spots)
    place = nodes.labels.index("LR₂")
    assert clicked(answer, "coalitions", place, 0.0) == {
        "game": "own",
        "worths": "0, 0, 0, 1, 0, 0, 1",
    }
    line = gains.labels.index("R₂ joins LR₁")
    assert clicked(answer, "gains", line, 2.5)["worths"] == "0, 0, 0, 1, 1, 0, 3.5"
    assert np.isnan(nodes.value[0])


@pytest.mark.parametrize(
    ("of", "index", "value"),
    [("coalitions", 0, 5.0), ("coalitions", 99, 5.0), ("", -1, 5.0), ("coalitions", 3, None),
     ("gains", 99, 1.0)],
)  # fmt: skip
def test_a_click_on_nothing_changes_nothing(of, index, value):
    _, answer, _ = drawn()
    assert clicked(answer, of, index, value) == {}


def test_a_typed_worth_beyond_all_bounds_is_the_largest():
    _, answer, _ = drawn()
    assert clicked(answer, "coalitions", 1, 1e300)["worths"].startswith("1000000000, ")


def test_all_worths_can_be_set_at_once_and_players_come_and_go():
    settings, answer, _ = drawn()
    found = inside(scene.operate(settings, answer, None))
    form = next(block for block in found if isinstance(block, Form))
    same = form.effect({param.id: param.default for param in form.params})
    assert same == {"game": "own", "worths": "0, 0, 0, 1, 1, 0, 1"}
    more, fewer = (block for block in found if isinstance(block, Button))
    larger = play_game(GameSettings.of(more.effect))
    assert larger.values == pytest.approx((2 / 3, 1 / 6, 1 / 6, 0))
    assert larger.idle == (3,)
    assert play_game(GameSettings.of(fewer.effect)).values == pytest.approx((1 / 2, 1 / 2))


def test_a_row_can_be_taken_as_a_game_and_is_not_set_by_a_click():
    settings = RowSettings.of(
        {"background": 6, "players": ("size", "rooms")}, experiment=experiment()
    )
    answer = play_row(settings, planted())
    lattice = scene.draw(settings, answer)[1].picture.panels[0]
    assert not lattice.sets
    assert clicked(answer, "coalitions", 1, 3.0) == {}
    (button,) = (b for b in inside(scene.operate(settings, answer, None)) if isinstance(b, Button))
    taken = play_game(GameSettings.of(button.effect))
    assert taken.values == pytest.approx(answer.values, rel=1e-9)


def test_the_sentence_says_why():
    said = {
        "vote": "**A gets 2/3 (0.667)** of 1, because it is pivotal in 4 of 6 orders",
        "airport": "**D pays 9** of 18, the mean over 24 orders: it adds between 5 and 18",
        "owner": "W₁, W₂ and W₃ are interchangeable, so each gets 5.",
    }
    for game, words in said.items():
        settings, answer, _ = drawn(game=game)
        assert words in scene.notice(settings, answer)
    settings, answer, _ = drawn(game="vote", votes="66; 35, 35, 30")
    assert "C adds nothing to any coalition and gets 0: a null player." in scene.notice(
        settings, answer
    )


def test_a_game_worth_nothing_is_drawn_and_told():
    settings, answer, picture = drawn(game="own", worths="0, 0, 0")
    assert encode(picture)["blob"]
    assert "0" in scene.notice(settings, answer)


def test_every_mission_gives_away_what_reaches_it():
    for mission in MISSIONS:
        values = getattr(mission.reached, "values", mission.reached)
        if callable(values):
            values = mission.reached
        for text in (v for v in values.values() if isinstance(v, str) and ", " in v):
            numbers = {part.strip(" ;") for part in text.replace(";", ",").split(",")}
            assert all(number in " ".join(mission.hints) for number in numbers)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["orders", "coalitions"])
@pytest.mark.parametrize("name", ODD)
def test_a_row_of_an_odd_table_is_drawn_and_told_or_refused(name, way):
    asked = {"game": "model", "background": 10, "way": way}
    stop = stop_at("explainable_ai", load("explainable_ai", "shapley"), name, asked)
    if stop is not None:
        assert_markdown(stop.sentence)
        assert_blocks(stop.blocks)
        assert stop.answer.game.n == min(len(stop.settings.players), 4)
