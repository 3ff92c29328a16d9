"""What a worker is asked for: films that fit, settings that travel, nothing heavy imported."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from core.compute.film import filmed
from core.rl.planning.sweeps import PlanningSettings, run_lazily
from core.rl.planning.sweeps import run as plan
from core.rl.td.settings import TdChange, TdSettings
from core.stages.reinforcement.bandits import run as bandits
from core.stages.reinforcement.bandits.settings import BanditSettings
from core.stages.reinforcement.beat_the_agent.episodes import DuelSettings, duel
from core.stages.reinforcement.game_tree import tree
from core.stages.reinforcement.game_tree.tree import TreeSettings, reply
from core.stages.reinforcement.temporal_difference.run import td_film
from core.stages.reinforcement.temporal_difference.steps import StepSettings
from core.stages.reinforcement.temporal_difference.steps import run as watched
from core.stages.reinforcement.world_editor.returns import ReturnsSettings, returns_backwards

FILMS = [
    (bandits.run, BanditSettings(n_steps=100, n_runs=5)),
    (run_lazily, PlanningSettings("islands", pace="cell")),
    (td_film, TdSettings(n_episodes=50)),
    (watched, StepSettings(n_steps=60)),
    (tree.run, TreeSettings("connect4", n_simulations=100)),
    (returns_backwards, ReturnsSettings((1.0, 2.0, 3.0))),
]


def parts(thing):
    if is_dataclass(thing):
        for field in fields(thing):
            yield from parts(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from parts(part)
    else:
        yield thing


@pytest.mark.parametrize(("work", "settings"), FILMS)
def test_films_are_byte_equal_bounded_and_small(work, settings):
    one, two = filmed(work(settings)), filmed(work(settings))
    assert pickle.dumps(one) == pickle.dumps(two)
    assert len(one.frames) <= 240
    assert one.steps[0] == 0
    assert len(pickle.dumps(one)) < 8_000_000
    assert one.ended == ""


@pytest.mark.parametrize(("work", "settings"), FILMS)
def test_frames_are_plain_arrays_numbers_and_words(work, settings):
    for part in parts(filmed(work(settings)).frames):
        assert isinstance(part, np.ndarray | str | bool | int | float)
        if isinstance(part, np.ndarray):
            assert part.dtype.kind in "fib"


@pytest.mark.parametrize(
    "settings", [*(settings for _, settings in FILMS), DuelSettings(), TdChange(world="field")]
)
def test_settings_are_frozen_and_travel(settings):
    assert pickle.loads(pickle.dumps(settings)) == settings
    hash(settings)


def test_answers_are_plain_too():
    for answer in (duel(DuelSettings(actions=(0, 1))), reply(TreeSettings(n_simulations=20))):
        assert all(isinstance(p, np.ndarray | str | bool | int | float) for p in parts(answer))


def test_a_film_of_cells_shows_the_frames_that_the_generator_yields():
    settings = PlanningSettings("jumps", pace="cell", most_sweeps=30, theta=0.1)
    film, frames = filmed(run_lazily(settings)), list(plan(settings))
    assert film.n_steps == len(frames) - 1
    for step, frame in zip(film.steps, film.frames, strict=True):
        assert pickle.dumps(frame) == pickle.dumps(frames[step])


HEAVY = {"gymnasium", "scipy", "torch", "sklearn", "stable_baselines3", "streamlit", "plotly"}
ROOT = Path(__file__).resolve().parents[3]
DRAWING = ("scene", "playground")


def test_importing_what_computes_imports_nothing_heavy():
    rooms = (ROOT / "core" / "rl", ROOT / "core" / "stages" / "reinforcement")
    files = [file for room in rooms for file in sorted(room.rglob("*.py"))]
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in files
        if not file.stem.startswith(DRAWING)
    ]
    check = f"import sys; found = {HEAVY!r} & set(sys.modules); assert not found, found"
    lines = [*(f"import {name}" for name in names), check]
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True, cwd=ROOT)
