"""Every algorithm is described, drawn, encoded small, and has its own sentence."""

from __future__ import annotations

import json

import pytest

from core.figures.encoding import encode
from core.stages.supervised.how_it_learns.catalogue import ALGORITHMS
from core.stages.supervised.how_it_learns.data import SHAPE_BY_ID
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.scene import asked, draw, notice
from core.stages.supervised.how_it_learns.scene_drawings import DRAWINGS
from core.stages.supervised.how_it_learns.settings import PARAMS, learn_settings
from core.ui.player import Pick

EACH = pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)
MOST_BYTES = 1_500_000


def test_every_algorithm_is_drawn_and_no_other():
    assert list(DRAWINGS) == [spec.id for spec in ALGORITHMS]


@EACH
def test_every_entry_is_described_with_its_source(spec):
    assert spec.help.endswith(".")
    assert "(1" in spec.source or "(2" in spec.source
    assert spec.shape in SHAPE_BY_ID


def test_controls_are_explained_and_their_defaults_legal():
    assert len({param.id for param in PARAMS}) == len(PARAMS)
    for param in PARAMS:
        assert param.check(param.default) == param.default
        assert param.help.endswith(".")


@EACH
def test_its_largest_film_is_small_enough_to_send(spec):
    most = {p.id: int(p.high) for p in PARAMS if p.kind == "int" and p.id in spec.knobs}
    settings = learn_settings({"algorithm": spec.id, "n_points": 300, **most})
    (block,) = draw(settings, learning_film(settings))
    assert len(json.dumps(encode(block.picture))) < MOST_BYTES


@EACH
def test_every_panel_has_words_and_named_axes(spec):
    settings = learn_settings({"algorithm": spec.id})
    (block,) = draw(settings, learning_film(settings))
    for panel in block.picture.panels:
        assert panel.alt
        assert panel.plain or (panel.x.label and panel.y.label)
    assert len(block.picture.captions) == len(block.picture.steps)


@EACH
def test_the_sentence_depends_on_the_points(spec):
    settings = [learn_settings({"algorithm": spec.id, "seed": seed}) for seed in (0, 1)]
    assert len({notice(one, learning_film(one)) for one in settings}) == 2


def test_a_click_into_the_plane_asks_there_and_one_into_the_loss_begins_there():
    asks = asked(learn_settings({"algorithm": "knn"}), None, Pick("place", 1.23, -0.5, 0))
    assert asks == {"at_x": 1.2, "at_y": -0.5}
    begins = asked(learn_settings({"algorithm": "line"}), None, Pick("line", 1.2345, 99.0, 0))
    assert begins == {"start_w": 1.25, "start_b": 6.0}


@EACH
def test_every_click_it_listens_to_moves_controls_of_its_own(spec):
    settings = learn_settings({"algorithm": spec.id})
    (block,) = draw(settings, learning_film(settings))
    for panel in block.picture.panels:
        if panel.pick:
            moved = asked(settings, None, Pick(panel.pick, 0.5, 0.5, 0))
            assert set(moved) <= set(spec.knobs)
            assert learn_settings({"algorithm": spec.id, **moved})
