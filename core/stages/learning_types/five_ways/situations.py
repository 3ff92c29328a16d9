"""What a test must know of One data set, five ways."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"n_points": 80, "n_repeats": 3, "n_tries": 100},
    small={"n_points": 60, "n_repeats": 2, "n_tries": 50},
)
