"""What a test must know of the playground semi-supervised."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    tries={"marks": ("12", "3=1, 5=x")},
    needed={
        "threshold": {"method": "self_training", "takes": "threshold"},
        "k_best": {"method": "self_training", "takes": "k_best"},
        "gamma": {"graph": "rbf"},
        "n_seeds": {"view": "study"},
    },
    small={"n_points": 60, "n_seeds": 2},
)
