"""What can be chosen: four counts, and the metric that is spelled out."""

from __future__ import annotations

from core.settings import Declared, control, part
from core.stages.evaluation.metrics_by_hand.run import HandSettings, metrics_by_hand


class HandView(Declared):
    """Four counts and the metric whose formula is spelled out."""

    counts: HandSettings = part(HandSettings)
    metric: str = control(
        "Spell out", "", *((m.id, m.label) for m in metrics_by_hand(HandSettings())),
        default="accuracy",
    )  # fmt: skip
