"""What a test must know of the playground leak detector."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(quick={"n_noise": 60}, small={"n_noise": 10, "n_rows": 40})
