"""Painted worlds: their tables against Gymnasium's and the book's, painting, links, refusals."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rl.worlds.grid import KINDS, TOOLS, BadWorld, Jump, World, paint, set_reward
from core.rl.worlds.model import reachable
from core.rl.worlds.presets import PRESETS, actions_of, drawn, painted, preset, resolve
from core.rl.worlds.rules import model_of
from core.rl.worlds.small import SMALL_WORLDS
from core.rl.worlds.text import MOST_TEXT, from_text, to_text
from core.rl.worlds.toy_text import BLACKJACK_END, GYM_WORLDS, N_HANDS, hand_state

ALL = [entry.id for entry in (*PRESETS, *GYM_WORLDS, *SMALL_WORLDS)]


@pytest.mark.parametrize("world_id", ALL)
def test_the_chances_of_every_state_and_action_add_up_to_one(world_id):
    model = resolve(world_id)
    assert sum(chance for _, chance in model.starts) == pytest.approx(1)
    for row in model.table:
        assert len(row) == model.n_actions
        for outcomes in row:
            assert sum(o[0] for o in outcomes) == pytest.approx(1)
            assert all(0 <= o[1] < model.n_states for o in outcomes)


def _as_dicts(model, order):
    """Return {(state, action): {(next, reward, end): chance}} without what has ended."""
    return {
        (state, action): {o[1:]: pytest.approx(o[0]) for o in row[mine]}
        for state, row in enumerate(model.table)
        if not model.ends[state]
        for action, mine in enumerate(order)
    }


def test_the_painted_frozen_lake_is_gymnasiums():
    mine, theirs = resolve("lake4"), resolve("FrozenLake-v1")
    assert mine.ends == theirs.ends
    assert _as_dicts(mine, [3, 2, 1, 0]) == _as_dicts(theirs, [0, 1, 2, 3])


def test_the_painted_cliff_is_gymnasiums():
    mine, theirs = resolve("cliff"), resolve("CliffWalking-v1")
    walkable = reachable(mine)
    assert walkable == reachable(theirs)
    a, b = _as_dicts(mine, range(4)), _as_dicts(theirs, range(4))
    assert {k: v for k, v in a.items() if k[0] in walkable} == {
        k: v for k, v in b.items() if k[0] in walkable
    }


@pytest.mark.parametrize("world", ALL)
def test_what_is_drawn_has_the_models_shape_and_moves(world):
    model, grid = resolve(world), drawn(world)
    assert actions_of(world) == model.actions
    assert (grid is None) == (model.n_cols == 0)
    if grid is not None:
        assert (grid.n_rows, grid.n_cols) == (model.n_rows, model.n_cols)
        goals = {cell for cell, kind in enumerate(grid.cells) if kind in "GLW"}
        assert goals == {state for state, end in enumerate(model.ends) if end}


def test_wind_shifts_the_next_cell_as_in_the_book():
    # S&B example 6.5: right from column 6 (wind 2) lands two rows higher; the edge clips.
    model = resolve("windy")
    at = lambda row, col: row * 10 + col  # noqa: E731
    assert model.table[at(3, 6)][1] == [(1.0, at(1, 7), -1.0, False)]
    assert model.table[at(6, 4)][2] == [(1.0, at(6, 4), -1.0, False)]
    assert model.table[at(0, 6)][1] == [(1.0, at(0, 7), -1.0, False)]
    assert model.table[at(4, 8)][3] == [(1.0, at(3, 7), -1.0, True)]


def test_the_shortest_windy_path_takes_15_steps_and_with_nine_or_eight_moves_7():
    # S&B figure 6.3 and exercise 6.9.
    def shortest(model):
        reached, n = {model.starts[0][0]}, 0
        while not any(model.ends[s] for s in reached):
            reached = {o[1] for s in reached for row in model.table[s] for o in row}
            n += 1
        return n

    world = preset("windy")
    assert shortest(model_of(world)) == 15
    assert shortest(model_of(replace(world, has_king_moves=True))) == 7


def test_gusts_are_one_weaker_as_marked_or_one_stronger():
    outcomes = resolve("gusts").table[3 * 10 + 6][1]
    assert {(o[1], round(o[0], 6)) for o in outcomes} == {
        (20 + 7, 0.333333),
        (10 + 7, 0.333333),
        (0 + 7, 0.333333),
    }


def test_blackjack_by_the_rules_agrees_with_gymnasium_played():
    import gymnasium

    env = gymnasium.make("Blackjack-v1", sab=True)
    model, rng = resolve("Blackjack-v1"), random.Random(0)
    mean = [0.0, 0.0]
    n = 8000
    env.reset(seed=0)
    for _ in range(n):  # hit below 18, on both sides
        state, _ = env.reset()
        ended = False
        while not ended:
            state, reward, ended, _, _ = env.step(int(state[0] < 18))
        mean[0] += reward / n
        states, chances = zip(*model.starts, strict=True)
        (s,) = rng.choices(states, chances)
        ended, mine = False, 0.0
        while not ended:
            below = s < N_HANDS and 4 + s // 20 < 18
            outcomes = model.table[s][int(below)]
            ((_, s, r, ended),) = rng.choices(outcomes, [o[0] for o in outcomes])
            mine += r
        mean[1] += mine / n
    assert mean[0] == pytest.approx(mean[1], abs=0.045)  # three standard errors


def test_a_dealers_ten_busts_as_often_as_known():
    # Infinite deck, dealer stands on all 17: published 21.2 % for a ten, 11.5 % for an ace.
    model = resolve("Blackjack-v1")
    for dealer, chance in ((10, 0.2121), (1, 0.1153), (6, 0.4228)):
        wins = next(o[0] for o in model.table[hand_state(12, dealer, False)][0] if o[2] == 1)
        assert wins == pytest.approx(chance, abs=0.0005)
    assert model.ends[BLACKJACK_END]


# Painting


@pytest.mark.parametrize("tool", [tool.id for tool in TOOLS if tool.id not in ("floor", "calm")])
def test_every_tool_changes_the_cell_and_nothing_else(tool):
    before = preset("field")
    after = paint(before, 25, tool)
    assert after != before
    changed = [i for i, (a, b) in enumerate(zip(before.cells, after.cells, strict=True)) if a != b]
    blown = [i for i, letter in enumerate(after.wind) if letter != "."]
    assert [*changed, *blown] == [25]


def test_floor_and_calm_undo_what_was_painted():
    before = preset("field")
    for tool in ("wall", "lava", "cliff", "goal"):
        assert paint(paint(before, 25, tool), 25, "floor") == before
    assert paint(paint(before, 25, "wind_up"), 25, "calm") == before


def test_painting_the_same_wind_twice_doubles_it():
    once = paint(preset("field"), 7, "wind_left")
    twice = paint(once, 7, "wind_left")
    assert (once.wind[7], twice.wind[7]) == ("l", "L")
    assert paint(twice, 7, "wind_left").wind[7] == "L"


def test_a_reward_is_for_the_one_who_enters():
    world = set_reward(preset("field"), 1, 0.5)
    assert model_of(world).table[0][1] == [(1.0, 1, 0.5, False)]
    assert set_reward(world, 1, None) == preset("field")


def test_a_painted_wall_takes_a_jump_away():
    assert [jump.cell for jump in paint(preset("jumps"), 1, "wall").jumps] == [3]


# Warnings


def test_a_world_walled_shut_says_so():
    assert resolve("shut").warning == (
        "The start is shut by walls: no move leads anywhere. Erase a wall beside it."
    )


def test_an_unreachable_goal_says_so():
    world = World("S.W.G", 5, rewards=((4, 1.0),))
    assert model_of(world).warning == (
        "No goal can be reached from the start. Erase a wall, or move the goal."
    )


def test_a_world_of_walls_says_so():
    assert model_of(World("WW", 2)).warning == (
        "No cell is free to start in. Paint some floor or a start."
    )


def test_only_the_preset_made_for_it_carries_a_warning():
    assert [world for world in ALL if resolve(world).warning] == ["shut"]


# Links


@pytest.mark.parametrize("entry", PRESETS, ids=lambda entry: entry.id)
def test_every_preset_goes_through_a_link(entry):
    text = to_text(entry.world)
    assert from_text(text) == entry.world
    assert painted(text) == entry.world
    assert quote(text) == text
    assert len(text) < 500


@st.composite
def worlds(draw):
    n_cols, n_rows = draw(st.integers(1, 18)), draw(st.integers(1, 18))
    n = n_cols * n_rows
    values = draw(st.lists(st.integers(-999999, 999999), min_size=1, max_size=24))
    cells = draw(st.text(KINDS, min_size=n, max_size=n))
    wind = draw(st.text(".urdlURDL", min_size=n, max_size=n))
    rewards = draw(st.dictionaries(st.integers(0, n - 1), st.sampled_from(values), max_size=n))
    jump = st.builds(Jump, st.integers(0, n - 1), st.integers(0, n - 1), st.just(-12.5))
    return World(
        cells,
        n_cols,
        rewards=tuple(sorted((cell, value / 1000) for cell, value in rewards.items())),
        wind=wind,
        slip=draw(st.floats(0, 1)),
        is_gusty=draw(st.booleans()),
        has_king_moves=draw(st.booleans()),
        jumps=tuple(draw(st.lists(jump, max_size=12))),
        time_limit=draw(st.integers(1, 10000)),
    )


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_any_world_goes_through_a_link_of_two_kilobytes(world):
    text = to_text(world)
    assert len(quote(text)) <= MOST_TEXT
    assert from_text(text) == world


@settings(max_examples=20, deadline=None)
@given(worlds())
def test_any_world_has_chances_that_add_up_to_one(world):
    for row in model_of(world).table:
        for outcomes in row:
            assert sum(o[0] for o in outcomes) == pytest.approx(1)


def test_the_largest_world_fits_a_link():
    n = 18 * 18
    world = World(
        "." * n,
        18,
        "a" * 24,
        tuple((cell, -999.999 + cell % 24 / 1000) for cell in range(n)),
        wind="U" * n,
        slip=1 / 3,
        jumps=tuple(Jump(cell, cell, -999.999) for cell in range(12)),
    )
    assert len(to_text(world)) <= MOST_TEXT


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("c3x.SGWrjnpswtbgk~0129-ezé "), max_size=40).map(lambda t: "c" + t))
def test_nonsense_is_refused_with_a_sentence(text):
    with suppress(BadWorld):  # anything but a refusal fails
        from_text(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("c3x..", "2 cells in rows of 3 are not a world. Use full rows, at most 18 by 18 cells."),
        ("c2x.Q", "Nobody knows the cell 'Q'. Use the letters .WSGLC."),
        ("c2x..~r5000x00", "A reward must lie between -1000 and 1000."),
        ("c2x..~r1x09", "There is no cell 9. Cells go from 0 to 1."),
        ("c2x..~wu", "The wind needs one letter of .urdlURDL for every cell, or none at all."),
        ("c2x..~p2", "The chance of slipping must lie between 0 and 1, not 2."),
        ("c2x..~t0", "The time limit must lie between 1 and 10000 steps."),
        (
            "nx",
            "This is not a world (it has no cells). Copy the whole link again, or start from a "
            "preset.",
        ),
    ],
)  # fmt: skip
def test_a_damaged_link_is_refused(text, message):
    with pytest.raises(BadWorld) as refused:
        from_text(text)
    assert refused.value.sentence == message


def test_an_unknown_world_is_refused():
    with pytest.raises(BadWorld, match=r"There is no world named 'moon'. Choose one of field, "):
        resolve("moon")


def test_an_unknown_tool_and_a_cell_outside_are_refused():
    with pytest.raises(BadWorld, match=r"There is no tool named 'brush'"):
        paint(preset("field"), 0, "brush")
    with pytest.raises(BadWorld, match=r"There is no cell 99"):
        paint(preset("field"), 99, "wall")


def shut(cells, n_cols, wind=""):
    return World(cells, n_cols, wind=wind)


@pytest.mark.parametrize(("world", "said", "mended"), [
    (shut("SW.G", 4), "Erase a wall beside it.", shut("S..G", 4)),
    (shut("S..G", 4, "L..."), "Take the wind away there.", shut("S..G", 4, "....")),
    (shut("SC.G", 4), "Erase a cliff beside it.", shut("S..G", 4)),
    (shut("SWCG", 4, "L..."), "Erase walls, cliffs or wind there.", shut("S..G", 4)),
    (shut("S", 1), "Paint a goal elsewhere, or a larger world.", shut("SG", 2)),
])  # fmt: skip
def test_what_shuts_the_start_is_what_is_to_be_erased(world, said, mended):
    warning = model_of(world).warning
    assert warning.startswith("The start is shut")
    assert warning.endswith(said)
    assert model_of(mended).warning == ""
