"""What a test must know of the playground nested validation."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"n_candidates": 6, "n_rows": 60, "n_outer": 3, "n_inner": 3},
    small={"n_candidates": 4, "n_rows": 60, "n_outer": 2, "n_inner": 2},
    fixed=("95 %",),
)
