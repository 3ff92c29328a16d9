"""What a test must know of the playground playground."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"n_epochs": 40},
    small={"n_epochs": 40, "learning_rate": 0.3},
    tries={"inspect": ("2 b 1", "1 1 2")},
    below=("inspect",),
    needed={"patience": {"learning_rate": 2.0}},
)
