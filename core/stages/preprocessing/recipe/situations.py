"""What a test must know of the playground recipe."""

from __future__ import annotations

from core.course.situations import Situations
from core.tabular.experiment import Step

SITUATIONS = Situations(
    small={"n_folds": 2, "max_rows": 100},
    experiment={"recipe": (Step("robust"),)},
)
