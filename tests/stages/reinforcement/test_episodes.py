"""Episodes by hand: the same luck for both, scores by hand, refusals."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from core.params import BadValue
from core.rl.planning.sweeps import PlanningSettings
from core.rl.planning.sweeps import run as plan
from core.rl.worlds.presets import resolve
from core.rl.worlds.toy_text import GYM_WORLDS, describe
from core.stages.reinforcement.beat_the_agent.episodes import (
    BadAction,
    DuelSettings,
    begin,
    duel,
    luck,
    play,
    step,
)

SAFE = (0, 0, 0, *[1] * 11, 2, 2, 2)
EDGE = (0, *[1] * 11, 2)


def test_a_walk_along_the_edge_scores_minus_13():
    found = duel(DuelSettings(actions=EDGE, agent="optimal"))
    assert found.learner.total == found.learner.discounted == found.agent.total == -13
    assert found.learner.terminated
    assert not found.learner.truncated
    assert found.best == pytest.approx(-13)
    assert found.verdict == "draw"
    assert found.learner.states.tolist() == [36, *range(24, 36), 47]


def test_the_safe_way_loses_to_q_learning_and_wins_against_a_random_walk():
    assert duel(DuelSettings(actions=SAFE, agent="q_learning")).verdict == "agent"
    assert duel(DuelSettings(actions=SAFE, agent="random")).verdict == "learner"


def test_an_episode_goes_on_from_where_the_actions_stop():
    found = duel(DuelSettings(actions=EDGE[:4]))
    assert found.learner.states.tolist() == [36, 24, 25, 26, 27]
    assert not found.learner.is_over
    assert found.verdict == ""
    more = duel(DuelSettings(actions=EDGE[:5]))
    assert more.learner.states.tolist()[:5] == found.learner.states.tolist()
    assert np.array_equal(more.agent.states, found.agent.states)


def test_the_discounted_return_is_the_sum_by_hand():
    found = duel(DuelSettings(actions=EDGE, gamma=0.5)).learner
    assert found.discounted == pytest.approx(-sum(0.5**t for t in range(13)))


def test_who_does_the_same_at_the_same_step_meets_the_same_fate():
    model = resolve("FrozenLake-v1")
    copied = play(model, lambda t, state: 1, 7, 1.0)
    again = duel(DuelSettings("FrozenLake-v1", tuple(copied.actions.tolist()), seed=7)).learner
    assert copied.states.tolist() == again.states.tolist()


def test_another_seed_is_another_luck_and_all_fates_come_as_often_as_they_should():
    model = resolve("FrozenLake-v1")
    counts = Counter(step(model, 0, 1, luck(seed, 3))[0] for seed in range(3000))
    assert {state: count / 3000 for state, count in counts.items()} == {
        0: pytest.approx(1 / 3, abs=0.03),
        1: pytest.approx(1 / 3, abs=0.03),
        4: pytest.approx(1 / 3, abs=0.03),
    }
    starts = {begin(resolve("Taxi-v4"), seed) for seed in range(300)}
    assert len(starts) > 150


def test_the_best_agent_earns_on_average_what_planning_promises():
    *_, best = plan(PlanningSettings("FrozenLake-v1", gamma=1.0, theta=1e-9, most_sweeps=3000))
    model = replace(resolve("FrozenLake-v1"), time_limit=2000)
    chosen = best.q.argmax(axis=1)
    scores = [play(model, lambda t, s: int(chosen[s]), seed, 1.0).total for seed in range(600)]
    assert np.mean(scores) == pytest.approx(best.values[0], abs=0.05)


def test_the_best_return_is_that_of_an_episode_with_its_time_limit():
    model = resolve("FrozenLake-v1")
    *_, planned = plan(PlanningSettings("FrozenLake-v1", gamma=1.0, theta=1e-9, most_sweeps=3000))
    chosen = planned.q.argmax(axis=1)
    chances = np.eye(16)[0]
    reached = 0.0
    for _ in range(model.time_limit):  # how often that policy is at the goal by then
        later = np.zeros(16)
        for state in np.flatnonzero(chances):
            for p, target, reward, end in model.table[state][chosen[state]]:
                reached += chances[state] * p * reward
                later[target] += 0.0 if end else chances[state] * p
        chances = later
    best = duel(DuelSettings("FrozenLake-v1", agent="random")).best
    assert reached <= best < 0.745
    assert best == pytest.approx(reached, abs=0.02)
    assert planned.values[0] == pytest.approx(14 / 17)
    assert duel(DuelSettings("jumps", agent="random")).best == 995  # γ = 1 has a sum too


def test_the_best_agent_hurries_where_waiting_costs_nothing():
    assert len(duel(DuelSettings("field", agent="optimal")).agent.actions) == 17


def test_the_time_limit_cuts_off():
    found = duel(DuelSettings("c3xS.G~r1x02~t4", (3,) * 9, agent="optimal"))
    assert (len(found.learner.actions), found.learner.truncated) == (4, True)
    assert found.verdict == "agent"


@pytest.mark.parametrize("world", [entry.id for entry in GYM_WORLDS])
def test_gymnasiums_worlds_are_played_by_hand(world):
    found = duel(DuelSettings(world, (0,), agent="optimal", gamma=0.99))
    assert len(found.learner.actions) == 1
    assert found.agent.is_over
    assert np.isfinite(found.best)


def test_taxi_is_described_as_gymnasium_decodes_it():
    import gymnasium

    env = gymnasium.make("Taxi-v4").unwrapped
    for state in range(0, 500, 7):
        row, col, place, goal = env.decode(state)
        names = ("red", "green", "yellow", "blue")
        where = f"waits at {names[place]}" if place < 4 else "sits in the taxi"
        assert describe("Taxi-v4", state) == (
            f"Taxi in row {row + 1}, column {col + 1}. "
            f"The passenger {where} and wants to go to {names[goal]}."
        )
    assert describe("FrozenLake-v1", 3) == ""


@pytest.mark.parametrize("param", DuelSettings.PARAMS, ids=lambda param: param.id)
def test_every_param_changes_the_duel(param):
    base = DuelSettings("FrozenLake-v1", (1, 2, 1, 1), gamma=0.9)
    other = {"agent": "random", "n_episodes": 1, "gamma": 0.3, "seed": 3}[param.id]
    one, two = duel(base), duel(replace(base, **{param.id: other}))
    assert one.agent.states.tolist() != two.agent.states.tolist() or one.best != two.best
    assert param.default == getattr(DuelSettings(), param.id)


def test_equal_settings_give_equal_duels():
    settings = DuelSettings("islands", (1, 1, 2), agent="double_q", n_episodes=40, gamma=0.9)
    one, two = duel(settings), duel(settings)
    assert one.agent.states.tolist() == two.agent.states.tolist()
    assert one.best == two.best


def test_a_world_of_walls_is_not_played():
    found = duel(DuelSettings("c2xWW"))
    assert found.ended == "No cell is free to start in. Paint some floor or a start."


def test_what_cannot_be_is_refused():
    with pytest.raises(BadAction) as refused:
        duel(DuelSettings(actions=(9,)))
    assert refused.value.sentence == (
        "This world has no action 9. Choose one of up, right, down, left."
    )
    with pytest.raises(BadValue, match="It practised must lie between"):
        duel(DuelSettings(n_episodes=0))
