"""What a test must know of the playground association rules."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    tries={
        "baskets": ("tea, milk\ntea, sugar, milk\nsugar\ntea, milk",),
        "item": ("milk",),
        "rule": ("milk -> bread", "bread -> butter"),
    },
    needed={"seed": {"data": "made"}},
    fixed=("2 passes", "two passes"),
)
