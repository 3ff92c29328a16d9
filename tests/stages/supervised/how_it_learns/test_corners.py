"""Corners in which a caption or a sentence could say more than its numbers imply."""

from __future__ import annotations

import numpy as np
import pytest

from core.course import missions
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.scene import draw, notice
from core.stages.supervised.how_it_learns.settings import learn_settings

SIX = "-3,2,0;-2,3,0;2,-1,1;3,-2,1;1,-2.5,1;-1,1,0"


def made(algorithm, **values):
    settings = learn_settings({"algorithm": algorithm, **values})
    return settings, learning_film(settings)


def six(algorithm, seed, **values):
    return made(algorithm, shape="drawn", points=SIX, seed=seed, **values)


def test_a_tree_that_drew_every_row_leaves_none_to_ask():
    settings, film = six("forest", 8, n_trees=1)
    assert film.last.drawn.min() > 0
    assert np.isnan(film.last.unseen_error)
    assert "Every row was drawn by every tree" in notice(settings, film)
    assert draw(settings, film)


def test_one_tree_is_not_compared_with_itself():
    settings, film = made("forest", n_trees=1)
    assert "together" not in notice(settings, film)
    assert "3 together" in notice(*made("forest", n_trees=3))


def test_a_machine_out_of_balance_is_not_said_to_be_held_by_few():
    film = made("svm_linear", shape="moons", c=10.0, n_points=300, noise=1.0)[1]
    assert film.last.gap > 1e-4
    assert "the boundary would move on" in film.last.said
    assert "without the others" not in film.last.said
    done = made("svm_linear")[1].last
    assert done.gap < 1e-4
    assert "without the others it would be the same" in done.said


@pytest.mark.parametrize(("algorithm", "seed"), [("tree", 0), ("polynomial", 33)])
def test_a_model_that_follows_the_points_as_before_is_not_called_stiff(algorithm, seed):
    settings, film = made(algorithm, shape="drawn", points=f"{SIX};0,0,1;0,0,0", seed=seed)
    best = film.frames[int(np.argmin([frame.test_error for frame in film.frames]))]
    assert abs(film.last.train_error - best.train_error) < 1e-9
    assert "not helped on the training points either" in notice(settings, film)


@pytest.mark.parametrize(
    ("algorithm", "change", "said"),
    [
        ("line", {"n_steps": 1}, "After 1 step your"),
        ("logistic", {"n_steps": 1}, "After 1 step one unit"),
        ("knn", {"max_k": 1}, "of 1 neighbour votes for class 1"),
    ],
)
def test_one_of_a_thing_is_no_plural(algorithm, change, said):
    settings, film = made(algorithm, **change)
    assert said in notice(settings, film)
    if algorithm == "knn":
        assert said in film.last.said


def test_a_tree_with_nothing_left_to_cut_has_one_leaf():
    film = six("boosting", 0, shrinkage=1.0, max_depth=6)[1]
    assert "a tree with 1 leaf is fitted" in film.last.said


def test_a_line_is_not_set_by_eye_where_the_one_at_zero_is_as_good():
    by_eye = missions.by_id("supervised.by_eye")
    assert not by_eye.done(*made("line", shape="circles", start_w=0.05))
    assert by_eye.done(*made("line", shape="slope", start_w=0.65, start_b=0.95))
