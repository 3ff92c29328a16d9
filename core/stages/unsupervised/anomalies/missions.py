"""Missions of the playground anomalies."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission

CROWD, LONELY_SHARE = 20, 0.15
HARD, MANY_FRAUDS, FEW_ALARMS = 0.41, 8, 200


def _unmasked(settings: Any, view: Any) -> bool:
    """Whether LOF finds nine in ten of a clump of twenty or more."""
    one = view.of("lof")
    return bool(
        settings.shape == "clump"
        and view.n_planted >= CROWD
        and settings.contamination <= LONELY_SHARE
        and one.found >= 0.9 * view.n_planted
    )


def _all_and_none(_settings: Any, view: Any) -> bool:
    found = [one.found for one in view.heard]
    return bool(view.n_planted >= 8 and max(found) == view.n_planted and min(found) == 0)


def _hard_to_part(settings: Any, view: Any) -> bool:
    return bool(settings.chosen == view.row and view.isolation.score < HARD)


def _frauds(settings: Any, view: Any) -> bool:
    """Whether a detector finds some frauds of the sample with few alarms."""
    return bool(
        settings.shape == "table"
        and settings.label == "fraud"
        and view.k <= FEW_ALARMS
        and max(one.found for one in view.heard) >= MANY_FRAUDS
    )


MISSIONS = (
    Mission(
        "unsupervised.unmask_the_clump",
        "Look beyond the crowd",
        "Have LOF find nine in ten of a clump of 20 planted points or more, at a contamination of "
        "0.15 or less.",
        (
            "Points of a clump are each other's neighbours, so each looks as dense as its company.",
            "Take A small clump, plant 24, set the contamination to 0.12, and ask for 48 "
            "neighbours.",
        ),
        _unmasked,
        {"shape": "clump", "n_planted": 24, "contamination": 0.12, "n_neighbors": 48},
        {"shape": "clump", "n_planted": 24, "contamination": 0.12, "n_neighbors": 20},
    ),
    Mission(
        "unsupervised.all_and_none",
        "All or nothing",
        "Find points of which one detector finds every planted one and another finds none; plant "
        "at least 8.",
        (
            "An ellipse has no hole.",
            "Take In the hole as it is: LOF finds all 12, the envelope none.",
        ),
        _all_and_none,
        {"shape": "hole"},
        {"shape": "edge"},
    ),
    Mission(
        "unsupervised.hard_to_part",
        "In the thick of it",
        "Choose a point with a forest score below 0.41.",
        (
            "Where many points stand close together, cuts must come between them again and again.",
            "Click a point in the middle of a cloud, or press The most ordinary point.",
        ),
        _hard_to_part,
        {"chosen": 14},
        {"chosen": 0},
    ),
    Mission(
        "unsupervised.frauds_unseen",
        "Fraud without labels",
        "On the sample Card payments, have a detector find 8 of the 40 frauds among at most 200 "
        "flagged rows, though it never sees which are frauds.",
        (
            "Take the whole table with fraud as the label, and flag one row in a hundred.",
            "Open Card payments, choose Whole table and set the contamination to 0.01.",
        ),
        _frauds,
        Attempt({"shape": "table", "contamination": 0.01}, "fraud"),
        Attempt({"shape": "table", "contamination": 0.002}, "fraud"),
    ),
)
