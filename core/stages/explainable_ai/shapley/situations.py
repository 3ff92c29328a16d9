"""What a test must know of the playground Shapley by hand."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    tries={
        "votes": ("66; 35, 35, 30", "3; 2, 1, 1, 1"),
        "costs": ("6, 12, 42", "10, 10"),
        "claims": ("300; 100, 200, 300",),
        "worths": ("1, 2, 4", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15"),
        "n_draws": (7,),
    },
)
