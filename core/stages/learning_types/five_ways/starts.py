"""Boards worth seeing, and why: plain values that a page offers above the controls."""

from __future__ import annotations

from core.value import Value

STARTS: tuple[tuple[str, str, str, dict[str, Value]], ...] = (
    (
        "moons", "Two moons",
        "A few labels flow along each moon; k-means cuts both in half.",
        {"shape": "moons", "noise": 0.15, "n_labels": 3},
    ),
    (
        "disc", "A ring around a disc",
        "No centre holds a ring, no line parts it; knowing neighbours helps.",
        {"shape": "circles", "noise": 0.1, "n_labels": 3, "pretext": "near"},
    ),
    (
        "chain", "Thin rings, chained",
        "Joined at their closest points, rings are found without a label; a little noise breaks "
        "it.",
        {
            "shape": "rings", "noise": 0.0, "n_classes": 2, "groups": "single_linkage",
            "n_labels": 20, "pretext": "shuffled",
        },
    ),
    (
        "clumps", "Four clumps",
        "Groups are the classes: labels are hardly worth their price.",
        {"shape": "blobs", "n_classes": 4, "noise": 0.1, "n_labels": 1, "n_tries": 100},
    ),
    (
        "spirals", "Two spirals",
        "All cheap ways fail, one as badly as the other; only labels help.",
        {"shape": "spirals", "noise": 0.15, "n_labels": 3},
    ),
    (
        "five", "Five classes, right or wrong",
        "With five classes 'wrong' leaves four: each answer of the judge is worth less.",
        {"shape": "blobs", "n_classes": 5, "noise": 0.4, "n_tries": 1000},
    ),
    (
        "nothing", "Labels that mean nothing",
        "No way of learning finds what is not there.",
        {"shape": "random_labels", "n_labels": 3},
    ),
)  # fmt: skip
"""Each with its id, its name, why it is worth seeing, and what it sets."""
