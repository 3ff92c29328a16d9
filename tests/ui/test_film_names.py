"""What names a film, so that the player keeps its place in equal frames: one place, for all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.figures.blocks import Moving, Words, named
from core.figures.film import FilmPicture
from core.playground import Context
from core.ui.trip import film_name
from tests.catalogue import playgrounds_of
from tests.pages.walk import defaults, facts, start, walk

STAGES = ("neural_networks", "evaluation", "supervised", "reinforcement")
LIGHT = {
    "bandits": {"curve": "reward"},
    "metrics_by_hand": {"metric": "mcc"},
    "playground": {"show": ("sharp",)},
    "temporal_difference": {"shows": "visits", "place": "24"},
    "threshold": {"threshold": 0.2, "cost_miss": 9.0},
}
"""Controls that draw the same frames anew."""
HEAVY = {
    "bandits": {"seed": 1},
    "metrics_by_hand": {"tp": 41},
    "playground": {"seed": 1},
    "temporal_difference": {"seed": 1},
}
FILMS = [
    pytest.param(playground, id=f"{slug}-{playground.id}")
    for slug in STAGES
    for playground in playgrounds_of(slug)
    if (playground.card.film or playground.id in LIGHT) and not playground.live_only
]


def opened(playground, **moved):
    """Settings of the defaults, some of them moved, with the table they begin with."""
    table, _ = facts("iris")
    experiment = start(table)
    params = playground.offered(table, experiment) if playground.needs_table else playground.params
    return playground.settings(Context(experiment), {**defaults(params), **moved})


def by_id(name):
    return next(each.values[0] for each in FILMS if each.values[0].id == name)


@pytest.mark.parametrize("playground", FILMS)
def test_equal_settings_name_a_film_alike_and_another_table_anew(playground):
    names = [film_name(playground, opened(playground), table) for table in ("a", "a", "b")]
    assert names[0] == names[1]
    assert (names[0] != names[2]) == (playground.work is not None)


@pytest.mark.parametrize("name", LIGHT)
def test_light_controls_keep_a_films_name(name):
    playground = by_id(name)
    plain = film_name(playground, opened(playground))
    for control, value in LIGHT[name].items():
        assert film_name(playground, opened(playground, **{control: value})) == plain


@pytest.mark.parametrize("name", HEAVY)
def test_other_settings_name_another_film(name):
    playground = by_id(name)
    assert film_name(playground, opened(playground)) != film_name(
        playground, opened(playground, **HEAVY[name])
    )


def test_a_film_is_named_where_its_scene_has_not_done_so():
    bare = Moving(FilmPicture("k", (), np.arange(2), "alt"), aside=True)
    own = Moving(replace(bare.picture, film="own"))
    shown = named((bare, Words("text"), own), "the call")
    assert [block.picture.film for block in (shown[0], shown[2])] == ["the call", "own"]
    assert shown[0].aside
    assert shown[1] == Words("text")


@pytest.mark.slow
@pytest.mark.parametrize("playground", FILMS)
def test_scenes_leave_the_name_to_the_trip(playground):
    table, frame = facts("iris")
    experiment = start(table)
    params = playground.offered(table, experiment) if playground.needs_table else playground.params
    needs = (experiment, frame, table) if playground.needs_table else ()
    stop = walk(playground, defaults(params), *needs)
    (film,) = [block.picture.film for block in stop.blocks if isinstance(block, Moving)]
    assert (film == "") == (playground.id != "world_editor"), "inspecting a place keeps its film"
