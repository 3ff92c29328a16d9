"""Taxi and Blackjack are laid out so that a place means something."""

from __future__ import annotations

import numpy as np
import pytest

from core.figures.rl import tables as rl_tables
from core.figures.rl.ground import ground_of, laid
from core.rl.worlds.presets import resolve
from core.rl.worlds.toy_text import BLACKJACK_END, describe, hand_state


@pytest.mark.parametrize(("world", "n_states"), [("Taxi-v4", 500), ("Blackjack-v1", 371)])
def test_every_state_has_a_place_of_its_own(world, n_states):
    layout = rl_tables.layout_of(world)
    assert len(layout.places) == n_states
    assert len(set(layout.places.tolist())) == n_states
    assert layout.places.max() < layout.n_rows * layout.n_cols


def test_a_hand_stands_at_its_sum_and_the_dealers_card():
    ground = ground_of("Blackjack-v1", 371)
    sums = {label: y for y, label in ground.layout.y_ticks}
    cards = [(x, label) for x, label in ground.layout.x_ticks]
    hand = hand_state(15, 10, False)
    assert ground.y[hand] == sums["15"]
    assert (ground.x[hand], "10") == cards[3]
    soft = hand_state(18, 1, True)
    assert ground.y[soft] == sums["18"]
    assert (ground.x[soft], "A") == cards[4]
    assert ground.y[BLACKJACK_END - 1] == sums["natural"]
    assert [a.name for a in ground.actions] == ["stick", "hit"]


def test_a_taxi_state_stands_where_the_taxi_is_in_its_own_map():
    ground = ground_of("Taxi-v4", 500)
    told = describe("Taxi-v4", 328)
    assert told == "Taxi in row 4, column 2. The passenger waits at yellow and wants to go to red."
    column, row = 2 * rl_tables.GAP + 1, 3
    assert ground.x[328] == column + 0.5
    assert ground.y[328] == ground.n_rows - row - 0.5


def test_values_land_on_the_places_of_their_states():
    ground = ground_of("Taxi-v4", 500)
    raster = laid(ground, np.arange(1.0, 501.0))
    assert raster.shape == (23, 29)
    assert (raster.ravel()[ground.layout.places] == np.arange(1.0, 501.0)).all()
    assert (raster[5] == 0).all(), "an empty row lies between two maps"


def test_the_town_shows_taxi_passenger_and_destination():
    taxi_x, taxi_y, rider_x, rider_y, goal_x, goal_y = (
        float(part[0]) for part in rl_tables.taxi_places(np.array([328]))
    )
    assert (taxi_x, taxi_y) == (1.5, 1.5)
    assert (rider_x, rider_y) == (0.5, 0.5)
    assert (goal_x, goal_y) == (0.5, 4.5)


def test_the_towns_walls_are_those_of_the_table():
    model = resolve("Taxi-v4")
    east = next(i for i, action in enumerate(model.actions) if action.name == "right")
    walls = set()
    for row in range(5):
        for col in range(4):
            state = ((row * 5 + col) * 5) * 4
            if model.table[state][east][0][1] == state:
                walls.add((row, col + 1))
    assert walls == set(rl_tables.TAXI_WALLS)
