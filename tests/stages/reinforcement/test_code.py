"""Every example runs alone and prints the numbers on the screen."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import partial

import numpy as np
import pytest

from core.export.example import exported
from core.rl.planning.sweeps import PlanningSettings
from core.rl.planning.sweeps import run as plan
from core.rl.td.run import run as learn
from core.rl.td.settings import TdSettings
from core.rl.worlds.grid import BadWorld
from core.rl.worlds.presets import resolve
from core.stages.reinforcement.bandits import example as bandits
from core.stages.reinforcement.bandits.run import run as race
from core.stages.reinforcement.bandits.settings import POLICIES, BanditSettings, PolicyChoice
from core.stages.reinforcement.beat_the_agent import example as meetings
from core.stages.reinforcement.beat_the_agent.episodes import DuelSettings, duel
from core.stages.reinforcement.game_tree import example as thoughts
from core.stages.reinforcement.game_tree.tree import TreeSettings
from core.stages.reinforcement.game_tree.tree import run as search
from core.stages.reinforcement.temporal_difference import example as lessons
from core.stages.reinforcement.world_editor import example as plans


def printed(script: str, tmp_path) -> list[str]:
    """Return the lines a script prints in a folder of its own, where core cannot be imported."""
    file = tmp_path / "shown.py"
    file.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-X", "utf8", str(file)],
        capture_output=True, cwd=tmp_path, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def bandit_script(settings: BanditSettings) -> str:
    return exported(bandits.example, bandits.race_of(settings))


def planning_script(settings: PlanningSettings) -> str:
    return exported(plans.example, plans.planning_of(settings))


def td_script(settings: TdSettings) -> str:
    lesson = lessons.recorded if settings.source == "recorded" else lessons.example
    return exported(lesson, lessons.learning_of(settings))


def tree_script(settings: TreeSettings) -> str:
    return exported(thoughts.example, thoughts.thought_of(settings))


def duel_script(settings: DuelSettings) -> str:
    return exported(meetings.example, meetings.meeting_of(settings))


def last(film):
    *_, frame = film
    return frame


def table(values: np.ndarray, n_cols: int) -> list[str]:
    rows = [values[first : first + n_cols] for first in range(0, len(values), n_cols)]
    return [" ".join(f"{value:8.3f}" for value in row) for row in rows]


def imported(script: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(script)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize(
    "settings",
    [
        PlanningSettings("jumps", "policy_evaluation"),
        PlanningSettings("corners", "policy_evaluation", 1.0, True),
        PlanningSettings("lake4", "value_iteration", 0.99),
        PlanningSettings("islands", "policy_iteration"),
        PlanningSettings("gusts", "value_iteration", in_place=True, theta=0.01),
        PlanningSettings("jumps", "value_iteration", 1.0, most_sweeps=7),
        PlanningSettings("Blackjack-v1", gamma=1.0),
        PlanningSettings("Taxi-v4", theta=0.01),
        PlanningSettings("c2xWW"),
    ],
    ids=str,
)
def test_the_planning_script_prints_the_values(settings, tmp_path):
    frame, model = last(plan(settings)), resolve(settings.world)
    lines = printed(planning_script(settings), tmp_path)
    assert lines[0] == f"sweeps: {frame.n_sweeps}"
    assert lines[1:] == table(frame.values, model.n_cols or model.n_states)


@pytest.mark.parametrize(
    "settings",
    [
        TdSettings(n_episodes=100),
        TdSettings("lake4", "monte_carlo", "sarsa_lambda", "expected_sarsa", "double_q",
                   n_episodes=60, n_runs=3, alpha_decay=0.1, epsilon_decay=0.99),
        TdSettings("maze", "dyna_q", "none", gamma=0.95, n_episodes=20, initial_q=1.0),
        TdSettings("islands", "q_learning", "dyna_q", "double_q", "expected_sarsa",
                   source="recorded", n_episodes=30, n_runs=2),
        TdSettings("Blackjack-v1", n_episodes=200, alpha=0.05),
        TdSettings("Taxi-v4", n_episodes=20),
        TdSettings("c3xL.S~s-1~p1~t50", "double_q", "none", n_episodes=9, source="recorded"),
        TdSettings("bias", n_episodes=700),  # three episodes a point of the curve
    ],
    ids=str,
)  # fmt: skip
def test_the_td_script_prints_returns_and_values(settings, tmp_path):
    frame, model = last(learn(settings)), resolve(settings.world)
    lines = printed(td_script(settings), tmp_path)
    n_last = min(50, settings.n_episodes)
    expected = []
    for i, name in enumerate(frame.methods):
        mean = frame.recent[0, i]
        expected.append(f"{name}: mean return of the last {n_last} episodes {mean:.3f}")
        expected += table(frame.q[i].max(axis=1), model.n_cols or model.n_states)
    assert lines == expected


@pytest.mark.parametrize("kind", ["gaussian", "bernoulli"])
def test_the_bandit_script_prints_regret_and_estimates(kind, tmp_path):
    other_ucb = PolicyChoice("ucb", (("c", 0.5),))
    policies = (*(PolicyChoice(spec.id) for spec in POLICIES[1:]), other_ucb)
    settings = BanditSettings(policies, kind, level=1.0, n_steps=300, n_runs=20, seed=3)
    frame = last(race(settings))
    lines = printed(bandit_script(settings), tmp_path)
    expected = ["arms: " + " ".join(f"{mean:.3f}" for mean in frame.means)]
    for i, name in enumerate(frame.policies):
        expected += [
            f"{name}: regret {frame.regret[i, -1]:.3f} reward {frame.recent[i, -1]:.3f} "
            f"best arm {frame.lately[i]:.3f}",
            "  estimates: " + " ".join(f"{value:.3f}" for value in frame.estimates[i]),
            "  pulls: " + " ".join(str(count) for count in frame.counts[i]),
        ]
    assert lines == expected


@pytest.mark.parametrize(
    "settings",
    [
        TreeSettings(n_simulations=200),
        TreeSettings("connect4", "3313", 300, 0.7, "careful", seed=2),
        TreeSettings(moves="03142"),
    ],
    ids=str,
)
def test_the_tree_script_prints_visits_and_values(settings, tmp_path):
    frame = last(search(settings))
    lines = printed(tree_script(settings), tmp_path)
    expected = [
        f"move {move}: {visits} visits, value {value:.3f}"
        for move, visits, value in zip(frame.moves, frame.visits, frame.values, strict=True)
        if visits
    ]
    assert lines == [*expected, f"best: {frame.best}"]


@pytest.mark.parametrize("agent", ["random", "optimal", "q_learning", "dyna_q"])
@pytest.mark.parametrize("world", ["FrozenLake-v1", "corners", "islands"])
def test_the_duel_script_prints_both_episodes(world, agent, tmp_path):
    settings = DuelSettings(world, (1, 2, 1, 2), agent, 30, 0.9, 5)
    found = duel(settings)
    expected = [
        f"{name}: {one.discounted:.3f} in {len(one.actions)} steps, states "
        + " ".join(map(str, one.states))
        for name, one in (("you", found.learner), ("agent", found.agent))
    ]
    assert printed(duel_script(settings), tmp_path) == expected


SCRIPTS = {
    "planning": partial(planning_script, PlanningSettings()),
    "blackjack": partial(planning_script, PlanningSettings("Blackjack-v1")),
    "td": partial(td_script, TdSettings(method_3="double_q", method_4="dyna_q")),
    "recorded": partial(td_script, TdSettings(method_2="double_q", source="recorded")),
    "taxi": partial(td_script, TdSettings("Taxi-v4")),
    "duel": partial(duel_script, DuelSettings()),
    "tree": partial(tree_script, TreeSettings()),
    "bandits": partial(bandit_script, BanditSettings()),
}


EXTRA = {
    "bandits": {"numpy"},
    "taxi": {"numpy", "gymnasium"},
    "duel": {"numpy", "numpy.typing"},
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_need_only_python_numpy_for_arrays_and_gymnasium_for_taxi(name):
    plain = {
        "__future__",
        "random",
        "math",
        "dataclasses",
        "functools",
        "collections.abc",
        "typing",
    }
    extra = EXTRA.get(name, set())
    assert extra <= imported(SCRIPTS[name]()) <= plain | extra


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_define_every_name_and_import_nothing_idle(name, tmp_path):
    file = tmp_path / "shown.py"
    file.write_text(SCRIPTS[name](), encoding="utf-8")
    command = ["ruff", "check", "--isolated", "--select", "F", "--output-format", "concise"]
    done = subprocess.run(
        [sys.executable, "-m", *command, str(file)], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_carry_no_marks_of_our_tools(name):
    assert "noqa" not in SCRIPTS[name]()
    assert "type: ignore" not in SCRIPTS[name]()


def test_there_is_no_script_of_learning_where_no_episode_can_start():
    with pytest.raises(BadWorld, match="No cell is free to start in"):
        td_script(TdSettings("c2xWW"))
