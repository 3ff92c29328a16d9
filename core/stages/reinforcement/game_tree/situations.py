"""What a test must know of the playground game tree."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(needed={"shows": {"mine": "5"}})
