"""What a test must know of the playground beat the agent."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(needed={"seed": {"world": "lake4", "mine": "111222"}})
