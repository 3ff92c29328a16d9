"""What a test must know of the playground global."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    small={
        "n_rows": 40,
        "n_repeats": 1,
        "background": 5,
        "curve_n_rows": 8,
        "curve_n_grid": 6,
    },
)
