"""What a test must know of the anomalies."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    small={"n_points": 60, "n_trees": 20, "n_learn": 100},
    tries={"chosen": (3, 20), "data_seed": (5,)},
)
