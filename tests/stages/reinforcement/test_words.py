"""The computed sentences carry numbers of the answer and differ when it does."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from core.rl.planning.sweeps import PlanningSettings
from core.rl.planning.sweeps import run as plan
from core.rl.td.run import run as learn
from core.rl.td.settings import TdSettings
from core.stages.reinforcement.bandits.run import run as race
from core.stages.reinforcement.bandits.settings import BanditSettings, PolicyChoice
from core.stages.reinforcement.bandits.words import about_bandits
from core.stages.reinforcement.beat_the_agent.episodes import DuelSettings, duel
from core.stages.reinforcement.beat_the_agent.words import about_duel
from core.stages.reinforcement.game_tree.tree import TreeSettings
from core.stages.reinforcement.game_tree.tree import run as search
from core.stages.reinforcement.game_tree.words import about_tree
from core.stages.reinforcement.temporal_difference.words import about_td
from core.stages.reinforcement.world_editor.words import about_planning


def last(film):
    *_, frame = film
    return frame


def test_bandits_name_the_least_regret():
    settings = BanditSettings((PolicyChoice("greedy"), PolicyChoice("ucb")), n_runs=50)
    frame = last(race(settings))
    text = about_bandits(frame)
    assert text.startswith(f"After 1,000 pulls UCB has missed {frame.regret[1, -1]:.1f} against")
    spread = f"{frame.regret_low[0, -1]:.1f} to {frame.regret_high[0, -1]:.1f}"
    assert text.endswith(
        f"; Greedy has missed {frame.regret[0, -1]:.1f}, in 8 of 10 runs {spread}."
    )
    share = frame.lately[1]
    assert f", which it was in {share:.0%} of its last 50 pulls; " in text
    assert about_bandits(next(race(settings))).startswith("Nobody has pulled yet.")
    alone = BanditSettings((PolicyChoice("greedy"),), n_steps=20, n_runs=5)
    assert ";" not in about_bandits(last(race(alone)))
    once = BanditSettings((PolicyChoice("greedy"),), n_steps=1, n_runs=5)
    assert "After 1 pull Greedy" in about_bandits(last(race(once)))


def test_planning_names_no_winner_among_equals_and_no_cell_where_nobody_stands():
    corners = PlanningSettings("corners")
    assert about_planning(corners, last(plan(corners))).startswith(
        "Settled after 4 sweeps: row 1, column 2 and 3 more are worth most, -1.00."
    )
    nothing = PlanningSettings("field", gamma=0.0, most_sweeps=9)
    text = about_planning(nothing, last(plan(nothing)))
    assert "row 8, column 10 and 1 more are worth most, 1.00" in text
    flat = PlanningSettings("c3xS..", gamma=0.5)
    assert about_planning(flat, last(plan(flat))).startswith(
        "Settled after 1 sweep: every place is worth the same, 0.00."
    )
    edge = PlanningSettings("c3xS.W.CG~r-5x04~r9x05", gamma=0.9)  # beside the goal is the cliff
    frame = last(plan(edge))
    assert frame.values.argmax() == 4
    assert "row 2, column 2" not in about_planning(edge, frame)


def test_planning_that_gives_up_says_what_helps():
    few = PlanningSettings("jumps", gamma=0.9, most_sweeps=1)
    assert about_planning(few, last(plan(few))) == (
        "After 1 sweep a value still changes by 10. Lower the discount γ, or allow more sweeps."
    )
    endless = PlanningSettings("jumps", gamma=1.0, most_sweeps=2)
    assert "Lower the discount γ below 1" in about_planning(endless, last(plan(endless)))
    film = list(plan(PlanningSettings("jumps", "policy_iteration")))
    n = next(frame.n_sweeps for frame in film if frame.phase == "improvement")
    cut = PlanningSettings("jumps", "policy_iteration", most_sweeps=n)
    assert about_planning(cut, last(plan(cut))) == (
        f"After {n} sweeps the newest policy is not evaluated yet. Allow more sweeps."
    )


def test_lately_counts_episodes_and_not_points_of_the_curve():
    settings = TdSettings("lake4", method_2="none", n_episodes=550, every=1)
    one_by_one = [frame.newest[0, 0] for frame in learn(settings)][1:]
    frame = last(learn(settings))
    assert frame.block == 3  # the last of 184 points is one episode alone
    assert frame.n_lately == 35 * 3 + 1
    assert np.isclose(frame.lately[0], np.mean(one_by_one[-106:]))
    assert about_td(frame).startswith("Over the last 106 episodes a learner earned on average")
    early = list(learn(settings))[4]
    assert about_td(early).startswith("Over the last episode a learner")


def test_sarsas_lead_is_explained_only_where_something_hurts_and_it_is_no_luck():
    calm = last(learn(TdSettings("windy", n_episodes=60, seed=1)))
    ahead = replace(calm, returns=calm.returns * 0 + np.array([[-30.0], [-20.0]]))
    assert "SARSA is" not in about_td(ahead)
    cliff = last(learn(TdSettings(n_runs=5)))
    assert "SARSA is" in about_td(cliff)
    noise = np.where(np.arange(cliff.returns.shape[1]) % 2, 40.0, -40.0)
    lucky = replace(cliff, returns=np.stack([-50 + noise, -49 - noise]))
    assert "SARSA is" not in about_td(lucky)


def test_planning_names_the_cell():
    settings = PlanningSettings("jumps")
    frames = list(plan(settings))
    assert about_planning(settings, frames[0]).startswith("Every value starts at 0.")
    assert about_planning(settings, frames[1]) == (
        "Sweep 1 changed row 1, column 2 most, from 0.00 to 10.00."
    )
    assert about_planning(settings, frames[-1]) == (
        "Settled after 154 sweeps: row 1, column 2 is worth most, 24.42."
    )
    cell = PlanningSettings("Taxi-v4", pace="cell", most_sweeps=1)
    assert about_planning(cell, list(plan(cell))[5]).startswith("Update 5 moved state ")
    turned = PlanningSettings("jumps", "policy_iteration")
    improved = next(frame for frame in plan(turned) if frame.phase == "improvement")
    assert f"in {improved.n_changed} states" in about_planning(turned, improved)
    never = PlanningSettings("jumps", gamma=1.0, most_sweeps=3)
    assert about_planning(never, last(plan(never))).startswith("After 3 sweeps a value still")


def test_td_says_what_was_earned_and_why_sarsa_is_ahead():
    frames = list(learn(TdSettings(n_runs=5)))
    text = about_td(frames[-1])
    assert text.startswith("Over the last 100 episodes a learner earned on average: Q-learning -")
    assert "SARSA is " in text
    assert "(ε = 0.1)" in text
    assert about_td(frames[0]).startswith("Nobody has learnt anything yet")
    alone = about_td(last(learn(TdSettings(method_2="none", n_episodes=10))))
    assert "SARSA" not in alone
    assert about_td(last(learn(TdSettings("c2xWW")))).startswith("No cell is free")


def test_the_tree_names_the_move_and_its_true_value():
    settings = TreeSettings(moves="041", n_simulations=1000)
    frame = last(search(settings))
    assert frame.best == 2
    assert f"{frame.visits.max()} of 1,000 games in thought began with cell 3" in about_tree(
        settings, frame
    )
    assert about_tree(settings, frame).endswith("With perfect play it is a draw.")
    assert "6 moves are possible" in about_tree(settings, next(search(settings)))
    four = TreeSettings("connect4", n_simulations=50)
    assert "began with column" in about_tree(four, last(search(four)))
    assert "perfect" not in about_tree(four, last(search(four)))
    over = TreeSettings(moves="03142")
    assert about_tree(over, last(search(over))).startswith("The game is over.")


def test_the_duel_names_the_winner():
    edge = (0, *[1] * 11, 2)
    assert about_duel(duel(DuelSettings(actions=edge, agent="random"))).startswith(
        "You win: you earned -13.00, the agent -"
    )
    assert about_duel(duel(DuelSettings(actions=edge[:3], agent="optimal"))) == (
        "3 steps so far, -3.00 earned; the agent ended with -13.00. "
        "The best policy earns -13.00 on average."
    )
    assert about_duel(duel(DuelSettings("c2xWW"))).startswith("No cell is free")


def test_games_in_thought_are_grouped_like_those_they_are_of():
    settings = TreeSettings(n_simulations=2000, every=500)
    frame = last(search(settings))
    said = about_tree(settings, replace(frame, visits=frame.visits + 1000))
    assert re.search(r"\d,\d{3} of 2,000 games in thought", said)


def test_a_small_change_of_a_value_is_told_apart():
    settings = PlanningSettings("field")
    frame = replace(last(plan(settings)), phase="sweep", ended="", old=0.1231, new=0.1234)
    assert "from 0.1231 to 0.1234" in about_planning(settings, frame)
    same = replace(frame, new=0.1231)
    assert "from 0.12 to 0.12" in about_planning(settings, same)
