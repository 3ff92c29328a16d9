"""Missions of the playground how it learns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.course.missions import Mission


def _overshoot(settings: Any, film: Any) -> bool:
    first, last = film.frames[0], film.last
    return settings.algorithm == "line" and bool(last.train_error > 2 * first.train_error)


def _noise_by_heart(settings: Any, film: Any) -> bool:
    """Whether the last polynomial is at least three times as bad on test points as the best."""
    if settings.algorithm != "polynomial":
        return False
    lowest = min(frame.test_error for frame in film.frames)
    return bool(film.last.test_error >= 3 * lowest and settings.data.noise >= 0.1)


def _few_waves(settings: Any, film: Any) -> bool:
    """Whether lasso's test error is lowest where at most four waves are left."""
    if settings.algorithm != "lasso":
        return False
    best = min(film.frames, key=lambda frame: frame.test_error)
    return bool(0 < best.n_used <= 4 < len(best.weights))


def _greedy(settings: Any, film: Any) -> bool:
    """Whether a tree solves XOR although its first cut took hardly any impurity away."""
    if settings.algorithm != "tree" or settings.data.shape != "xor" or len(film.frames) < 2:
        return False
    return bool(film.frames[1].gain < 0.1 and film.last.test_error <= 0.05)


def _by_eye(settings: Any, film: Any) -> bool:
    """Whether the learner's line is at most a tenth worse than least squares.

    Not where the line that lies there from the beginning is nearly as good already.
    """
    import numpy as np

    if settings.algorithm != "line" or (settings.start_w, settings.start_b) == (0.0, 0.0):
        return False
    from core.stages.supervised.how_it_learns.data import heights_of

    level = float(np.mean(heights_of(film.data)[1] ** 2))
    least, mine = film.last.least, film.frames[0].train_error
    return bool(0 < least < 0.5 * level and mine <= 1.1 * least)


def _in_time(settings: Any, film: Any) -> bool:
    """Whether boosting ends in the round, of all there can be, with the lowest test error."""
    import numpy as np

    if settings.algorithm != "boosting" or settings.n_rounds < 3:
        return False
    from core.stages.supervised.how_it_learns.ensembles import (
        run_boosting,  # the map does not wait for pandas
    )

    longest = run_boosting(replace(settings, data=film.data, n_rounds=120))
    errors = [frame.test_error for frame in longest]
    return bool(np.argmin(errors) == settings.n_rounds)


def _changes_sides(settings: Any, film: Any) -> bool:
    """Whether the odd k up to 25 change their vote at the place asked about three times."""
    import numpy as np

    if settings.algorithm != "knn":
        return False
    votes = np.array([frame.share > 0.5 for frame in film.frames if frame.k % 2 and frame.k <= 25])
    return bool(np.count_nonzero(votes[1:] != votes[:-1]) >= 3)


MISSIONS = (
    Mission(
        "supervised.overshoot",
        "Down the hill, too fast",
        "Make gradient descent end further up the hill than it began: twice the error of the line "
        "it began with.",
        (
            "What does the sentence under the picture say about rates?",
            "Choose a rate well above the one that it names.",
        ),
        _overshoot,
        {"learning_rate": 0.2},
        {"learning_rate": 0.1},
    ),
    Mission(
        "supervised.noise_by_heart",
        "The noise by heart",
        "Let the polynomial end with three times the test error of its best degree, on points with "
        "a noise of at least 0.1.",
        ("Fewer points are easier to learn by heart.", "Their number is under More settings."),
        _noise_by_heart,
        {"algorithm": "polynomial", "n_points": 20},
        {"algorithm": "polynomial", "n_points": 90},
    ),
    Mission(
        "supervised.few_waves",
        "Only what counts",
        "Find points on which lasso's test error is lowest where at most four waves are left.",
        (
            "A simple truth needs few waves: a slope.",
            "Few points tell little: take 20 (their number is under More settings).",
        ),
        _few_waves,
        {"algorithm": "lasso", "shape": "slope", "n_points": 20},
        {"algorithm": "lasso", "shape": "slope", "n_points": 90},
    ),
    Mission(
        "supervised.greedy",
        "A useless first cut",
        "Have a tree get 95 % of the test points of XOR right, although its first cut takes less "
        "than 0.1 of impurity away.",
        ("No single cut helps on XOR; the cuts below it do.", "A tree of depth 6 has enough."),
        _greedy,
        {"algorithm": "tree", "shape": "xor", "max_depth": 6},
        {"algorithm": "tree", "shape": "xor", "max_depth": 2},
    ),
    Mission(
        "supervised.by_eye",
        "By eye",
        "Where the line at 0 has twice the squared error of the best line, set your own to at most "
        "a tenth above the best.",
        (
            "The first picture of the film shows your line and by how much it misses.",
            "Or click near the cross in the picture of the loss.",
        ),
        _by_eye,
        {"start_w": 0.65, "start_b": 0.95},
        {"start_w": 0.65, "start_b": 0.6},
    ),
    Mission(
        "supervised.in_time",
        "Stop in time",
        "Let boosting end in just the round with the lowest test error of all 120 there can be.",
        (
            "Watch a long film first: in which round is the test error lowest?",
            "What to notice names it. Set Rounds to it.",
        ),
        _in_time,
        {"algorithm": "boosting", "n_rounds": 19},
        {"algorithm": "boosting", "n_rounds": 18},
    ),
    Mission(
        "supervised.changes_sides",
        "A place that cannot decide",
        "Ask nearest neighbours at a place whose answer changes sides at least three times while "
        "k grows through the odd numbers up to 25.",
        (
            "Click into the plane: the film begins anew with that place.",
            "Look where the classes meet: in the middle, at (0, 0).",
        ),
        _changes_sides,
        {"algorithm": "knn", "at_x": 0.0, "at_y": 0.0},
        {"algorithm": "knn", "at_x": -3.0, "at_y": -2.5},
    ),
)
