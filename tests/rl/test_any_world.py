"""Whatever a learner paints: everything ends in frames or in a sentence, never in a fault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PlaygroundError
from core.export.example import exported
from core.rl.planning.sweeps import PlanningSettings
from core.rl.planning.sweeps import run as plan
from core.rl.td.methods import METHODS
from core.rl.td.run import run as learn
from core.rl.td.settings import TdChange, TdSettings
from core.rl.worlds.grid import TOOLS, BadWorld, Jump, World, paint, set_reward
from core.rl.worlds.text import to_text
from core.stages.reinforcement.beat_the_agent.episodes import DuelSettings, duel
from core.stages.reinforcement.temporal_difference import example as lessons
from core.stages.reinforcement.world_editor import example as plans


@st.composite
def painted_worlds(draw):
    """A small world, painted with every tool of the editor."""
    n_cols, n_rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    n = n_cols * n_rows
    jump = st.builds(Jump, st.integers(0, n - 1), st.integers(0, n - 1), st.just(2.0))
    world = World(
        "." * n,
        n_cols,
        slip=draw(st.sampled_from([0.0, 0.3, 1.0])),
        is_gusty=draw(st.booleans()),
        has_king_moves=draw(st.booleans()),
        bump_reward=draw(st.sampled_from([None, -1.0])),
        step_reward=draw(st.sampled_from([0.0, -1.0])),
        jumps=tuple(draw(st.lists(jump, max_size=2))),
        time_limit=12,
    )
    for cell, tool in draw(
        st.lists(st.tuples(st.integers(0, n - 1), st.sampled_from(TOOLS)), max_size=12)
    ):
        world = paint(world, cell, tool.id)
    return set_reward(world, draw(st.integers(0, n - 1)), draw(st.sampled_from([None, 1.5])))


@settings(max_examples=60, deadline=None)
@given(painted_worlds(), st.sampled_from([c.id for c in PlanningSettings.PARAMS[0].choices]),
       st.sampled_from([0.0, 0.9, 1.0]), st.booleans())  # fmt: skip
def test_any_world_is_planned_in(world, method, gamma, in_place):
    film = list(plan(PlanningSettings(to_text(world), method, gamma, in_place, most_sweeps=40)))
    last = film[-1]
    assert last.phase == "settled" or last.ended
    assert np.isfinite(last.values).all()
    assert np.allclose(last.policy.sum(axis=1), 1)


@settings(max_examples=60, deadline=None)
@given(painted_worlds(), painted_worlds(), st.permutations([spec.id for spec in METHODS]),
       st.sampled_from([0.0, 0.9, 1.0]))  # fmt: skip
def test_any_world_is_learnt_in_and_swapped(world, other, methods, gamma):
    chosen = TdSettings(to_text(world), *methods[:4], gamma=gamma, n_episodes=6, every=2)
    film = learn(chosen)
    frames = [next(film)]
    with suppress(StopIteration):
        frames.append(film.send(TdChange(world=to_text(other))))
    frames += list(film)
    assert frames[-1].ended or frames[-1].n_episodes == 6
    assert all(np.isfinite(frame.q).all() for frame in frames)
    assert all(word in (-1, *range(8)) for word in np.unique(frames[-1].greedy))


@settings(max_examples=30, deadline=None)
@given(painted_worlds(), st.lists(st.integers(0, 3), max_size=15), st.integers(0, 9))
def test_any_world_is_played_in(world, actions, seed):
    found = duel(DuelSettings(to_text(world), tuple(actions), "sarsa", 5, 0.9, seed))
    assert found.ended or len(found.learner.actions) <= 12
    assert len(found.learner.states) == len(found.learner.actions) + (not found.ended)


@settings(max_examples=15, deadline=None)
@given(painted_worlds())
def test_any_world_has_a_script_that_prints_what_its_example_prints(world):
    planning = plans.planning_of(PlanningSettings(to_text(world), most_sweeps=40))
    assert told(exported(plans.example, planning)) == told(lambda: plans.example(planning))
    with suppress(BadWorld):
        learning = lessons.learning_of(TdSettings(to_text(world), n_episodes=5))
        assert told(exported(lessons.example, learning)) == told(lambda: lessons.example(learning))


def told(said: str | Callable[[], None]) -> str:
    """What code, or a function, prints."""
    out = StringIO()
    with redirect_stdout(out):
        exec(said, {"__name__": __name__}) if isinstance(said, str) else said()
    return out.getvalue()


@settings(max_examples=80, deadline=None)
@given(st.floats(), st.floats(), st.integers(-2, 10**6), st.text(max_size=8))
def test_any_setting_is_taken_or_refused_with_a_sentence(alpha, epsilon, n_episodes, world):
    with suppress(PlaygroundError):
        learn(TdSettings(world, alpha=alpha, epsilon=epsilon, n_episodes=n_episodes))
