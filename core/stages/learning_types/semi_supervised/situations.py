"""What a test must know of the playground semi-supervised."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"n_points": 60, "n_steps": 20},
    tries={"marks": ("12", "3=1, 5=x"), "hand": (5, 9)},
    needed={
        "threshold": {"method": "self_training", "takes": "threshold"},
        "k_best": {"method": "self_training", "takes": "k_best"},
        "gamma": {"graph": "rbf"},
        "n_seeds": {"view": "study"},
    },
    small={"n_points": 60, "n_seeds": 2, "n_steps": 20},
)
