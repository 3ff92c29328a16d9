"""What a test must know of the playground clustering."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    needed={
        "features": {"shape": "table"},
        "seed": {"start": "plus"},
        "scaling": {"shape": "table"},
        "gamma": {"affinity": "rbf"},
    },
)
