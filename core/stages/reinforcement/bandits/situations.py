"""What a test must know of the playground bandits."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(quick={"n_runs": 40})
