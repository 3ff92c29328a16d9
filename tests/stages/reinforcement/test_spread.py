"""The bands of several runs are what the runs did."""

from __future__ import annotations

import numpy as np
import pytest

from core.figures.film import Band
from core.rl.td import run as td
from core.rl.td.settings import LATELY, TdChange, TdSettings
from core.rl.worlds.grid import paint
from core.rl.worlds.presets import preset, resolve
from core.rl.worlds.text import to_text
from core.stages.reinforcement.bandits import run as bandits
from core.stages.reinforcement.bandits import scene as rl_bandits
from core.stages.reinforcement.bandits.settings import (
    RACE_PARAMS,
    BanditSettings,
    checked,
    race_settings,
)
from core.stages.reinforcement.temporal_difference import scene as td_scene
from core.stages.reinforcement.temporal_difference import settings as playground
from core.stages.reinforcement.temporal_difference.run import td_film

DEFAULTS = {param.id: param.default for param in playground.PLAYGROUND_PARAMS}
RACE = {param.id: param.default for param in RACE_PARAMS}


def last(film):
    *_, frame = film
    return frame


def test_the_band_of_learners_lies_between_percentiles_of_their_own_running_means():
    settings = TdSettings("cliff", n_runs=7, n_episodes=70, every=70)
    frame = last(td.run(settings))
    again = td._Learners(settings, resolve("cliff"))
    lived = []
    for _ in range(70):
        again.episode()
        lived.append([pupil.recent[-1] for pupil in again.pupils])
    runs = np.array(lived[-LATELY:]).mean(axis=0)  # (m, 2, n_runs)
    assert frame.recent == pytest.approx(runs.mean(axis=2).T)
    assert frame.recent_low == pytest.approx(np.percentile(runs, 10, axis=2).T)
    assert frame.recent_high == pytest.approx(np.percentile(runs, 90, axis=2).T)
    assert frame.newest == pytest.approx(np.array(lived[-1]).mean(axis=2).T)


def test_the_mean_of_many_runs_is_the_curve_that_was_there_before():
    frame = last(td.run(TdSettings("cliff", n_runs=3, n_episodes=80)))
    assert frame.recent[0] == pytest.approx(frame.returns[:, -LATELY:].mean(axis=1))
    assert frame.recent[1] == pytest.approx(frame.lengths[:, -LATELY:].mean(axis=1))


def test_a_goal_out_of_reach_ends_the_run_with_a_sentence_and_keeps_its_film():
    walled = preset("maze")
    for cell in (7, 17):
        walled = paint(walled, cell, "wall")
    film = td_film(TdSettings(to_text(walled), n_runs=10, every=1))
    assert film.ended.startswith("No goal can be reached from the start.")
    assert "stopped after" in film.ended
    assert 1 < len(film.frames) < 60
    assert film.last.n_episodes < 500
    assert np.isfinite(film.last.recent).all()


def test_a_wall_painted_before_the_goal_ends_a_live_run_with_the_sentence():
    walled = preset("maze")
    for cell in (7, 17):
        walled = paint(walled, cell, "wall")
    run = td.run(TdSettings("maze", n_runs=10, every=10))
    for _ in range(3):
        next(run)
    frame = run.send(TdChange(world=to_text(walled)))
    assert list(run) == []
    assert "No goal can be reached" in frame.ended
    assert frame.n_episodes > 20


def test_one_run_has_no_band():
    frame = last(td.run(TdSettings("cliff", n_runs=1, n_episodes=20)))
    assert np.isnan(frame.recent_low).all()
    assert np.isfinite(frame.recent).all()
    alone = last(bandits.run(BanditSettings(n_runs=1, n_steps=50)))
    assert np.isnan(alone.regret_high).all()
    assert np.isfinite(alone.regret).all()


def test_before_the_first_episode_nothing_is_known_of_late():
    first = next(td.run(TdSettings()))
    assert np.isnan(first.recent).all()
    assert first.recent.shape == (2, 2)


def test_the_bands_of_bandits_lie_between_percentiles_of_their_runs():
    settings = BanditSettings(n_runs=9, n_steps=120, every=120)
    frame = last(bandits.run(settings))
    again = bandits._Race(settings, checked(settings))
    paid = []
    for t in range(1, 121):
        again.pull(t)
        paid.append(again._paid[t % LATELY].copy())
    recent = np.mean(paid[-LATELY:], axis=0)
    assert frame.regret_low[:, -1] == pytest.approx(np.percentile(again._regret, 10, axis=1))
    assert frame.regret_high[:, -1] == pytest.approx(np.percentile(again._regret, 90, axis=1))
    assert frame.recent[:, -1] == pytest.approx(recent.mean(axis=1))
    assert frame.recent_low[:, -1] == pytest.approx(np.percentile(recent, 10, axis=1))
    early = frame.recent[:, 9]
    assert early == pytest.approx(np.mean(paid[: frame.at[9]], axis=(0, 2)))


def test_bands_are_drawn_under_the_lines_and_said_in_words():
    settings = playground.playground_settings({**DEFAULTS, "n_episodes": 40})
    film = td_film(settings.work)
    panel = td_scene.draw(settings, film)[-1].picture.panels[-1]
    bands = [layer for layer in panel.layers if isinstance(layer, Band)]
    assert len(bands) == 2
    assert (bands[0].low[1:] <= bands[0].high[1:]).all()
    assert "8 in 10 runs" in panel.note
    assert settings.work.n_runs == 10


@pytest.mark.parametrize("curve", ["optimal", "reward"])
def test_the_last_chart_of_the_bandits_is_the_chosen_one(curve):
    settings = race_settings({**RACE, "curve": curve, "n_runs": 20, "n_steps": 100})
    film = bandits.race_film(settings.work())
    picture = rl_bandits.draw(settings, film)[-1].picture
    assert picture.panels[3].title.startswith(
        {"optimal": "How often", "reward": "Reward: mean of the last 50"}[curve]
    )
    assert settings.work().curve == "optimal"
    assert sum(isinstance(layer, Band) for layer in picture.panels[2].layers) == 4
