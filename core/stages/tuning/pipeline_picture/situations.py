"""What a test must know of the playground pipeline picture."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(small={"row": 1, "other": 0})
