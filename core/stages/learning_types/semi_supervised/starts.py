"""Films worth seeing, and why: plain values that a page offers above the controls."""

from __future__ import annotations

from core.value import Value

STARTS: tuple[tuple[str, str, str, dict[str, Value]], ...] = (
    (
        "bare", "You label",
        "No point has a label. Click three of them, and see how far they reach.",
        {"n_labels": 0, "shape": "moons", "noise": 0.1},
    ),
    (
        "wide", "Too many neighbours",
        "With 40 neighbours the graph jumps the gap between the moons, and colour with it.",
        {"shape": "moons", "noise": 0.1, "n_neighbours": 40},
    ),
    (
        "islands", "Out of reach",
        "With 3 neighbours the graph falls apart: no label comes to the grey islands.",
        {"shape": "moons", "noise": 0.1, "n_neighbours": 3},
    ),
    (
        "itself", "A model teaches itself",
        "It begins as a blob around each label and grows along the moons.",
        {"method": "self_training", "shape": "moons", "noise": 0.2, "base": "gp"},
    ),
    (
        "astray", "Straight and sure, and astray",
        "A straight border is surest furthest off, takes over what it got wrong, and stands by it.",
        {"method": "self_training", "shape": "moons", "noise": 0.1, "base": "logistic"},
    ),
    (
        "overlap", "Classes that overlap",
        "No gap to follow: what the other points give is gone.",
        {"view": "study", "shape": "xor", "noise": 0.2},
    ),
)  # fmt: skip
"""Each with its id, its name, why it is worth seeing, and what it sets."""
