"""What a test must know of the playground training loop."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    needed={"diagnosis": {"target": "B"}},
    in_words=("diagnosis",),
)
