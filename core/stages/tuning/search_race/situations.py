"""What a test must know of the playground search race."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"budget": 12},
    small={"budget": 6, "n_folds": 2, "n_seeds": 1, "max_rows": 100},
    needed={
        "n_startup": {"methods": ("tpe",)},
        "factor": {"methods": ("halving",)},
    },
)
