"""The pictures of reinforcement: what is painted, said and drawn is what was computed."""

from __future__ import annotations

import json
import math
import pickle
import re
import subprocess
import sys
from dataclasses import dataclass, replace

import numpy as np
import pytest

from core.compute.film import Film, filmed
from core.export.script import written
from core.figures.encoding import encode
from core.figures.film import FilmPicture
from core.figures.plain_formula import plain, spelled, with_minus
from core.figures.rl.ground import ground_of, laid
from core.params import BadValue
from core.playground import load
from core.rl.planning.sweeps import PlanningSettings, run_lazily
from core.rl.td.run import run as run_td
from core.rl.td.settings import TdChange, TdSettings
from core.rl.worlds import brush
from core.rl.worlds.grid import BadWorld, paint
from core.rl.worlds.presets import PRESETS, drawn, preset
from core.rl.worlds.text import from_text, to_text
from core.stages.reinforcement.bandits import scene as rl_bandits
from core.stages.reinforcement.bandits.run import race_film
from core.stages.reinforcement.bandits.run import run as run_bandits
from core.stages.reinforcement.bandits.settings import RACE_PARAMS, PolicyChoice, race_settings
from core.stages.reinforcement.beat_the_agent import scene as rl_duel
from core.stages.reinforcement.beat_the_agent import settings as hand
from core.stages.reinforcement.beat_the_agent.episodes import BadAction, duel
from core.stages.reinforcement.game_tree import scene as rl_tree
from core.stages.reinforcement.game_tree import scene_layout as rl_tree_layout
from core.stages.reinforcement.game_tree.rules import BadMoves
from core.stages.reinforcement.game_tree.run import match, open_moves
from core.stages.reinforcement.game_tree.run import picked as picked_move
from core.stages.reinforcement.game_tree.settings import MATCH_PARAMS, match_settings
from core.stages.reinforcement.game_tree.tree import TreeSettings, reply
from core.stages.reinforcement.temporal_difference import scene as td_scene
from core.stages.reinforcement.temporal_difference import settings as td
from core.stages.reinforcement.temporal_difference.run import td_film
from core.stages.reinforcement.temporal_difference.steps import StepSettings
from core.stages.reinforcement.temporal_difference.steps import run as watched
from core.stages.reinforcement.world_editor import scene as rl_editor
from core.stages.reinforcement.world_editor import settings as editor
from core.stages.reinforcement.world_editor.run import walk as walk_of
from tests.pages import walk as trip

MOST_BYTES = 1_500_000
EDITOR = {param.id: param.default for param in editor.EDITOR_PARAMS}
HAND = {param.id: param.default for param in hand.HAND_PARAMS}
MATCH = {param.id: param.default for param in MATCH_PARAMS}
RACE = {param.id: param.default for param in RACE_PARAMS}
DEFAULTS = {param.id: param.default for param in td.PLAYGROUND_PARAMS}


@dataclass
class Click:
    name: str
    x: float
    y: float
    step: int = 0


def plan(**values):
    settings = editor.editor_settings({**EDITOR, **values})
    works = {PlanningSettings: run_lazily, editor.WalkSettings: walk_of}
    return settings, filmed(works[type(settings.work)](settings.work))


def learn(**values):
    settings = td.playground_settings({**DEFAULTS, **values})
    works = {TdSettings: td_film, StepSettings: watched}
    return settings, filmed(works[type(settings.work)](settings.work))


def picture(blocks) -> FilmPicture:
    return blocks[-1].picture


def layer(panel, kind):
    found = [found for found in panel.layers if type(found).__name__ == kind]
    return next(one for one in found if getattr(one, "arrow", True))


def size(film: FilmPicture) -> int:
    return len(json.dumps(encode(film)))


# Painting


def test_a_click_paints_the_cell_under_it_and_a_link_keeps_it():
    settings = editor.editor_settings({**EDITOR, "world": "field", "tool": "wall"})
    values = brush.picked(settings.brush, Click("cell", 2.5, 8.5))
    painted = from_text(str(values["painted"]))
    assert painted == paint(preset("field"), 2, "wall")
    opened = editor.editor_settings({**EDITOR, "world": "field", **values})
    assert opened.work.world == values["painted"]


def test_the_first_row_is_on_top_and_the_last_below():
    tool = brush.Brush("field", "lava")
    top = from_text(str(brush.painted_at(tool, 0.1, 8.9)["painted"]))
    low = from_text(str(brush.painted_at(tool, 9.9, 0.1)["painted"]))
    assert top.cells[0] == "L"
    assert low.cells[-1] == "L"


def test_a_painting_waits_while_another_world_is_chosen():
    painted = to_text(paint(preset("field"), 2, "wall"))
    assert brush.brush_of({**EDITOR, "world": "field", "painted": painted}).world == painted
    assert brush.brush_of({**EDITOR, "world": "maze", "painted": painted}).world == "maze"


def test_painting_back_leaves_the_preset_and_a_short_link():
    tool = brush.Brush(to_text(paint(preset("field"), 2, "wall")), "floor")
    assert brush.painted_cell(tool, 2) == {"painted": "", "world": "field"}


def test_painting_a_lake_of_gymnasium_starts_from_the_world_that_looks_like_it():
    values = brush.painted_cell(brush.Brush("FrozenLake-v1", "wall"), 5)
    assert values["world"] == "lake4"
    assert from_text(str(values["painted"])).cells[5] == "W"


def test_a_reward_is_painted_with_its_own_tool():
    values = brush.painted_cell(brush.Brush("field", "reward", -2.5), 3)
    assert from_text(str(values["painted"])).reward_of(3) == -2.5


def test_ice_and_the_reward_of_a_step_are_set_for_the_whole_world():
    values = brush.iced(brush.Brush("cliff"), 0.2)
    icy = from_text(str(values["painted"]))
    assert icy == replace(preset("cliff"), slip=0.2)
    again = brush.Brush(str(values["painted"]))
    assert brush.iced(again, 0.0) == {"painted": "", "world": "cliff"}
    assert from_text(str(brush.paced(again, -0.25)["painted"])).step_reward == -0.25
    assert brush.iced(brush.Brush("Taxi-v4"), 0.2) == {}
    assert brush.iced(again, 1.5) == {}
    settings, film = plan(world="cliff", painted=values["painted"])
    assert "20% of the moves go sideways" in rl_editor.draw(settings, film)[0].text
    _, dry = plan(world="cliff")
    assert film.last.values[24] < dry.last.values[24], "the edge is dangerous on ice"
    settings, film = plan(world="cliff")
    assert "icy" not in rl_editor.draw(settings, film)[0].text


@pytest.mark.parametrize("place", [(-0.5, 1), (10.5, 1), (1, 9.5), (1, -0.1)])
def test_a_click_beside_the_grid_paints_nothing(place):
    assert brush.painted_at(brush.Brush("field"), *place) == {}
    assert brush.picked(brush.Brush("field"), Click("bars", 1, 1)) == {}
    assert brush.painted_at(brush.Brush("Taxi-v4"), 1, 1) == {}


def test_a_torn_link_is_refused_with_a_sentence():
    with pytest.raises(BadWorld, match="Copy the whole link again"):
        editor.editor_settings({**EDITOR, "painted": "c3xS.G~q"})


# Planning


@pytest.mark.parametrize("world", [entry.id for entry in PRESETS])
@pytest.mark.parametrize("pace", ["sweep", "cell"])
def test_every_world_is_planned_in_a_film_of_bounded_size_with_a_caption_a_frame(world, pace):
    settings, film = plan(world=world, pace=pace, gamma=0.95)
    shown = picture(rl_editor.draw(settings, film))
    assert len(shown.captions) == len(film.frames) == len(shown.steps)
    assert all(shown.captions)
    assert size(shown) < MOST_BYTES


def test_the_heat_numbers_arrows_and_box_are_those_of_the_frame():
    settings, film = plan(world="jumps")
    panel = picture(rl_editor.draw(settings, film)).panels[0]
    heat, arrows, box = (layer(panel, kind) for kind in ("Heat", "Segments", "Boxes"))
    last = film.last
    shown = heat.low + heat.values[-1] / 255 * (heat.high - heat.low)
    assert np.allclose(shown, last.values.reshape(5, 5), atol=(heat.high - heat.low) / 255)
    words = layer(panel, "Texts").texts[-1]
    assert words[0] == "22.0"
    assert arrows.weight[-1].reshape(25, 4)[0].tolist() == (last.policy[0] > 1e-9).tolist()
    assert arrows.weight[-1].reshape(25, 4)[1].sum() == 4, "A leads away whatever one does: a tie"
    frame = film.frames[3]
    assert (box.x0[3, 0], box.y1[3, 0]) == (
        pytest.approx(frame.cell % 5 + 0.04), pytest.approx(5 - frame.cell // 5 - 0.04),
    )  # fmt: skip
    assert math.isnan(box.x0[0, 0])


def test_before_any_update_there_are_no_arrows():
    settings, film = plan()
    panel = picture(rl_editor.draw(settings, film)).panels[0]
    assert not layer(panel, "Segments").weight[0].any()
    assert layer(panel, "Segments").weight[1].any()


def test_the_caption_spells_the_bellman_update_of_the_boxed_cell():
    settings, film = plan(world="jumps", pace="cell")
    at = next(i for i, frame in enumerate(film.frames) if frame.cell == 1 and frame.n_sweeps)
    caption = picture(rl_editor.draw(settings, film)).captions[at]
    frame = film.frames[at]
    assert "row 1, column 2. V(1,2) ← the best of" in caption
    assert f"= {plain(f'{frame.new:.3f}'.rstrip('0').rstrip('.'))}" in caption


def test_a_sum_over_actions_is_spelled_with_its_parts():
    _, film = plan(world="corners", method="policy_evaluation", gamma=1.0)
    said = spelled(film.frames[1].bellman)
    assert said.endswith("each weighed by how often it is chosen.")
    *parts, total = [float(number.replace("−", "-")) for number in re.findall(r"−[\d.]+", said)]
    assert len(parts) == 4
    assert sum(parts) == pytest.approx(total) == pytest.approx(film.frames[1].new)


def test_a_return_is_filled_in_backwards_on_the_path():
    settings, walk = plan(view="return")
    shown = picture(rl_editor.draw(settings, walk))
    heat = layer(shown.panels[0], "Texts").texts
    filled = [sum(bool(word) for word in frame) for frame in heat]
    assert filled[0] <= filled[1] < filled[-1]
    assert shown.captions[1].startswith("G_11 = R_12 + γ G_12")
    assert walk.film.last.returns[0] == pytest.approx(
        sum(0.9**t * reward for t, reward in enumerate(walk.film.last.rewards))
    )


def test_the_return_of_a_long_episode_that_was_cut_off_is_called_that():
    settings, walk = plan(view="return", world="maze", walker="random", gamma=0.99, seed=3)
    assert len(walk.actions) == 120
    assert walk.terminated
    n = 120 + walk.n_before
    assert rl_editor.notice(settings, walk).startswith(f"The last 120 of the episode's {n} rewards")
    assert f"whole episode's return is {0.99 ** (n - 1):.2f}." in rl_editor.notice(settings, walk)
    settings, walk = plan(view="return", world="shut", walker="random")
    assert not walk.terminated
    first = picture(rl_editor.draw(settings, walk)).captions[0]
    assert first.startswith("G_100 = 0: the time limit cut the episode off here")
    settings, walk = plan(view="return", world="corners", gamma=0.5)
    assert len(walk.actions) == 1
    told = "The episode's one reward is −1.00; discounted by 0.5 a step, it is worth −1.00"
    assert rl_editor.notice(settings, walk).startswith(told)


def test_where_nobody_can_walk_a_sentence_says_so():
    settings, walk = plan(view="return", world="field", painted="c2xWW~nfield")
    assert walk.film is None
    assert rl_editor.notice(settings, walk) == walk.ended
    assert walk.ended


def test_the_goal_itself_is_never_called_the_best_place():
    settings, film = plan(world="windy")
    assert film.last.values.argmax() == 37, "the goal is worth 0, everything else less"
    assert "row 4, column 8" not in rl_editor.notice(settings, film)


def test_a_world_without_a_grid_invites_nobody_to_paint():
    settings, film = learn(world="bias", n_episodes=5)
    told = td_scene.draw(settings, film)[0].text
    assert "Nothing to paint" in told


# Temporal difference


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"method_3": "dyna_q", "method_4": "monte_carlo"},
        {"world": "Taxi-v4", "method_3": "double_q", "method_4": "expected_sarsa"},
        {"world": "gusts"},
        {"world": "bias"},
        {"view": "steps"},
        {"view": "steps", "world": "Taxi-v4", "n_steps": 1000},
        {"view": "steps", "world": "Blackjack-v1"},
    ],
    ids=str,
)
def test_learners_make_films_of_bounded_size_with_a_caption_a_frame(values):
    settings, film = learn(**values)
    shown = picture(td_scene.draw(settings, film))
    assert len(shown.captions) == len(film.frames)
    assert all(shown.captions)
    assert size(shown) < MOST_BYTES


def test_arrows_show_every_tied_best_action_and_none_where_nothing_is_known():
    settings, film = learn(world="field", method_2="none", n_episodes=5, every=1)
    panel = picture(td_scene.draw(settings, film)).panels[0]
    weight = layer(panel, "Segments").weight.reshape(len(film.frames), 90, 4)
    assert not weight[0].any()
    last = film.last
    for state in range(90):
        if last.greedy[0, state] < 0:
            assert not weight[-1, state].any()
        else:
            best = last.q[0, state] == last.q[0, state].max()
            assert weight[-1, state].tolist() == best.tolist()


def test_the_growing_line_is_the_mean_of_the_last_fifty_episodes():
    settings, film = learn(n_episodes=250, every=10)
    chart = picture(td_scene.draw(settings, film)).panels[-1]
    thick = next(line for line in chart.layers if getattr(line, "name", "") == "Q-learning")
    assert thick.y[-1] == pytest.approx(film.last.returns[0, -50:].mean())
    assert thick.grows
    assert math.isnan(thick.y[0])


def test_visits_are_shown_in_place_of_values():
    settings, film = learn(shows="visits", n_episodes=50)
    words = layer(picture(td_scene.draw(settings, film)).panels[0], "Texts").texts[-1]
    visits = film.last.visits[0]
    assert words[:36] == tuple(f"{n}" if n else "" for n in visits[:36])


def test_the_boxed_step_says_where_it_went_and_what_it_learnt():
    settings, film = learn(view="steps")
    shown = picture(td_scene.draw(settings, film))
    frame = film.frames[1]
    assert shown.captions[1].startswith("From row 4, column 1 it took “")
    assert with_minus(f"and got {frame.reward:g}") in shown.captions[1]
    bars = layer(shown.panels[1], "Bars")
    assert bars.height[1].tolist() == frame.q[frame.state].tolist()


def test_inspecting_a_place_tells_what_every_learner_expects_there_and_keeps_the_film():
    settings, film = learn(place="24", n_episodes=60)
    plain = learn(n_episodes=60)[0]
    shown, plain_shown = (picture(td_scene.draw(each, film)) for each in (settings, plain))
    assert shown.film == plain_shown.film == ""
    assert settings.work == plain.work
    assert encode(shown)["meta"]["look"] != encode(plain_shown)["meta"]["look"]
    _, one, two = shown.captions[-1].split("\n")
    best = film.last.q[0, 24].max()
    assert one.startswith("Q-learning, row 3, column 1: ")
    assert two.startswith("SARSA, row 3, column 1: ")
    assert f"{best:.2f}".replace("-", "−") in one.partition(",  ")[0]
    assert "nothing is known" in shown.captions[0]
    settings, film = learn(place="24", view="steps")
    assert picture(td_scene.draw(settings, film)).captions[-1].count("\n") == 1


def test_the_two_states_of_maximisation_bias_have_names_and_numbers():
    settings, film = learn(world="bias", method_2="none", n_episodes=60, n_runs=4)
    panel = picture(td_scene.draw(settings, film)).panels[0]
    assert [name for _, name in panel.x.ticks] == ["B, noisy", "A, the start", "the end"]
    numbers = layer(panel, "Texts")
    b, a = numbers.x[1], numbers.x[0]
    assert (b, a) == (0.5, 1.5)
    assert float(numbers.texts[-1][0].replace("−", "-")) == round(film.last.q[0, 0].max(), 2)
    assert " steps" in picture(td_scene.draw(settings, film)).captions[-1]
    settings, film = learn(world="bias", method_2="double_q", alpha=0.1, curve="lengths")
    last = film.last
    share = last.lengths.mean(axis=1) - 1
    said = td_scene.notice(settings, film)
    assert share[0] > 2 * share[1]
    assert (
        f"the noisy side: Q-learning in {share[0]:.0%}, Double Q-learning in {share[1]:.0%}."
        in said
    )
    chart = picture(td_scene.draw(settings, film)).panels[-1]
    assert chart.y.high >= last.lengths.max() > 1.8, "the peak of the lure is in the picture"
    settings, film = learn(world="bias", view="steps", n_steps=3)
    assert "At A, the start. It took “" in picture(td_scene.draw(settings, film)).captions[1]


def test_who_slips_is_told_where_to():
    lake = ground_of("FrozenLake-v1", 16)
    down = [action.name for action in lake.actions].index("down")
    assert lake.slid(0, down, 4) == ""
    assert lake.slid(0, down, 1) == ", slipped to row 1, column 2,"
    assert lake.slid(0, down, 0) == ", slipped and stayed,"
    up = [action.name for action in lake.actions].index("up")
    assert lake.slid(0, up, 0) == "", "it ran against the edge, as meant"
    assert ground_of("field", 90).slid(0, 1, 10) == ""
    settings, answer = by_hand(world="lake4", mine="1211")
    states = answer.learner.states
    told = picture(rl_duel.draw(settings, answer)).captions
    steps = zip(states[:-1], answer.learner.actions, states[1:], strict=True)
    slips = [ground_of("lake4", 16).slid(*step) for step in steps]
    assert any(slips)
    assert all(slip in text for slip, text in zip(slips, told[1:], strict=True))
    settings, film = learn(world="lake4", view="steps", n_steps=20)
    assert any(
        ", slipped to row" in text for text in picture(td_scene.draw(settings, film)).captions
    )


def test_of_many_arms_the_best_and_every_fifth_have_their_number():
    settings, film = bandits(k=20, n_steps=5, n_runs=1, seed=0)
    names = [name for _, name in picture(rl_bandits.draw(settings, film)).panels[0].x.ticks]
    best = int(film.last.means.argmax()) + 1
    assert f"{best}★" in names
    others = {int(name) for name in names if "★" not in name}
    assert others == {n for n in (5, 10, 15, 20) if abs(n - best) > 1}
    settings, film = bandits(k=12, n_steps=5, n_runs=1)
    assert len(picture(rl_bandits.draw(settings, film)).panels[0].x.ticks) == 12


def test_one_of_a_thing_is_one_and_nothing_has_no_sign():
    settings, film = learn(world="corners", method_2="none", n_episodes=1, n_runs=1)
    shown = picture(td_scene.draw(settings, film))
    assert shown.alt == "Q-learning after 1 episode on the same world"
    last = replace(film.last, newest=np.array([[-0.004], [1.0]]))
    told = picture(td_scene.draw(settings, Film((last,), film.steps[:1], 1))).captions
    assert told == ("Episode 1: Q-learning earned 0.00 in 1 step.",)
    settings, film = bandits(n_steps=1)
    assert picture(rl_bandits.draw(settings, film)).alt.endswith("on 10 arms, 1 pull each")
    settings, film = bandits(n_steps=60, every=1, level=-1.0)
    first = picture(rl_bandits.draw(settings, film)).captions[1]
    assert "(by lot among 10 with the highest estimate, 0.00)" in first
    texts = picture(rl_bandits.draw(settings, film)).captions
    assert any("−" in text for text in texts)
    assert not any(re.search(r"[(\s]-\d|−0\.00", text) for text in texts)
    settings, answer = game(n_simulations=1)
    assert (
        picture(rl_tree.draw(settings, answer)).alt == "Monte Carlo tree search, 1 game in thought"
    )
    assert rl_tree.notice(settings, answer).startswith("1 of 1 game in thought")


def test_an_inspected_cliff_says_that_nobody_stands_there():
    settings, film = plan(world="cliff", place="40")
    assert "so nobody ever stands there" in rl_editor.draw(settings, film)[0].text


def test_a_place_that_learnt_nothing_from_its_updates_is_not_called_unknown():
    settings, film = learn(view="steps", world="lake4", n_steps=30, place="0")
    last = film.last
    assert not last.q.any(), "no reward was met yet"
    assert last.visits.sum() == 30
    shown = picture(td_scene.draw(settings, film))
    assert shown.captions[-1].endswith(
        "Row 1, column 1: up 0.00, right 0.00, down 0.00, left 0.00."
    )
    texts = layer(shown.panels[0], "Texts").texts
    assert not any(texts[0])
    assert texts[-1][0]
    assert td_scene.notice(settings, film).endswith("the estimate stayed at 0.00.")
    for method in ("sarsa", "expected_sarsa", "dyna_q"):
        assert learn(view="steps", method=method, n_steps=30)[1].last.visits.sum() == 30


def test_alpha_epsilon_and_a_painted_world_are_sent_into_a_live_run_and_the_rest_begins_anew():
    before = td.playground_settings(DEFAULTS)
    painted = to_text(paint(preset("cliff"), 5, "wall"))
    now = td.playground_settings({**DEFAULTS, "alpha": 0.2, "painted": painted})
    assert td.change(before, now) == TdChange(alpha=0.2, world=painted)
    tool = td.playground_settings({**DEFAULTS, "tool": "lava"})
    assert td.change(before, tool) == TdChange()
    assert td.change(before, td.playground_settings({**DEFAULTS, "gamma": 0.5})) is None
    assert td.change(before, td.playground_settings({**DEFAULTS, "view": "steps"})) is None


def test_a_live_run_goes_on_in_the_world_painted_meanwhile():
    settings = td.playground_settings({**DEFAULTS, "every": 1})
    painted = to_text(paint(preset("cliff"), 5, "wall"))
    run = run_td(settings.work)
    for _ in range(5):
        next(run)
    assert run.send(TdChange(world=painted)).world == painted
    assert drawn(next(run).world).cells[5] == "W"


def test_earlier_pictures_of_a_painted_run_show_the_world_as_it_was():
    settings = td.playground_settings({**DEFAULTS, "every": 1, "method_2": "none"})
    wall, lava = (to_text(paint(preset("cliff"), cell, tool))
                  for cell, tool in ((5, "wall"), (7, "lava")))  # fmt: skip
    run = run_td(settings.work)
    frames = [next(run) for _ in range(4)]
    frames += [run.send(TdChange(world=wall)), next(run), run.send(TdChange(world=lava))]
    film = Film(tuple(frames), np.arange(7), 6)
    panel = picture(td_scene.draw(settings, film)).panels[0]
    heats = {found.name: found for found in panel.layers if type(found).__name__ == "Heat"}
    assert heats["wall"].extent == (5.0, 6.0, 3.0, 4.0)
    assert heats["wall"].shown.tolist() == [0, 0, 0, 0, 1, 1, 0]
    assert heats["lava"].shown.tolist() == [0, 0, 0, 0, 0, 0, 1]
    cliffs = [h for h in panel.layers if getattr(h, "name", "") == "cliff"]
    assert np.sum([h.shown for h in cliffs], axis=0).tolist() == [1] * 7
    arrows = layer(panel, "Segments").weight.reshape(7, 48, 4)
    assert not arrows[4:6, 5].any()
    assert not arrows[6, 7].any()
    assert encode(picture(td_scene.draw(settings, film)))["meta"]["panels"]


def test_a_run_that_nobody_painted_in_draws_its_world_once():
    settings, film = learn(n_episodes=20)
    panel = picture(td_scene.draw(settings, film)).panels[0]
    assert all(found.shown is None for found in panel.layers if hasattr(found, "shown"))


def test_an_on_policy_learner_sits_out_where_all_watch_one_recording():
    settings, film = learn(source="recorded", n_episodes=20)
    assert film.last.methods == ("q_learning",)
    assert "SARSA learns only from its own steps" in td_scene.notice(settings, film)


def test_on_policy_learners_alone_with_a_recording_are_refused():
    with pytest.raises(BadValue, match="on-policy"):
        td.playground_settings({**DEFAULTS, "source": "recorded", "method_1": "sarsa"})


def test_a_world_without_a_grid_has_a_place_for_every_state():
    ground = ground_of("Blackjack-v1", 371)
    assert ground.n_cells >= 371
    assert laid(ground, np.ones((2, 371))).shape == (2, ground.n_rows, ground.n_cols)


# Bandits


def bandits(**values):
    settings = race_settings({**RACE, "n_runs": 20, "n_steps": 300, **values})
    return settings, race_film(settings)


def test_a_thinned_race_is_the_race():
    settings, film = bandits()
    *_, whole = run_bandits(settings)
    assert np.array_equal(film.last.regret, whole.regret)
    assert film.frames[3].regret.size == 0
    assert len(pickle.dumps(film)) < MOST_BYTES / 4


def test_the_regret_that_grows_is_that_of_the_pull_shown():
    settings, film = bandits()
    shown = picture(rl_bandits.draw(settings, film))
    line = next(found for found in shown.panels[2].layers if type(found).__name__ == "Line")
    last = film.last
    for i, pulls in enumerate(shown.steps):
        known = last.regret[0][last.at <= pulls]
        assert line.y[i] == pytest.approx(known[-1]) if len(known) else math.isnan(line.y[i])


def test_bars_are_shares_and_estimates_show_only_where_an_arm_was_tried():
    settings, film = bandits()
    estimates, counts, *_ = picture(rl_bandits.draw(settings, film)).panels
    bars = [found for found in counts.layers if type(found).__name__ == "Bars"]
    assert all(found.height[-1].sum() == pytest.approx(100) for found in bars)
    dots = [found for found in estimates.layers if type(found).__name__ == "Dots"]
    for i, found in enumerate(dots):
        assert np.array_equal(np.isfinite(found.x), [f.counts[i] > 0 for f in film.frames])


def test_the_caption_says_why_each_arm_was_chosen():
    settings, film = bandits(every=1, n_steps=150, optimistic=True, gradient=True)
    captions = picture(rl_bandits.draw(settings, film)).captions
    assert len(captions) == 151
    assert "untried" in captions[1]
    assert any("ε-greedy → arm" in text and "(at random)" in text for text in captions)
    assert "its chance was" in captions[-1]


def test_a_policy_keeps_its_parameters_whoever_plays_beside_it():
    alone, _ = bandits(greedy=False, epsilon_greedy=False, thompson=False, c=1.0)
    assert alone.policies == (PolicyChoice("ucb", (("c", 1.0),)),)


def test_a_race_without_players_is_refused():
    nobody = dict.fromkeys(("greedy", "epsilon_greedy", "ucb", "thompson"), False)
    with pytest.raises(BadValue, match="Choose 1 to 7 policies"):
        bandits(**nobody)


# The game tree


def game(**values):
    settings = match_settings({**MATCH, "n_simulations": 100, **values})
    return settings, match(settings)


def test_the_caption_of_a_game_in_thought_can_be_recomputed():
    _, answer = game(mine="48", n_simulations=60, every=1)
    shown = picture(rl_tree.draw(*game(mine="48", n_simulations=60, every=1)))
    assert any("then 1 move played out" in text for text in shown.captions)
    assert not any("then 1 moves" in text for text in shown.captions)
    numbers = r"= (−?[\d.]+) \+ ([\d.]+)√\(\(ln (\d+)\)/(\d+)\) = (−?[\d.]+)\."
    for text in shown.captions[1:]:
        assert "x̄ + c√((ln N)/n)" in text
        mean, c, total, n, score = (
            float(part.replace("−", "-")) for part in re.search(numbers, text).groups()
        )
        assert score == pytest.approx(mean + c * math.sqrt(math.log(total) / n), abs=2e-3)
    assert len(shown.captions) == len(answer.film.frames)


def test_a_click_on_a_free_cell_is_a_move_and_the_tree_answers_as_asked_alone():
    settings, answer = game()
    values = picked_move(settings, answer, Click("board", 1.5, 1.5))
    assert values == {"mine": "4"}
    settings, answer = game(**values)
    alone = reply(TreeSettings(moves="4", n_simulations=100))
    assert answer.moves == alone.moves
    assert (answer.board == 1).sum() == (answer.board == 2).sum() == 1
    assert picked_move(settings, answer, Click("board", 1.5, 1.5)) == {}


def test_a_click_into_a_column_of_connect_four_is_that_column():
    settings, answer = game(game="connect4")
    assert picked_move(settings, answer, Click("board", 3.2, 5.9)) == {"mine": "3"}


def test_the_tree_begins_if_asked_and_its_last_reply_can_be_watched():
    _, answer = game(begins="tree")
    assert len(answer.moves) == 1
    _, watched = game(begins="tree", shows="reply", mine="0")
    assert watched.seen == answer.moves + "0"
    assert watched.moves[: len(watched.seen)] == watched.seen
    assert watched.film.last.best == watched.reply.move


@pytest.mark.parametrize("values", [{}, {"game": "connect4", "n_simulations": 2000}, {"mine": "4"}])
def test_counts_on_the_board_are_the_visits(values):
    settings, answer = game(**values)
    shown = picture(rl_tree.draw(settings, answer))
    words = layer(shown.panels[0], "Texts").texts[-1]
    assert sorted(int(word) for word in words if word) == sorted(
        n for n in answer.film.last.visits.tolist() if n
    )
    assert len(shown.captions) == len(answer.film.frames)
    assert size(shown) < MOST_BYTES


@pytest.mark.parametrize("values", [{}, {"game": "connect4", "n_simulations": 2000}])
def test_every_drawn_node_hangs_on_its_parent_and_stands_apart(values):
    _, answer = game(**values)
    gap = 1 / rl_tree_layout.ABREAST
    for frame in answer.film.frames:
        laid = rl_tree_layout.laid_out(frame)
        at = {spot.node: spot for spot in laid}
        assert (laid[0].x, laid[0].y, laid[0].parent) == (0.5, 0.0, -1)
        for spot in laid[1:]:
            assert at[spot.parent].y == spot.y + 1
            assert gap / 2 - 1e-9 <= spot.x <= 1 - gap / 2 + 1e-9
        for level in range(-1, -1 - rl_tree_layout.DEEPEST, -1):
            x = np.array([spot.x for spot in laid if spot.y == level])
            assert len(x) <= rl_tree_layout.ABREAST
            assert (np.diff(x) >= gap - 1e-9).all()


def test_a_game_that_is_over_says_who_won_and_takes_no_more_moves():
    settings, answer = game(mine="012", n_simulations=20)
    assert answer.winner == "me"
    assert rl_tree.notice(settings, answer) == "You won in 3 moves."
    assert open_moves(settings, answer) == ()
    assert size(picture(rl_tree.draw(settings, answer))) < MOST_BYTES
    with pytest.raises(BadMoves, match="over before your move 4"):
        game(mine="0123", n_simulations=20)


def test_a_move_on_a_taken_cell_is_refused():
    with pytest.raises(BadMoves, match="taken"):
        game(mine="44")


# Beat the agent


def by_hand(**values):
    settings = hand.hand_settings({**HAND, **values})
    return settings, duel(settings)


@pytest.mark.parametrize(
    ("place", "action"), [((0.5, 1.5), 0), ((11.5, 0.5), 1), ((4.5, 3.5), 1), ((0.5, 3.9), 0)]
)
def test_a_click_is_a_step_towards_that_cell(place, action):
    settings, answer = by_hand()
    assert hand.picked(settings, answer, Click("walk", *place)) == {"mine": str(action)}


def test_a_click_where_one_stands_or_after_the_end_is_none():
    settings, answer = by_hand()
    assert hand.picked(settings, answer, Click("walk", 0.5, 0.5)) == {}
    settings, answer = by_hand(mine="0111111111112")
    assert answer.verdict == "learner"
    assert hand.picked(settings, answer, Click("walk", 5.5, 2.5)) == {}
    assert hand.with_action(settings, answer, 0) == {}


def test_the_agents_way_is_hidden_until_you_are_done():
    settings, answer = by_hand(mine="011")
    shown = picture(rl_duel.draw(settings, answer))
    assert [panel.title for panel in shown.panels] == ["You", "Return so far"]
    assert shown.begin == "end"
    settings, answer = by_hand(mine="0111111111112")
    shown = picture(rl_duel.draw(settings, answer))
    assert [panel.title for panel in shown.panels] == ["You", "The agent", "Return so far"]
    assert "You win" in rl_duel.notice(settings, answer)


def test_the_lines_end_at_both_returns():
    settings, answer = by_hand(mine="0111111111112", gamma=0.9)
    shown = picture(rl_duel.draw(settings, answer))
    lines = {found.name: found.y for found in shown.panels[-1].layers}
    assert lines["you"][-1] == pytest.approx(answer.learner.discounted)
    assert lines["the agent"][-1] == pytest.approx(answer.agent.discounted)
    assert len(shown.captions) == len(shown.steps) == 18


@pytest.mark.parametrize(
    "values",
    [
        {"world": "Taxi-v4", "n_episodes": 20},
        {"world": "Blackjack-v1", "mine": "1"},
        {"world": "shut"},
        {"world": "maze", "mine": "0" * 3000},
        {"painted": "c2xWW~nmine"},
    ],
    ids=lambda values: str(values)[:40],
)
def test_every_world_can_be_walked_by_hand_or_says_why_not(values):
    settings, answer = by_hand(**values)
    blocks = rl_duel.draw(settings, answer)
    assert rl_duel.notice(settings, answer)
    assert len(blocks) == (1 if answer.ended else 2)
    if not answer.ended:
        assert size(picture(blocks)) < MOST_BYTES


@pytest.mark.parametrize("mine", ["up", "1 2", "²"])
def test_actions_that_are_no_digits_are_refused(mine):
    with pytest.raises(BadAction, match="Start the episode anew"):
        by_hand(mine=mine)


def code(name: str, settings, answer) -> str:
    """The code of a playground as its page has it written by a worker."""
    return written(load("reinforcement", name).code(settings, answer)).code


@pytest.mark.parametrize(
    "name", ["bandits", "world_editor", "temporal_difference", "game_tree", "beat_the_agent"]
)
def test_every_playground_has_a_script_that_a_worker_writes(name):
    playground = load("reinforcement", name)
    stop = trip.walk(playground, trip.defaults(playground.params))
    assert written(playground.code(stop.settings, stop.answer)).code.startswith('"""')


def test_the_script_is_of_what_is_looked_at():
    settings, film = learn(view="steps", n_steps=300, n_before=5)
    assert f"    n_episodes={film.last.n_episodes}," in code("temporal_difference", settings, film)
    settings, answer = plan(view="return")
    assert "settings = Meeting(" in code("world_editor", settings, answer)
    settings, answer = plan(view="values")
    assert "settings = Planning(" in code("world_editor", settings, answer)


def printed(name: str, settings, answer, tmp_path) -> str:
    file = tmp_path / "shown.py"
    file.write_text(code(name, settings, answer), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-X", "utf8", str(file)],
        capture_output=True, cwd=tmp_path, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_script_of_a_return_prints_the_one_on_the_screen(tmp_path):
    settings, walk = plan(view="return")
    lines = printed("world_editor", settings, walk, tmp_path)
    assert f"agent: {walk.film.last.returns[0]:.3f} in {len(walk.actions)} steps" in lines


def test_the_script_of_watched_steps_prints_the_values_after_the_last_whole_episode(tmp_path):
    settings, film = learn(view="steps", n_steps=400, n_before=20)
    n_whole = film.last.n_episodes
    before = next(f for f in film.frames[::-1] if f.terminated and f.n_episodes == n_whole)
    lines = printed("temporal_difference", settings, film, tmp_path)
    assert " ".join(f"{value:8.3f}" for value in before.q[:12].max(axis=1)) in lines


@pytest.mark.parametrize("method", ["q_learning", "sarsa", "dyna_q"])
def test_the_script_of_an_unfinished_first_episode_prints_the_values_on_the_screen(
    tmp_path, method
):
    settings, film = learn(view="steps", method=method)
    assert film.last.n_episodes == 0, "a first walk along the cliff is long"
    lines = printed("temporal_difference", settings, film, tmp_path)
    assert f"mean return of the last 1 episodes {film.last.total:.3f}" in lines
    best = film.last.q.max(axis=1).reshape(4, 12)
    for row in best:
        assert " ".join(f"{value:8.3f}" for value in row) in lines


def test_the_script_of_a_search_prints_the_visits_on_the_board(tmp_path):
    settings, answer = game(mine="4")
    lines = printed("game_tree", settings, answer, tmp_path)
    for move, visits in zip(answer.film.last.moves, answer.film.last.visits, strict=True):
        assert f"move {move}: {visits} visits" in lines
