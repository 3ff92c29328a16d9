"""What a test must know of the playground bias and variance."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(fixed=("20 bagged trees",))
