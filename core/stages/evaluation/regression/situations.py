"""What a test must know of the playground regression."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(needed={"model": {"judged": "rows"}})
