"""What a test must know of the playground load."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(small={"n_rows": 40})
