"""Missions of the playground self-supervised."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

FEW, SOME = 0, 1
"""Places of 10 and 20 labels among the numbers of labels."""


def _worth_more(settings: Any, film: Any) -> bool:
    """Whether ten labels on the features are fifteen points ahead of ten on raw pixels."""
    last = film.last
    return bool(settings.labels == 10 and last.probe[FEW] >= last.study.raw[FEW] + 0.15)


def _solved_for_nothing(settings: Any, film: Any) -> bool:
    """Whether the task is solved and 20 labels are ten points behind 20 on raw pixels."""
    last = film.last
    return bool(last.right >= 0.9 and last.probe[SOME] < last.study.raw[SOME] - 0.1)


MISSIONS = (
    Mission(
        "learning_types.ten_go_far",
        "Ten go far",
        "With ten labels in the probe, be fifteen points ahead of raw pixels with ten.",
        (
            "Set the labels for the probe to 10. A wider net and more steps help.",
            "Contrast with 512 hidden units and 800 steps.",
        ),
        _worth_more,
        {"labels": "10", "width": 512, "n_steps": 800},
        {"labels": "10", "n_steps": 100},
    ),
    Mission(
        "learning_types.solved_for_nothing",
        "Solved for nothing",
        "Have the net get 90 % of its task right and yet be ten points worse than raw pixels with "
        "20 labels.",
        (
            "A task can be solved without knowing which digit it is.",
            "Rotation with 200 steps: turns are found, digits are not.",
        ),
        _solved_for_nothing,
        {"pretext": "rotation", "n_steps": 200},
        {"n_steps": 100},
    ),
)
