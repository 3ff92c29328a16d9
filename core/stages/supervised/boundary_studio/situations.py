"""What a test must know of the boundary studio."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    small={"models": "logistic, knn, decision_tree", "n_points": 60},
    tries={"models": ("knn 15, decision_tree 2", "lda")},
)
