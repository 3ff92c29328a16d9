"""What a test must know of the playground tabular net."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(small={"max_rows": 100})
