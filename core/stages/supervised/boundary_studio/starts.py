"""Boards worth seeing, and why: plain values that a page offers above the controls."""

from __future__ import annotations

from core.value import Value

SIX = "logistic, gaussian_nb, knn, svm_rbf, decision_tree, random_forest"

STARTS: tuple[tuple[str, str, str, dict[str, Value]], ...] = (
    (
        "ring", "A ring around a disc",
        "A straight border is lost; one bell for each class is enough.",
        {"shape": "circles", "noise": 0.2, "models": SIX},
    ),
    (
        "xor", "Four fields",
        "No line and no bell sees it: either axis alone tells nothing.",
        {"shape": "xor", "noise": 0.1, "models": SIX},
    ),
    (
        "votes", "One to a hundred neighbours",
        "Islands around single dots melt away as more neighbours vote; too many, and the shape "
        "melts, too.",
        {"shape": "moons", "noise": 0.6, "models": "knn 1, knn 5, knn 15, knn 30, knn 75, knn 100"},
    ),
    (
        "trees", "From one cut to a thousand",
        "A stump, a tree, a tree without limits; then many trees that vote or mend one another.",
        {"shape": "moons", "noise": 0.6, "models": "decision_tree 1, decision_tree 3, "
         "decision_tree 50, random_forest 100, extra_trees 100, gradient_boosting 100"},
    ),
    (
        "spirals", "Two spirals",
        "Only what asks close by can follow: near neighbours, a margin that may bend (large C).",
        {"shape": "spirals", "noise": 0.05, "models": "svm_rbf 1, svm_rbf 100, svm_rbf 1000, "
         "gaussian_process 1, knn 3, mlp 100"},
    ),
    (
        "five", "Five classes",
        "Borders end in corners where three classes meet; where it is pale it is still open.",
        {"shape": "blobs", "n_classes": 5, "noise": 0.5, "models": SIX},
    ),
    (
        "boosted", "Five kinds of boosting",
        "The same idea in five hands, and a forest: the corners they cut are not the same.",
        {"shape": "circles", "noise": 0.4, "models": "ada_boost 50, gradient_boosting 100, "
         "hist_gradient_boosting 100, xgboost 100, lightgbm 20, random_forest 100"},
    ),
)  # fmt: skip
"""Each with its id, its name, why it is worth seeing, and what it sets."""
