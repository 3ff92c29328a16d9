"""Missions of the playground boundary studio."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

MOONS_BY_HAND = (
    "-4,0,0;-3.7,1.4,0;-3,2.4,0;-2,3.1,0;-1,3.3,0;0,3,0;0.9,2.3,0;1.5,1.3,0;1.8,0.2,0;"
    "-3.3,0.7,0;-2.4,1.9,0;-1.4,2.6,0;-0.4,2.6,0;0.7,1.6,0;1.2,0.6,0;"
    "-1.5,0.2,1;-1.2,-1,1;-0.6,-2,1;0.3,-2.8,1;1.3,-3.1,1;2.3,-2.9,1;3.2,-2.2,1;3.8,-1.2,1;4,0,1;"
    "-0.9,-0.4,1;-0.4,-1.3,1;0.6,-2.2,1;1.6,-2.5,1;2.6,-2.1,1;3.3,-1,1"
)
"""Two half circles that reach into each other, as a hand would draw them."""
RINGS_BY_HAND = (
    "0,0,0;0.6,0.4,0;-0.5,0.5,0;0.3,-0.7,0;-0.6,-0.4,0;0.9,-0.2,0;-0.1,0.9,0;-1,0.1,0;0.1,-0.2,0;"
    "0.5,0.9,0;-0.3,-0.9,0;0.8,-0.7,0;"
    "3,0,1;2.6,1.5,1;1.5,2.6,1;0,3,1;-1.5,2.6,1;-2.6,1.5,1;-3,0,1;-2.6,-1.5,1;-1.5,-2.6,1;0,-3,1;"
    "1.5,-2.6,1;2.6,-1.5,1;3.4,0.8,1;0.8,3.4,1;-0.8,3.3,1;-3.3,0.8,1;-3.2,-0.8,1;0.8,-3.4,1"
)


def _map(board: Any, *ids: str) -> list[Any]:
    return [one for one in board.maps if one.player.id in ids and not one.refused]


def _tree_wins(_settings: Any, board: Any) -> bool:
    lines, trees = _map(board, "logistic"), _map(board, "decision_tree")
    return bool(lines and trees) and (
        max(one.test.share for one in lines) <= 0.7 and max(one.test.share for one in trees) >= 0.9
    )


def _by_heart(_settings: Any, board: Any) -> bool:
    return any(
        one.player.value == 1 and one.train.share == 1 and one.test.share < 0.7
        for one in _map(board, "knn")
    )


def _line_wins(_settings: Any, board: Any) -> bool:
    lines, forests = _map(board, "logistic"), _map(board, "random_forest")
    return bool(lines and forests) and (
        min(one.test.right for one in lines) >= max(one.test.right for one in forests) + 4
    )


def _drawn(settings: Any, board: Any) -> bool:
    """Whether a drawing of 20 points or more is too much for a line and none for something else."""
    from core.neural.data.dataset import DRAWN

    lines = _map(board, "logistic")
    return bool(settings.shape == DRAWN and len(settings.data.drawn) >= 20 and lines) and (
        max(one.test.share for one in lines) <= 0.75
        and max(one.test.share for one in board.ranked) == 1
    )


def _one_more_class(_settings: Any, board: Any) -> bool:
    return bool(
        board.data.n_classes == 5
        and len(board.ranked) == 6
        and min(one.test.share for one in board.ranked) >= 0.9
    )


MISSIONS = (
    Mission(
        "supervised.line_fails",
        "Where a line is lost",
        "Find points of which logistic regression gets at most 70 % of the test right, and a "
        "decision tree at least 90 %.",
        (
            "One straight cut must be useless, and a few level or upright ones enough.",
            "Take XOR, and lower the noise to 0.1.",
        ),
        _tree_wins,
        {"shape": "xor", "noise": 0.1},
        {"shape": "spirals", "noise": 0.1},
    ),
    Mission(
        "supervised.neighbour_by_heart",
        "Perfect, and worth nothing",
        "Find points on which one nearest neighbour gets 100 % in training and less than 70 % in "
        "the test.",
        (
            "Set the neighbours of k nearest neighbours to 1: every training point asks itself.",
            "Then take points on which the neighbour tells nothing: random labels.",
        ),
        _by_heart,
        {"shape": "random_labels", "models": "knn 1"},
        {"shape": "moons", "models": "knn 1"},
    ),
    Mission(
        "supervised.line_wins",
        "The line beats the forest",
        "Have logistic regression get at least four test points more right than a random forest.",
        (
            "The truth must be a line, and the points too blurred to follow one by one.",
            "Take the bands of Linear, and raise the noise to 1.",
        ),
        _line_wins,
        {"shape": "linear", "noise": 1.0},
        {"shape": "linear", "noise": 0.3},
    ),
    Mission(
        "supervised.drawn_for_one",
        "Drawn for one of them",
        "Draw at least 20 points of which logistic regression gets at most 75 % of the test right, "
        "and another model all.",
        (
            "Draw one class all around the other, with an empty ring between them.",
            "About a dozen points of class 0 in the middle, twenty of class 1 around them.",
        ),
        _drawn,
        {"shape": "drawn", "points": RINGS_BY_HAND},
        {"shape": "drawn", "points": MOONS_BY_HAND},
    ),
    Mission(
        "supervised.five_for_six",
        "Five classes, six models",
        "Have six models get at least 90 % of the test right, each, with five classes.",
        (
            "Round clouds that keep their distance are easy for all of them.",
            "Take Blobs with five classes, and lower the noise to 0.1.",
        ),
        _one_more_class,
        {"shape": "blobs", "n_classes": 5, "noise": 0.1},
        {"shape": "blobs", "n_classes": 5, "noise": 0.5},
    ),
)
