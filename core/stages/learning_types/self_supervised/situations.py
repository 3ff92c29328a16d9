"""What a test must know of the playground self-supervised."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"n_steps": 40, "n_draws": 2, "width": 32, "size": 16},
    small={"n_steps": 20, "n_draws": 1, "width": 32, "size": 16},
    tries={"held": (3, 11)},
)
