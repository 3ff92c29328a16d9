"""What a test must know of the playground deep RL."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(small={"steps": "10000"})
