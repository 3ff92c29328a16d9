"""What a test must know of the playground local."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(small={"row": 1, "n_samples": 100, "n_seeds": 2, "background": 5})
