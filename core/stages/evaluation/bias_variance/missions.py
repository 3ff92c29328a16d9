"""Missions of the playground bias and variance."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

NEAR, LOUD, MANY_ROWS = 1.05, 0.2, 50
"""At most so many times the least error; a noise from which on there is something to follow; so
many rows can pay for a fast wave."""


def _on_the_wiggle(settings: Any, film: Any) -> bool:
    """Whether no other setting of the model has clearly less of an error on the wiggle."""
    if settings.view != "refits" or settings.truth != "wiggle":
        return False
    if settings.noise < LOUD or settings.n_rows < MANY_ROWS:
        return False
    return bool(film.error_known <= NEAR * film.known_least)


def _mostly_variance(settings: Any, film: Any) -> bool:
    if settings.view != "refits" or settings.noise < LOUD:
        return False
    return bool(film.last.variance > 0.5 * film.last.error)


def _rows_in_vain(settings: Any, film: Any) -> bool:
    """Whether twice the rows take away 3 % at most, and another setting half of the error."""
    if settings.view != "rows" or settings.noise < LOUD:
        return False
    now, more, other = film.choices.now, film.choices.more_rows, film.choices.other
    in_vain = more.n_rows > now.n_rows and more.error >= 0.97 * now.error
    return bool(in_vain and other.error <= 0.5 * now.error)


def _flat_peak(settings: Any, film: Any) -> bool:
    if settings.view != "double" or settings.noise < LOUD:
        return False
    before, peak, _ = film.three
    return bool(peak.error <= 1.2 * before.error)


MISSIONS = (
    Mission(
        "evaluation.on_the_wiggle",
        "Neither stiff nor wild",
        "Look at refits of the wiggle, at least 50 rows each, with a noise of 0.2 or more. Set a "
        "polynomial, k-NN or ridge so that its error in theory is within 5 % of the least that it "
        "can have.",
        (
            "The fast wave needs many bends: until then bias² is most of what you can change.",
            "With 60 rows degree 13 has them all.",
        ),
        _on_the_wiggle,
        {"truth": "wiggle", "n_rows": 60, "degree": 13},
        {"truth": "wiggle", "n_rows": 60, "degree": 10},
    ),
    Mission(
        "evaluation.mostly_variance",
        "More wobble than anything",
        "Look at refits and make variance more than half of the whole error, with a noise of 0.2 "
        "or more.",
        ("A very flexible model on few rows wobbles most.", "Try degree 15 on 25 rows."),
        _mostly_variance,
        {"degree": 15},
        {"degree": 10},
    ),
    Mission(
        "evaluation.rows_in_vain",
        "More rows hardly help",
        "Look at rows, with a noise of 0.2 or more, and find a model whose error twice the rows "
        "lower by 3 % at most, though another setting of it on the same rows would halve it.",
        (
            "Rows calm variance. What do they not change?",
            "A straight line through a wave: degree 1.",
        ),
        _rows_in_vain,
        {"view": "rows", "degree": 1},
        {"view": "rows", "degree": 3},
    ),
    Mission(
        "evaluation.flat_peak",
        "Flatten the peak",
        "Look at double descent, with a noise of 0.2 or more, and bring the error where features = "
        "rows to at most 1.2 times the best before it.",
        (
            "The peak comes from huge weights. What makes these cost something?",
            "Penalise large weights with α = 10 to the 0.",
        ),
        _flat_peak,
        {"view": "double", "penalty": 0.0},
        {"view": "double", "penalty": -3.0},
    ),
)
