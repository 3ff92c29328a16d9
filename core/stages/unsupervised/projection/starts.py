"""Boards worth seeing, and why: plain values that a page offers above the controls."""

from __future__ import annotations

from core.value import Value

STARTS: tuple[tuple[str, str, str, dict[str, Value]], ...] = (
    (
        "perplexities", "Four perplexities",
        "The same points four times: what you see is a choice.",
        {"view": "methods", "shape": "near_and_far", "methods": "tsne 2, tsne 5, tsne 30, tsne 80"},
    ),
    (
        "invented", "Clumps out of nothing",
        "Pure noise, and t-SNE draws clumps into it.",
        {"view": "noise", "shape": "noise_cloud", "methods": "tsne 3"},
    ),
    (
        "roll", "A rolled-up sheet",
        "PCA looks through it; Isomap walks along it and unrolls it.",
        {"view": "methods", "shape": "swiss_roll", "noise": 0.0, "n_points": 300,
         "methods": "pca, isomap 8, tsne 30, mds"},
    ),
    (
        "knot", "A knot",
        "No flat map undoes it without a cut: who cuts, and where?",
        {"view": "methods", "shape": "trefoil", "noise": 0.05,
         "methods": "pca, mds, tsne 30, isomap 8"},
    ),
    (
        "torn", "Equally far",
        "Eight clouds, each as far from every other: a plane has no room for that.",
        {"view": "methods", "shape": "simplex", "methods": "pca, mds, tsne 30, lda"},
    ),
    (
        "three", "Three starts",
        "Same points, same settings, another seed: which of it do you believe?",
        {"view": "seeds", "shape": "random_walk", "methods": "tsne 10"},
    ),
)  # fmt: skip
"""Each with its id, its name, why it is worth seeing, and what it sets."""
