"""Worlds as scripts write them down are the worlds that are played."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rl.worlds.grid import Jump, World
from core.rl.worlds.makers import full_grid, maker_of, plain_grid
from core.rl.worlds.presets import PRESETS, resolve
from core.rl.worlds.small import SMALL_WORLDS
from core.rl.worlds.text import to_text
from core.rl.worlds.toy_text import GYM_WORLDS

ALL = [entry.id for entry in (*PRESETS, *GYM_WORLDS, *SMALL_WORLDS)]
FIELDS = ("table", "starts", "ends", "actions", "n_rows", "n_cols", "time_limit")


def same(text: str) -> None:
    built, resolved = maker_of(text)(), resolve(text)
    assert {name: getattr(built, name) for name in FIELDS} == {
        name: getattr(resolved, name) for name in FIELDS
    }


@pytest.mark.parametrize("world", ALL)
def test_every_world_of_the_catalogue_is_built_as_it_is_played(world):
    same(world)


@st.composite
def worlds(draw) -> World:
    n_rows, n_cols = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    n = n_rows * n_cols
    cells = "".join(draw(st.lists(st.sampled_from(".WSGLC"), min_size=n, max_size=n)))
    paid = draw(st.dictionaries(st.integers(0, n - 1), st.sampled_from([-2.0, 0.0, 1.0])))
    wind = draw(st.just("") | st.text("." + "urdlURDL", min_size=n, max_size=n))
    cell = st.integers(0, n - 1)
    jumps = draw(st.lists(st.builds(Jump, cell, cell, st.just(3.0)), max_size=1))
    return World(
        cells, n_cols, rewards=tuple(sorted(paid.items())), wind=wind, jumps=tuple(jumps),
        step_reward=draw(st.sampled_from([0.0, -0.5])), time_limit=draw(st.integers(1, 600)),
        bump_reward=draw(st.sampled_from([None, -1.0])), is_gusty=draw(st.booleans()),
        slip=draw(st.sampled_from([0.0, 0.2, 1.0])), has_king_moves=draw(st.booleans()),
    )  # fmt: skip


@given(worlds())
def test_any_painted_world_is_built_as_it_is_played(world):
    same(to_text(world))


@given(worlds())
def test_a_world_without_wind_and_ice_is_built_by_the_short_rules(world):
    plain = World(world.cells, world.n_cols, rewards=world.rewards, step_reward=world.step_reward)
    assert maker_of(to_text(plain)).func is plain_grid
    same(to_text(plain))


def test_wind_and_ice_ask_for_the_full_rules():
    for world in ("windy", "gusts", "lake4", "jumps"):
        assert maker_of(world).func is full_grid
    assert maker_of("cliff").keywords == {"rewards": {"C": -100.0}, "step_reward": -1.0}
