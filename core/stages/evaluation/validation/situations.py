"""What a test must know of the playground validation."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(small={"n_folds": 2, "n_repeats": 1})
