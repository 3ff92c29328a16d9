"""What a test must know of the playground model lab."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    small={"max_rows": 100},
    rare={"view": ("compare",)},
    fixed=("95 %",),
)
