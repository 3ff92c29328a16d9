"""Temporal difference against the book, value iteration, its own laws and refusals."""

from __future__ import annotations

import math
import random
from dataclasses import fields, replace

import numpy as np
import pytest

from core.params import BadValue
from core.rl.planning.sweeps import PlanningSettings
from core.rl.planning.sweeps import run as plan
from core.rl.td.agent import Agent, Episode, arena_of, choose, new_agent
from core.rl.td.episodes import one_step_episode
from core.rl.td.methods import METHODS, method
from core.rl.td.run import run
from core.rl.td.settings import OnPolicyOnly, TdChange, TdSettings
from core.rl.td.updates import q_learning_update
from core.rl.worlds.grid import BadWorld, paint
from core.rl.worlds.model import Model
from core.rl.worlds.presets import preset, resolve
from core.rl.worlds.text import to_text
from core.stages.reinforcement.temporal_difference.speed import against_textbook

CLIFF_START, CLIFF_GOAL = 36, 47


def same(a, b) -> bool:
    pairs = [(getattr(a, f.name), getattr(b, f.name)) for f in fields(a)]
    return all(
        all(map(np.array_equal, x, y)) if isinstance(x, tuple) and x and not isinstance(x[0], str)
        else np.array_equal(x, y, equal_nan=True) if isinstance(x, np.ndarray)
        else x == y
        for x, y in pairs
    )  # fmt: skip


def greedy_walk(model: Model, greedy: np.ndarray) -> list[int]:
    """Return the states the greedy actions lead through from the start; deterministic worlds."""
    state, path = model.starts[0][0], [model.starts[0][0]]
    while not model.ends[state] and len(path) < 60:
        state = model.table[state][int(greedy[state])][0][1]
        path.append(state)
    return path


# The cliff


@pytest.fixture(scope="module")
def cliff():
    return list(run(TdSettings("cliff", n_runs=20, every=500)))[-1]


def test_on_the_cliff_sarsa_earns_about_25_less_and_q_learning_about_50(cliff):
    # S&B example 6.6: epsilon 0.1, alpha 0.5, gamma 1; the last 250 of 500 episodes.
    q_learning, sarsa = cliff.returns[:, 125:].mean(axis=1)
    assert cliff.methods == ("q_learning", "sarsa")
    assert q_learning == pytest.approx(-49, abs=7)
    assert sarsa == pytest.approx(-26, abs=4)


def test_q_learning_ends_on_the_edge_and_sarsa_away_from_it():
    frame = list(run(TdSettings("cliff", every=1000, n_episodes=3000, alpha_decay=0.01, seed=1)))[
        -1
    ]
    model = resolve("cliff")
    edge, safe = (greedy_walk(model, greedy) for greedy in frame.greedy)
    assert edge == [CLIFF_START, *range(24, 36), CLIFF_GOAL]
    assert safe[-1] == CLIFF_GOAL
    assert min(state // 12 for state in safe) <= 1
    assert len(safe) > len(edge)


# Convergence


@pytest.mark.parametrize("world", ["FrozenLake-v1", "lake4"])
@pytest.mark.parametrize(("name", "tolerance"), [("q_learning", 0.04), ("double_q", 0.08)])
def test_with_a_decaying_step_q_reaches_value_iterations_optimum(world, name, tolerance):
    *_, best = plan(PlanningSettings(world, gamma=0.95, theta=1e-12, most_sweeps=5000))
    settings = TdSettings(
        world, name, "none", alpha=1.0, alpha_decay=0.05, epsilon=0.3, gamma=0.95,
        n_episodes=20_000, every=1000,
    )  # fmt: skip
    *_, found = run(settings)
    live = ~np.array(resolve(world).ends)
    assert np.abs(found.q[0].max(axis=1) - best.values)[live].max() < tolerance
    assert np.abs(found.q[0] - best.q)[live].mean() < tolerance


@pytest.mark.parametrize(
    ("name", "decay", "tolerance"),
    [
        ("sarsa", 0.05, 1.2),
        ("expected_sarsa", 0.01, 0.01),
        ("monte_carlo", 0.5, 1.2),
        ("sarsa_lambda", 0.05, 1.2),
    ],
)
def test_on_policy_methods_reach_the_values_of_their_own_behaviour(name, decay, tolerance):
    # In "corners" with epsilon 1 the behaviour is the random walk of figure 4.1.
    *_, walk = plan(PlanningSettings("corners", "policy_evaluation", 1.0))
    settings = TdSettings(
        "corners", name, "none", alpha=1.0, alpha_decay=decay, epsilon=1.0, n_episodes=6000,
        every=1000, trace=0.5,
    )  # fmt: skip
    *_, found = run(settings)
    live = ~np.array(resolve("corners").ends)
    assert np.abs(found.q[0] - walk.q)[live].mean() < tolerance


def test_monte_carlo_with_alpha_1_over_n_is_the_mean_of_first_visit_returns():
    model = resolve("corners")
    arena = arena_of(model)
    agent = new_agent(model, "3", alpha=1.0, epsilon=1.0, gamma=1.0)
    agent.alpha_decay = 1.0
    sums: dict[tuple[int, int], list[float]] = {}
    seen = random.Random("3").random
    for _ in range(50):  # the same chance, replayed by hand
        state = arena.start(seen)
        steps = []
        while not model.ends[state]:
            seen()
            action = int(seen() * 4)
            steps.append((state, action))
            state = model.table[state][action][0][1]
        for t in range(len(steps) - 1, -1, -1):
            if steps[t] not in steps[:t]:
                sums.setdefault(steps[t], []).append(float(t - len(steps)))
        method("monte_carlo").live(agent, arena)
    for (state, action), returns in sums.items():
        assert agent.q[state][action] == pytest.approx(np.mean(returns))


def test_dyna_q_with_50_planning_steps_needs_far_fewer_steps_in_the_maze():
    # S&B figure 8.2: alpha 0.1, gamma 0.95, epsilon 0.1; near 14 steps by the third episode.
    base = TdSettings(
        "maze", "dyna_q", "none", alpha=0.1, gamma=0.95, n_episodes=30, every=30, n_runs=5
    )
    many = list(run(replace(base, n_planning=50)))[-1].lengths[0]
    few = list(run(replace(base, n_planning=5)))[-1].lengths[0]
    none = list(run(replace(base, n_planning=0)))[-1].lengths[0]
    below = [int(np.argmax(lengths < 30)) for lengths in (many, few)]
    assert below[0] <= 4
    assert below[0] < below[1] <= 15
    assert none[1:10].mean() > 5 * many[1:10].mean()
    assert many[-5:].mean() < 22  # 14 without exploration


def test_double_q_goes_left_less_often_than_q_learning():
    # S&B figure 6.5: alpha 0.1, epsilon 0.1; an episode that goes left takes two steps.
    settings = TdSettings(
        "bias", "q_learning", "double_q", alpha=0.1, n_episodes=300, every=300, n_runs=50
    )
    *_, found = run(settings)
    left = found.lengths - 1
    q_learning, double_q = left[:, 5:50].mean(axis=1)
    assert q_learning > 0.5
    assert double_q < q_learning - 0.15


# Laws of the single step


def test_ties_are_broken_at_random_and_no_action_is_left_out():
    chance = random.Random(0).random
    counts = np.bincount([choose([0.0] * 6, 0.0, chance) for _ in range(6000)], minlength=6)
    assert counts.min() > 850
    counts = np.bincount([choose([1.0, 0, 0, 0], 1.0, chance) for _ in range(6000)], minlength=4)
    assert counts.min() > 1350


@pytest.mark.parametrize("world", ["FrozenLake-v1", "cliff"])
def test_q_learning_learns_the_same_from_its_own_steps_recorded(world):
    model = resolve(world)
    arena = arena_of(model)
    one = new_agent(model, "7", alpha=0.5, epsilon=0.3, gamma=0.9)
    two = new_agent(model, "7", alpha=0.5, epsilon=0.3, gamma=0.9)
    for _ in range(30):
        a = method("q_learning").live(one, arena)
        b = one_step_episode(two, arena, update=q_learning_update)
        assert a == b
    assert one.q == two.q


@pytest.mark.parametrize("spec", METHODS, ids=lambda spec: spec.id)
def test_a_cut_off_still_bootstraps_and_an_end_does_not(spec):
    # One state, one action, reward 1 for ever: worth 1 / (1 - gamma) whatever the time limit.
    from core.rl.worlds.model import Action

    for ends, worth in ((False, 2.0), (True, 1.0)):
        outcome = [(1.0, 1 if ends else 0, 1.0, ends)]
        model = Model(
            "loop", [[outcome], [[(1.0, 1, 0.0, True)]]], ((0, 1.0),), (Action("on"),),
            (False, True), time_limit=3,
        )  # fmt: skip
        agent = new_agent(model, "0", alpha=0.5, epsilon=0.0, gamma=0.5)
        for _ in range(200):
            episode = spec.live(agent, arena_of(model))
        assert episode.terminated is ends
        assert agent.q[0][0] == pytest.approx(worth, abs=1e-3)
        assert agent.q[1][0] == 0


def _agent() -> Agent:
    model = resolve("bias")
    agent = new_agent(model, "0", alpha=0.5, epsilon=0.2, gamma=0.5)
    agent.q[1] = [4.0, *[0.0] * 9]
    agent.q_a[1], agent.q_b[1] = [4.0, *[0.0] * 9], [2.0, *[0.0] * 9]
    return agent


@pytest.mark.parametrize(
    ("name", "target"),
    [("q_learning", 1 + 0.5 * 4), ("expected_sarsa", 1 + 0.5 * (0.8 * 4 + 0.2 * 0.4))],
)
def test_one_update_is_the_books_formula(name, target):
    agent = _agent()
    method(name).update(agent, 0, 3, 1.0, 1, False)
    assert agent.q[0][3] == pytest.approx(0.5 * target)
    method(name).update(agent, 0, 3, 1.0, 1, True)
    assert agent.q[0][3] == pytest.approx(0.5 * (0.5 * target) + 0.5)


def test_double_q_lets_the_other_table_judge():
    agent = _agent()
    agent.chance = lambda: 0.9  # q_a learns, q_b judges
    method("double_q").update(agent, 0, 3, 1.0, 1, False)
    assert agent.q_a[0][3] == pytest.approx(0.5 * (1 + 0.5 * 2))
    assert agent.q_b[0][3] == 0
    assert agent.q[0][3] == pytest.approx(agent.q_a[0][3] / 2)


# Films


def test_the_first_frame_is_before_any_step():
    first = next(run(TdSettings(initial_q=2.0)))
    assert (first.n_episodes, first.n_steps.tolist()) == (0, [0, 0])
    assert np.isnan(first.returns).all()
    assert (first.greedy == -1).all()
    assert [len(path) for path in first.paths] == [0, 0]
    assert first.q.max() == 2.0
    assert first.q[:, CLIFF_GOAL].max() == 0.0


@pytest.mark.parametrize("source", ["own", "recorded"])
def test_equal_settings_give_equal_films_and_another_seed_another(source):
    settings = TdSettings(
        "islands", "double_q", "dyna_q", "q_learning", "expected_sarsa",
        n_episodes=12, every=4, source=source, n_runs=2,
    )  # fmt: skip
    one, two = list(run(settings)), list(run(settings))
    assert len(one) == 4
    assert all(same(a, b) for a, b in zip(one, two, strict=True))
    other = list(run(replace(settings, seed=1)))
    assert not same(one[-1], other[-1])


def test_frames_do_not_change_later():
    film = run(TdSettings(n_episodes=10))
    first = next(film)
    before = first.q.copy(), first.visits.copy()
    list(film)
    assert np.array_equal(before[0], first.q)
    assert np.array_equal(before[1], first.visits)


def test_long_runs_average_blocks_of_episodes():
    frames = list(run(TdSettings("corners", n_episodes=1000, every=300)))
    assert [frame.n_episodes for frame in frames] == [0, 300, 600, 900, 1000]
    assert frames[-1].block == 4
    assert frames[-1].returns.shape == (2, 250)
    assert np.isfinite(frames[1].returns).sum() == 2 * 75


@pytest.mark.parametrize("param", TdSettings.PARAMS, ids=lambda param: param.id)
def test_every_param_changes_the_film(param):
    base = TdSettings("cliff", "q_learning", "double_q", "dyna_q", n_episodes=6, every=2, seed=5)
    if param.id == "trace":
        base = replace(base, method_2="sarsa_lambda")
    other = {
        "method_1": "expected_sarsa", "method_2": "none", "method_3": "none",
        "method_4": "monte_carlo", "alpha": 0.2, "epsilon": 0.5, "gamma": 0.5, "n_episodes": 4,
        "every": 3, "n_runs": 2, "alpha_decay": 0.5, "epsilon_decay": 0.9, "initial_q": 1.0,
        "n_planning": 1, "trace": 0.1, "source": "recorded", "seed": 6,
    }[param.id]  # fmt: skip
    if param.id == "source":
        base = replace(base, method_4="none")
    one, two = list(run(base)), list(run(replace(base, **{param.id: other})))
    assert len(one) != len(two) or not all(same(a, b) for a, b in zip(one, two, strict=True))
    assert param.default == getattr(TdSettings(), param.id)


def test_every_method_is_offered_and_has_its_words():
    offered = {choice.id for choice in TdSettings.PARAMS[0].choices}
    assert offered == {spec.id for spec in METHODS}
    assert all(spec.help.endswith(".") and "section" in spec.source for spec in METHODS)


@pytest.mark.parametrize("world", ["FrozenLake-v1", "CliffWalking-v1", "Taxi-v4", "Blackjack-v1"])
def test_gymnasiums_worlds_are_learnt_in(world):
    settings = TdSettings(world, "q_learning", "monte_carlo", n_episodes=200, every=200)
    *_, found = run(settings)
    assert np.isfinite(found.returns).all()
    assert found.n_steps.min() > 200


# Recorded steps


def test_from_one_recording_everybody_learns_from_the_same_steps():
    settings = TdSettings(
        "cliff", "q_learning", "double_q", "dyna_q", source="recorded", n_episodes=400, every=400
    )
    *_, found = run(settings)
    assert len(set(found.n_steps.tolist())) == 1
    assert np.array_equal(found.visits[0], found.visits[1])
    assert found.returns[0][-1] == -13  # a random walk was enough to learn the best path


def test_on_policy_methods_refuse_recorded_steps():
    with pytest.raises(OnPolicyOnly) as refused:
        run(TdSettings(source="recorded"))
    assert refused.value.sentence == (
        "SARSA learns only from its own steps (it is on-policy). Choose Expected SARSA, "
        "Q-learning, Double Q-learning, Dyna-Q, or let each learner take its own steps."
    )


# Changes while it learns


def test_alpha_and_epsilon_change_mid_run():
    film = run(TdSettings(n_episodes=30))
    next(film)
    frame = film.send(TdChange(alpha=0.1, epsilon=0.0))
    assert (frame.alpha, frame.epsilon, frame.notice) == (0.1, 0.0, "")
    frame = film.send(TdChange(alpha=7.0))
    assert frame.alpha == 0.1
    assert frame.notice == "Step size α must lie between 0.01 and 1, not 7."


def test_a_changed_epsilon_changes_what_they_do():
    film = run(TdSettings(n_episodes=60, alpha=0.1, gamma=0.9))
    frames = [next(film), next(film)]
    calm = film.send(TdChange(epsilon=0.0))
    wild = film.send(TdChange(epsilon=1.0))
    assert np.nanmean(wild.lengths[:, 10:15]) > 2 * np.nanmean(calm.lengths[:, 5:10])
    assert (frames[-1].epsilon, wild.epsilon) == (0.1, 1.0)


def test_a_decaying_epsilon_ends_without_exploration():
    settings = TdSettings("cliff", "q_learning", "none", epsilon_decay=0.97, n_episodes=600)
    *_, found = run(settings)
    assert found.epsilon == pytest.approx(0.1 * 0.97**600)
    assert (found.returns[0, -50:] == -13).all()


def test_a_wall_painted_mid_run_reroutes_the_arrows():
    settings = TdSettings(
        "lake4", "q_learning", "none", alpha=0.5, epsilon=0.3, gamma=0.9, n_episodes=4000,
        every=1000,
    )  # fmt: skip
    dry = replace(preset("lake4"), slip=0.0)
    film = run(replace(settings, world=to_text(dry)))
    frames = [next(film), next(film), next(film)]
    path = greedy_walk(resolve(frames[-1].world), frames[-1].greedy[0])
    assert len(path) == 7
    walled = to_text(paint(dry, path[2], "wall"))
    film.send(TdChange(world=walled))
    frame = next(film)
    assert frame.world == walled
    rerouted = greedy_walk(resolve(walled), frame.greedy[0])
    assert rerouted[-1] == 15
    assert path[2] not in rerouted
    assert frame.greedy[0][path[2]] == -1


def test_a_world_of_another_shape_is_not_taken_and_the_run_goes_on():
    film = run(TdSettings("cliff", n_episodes=30))
    next(film)
    frame = film.send(TdChange(world="field"))
    assert frame.notice == (
        "The new world has another shape or other moves, so what was learnt does not fit. "
        "Start a new run in it."
    )
    assert (frame.world, frame.n_episodes) == ("cliff", 5)
    assert film.send(TdChange(world="moon")).notice.startswith("There is no world named 'moon'")
    assert len(list(film)) == 4


def test_no_change_is_the_same_film():
    settings = TdSettings(n_episodes=10)
    film = run(settings)
    sent = [next(film), film.send(TdChange()), film.send(None)]
    assert all(same(a, b) for a, b in zip(sent, run(settings), strict=True))


# Ends and refusals


def test_an_unreachable_goal_runs_to_the_time_limit_with_a_warning():
    *_, found = run(TdSettings("c5xS.W.G~r1x04~t20", n_episodes=4))
    assert found.warning == "No goal can be reached from the start. Erase a wall, or move the goal."
    assert found.lengths.tolist() == [[20] * 4] * 2


def test_a_world_of_walls_ends_at_once_and_one_walled_shut_is_lived_in():
    (only,) = run(TdSettings("c2xWW"))
    assert only.ended == "No cell is free to start in. Paint some floor or a start."
    *_, shut = run(TdSettings("shut", n_episodes=2, every=1))
    assert shut.warning.startswith("The start is shut by walls")
    assert shut.ended == ""


def test_painting_everything_over_mid_run_ends_in_a_sentence():
    film = run(TdSettings("c3xS.G~r1x02~t50", n_episodes=40))
    frames = [next(film), next(film)]
    frames.append(film.send(TdChange(world="c3xWWW~t50")))
    assert frames[-1].ended == "No cell is free to start in. Paint some floor or a start."
    assert frames[-1].n_episodes == 5
    assert list(film) == []


def test_bad_settings_are_refused_before_the_first_frame():
    with pytest.raises(BadValue, match=r"Step size α must lie between 0\.01 and 1, not 1e"):
        run(TdSettings(alpha=1e9))
    with pytest.raises(BadValue, match="Episodes must lie between 1 and 20000, not 0"):
        run(TdSettings(n_episodes=0))
    with pytest.raises(BadWorld):
        run(TdSettings("nowhere"))


# Speed


@pytest.mark.slow
def test_q_learning_is_far_faster_than_the_textbook_loop():
    speed = against_textbook(n_rounds=3)
    assert math.isfinite(speed.ours)
    assert speed.ratio > 7  # bench holds 10


def test_an_episode_counts_steps_not_states():
    assert Episode(0.0, [1, 2, 3], True).n_steps == 2
