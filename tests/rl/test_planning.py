"""Planning against the book's figures, linear programming and linear solves."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from core.params import BadValue
from core.rl.planning.bellman import action_value
from core.rl.planning.sweeps import PlanningSettings, run
from core.rl.worlds.grid import BadWorld
from core.rl.worlds.model import dense, optimal_by_linear_programme
from core.rl.worlds.presets import resolve
from core.stages.reinforcement.world_editor.returns import (
    BadRewards,
    ReturnsSettings,
    returns_backwards,
)

FIGURE_3_2 = """
    3.3  8.8  4.4  5.3  1.5
    1.5  3.0  2.3  1.9  0.5
    0.1  0.7  0.7  0.4 -0.4
   -1.0 -0.4 -0.4 -0.6 -1.2
   -1.9 -1.3 -1.2 -1.4 -2.0"""
FIGURE_3_5 = """
   22.0 24.4 22.0 19.4 17.5
   19.8 22.0 19.8 17.8 16.0
   17.8 19.8 17.8 16.0 14.4
   16.0 17.8 16.0 14.4 13.0
   14.4 16.0 14.4 13.0 11.7"""
FIGURE_3_5_ACTIONS = """
    R  URDL L URDL L
    UR U  UL  L  L
    UR U  UL  UL UL
    UR U  UL  UL UL
    UR U  UL  UL UL"""
FIGURE_4_1 = {
    0: "0 0 0 0  0 0 0 0  0 0 0 0  0 0 0 0",
    1: "0 -1 -1 -1  -1 -1 -1 -1  -1 -1 -1 -1  -1 -1 -1 0",
    2: "0 -1.7 -2 -2  -1.7 -2 -2 -2  -2 -2 -2 -1.7  -2 -2 -1.7 0",
    3: "0 -2.4 -2.9 -3  -2.4 -2.9 -3 -2.9  -2.9 -3 -2.9 -2.4  -3 -2.9 -2.4 0",
    10: "0 -6.1 -8.4 -9  -6.1 -7.7 -8.4 -8.4  -8.4 -8.4 -7.7 -6.1  -9 -8.4 -6.1 0",
    -1: "0 -14 -20 -22  -14 -18 -20 -20  -20 -20 -18 -14  -22 -20 -14 0",
}


def printed(text: str) -> np.ndarray:
    return np.array([float(number) for number in text.split()])


def last(settings: PlanningSettings):
    return list(run(settings))[-1]


def same(a, b) -> bool:
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))


@pytest.mark.parametrize("in_place", [False, True])
def test_the_random_walk_of_figure_3_2(in_place):
    found = last(PlanningSettings("jumps", "policy_evaluation", 0.9, in_place))
    assert np.round(found.values, 1).tolist() == printed(FIGURE_3_2).tolist()


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("method", ["value_iteration", "policy_iteration"])
def test_the_optimal_values_and_actions_of_figure_3_5(method, in_place):
    found = last(PlanningSettings("jumps", method, 0.9, in_place))
    assert np.round(found.values, 1).tolist() == printed(FIGURE_3_5).tolist()
    arrows = ["".join(np.array(list("URDL"))[row > 0]) for row in found.policy]
    assert arrows == FIGURE_3_5_ACTIONS.split()


def test_the_sweeps_of_figure_4_1():
    frames = list(run(PlanningSettings("corners", "policy_evaluation", 1.0)))
    for k, text in FIGURE_4_1.items():
        # The book prints -1.75 as -1.7, so half a printed digit is allowed, both ends included.
        assert np.abs(frames[k].values - printed(text)).max() <= 0.05 + 1e-9, k
    assert frames[-1].phase == "settled"
    assert np.round(frames[-1].values, 3).tolist() == printed(FIGURE_4_1[-1]).tolist()


@pytest.mark.parametrize(
    ("world", "gamma"), [("FrozenLake-v1", 0.99), ("lake8", 0.99), ("jumps", 0.9), ("Taxi-v4", 0.9)]
)
def test_value_iteration_agrees_with_linear_programming(world, gamma):
    model = resolve(world)
    found = last(PlanningSettings(world, gamma=gamma, theta=1e-12, most_sweeps=5000))
    assert found.values == pytest.approx(optimal_by_linear_programme(model, gamma), abs=1e-7)


@pytest.mark.parametrize("world", ["FrozenLake-v1", "islands", "gusts"])
def test_policy_iteration_agrees_with_linear_solves(world):
    gamma, model = 0.95, resolve(world)
    transitions, rewards = dense(model)
    states = np.arange(model.n_states)
    policy = np.zeros(model.n_states, dtype=int)
    while True:  # Howard's policy iteration with an exact evaluation
        moves = np.eye(model.n_states) - gamma * transitions[states, policy]
        values = np.linalg.solve(moves, rewards[states, policy])
        q = rewards + gamma * transitions @ values
        better = np.where(q.max(1) > q[states, policy] + 1e-12, q.argmax(1), policy)
        if (better == policy).all():
            break
        policy = better
    found = last(PlanningSettings(world, "policy_iteration", gamma, theta=1e-11, most_sweeps=5000))
    assert found.phase == "settled"
    assert found.values == pytest.approx(values, abs=1e-8)


def test_frozen_lakes_published_optimum():
    # Known for 4x4, gamma 1: the start is worth 0.8235 (14/17).
    found = last(PlanningSettings("FrozenLake-v1", gamma=1.0, theta=1e-10, most_sweeps=5000))
    assert found.values[0] == pytest.approx(14 / 17, abs=1e-6)


def test_taxis_mean_optimum_is_the_measured_one():
    model = resolve("Taxi-v4")
    found = last(PlanningSettings("Taxi-v4", gamma=1.0))
    mean = sum(chance * found.values[state] for state, chance in model.starts)
    assert mean == pytest.approx(7.93, abs=0.005)


def test_blackjacks_optimum_and_known_decisions():
    # S&B figure 5.2 (hit on 16 against a ten, stick on 13 against a two, hit soft 17).
    from core.rl.worlds.toy_text import hand_state

    model = resolve("Blackjack-v1")
    found = last(PlanningSettings("Blackjack-v1", gamma=1.0))
    chosen = found.q.argmax(1)
    assert chosen[hand_state(16, 10, False)] == 1
    assert chosen[hand_state(13, 2, False)] == 0
    assert chosen[hand_state(12, 2, False)] == 1
    assert chosen[hand_state(12, 4, False)] == 0
    assert chosen[hand_state(17, 6, True)] == 1
    assert chosen[hand_state(18, 9, True)] == 1
    mean = sum(chance * found.values[state] for state, chance in model.starts)
    assert -0.06 < mean < -0.03


# Frames


def test_the_first_frame_is_before_any_step():
    first = next(iter(run(PlanningSettings())))
    assert (first.phase, first.n_sweeps, first.n_updates, first.cell) == ("start", 0, 0, -1)
    assert not first.values.any()


@pytest.mark.parametrize("method", ["policy_evaluation", "policy_iteration", "value_iteration"])
def test_equal_settings_give_equal_films(method):
    settings = PlanningSettings("islands", method)
    one, two = list(run(settings)), list(run(settings))
    assert len(one) == len(two)
    assert all(same(a, b) for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("method", ["policy_evaluation", "value_iteration"])
def test_cell_by_cell_ends_every_sweep_where_sweep_by_sweep_does(method, in_place):
    settings = PlanningSettings("jumps", method, in_place=in_place, most_sweeps=5, theta=0.1)
    sweeps = list(run(settings))
    cells = list(run(replace(settings, pace="cell")))
    assert len(cells) == 1 + 5 * 25 + 1
    for k in range(5):
        assert np.array_equal(sweeps[k].values, cells[25 * k].values)
        assert sweeps[k].n_sweeps == cells[25 * k].n_sweeps
    assert sweeps[3].delta == cells[75].delta


def test_a_cells_update_is_the_formula_with_its_numbers():
    frames = list(run(PlanningSettings("jumps", "policy_evaluation", pace="cell", most_sweeps=2)))
    frame, before = frames[26], frames[25]
    assert frame.cell == 0
    # up and left bump (-1), right is worth 10, down whatever cell 5 was.
    by_hand = 0.25 * (
        2 * (-1 + 0.9 * before.values[0]) + (0.9 * before.values[1]) + (0.9 * before.values[5])
    )
    assert frame.new == pytest.approx(by_hand)
    assert frame.values[0] == frame.new
    assert frame.bellman.startswith(r"\begin{aligned} V(1,1) &\leftarrow")
    assert r"\text{right: } 0.25\,\bigl(0 + 0.9 \cdot 10\bigr) = 2.25" in frame.bellman
    assert r"&= 1.469" in frame.bellman


def test_value_iteration_writes_every_action_and_the_best():
    frame = list(run(PlanningSettings("lake4", pace="cell", most_sweeps=1)))[-2]
    assert frame.bellman.count(r"\text{") == 4
    assert r"0.333\,(1)" in frame.bellman


def test_in_place_needs_fewer_sweeps():
    two = last(PlanningSettings("corners", "policy_evaluation", 1.0))
    one = last(PlanningSettings("corners", "policy_evaluation", 1.0, True))
    assert one.n_sweeps < two.n_sweeps


@pytest.mark.parametrize("param", PlanningSettings.PARAMS, ids=lambda param: param.id)
def test_every_param_changes_the_film(param):
    other = {
        "method": "policy_iteration", "gamma": 0.5, "in_place": True, "pace": "cell",
        "theta": 0.01, "most_sweeps": 3,
    }[param.id]  # fmt: skip
    base = PlanningSettings("jumps")
    one, two = list(run(base)), list(run(replace(base, **{param.id: other})))
    assert len(one) != len(two) or not all(same(a, b) for a, b in zip(one, two, strict=True))
    assert param.default == getattr(base, param.id)


# Ends and refusals


def test_values_that_never_settle_end_in_a_sentence():
    frames = list(run(PlanningSettings("jumps", "value_iteration", 1.0, most_sweeps=50)))
    assert len(frames) == 52
    assert frames[-1].ended == (
        "After 50 sweeps a value still changes by 10. "
        "Lower the discount γ below 1, or allow more sweeps."
    )


def test_a_world_walled_shut_is_planned_with_a_warning():
    frames = list(run(PlanningSettings("shut")))
    assert all(frame.warning.startswith("The start is shut by walls") for frame in frames)
    assert frames[-1].phase == "settled"


def test_a_world_of_walls_ends_at_once():
    frames = list(run(PlanningSettings("c2xWW")))
    assert [frame.ended for frame in frames] == [
        "No cell is free to start in. Paint some floor or a start."
    ]


def test_bad_settings_are_refused_before_the_first_frame():
    with pytest.raises(BadValue, match="Discount γ must lie between 0 and 1, not 2"):
        run(PlanningSettings(gamma=2))
    with pytest.raises(BadWorld, match="There is no world named"):
        run(PlanningSettings("nowhere"))


# Returns


def test_the_returns_of_exercise_3_8():
    frames = list(returns_backwards(ReturnsSettings((-1, 2, 6, 3, 2), 0.5)))
    assert [frame.step for frame in frames] == [5, 4, 3, 2, 1, 0]
    assert frames[-1].returns.tolist() == [2, 6, 8, 4, 2, 0]
    assert np.isnan(frames[2].returns).tolist() == [True] * 3 + [False] * 3
    assert frames[-1].latex == (r"G_{0} = R_{1} + \gamma\,G_{1} = -1 + 0.5 \cdot (6) = 2")


def test_rewards_that_make_no_return_are_refused():
    with pytest.raises(BadRewards, match="1 to 500 rewards"):
        returns_backwards(ReturnsSettings(()))
    with pytest.raises(BadRewards, match="finite"):
        returns_backwards(ReturnsSettings((float("nan"),)))
    with pytest.raises(BadRewards, match=r"between 0 and 1, not 1\.5"):
        returns_backwards(ReturnsSettings((1.0,), 1.5))


def test_no_future_after_a_terminated_step():
    assert action_value([(1.0, 0, 1.0, True)], [99.0], 0.9) == 1.0
