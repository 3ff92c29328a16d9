"""Missions of the playground semi-supervised."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _share(film: Any) -> float:
    """Return the share of points without a label that are right in the end, −1 without any."""
    return film.last.right / film.n_hidden if film.n_hidden else -1.0


def _three(settings: Any, film: Any) -> bool:
    """Whether at most three labels by hand, and no others, make nearly all points right."""
    return bool(
        settings.view == "film"
        and settings.flows
        and settings.n_labels == 0
        and 0 < film.n_given <= 3
        and settings.noise >= 0.1
        and settings.shape == "moons"
        and _share(film) >= 0.97
    )


def _hurt(settings: Any, film: Any) -> bool:
    """Whether the points without a label cost ten right ones, with two labels of each class."""
    return bool(
        settings.view == "film"
        and settings.n_labels >= 2
        and film.n_wrong_given == 0
        and film.last.right <= film.alone_right - 10
    )


def _lie(settings: Any, film: Any) -> bool:
    """Whether one wrong label, of three or more, costs twenty points or more."""
    return bool(
        settings.view == "film"
        and film.n_wrong_given == 1
        and film.n_given >= 3
        and film.corrected >= film.last.right + 20
    )


def _islands(settings: Any, film: Any) -> bool:
    """Whether five neighbours suffice for colour to come to every point, nearly all right."""
    return bool(
        settings.view == "film"
        and settings.method == "spreading"
        and settings.graph == "knn"
        and settings.n_neighbours <= 5
        and (film.last.said >= 0).all()
        and film.n_given <= 10
        and _share(film) >= 0.95
    )


def _itself(settings: Any, film: Any) -> bool:
    """Whether self-training reaches 95 % where its model alone has less than 85 %."""
    return bool(
        settings.view == "film"
        and settings.method == "self_training"
        and _share(film) >= 0.95
        and film.alone_right < 0.85 * film.n_hidden
    )


MISSIONS = (
    Mission(
        "learning_types.three_labels",
        "Three clicks",
        "Have 97 % of the moons' points right by label spreading or propagation, with noise 0.1 or "
        "more and at most three labels, all by your own hand.",
        (
            "Take all labels away first. Each moon needs one; where does the third help most?",
            "Let each point tell its class, and put your labels far from the gap.",
        ),
        _three,
        {"n_labels": 0, "marks": "55, 140, 8"},
        {"n_labels": 0, "marks": "142, 8, 64"},
    ),
    Mission(
        "learning_types.more_harm_than_good",
        "More harm than good",
        "With at least two true labels of each class, have at least ten fewer points right than "
        "the model that never saw the others.",
        (
            "A graph hurts where its edges cross from one class to the other.",
            "Draw circles, begin with two labels of each class, and ask for 40 neighbours.",
        ),
        _hurt,
        {"shape": "circles", "n_labels": 2, "n_neighbours": 40},
        {"shape": "circles", "n_labels": 2, "n_neighbours": 10},
    ),
    Mission(
        "learning_types.one_lie",
        "One lie",
        "Give one wrong label among three or more, so that it costs at least twenty points.",
        (
            "Choose a class under A click on a point, and call a point of the other class so.",
            "It costs most where few true labels are near: leave one of each class to begin with.",
        ),
        _lie,
        {"marks": "7=1"},
        {"marks": "7=1", "n_labels": 10},
    ),
    Mission(
        "learning_types.last_island",
        "To the last island",
        "With label spreading among five neighbours or fewer and at most ten labels in all, let "
        "colour come to every point, and 95 % be right.",
        (
            "Grey points form islands: a chain of neighbours that has no label. One click each.",
            "On the moons with 5 neighbours, begin with one label of each class and click one "
            "point of each grey island: five clicks are enough.",
        ),
        _islands,
        {"n_neighbours": 5, "n_labels": 1, "marks": "19, 8, 18, 22, 2"},
        {"n_neighbours": 5, "n_labels": 1, "marks": "19, 8, 18, 22"},
    ),
    Mission(
        "learning_types.taught_itself",
        "Taught by itself",
        "Have self-training get 95 % right where its model, from the labels alone, gets less than "
        "85 %.",
        (
            "The model must be unsure where no label is near; which of the four is?",
            "Take the Gaussian process, and let it label only the surest few each round.",
        ),
        _itself,
        {"method": "self_training", "base": "gp"},
        {"method": "self_training", "base": "logistic"},
    ),
)
