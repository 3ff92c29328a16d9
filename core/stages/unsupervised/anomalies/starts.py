"""Points worth seeing, and why: plain values that a page offers above the controls."""

from __future__ import annotations

from core.value import Value

STARTS: tuple[tuple[str, str, str, dict[str, Value]], ...] = (
    (
        "masked", "A clump that hides",
        "Eight neighbours all stand in the clump: LOF finds none of it. Then ask for more.",
        {"shape": "clump", "detector": "lof", "n_neighbors": 8},
    ),
    (
        "thinned", "Small trees see more",
        "With 32 points a tree the forest unmasks the clump that trees of 200 hardly see.",
        {"shape": "clump", "detector": "forest", "sample_size": 32},
    ),
    (
        "local", "Close, and yet far",
        "Strays so near a dense cluster that only LOF, which compares nearby, tells them.",
        {"shape": "local", "detector": "lof"},
    ),
    (
        "edge", "Odd only together",
        "Each column alone is plain; the ellipse knows that both go together, a cut does not.",
        {"shape": "edge", "detector": "envelope"},
    ),
    (
        "hole", "In the middle of nothing",
        "An ellipse calls its own middle most ordinary. Here that is a hole.",
        {"shape": "hole", "detector": "envelope"},
    ),
    (
        "nothing", "Nothing to find",
        "Every point is drawn by one rule, and as many are flagged as ever.",
        {"shape": "nothing", "contamination": 0.1},
    ),
)  # fmt: skip
"""Each with its id, its name, why it is worth seeing, and what it sets."""
