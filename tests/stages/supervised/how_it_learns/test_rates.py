"""Rates of gradient descent that a sentence names: taken, they do what it says."""

from __future__ import annotations

import re

import pytest

from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.scene_descent import line_notice
from core.stages.supervised.how_it_learns.settings import learn_settings

TABLES = [
    {"n_points": n, "noise": noise, "seed": seed}
    for seed in range(4)
    for n, noise in ((20, 0.0), (60, 0.3), (200, 1.0))
]


def line(**values):
    settings = learn_settings({"algorithm": "line", "n_steps": 400, **values})
    return settings, learning_film(settings)


@pytest.mark.parametrize("values", TABLES)
def test_every_rate_above_the_one_named_overshoots(values):
    settings, film = line(**values)
    named = float(re.search(r"every rate above (\S+) overshoots", line_notice(settings, film))[1])
    assert film.last.fastest <= named <= film.last.fastest * 1.011


@pytest.mark.parametrize("values", TABLES)
def test_the_largest_rate_that_comes_to_rest_comes_to_rest_when_it_is_set(values):
    _, film = line(learning_rate=1.0, **values)
    named = float(re.search(r"is above (\S+), the largest", film.ended)[1])
    _, film = line(learning_rate=named, **values)
    assert not film.ended
    assert film.last.train_error <= film.frames[0].train_error
    assert named >= film.last.fastest * 0.989
