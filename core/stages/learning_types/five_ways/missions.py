"""Missions of the playground One data set, five ways."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _few_are_enough(settings: Any, answer: Any) -> bool:
    shares = answer.tally.shares
    return bool(settings.n_labels <= 3 and shares["spread"] >= 0.95 and shares["few"] <= 0.7)


def _none_is_enough(_settings: Any, answer: Any) -> bool:
    shares = answer.tally.shares
    return bool(shares["groups"] >= 0.98 and shares["few"] <= 0.7)


def _riddle_pays(_settings: Any, answer: Any) -> bool:
    tally = answer.tally
    n, gain = answer.n_repeats, tally.shares["probe"] - tally.shares["raw"]
    return bool(n >= 5 and tally.won == tally.over == n and gain >= 0.2)


def _no_way_round(_settings: Any, answer: Any) -> bool:
    shares = answer.tally.shares
    cheap = max(shares[name] for name in ("groups", "few", "spread", "probe", "raw"))
    return bool(shares["all"] >= 0.95 and cheap <= 0.6)


def _praise_is_enough(_settings: Any, answer: Any) -> bool:
    shares = answer.tally.shares
    return bool(answer.data.n_classes >= 4 and shares["bandit"] >= shares["all"] - 0.02 >= 0.9)


MISSIONS = (
    Mission(
        "learning_types.few_are_enough",
        "Three labels a class",
        "With at most three labels per class, have label spreading get 95 % of the held-out "
        "points right, where the supervised model with the same labels gets at most 70 %.",
        (
            "Labels must flow along each class and find no bridge to the other.",
            "Take Rings, and lower the noise to 0.",
        ),
        _few_are_enough,
        {"shape": "rings", "noise": 0.0},
        {"shape": "rings", "noise": 0.5},
    ),
    Mission(
        "learning_types.none_is_enough",
        "Not a single label",
        "Find groups that match 98 % of the held-out points without a label, where a few labels "
        "alone give at most 70 %.",
        (
            "k-means cannot hold a ring. Another way to group goes from point to next point.",
            "Take Rings without noise, and single linkage.",
        ),
        _none_is_enough,
        {"shape": "rings", "noise": 0.0, "groups": "single_linkage"},
        {"shape": "rings", "noise": 0.0},
    ),
    Mission(
        "learning_types.riddle_pays",
        "A riddle that pays",
        "In 5 repeats, have the pretext task's features beat the bare coordinates by 20 points of "
        "percent on average, and beat them and the untrained net in every repeat.",
        (
            "A line on the coordinates must be useless, and neighbours must share their class.",
            "Take Circles, the task Neighbours or strangers, and 10 labels per class.",
        ),
        _riddle_pays,
        {"shape": "circles", "n_labels": 10},
        {"shape": "moons", "n_labels": 10},
    ),
    Mission(
        "learning_types.no_way_round",
        "No way around labels",
        "Find points of which all labels give 95 % and every cheap way, groups and few labels of "
        "any kind, at most 60 %.",
        (
            "Arms must lie so close that every neighbourhood bridges them.",
            "Take Spirals, and lower the noise to 0.05.",
        ),
        _no_way_round,
        {"shape": "spirals", "noise": 0.05},
        {"shape": "circles", "noise": 0.05},
    ),
    Mission(
        "learning_types.praise_is_enough",
        "Nobody names the class",
        "With four classes or more, have the bandit come within 2 points of percent of the model "
        "with all labels, which must get more than 92 % right.",
        (
            "Classes that keep apart are soon told apart.",
            "Take Blobs with 4 classes, and lower the noise to 0.1.",
        ),
        _praise_is_enough,
        {"shape": "blobs", "n_classes": 4, "noise": 0.1},
        {"shape": "blobs", "n_classes": 4, "noise": 0.1, "n_tries": 50},
    ),
)
