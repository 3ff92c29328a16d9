"""A policy painted by hand: what it is worth, how a click paints it, and the cell looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compute.film import record
from core.figures.encoding import encode
from core.figures.plain_formula import spelled
from core.params import BadValue
from core.rl.planning.bellman import short
from core.rl.planning.sweeps import PlanningSettings, painted_policy, run, run_lazily
from core.rl.worlds import arrows, brush
from core.rl.worlds.grid import BadWorld, World, paint
from core.rl.worlds.model import dense
from core.rl.worlds.presets import resolve
from core.rl.worlds.text import from_text, to_text
from core.stages.reinforcement.world_editor import scene as rl_editor
from core.stages.reinforcement.world_editor import settings as editor
from core.stages.reinforcement.world_editor.run import best_arrows

EDITOR = {param.id: param.default for param in editor.EDITOR_PARAMS}
RIGHT = "1"


@dataclass
class Click:
    x: float
    y: float
    name: str = "cell"
    step: int = 0


def opened(**values):
    return editor.editor_settings({**EDITOR, **values})


def planned(work):
    return record(run_lazily(work))


def solved(model, policy, gamma):
    """The exact values (I - gamma P_pi) v = r_pi."""
    transitions, rewards = dense(model)
    p_pi = np.einsum("sa,sat->st", policy, transitions)
    r_pi = (policy * rewards).sum(axis=1)
    return np.linalg.solve(np.eye(model.n_states) - gamma * p_pi, r_pi)


def last(film):
    *_, frame = film
    return frame


signs = st.text(st.sampled_from("0123."), max_size=48)


@settings(max_examples=25, deadline=None)
@given(painted=signs, world=st.sampled_from(["islands", "windy", "lake4", "cliff"]))
def test_painted_arrows_are_worth_what_the_linear_system_says(painted, world):
    model, gamma = resolve(world), 0.9
    painted = painted[: model.n_states]
    found = last(run(PlanningSettings(world, "policy_evaluation", gamma, theta=1e-11,
                                      most_sweeps=5000, arrows=painted)))  # fmt: skip
    exact = solved(model, painted_policy(model, painted), gamma)
    assert found.phase == "settled"
    assert found.values == pytest.approx(exact, abs=1e-8)


@pytest.mark.parametrize("in_place", [False, True])
def test_arrows_in_wind_and_gusts_are_worth_what_the_linear_system_says(in_place):
    model, painted = resolve("gusts"), "2" * 70
    found = last(run(PlanningSettings("gusts", "policy_evaluation", 0.9, in_place, theta=1e-11,
                                      most_sweeps=5000, arrows=painted)))  # fmt: skip
    exact = solved(model, painted_policy(model, painted), 0.9)
    assert found.values == pytest.approx(exact, abs=1e-8)


def test_policy_iteration_from_any_arrows_ends_at_the_same_optimum():
    best = last(run(PlanningSettings("islands", theta=1e-9)))
    for painted in ("", "3" * 48, "0123" * 12):
        found = last(run(PlanningSettings("islands", "policy_iteration", theta=1e-9,
                                          arrows=painted)))  # fmt: skip
        assert found.phase == "settled"
        assert found.values == pytest.approx(best.values, abs=1e-6)


def test_the_first_policy_of_the_film_is_the_painted_one():
    first = next(iter(run(PlanningSettings("field", "policy_evaluation", arrows=".1"))))
    assert first.policy[1].tolist() == [0, 1, 0, 0]
    assert first.policy[0].tolist() == [0.25] * 4


def test_arrows_in_a_circle_without_discount_end_in_a_sentence_with_the_film_intact():
    frames = list(run(PlanningSettings("corners", "policy_evaluation", 1.0, most_sweeps=30,
                                       arrows=".13")))  # fmt: skip
    assert len(frames) == 32
    assert "Arrows that lead round in circles never end" in frames[-1].ended
    assert frames[-1].values[1] == -30


def test_a_click_turns_the_arrow_and_asks_what_the_arrows_are_worth():
    now = opened(world="field", tool="turn")
    values = editor.picked(now, Click(1.5, 8.5))
    assert values == {"arrows": "field~.0", "method": "policy_evaluation"}
    for sign in ("1", "2", "3", ""):
        now = opened(world="field", tool="turn", **values)
        values = {**values, **editor.picked(now, Click(1.5, 8.5))}
        assert values["arrows"] == (f"field~.{sign}" if sign else "")


def test_an_arrow_tool_paints_its_own_direction_and_policy_iteration_stays():
    now = opened(world="field", tool="arrow_left", method="policy_iteration")
    assert editor.clicked(now, 2) == {"arrows": "field~..3"}
    assert opened(world="field", method="policy_iteration", arrows="field~..3").work.arrows == "..3"
    assert opened(world="field", arrows="field~..3").work.arrows == "", "value iteration asks not"


def test_where_nobody_moves_no_arrow_is_painted():
    walled = to_text(paint(from_text(to_text(World("S..G", 4, "field"))), 1, "wall"))
    for cell in (1, 3):
        assert editor.clicked(opened(world="field", painted=walled, tool="turn"), cell) == {}


def test_arrows_wait_while_another_world_is_open():
    assert opened(world="maze", method="policy_evaluation", arrows="field~11").work.arrows == ""


@pytest.mark.parametrize("text", ["field~9", "field~" + "1" * 91, "another text"])
def test_arrows_that_fit_no_world_are_refused(text):
    with pytest.raises(BadWorld, match="arrows do not fit"):
        opened(world="field", arrows=text)


def test_arrows_that_name_no_world_are_refused():
    with pytest.raises(BadWorld, match="name no world"):
        opened(arrows="c4xS..G~r1x03")


def test_arrows_of_an_action_the_world_lacks_are_refused_by_the_run():
    with pytest.raises(BadWorld, match="arrows do not fit"):
        run(PlanningSettings("field", "policy_evaluation", arrows="7"))


def test_improving_by_hand_is_policy_iteration():
    values = {"world": "islands", "method": "policy_evaluation", "arrows": ""}
    for _ in range(12):
        now = opened(**values)
        better = best_arrows(now, planned(now.work))
        if better == values["arrows"]:
            break
        values["arrows"] = better
    best = last(run(PlanningSettings("islands")))
    found = last(run(opened(**values).work))
    assert found.values == pytest.approx(best.values, abs=1e-4)


# The cell that is looked at


@pytest.mark.parametrize("pace", ["sweep", "cell"])
@pytest.mark.parametrize("in_place", [False, True])
def test_every_frame_spells_the_inspected_cell_with_its_numbers(pace, in_place):
    base = PlanningSettings("lake4", gamma=0.9, pace=pace, in_place=in_place, place=6, theta=0.01)
    frames = list(run(base))
    plain = list(run(PlanningSettings("lake4", gamma=0.9, pace=pace, in_place=in_place,
                                      theta=0.01)))  # fmt: skip
    assert len(frames) == len(plain)
    assert not frames[0].mine
    done = [frame for frame in frames if frame.mine]
    for frame, other in zip(frames, plain, strict=True):
        assert np.array_equal(frame.values, other.values), "looking changes nothing"
    for frame in done:
        assert frame.mine_new == frame.values[6]
        assert frame.mine.startswith(r"\begin{aligned} V(2,3)")
        assert rf"&= {short(frame.mine_new)} \end" in frame.mine
    assert len(done) >= len(frames) * 0.5


def test_a_click_inspects_and_a_second_one_lets_go():
    assert editor.picked(opened(world="lake4"), Click(2.5, 2.5)) == {"place": "6"}
    again = opened(world="lake4", place="6")
    assert again.work.place == 6
    assert editor.picked(again, Click(2.5, 2.5)) == {"place": ""}
    assert opened(world="lake4", place="16").work.place == -1
    with pytest.raises(BadWorld, match="Click the cell"):
        opened(world="lake4", place="x")


def test_the_caption_writes_every_outcome_of_every_action_on_its_own_line():
    now = opened(world="lake4", place="6", method="policy_evaluation")
    film = planned(now.work)
    blocks = rl_editor.draw(now, film)
    *_, said = blocks[-1].picture.captions[:3]
    lines = said.split("\n")
    assert lines[1].startswith("Row 2, column 3 went from 0.000 to 0.")
    assert [line.strip().partition(":")[0] for line in lines[2:6]] == [
        "up",
        "right",
        "down",
        "left",
    ]
    assert lines[2].count("0.333") == 3, "three ways to slip"
    parts = [float(line.rpartition("= ")[2].replace("−", "-")) for line in lines[2:]]
    assert sum(parts[:4]) == pytest.approx(parts[4], abs=0.002)


def test_a_sure_policys_update_is_said_without_weights():
    film = planned(opened(world="field", method="policy_evaluation", arrows="1" * 90).work)
    said = [spelled(frame.bellman) for frame in film.frames if frame.bellman]
    assert all(", the policy's choice: " in text and "weighed" not in text for text in said)
    # the cell above the goal bumps to the right; the one left of it enters the goal
    assert "V(9,9) ← right, the policy's choice: 1 = 1." in said


def test_inspecting_keeps_the_films_place_and_shows_a_box_and_a_number():
    plain = rl_editor.draw(opened(), planned(opened().work))[-1].picture
    now = opened(place="17")
    shown = rl_editor.draw(now, planned(now.work))[-1].picture
    assert shown.film == plain.film != ""
    assert encode(shown)["meta"]["look"] != encode(plain)["meta"]["look"]
    other = rl_editor.draw(opened(gamma=0.5), planned(opened(gamma=0.5).work))[-1].picture
    assert other.film != plain.film
    assert shown.readouts[-1].label == "row 3, column 2"
    *_, box = shown.panels[0].layers
    assert box.x0[0, 0] == pytest.approx(1.04)


def test_the_inspected_cells_reward_is_set_and_taken_back():
    look = brush.Brush("field", place=3)
    values = brush.rewarded(look, 3, 0.7)
    assert from_text(str(values["painted"])).reward_of(3) == 0.7
    back = brush.rewarded(brush.Brush(str(values["painted"])), 3, 0.0)
    assert back == {"painted": "", "world": "field"}


def test_a_reward_beyond_all_bounds_changes_nothing():
    assert brush.rewarded(brush.Brush("field"), 3, 1e9) == {}
    with pytest.raises(BadValue):
        run(PlanningSettings("field", gamma=1.5, arrows="1"))


def test_written_arrows_are_read_again():
    text = arrows.written("field", "..3.1..")
    assert text == "field~..3.1"
    assert arrows.read(text, "field") == "..3.1"
    assert arrows.written("field", "...") == ""
